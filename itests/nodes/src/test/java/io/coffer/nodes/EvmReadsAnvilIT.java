// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import static io.coffer.nodes.AnvilFixture.COIN;
import static io.coffer.nodes.AnvilFixture.ETHER;
import static io.coffer.nodes.AnvilFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.chain.evm.EvmChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.ContractProbe;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.TxStatus;
import io.coffer.spi.money.Amount;
import io.coffer.testkit.node.AnvilNode;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EvmReadsAnvilIT {
    /** PUSH1 0, PUSH1 0, REVERT. */
    private static final String ALWAYS_REVERTS = "60006000fd";
    /** STOP: takes whatever it is paid. */
    private static final String TAKES_ALL = "00";

    private AnvilFixture anvil;
    private BlockRef start;

    @BeforeEach
    void start() throws Exception {
        anvil = new AnvilFixture();
        start = anvil.adapter.reader().head();
    }

    @AfterEach
    void stop() {
        anvil.close();
    }

    private Address stranger(int number) throws Exception {
        return anvil.address(String.format("0x%040x", 0x1000 + number));
    }

    @Test
    void followsTheNodesOwnBlocks() throws Exception {
        anvil.control.mine(130);
        List<BlockEvent.Added> blocks = anvil.blocksAfter(start);
        assertThat(blocks).hasSize(130);
        for (BlockEvent.Added added : blocks) {
            assertThat(added.block().hash())
                    .isEqualTo(anvil.control.hashAt(added.block().height()));
        }
        assertThat(anvil.adapter.reader().head()).isEqualTo(blocks.get(129).block());
        assertThat(anvil.adapter.reader().at(64)).isEqualTo(blocks.get(63).block());
        assertThat(anvil.adapter.reader().finalized().height()).isBetween(0L, 130L);
    }

    @Test
    void seesADepositAsOneMovement() throws Exception {
        Address to = stranger(1);
        String id = anvil.control.pay(to.text(), ETHER);
        assertThat(anvil.movementsAfter(start))
                .containsExactly(new Movement(new TxId(id), 0, to, Optional.empty(), new Amount(COIN, ETHER)));
    }

    @Test
    @DisplayName("H09 two equal payments to one address in one block are two movements")
    void h09_equalPaymentsAreTwoMovements() throws Exception {
        anvil.control.mineOnDemandOnly();
        Address to = stranger(1);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(anvil.control.pay(to.text(), ETHER));
        }
        anvil.control.mine(1);
        List<Movement> movements = anvil.movementsAfter(start);
        assertThat(movements).extracting(movement -> movement.tx().text()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(movements).extracting(Movement::to).containsOnly(to);
    }

    @Test
    @DisplayName("H06 a payment to a contract that reverts is no movement, though it is mined with its value")
    void h06_revertedPaymentIsNoMovement() throws Exception {
        String contract = anvil.control.create(ALWAYS_REVERTS, BigInteger.ZERO);
        String id = anvil.control.pay(contract, ETHER);
        assertThat(anvil.movementsAfter(start)).isEmpty();
        TxStatus.Mined mined = (TxStatus.Mined) anvil.adapter.reader().status(new TxId(id));
        assertThat(mined.succeeded()).isFalse();
        assertThat(mined.fee().units()).isPositive();
    }

    @Test
    void seesAPaymentToAContractButNotTheValueThatOneStartsWith() throws Exception {
        String contract = anvil.control.create(TAKES_ALL, BigInteger.ZERO);
        BlockRef created = anvil.adapter.reader().head();
        anvil.control.create("", ETHER);
        assertThat(anvil.movementsAfter(created)).isEmpty();
        anvil.control.pay(contract, ETHER);
        assertThat(anvil.movementsAfter(created)).extracting(Movement::to).containsExactly(anvil.address(contract));
        ContractProbe probe = anvil.adapter.capability(ContractProbe.class).orElseThrow();
        assertThat(probe.isContract(anvil.address(contract))).isTrue();
        assertThat(probe.isContract(stranger(1))).isFalse();
    }

    @Test
    @DisplayName("H10 a reorganisation is reported block by block and the deposit in it is gone")
    void h10_reorganisationTakesADepositBack() throws Exception {
        anvil.control.mine(3);
        BlockRef common = anvil.adapter.reader().head();
        String id = anvil.control.pay(stranger(1).text(), ETHER);
        anvil.control.mine(1);
        List<BlockEvent.Added> before = anvil.blocksAfter(common);
        assertThat(before).hasSize(2);
        assertThat(before.get(0).movements()).hasSize(1);
        anvil.control.call("anvil_reorg", 2, AnvilControl.json("[]"));
        for (int i = before.size() - 1; i >= 0; i--) {
            BlockRef orphan = before.get(i).block();
            assertThat(anvil.adapter.reader().read(orphan, 10).events())
                    .containsExactly(new BlockEvent.Removed(orphan));
        }
        assertThat(anvil.movementsAfter(common)).isEmpty();
        assertThat(anvil.blocksAfter(common)).hasSize(2);
        assertThat(anvil.adapter.reader().status(new TxId(id))).isNotInstanceOf(TxStatus.Mined.class);
    }

    @Test
    void aNodeThatStartedAnewIsBehindItsOwnPast() throws Exception {
        anvil.control.mine(5);
        BlockRef cursor = anvil.adapter.reader().head();
        int port = anvil.node.port();
        anvil.node.close();
        assertThat(failure(() -> anvil.adapter.reader().read(cursor, 10)).kind())
                .isEqualTo(Kind.UNREACHABLE);
        try (AnvilNode again = AnvilNode.start(AnvilFixture.WORK, AnvilFixture.CHAIN_ID, OptionalInt.empty(), port)) {
            ChainException failure = failure(() -> anvil.adapter.reader().read(cursor, 10));
            assertThat(failure.kind()).isEqualTo(Kind.BEHIND);
            new AnvilControl(again.url()).mine(10);
            assertThat(anvil.adapter.reader().head().height()).isEqualTo(10);
        }
    }

    @Test
    void aNodeOfAnotherChainInTheSamePlaceIsNoticed() throws Exception {
        BlockRef cursor = anvil.adapter.reader().head();
        int port = anvil.node.port();
        anvil.node.close();
        try (AnvilNode other = AnvilNode.start(AnvilFixture.WORK, 4242, OptionalInt.empty(), port)) {
            assertThat(other.isAlive()).isTrue();
            ChainException failure = failure(() -> anvil.adapter.reader().read(cursor, 10));
            assertThat(failure.kind()).isEqualTo(Kind.WRONG_CHAIN);
            assertThat(failure).hasMessageContaining("4242");
        }
    }

    @Test
    void aNodeWhoseLatestBlockIsOldIsBehindUntilItCatchesUp() throws Exception {
        Clock hourAhead = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        try (EvmChain impatient = AnvilFixture.open(anvil.node, hourAhead, "maxLagSeconds", "600")) {
            ChainException failure = failure(() -> impatient.reader().head());
            assertThat(failure.kind()).isEqualTo(Kind.BEHIND);
            anvil.control.call("evm_increaseTime", 3_500);
            anvil.control.mine(1);
            assertThat(impatient.reader().head().height()).isEqualTo(1);
        }
    }

    @Test
    void aFrozenNodeTimesOutAndThenGoesOn() throws Exception {
        try (EvmChain impatient = AnvilFixture.open(anvil.node, Clock.systemUTC(), "requestTimeoutMs", "300")) {
            assertThat(AnvilFixture.headOnceInTime(impatient)).isEqualTo(start);
            anvil.node.freeze();
            assertThat(failure(() -> impatient.reader().head()).kind()).isEqualTo(Kind.TIMEOUT);
            anvil.node.thaw();
        }
        assertThat(anvil.adapter.reader().head()).isEqualTo(start);
    }
}
