// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Halts.Halt;
import io.coffer.api.node.Halts.Kind;
import io.coffer.api.node.Halts.Reset;
import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.SetAsideSighting;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HaltTest {
    private static final long UNITS = 500;

    @TempDir
    Path folder;

    private Bench bench;
    private AccountId account;
    private OwnAddress address;

    @BeforeEach
    void begin() throws Exception {
        bench = new Bench(folder, false);
        bench.settle();
        account = bench.account();
        address = bench.address(account);
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
    }

    private void pay() {
        bench.node.pay(address.address().text(), UNITS);
    }

    private static String code(Optional<Refusal> refusal) {
        return refusal.map(Refusal::code).orElse("done");
    }

    private void booksAgreeWithTheChainAndTheJournal() throws Exception {
        assertThat(bench.custody()).isEqualTo(bench.onChain());
        assertThat(bench.core.read(state -> state.trialBalance()).isBalanced()).isTrue();
        assertThat(bench.core.replay(0)).isEqualTo(bench.core.stateHash());
    }

    @Test
    @DisplayName("H11 what was judged is passed and nothing else: a deeper reorganisation halts the chain again")
    void h11_anotherHaltIsNotPassed() throws Exception {
        bench.mine(5);
        pay();
        bench.mine(Bench.CONFIRMATIONS);
        bench.node.rollBack(Bench.CONFIRMATIONS, false);
        bench.node.mineEmpty(Bench.CONFIRMATIONS + 1);
        bench.settle();
        Halt first = bench.halt();
        assertThat(first.kind()).isEqualTo(Kind.FINAL_BLOCKS_REMOVED);
        assertThat(bench.status().reason().orElseThrow()).contains(first.id(), first.message());

        bench.wallet.resume(Bench.CHAIN);
        bench.settle();
        assertThat(bench.wallet.halt(Bench.CHAIN))
                .as("a resume alone judges nothing")
                .contains(first);
        assertThat(code(bench.wallet.acknowledge(Bench.CHAIN, "00000000"))).isEqualTo("halt.other");
        assertThat(bench.wallet
                        .acknowledge(Bench.CHAIN, "00000000")
                        .orElseThrow()
                        .message())
                .contains(first.message());

        bench.node.rollBack(Bench.CONFIRMATIONS + 3, false);
        bench.node.mineEmpty(Bench.CONFIRMATIONS + 6);
        assertThat(bench.wallet.acknowledge(Bench.CHAIN, first.id())).isEmpty();
        bench.settle();
        Halt second = bench.halt();
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(bench.available(account)).isEqualTo(UNITS);
        assertThat(code(bench.wallet.acknowledge(Bench.CHAIN, first.id()))).isEqualTo("halt.other");

        bench.acknowledgeHalt();
        bench.settle();
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.SCANNING);
        assertThat(bench.total(account)).isZero();
        assertThat(code(bench.wallet.acknowledge(Bench.CHAIN, second.id()))).isEqualTo("halt.none");
        booksAgreeWithTheChainAndTheJournal();
    }

    @Test
    void finalityIsLoweredWithAnAcknowledgedReorganisationSoThatTheNextSmallOnePasses() {
        bench.mine(5);
        pay();
        bench.mine(Bench.CONFIRMATIONS);
        long before = bench.core.read(state -> state.finalHeight(Bench.CHAIN)).orElseThrow();
        bench.node.rollBack(Bench.CONFIRMATIONS + 3, false);
        bench.node.mineEmpty(Bench.CONFIRMATIONS + 4);
        bench.settle();
        bench.acknowledgeHalt();
        bench.settle();
        assertThat(bench.core.read(state -> state.finalHeight(Bench.CHAIN)).orElse(-1))
                .isLessThan(before);
        bench.restartWallet();
        bench.node.rollBack(1, false);
        bench.node.mineEmpty(2);
        bench.settle();
        assertThat(bench.wallet.halt(Bench.CHAIN)).isEmpty();
        assertThat(bench.status().cursor()).contains(bench.node.head());
    }

    /** Another chain from the first block on; the payment is in it again, or lost. */
    private void replaceChain(boolean keepPayment) {
        bench.node.rollBack(100, keepPayment);
        bench.node.replaceGenesis();
        bench.node.mineEmpty(1);
        bench.node.mine();
        bench.node.mineEmpty(8);
        bench.settle();
        assertThat(bench.halt().kind()).isEqualTo(Kind.ALL_BLOCKS_REMOVED);
        assertThat(bench.available(account)).isEqualTo(UNITS);
    }

    private BlockRef blockAt(int height) {
        return bench.node.blocks().get(height).ref();
    }

    @Test
    @DisplayName(
            "H11 below all kept blocks an operator names the block to read on after, and nothing is credited twice")
    void h11_resetCursor() throws Exception {
        pay();
        bench.mine(Bench.CONFIRMATIONS + 2);
        BlockRef old = bench.status().cursor().orElseThrow();
        replaceChain(true);

        assertThat(code(bench.wallet.resetCursor(Bench.CHAIN, Reset.to(new BlockRef(0, old.hash())))))
                .isEqualTo("block.not-on-chain");
        assertThat(code(bench.wallet.resetCursor(Bench.CHAIN, Reset.to(blockAt(3)))))
                .isEqualTo("block.too-high");
        assertThat(code(bench.wallet.resetCursor(new ChainId("scripted:none"), Reset.to(blockAt(0)))))
                .isEqualTo("chain.unknown");
        assertThat(bench.available(account)).isEqualTo(UNITS);

        assertThat(bench.wallet.resetCursor(Bench.CHAIN, new Reset(blockAt(0), 1, false)))
                .isEmpty();
        bench.settle();
        assertThat(bench.wallet.halt(Bench.CHAIN)).isEmpty();
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.SCANNING);
        assertThat(bench.available(account)).isEqualTo(UNITS);
        booksAgreeWithTheChainAndTheJournal();

        bench.restartAll();
        bench.mine(2);
        assertThat(bench.available(account)).isEqualTo(UNITS);
        assertThat(bench.status().cursor()).contains(bench.node.head());
    }

    @Test
    @DisplayName("H11 what the other chain does not have is taken back when the cursor is set to it")
    void h11_resetTakesBack() throws Exception {
        pay();
        bench.mine(Bench.CONFIRMATIONS + 2);
        replaceChain(false);
        Optional<Refusal> unconfirmed = bench.wallet.resetCursor(Bench.CHAIN, Reset.to(blockAt(0)));
        assertThat(code(unconfirmed)).isEqualTo("take-back.count");
        assertThat(unconfirmed.orElseThrow().nextStep()).contains("--take-back 1");
        assertThat(bench.total(account)).isEqualTo(UNITS);
        assertThat(code(bench.wallet.resetCursor(Bench.CHAIN, new Reset(blockAt(0), 2, false))))
                .isEqualTo("take-back.count");
        assertThat(bench.wallet.resetCursor(Bench.CHAIN, new Reset(blockAt(0), 1, false)))
                .isEmpty();
        bench.settle();
        assertThat(bench.total(account)).isZero();
        booksAgreeWithTheChainAndTheJournal();
    }

    @Test
    void theCursorOfAChainThatRunsIsNotSet() throws Exception {
        bench.mine(4);
        assertThat(code(bench.wallet.resetCursor(Bench.CHAIN, Reset.to(blockAt(2)))))
                .isEqualTo("chain.running");
        bench.wallet.pause(Bench.CHAIN);
        bench.node.mineEmpty(3);
        assertThat(code(bench.wallet.resetCursor(Bench.CHAIN, Reset.to(bench.node.head()))))
                .isEqualTo("cursor.ahead");
        assertThat(bench.wallet.resetCursor(Bench.CHAIN, Reset.to(blockAt(2)))).isEmpty();
        assertThat(bench.status().cursor()).contains(blockAt(2));
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.PAUSED);
        bench.wallet.resume(Bench.CHAIN);
        bench.settle();
        assertThat(bench.status().cursor()).contains(bench.node.head());
    }

    @Test
    void aRefusedSightingHaltsTheChainUntilAnOperatorSetsExactlyItAside() throws Exception {
        bench.faults.always(Call.READ, Fault.OTHER_AMOUNTS);
        pay();
        bench.mine(Bench.CONFIRMATIONS);
        Halt halt = bench.halt();
        assertThat(halt.kind()).isEqualTo(Kind.SIGHTING_REFUSED);
        assertThat(halt.message()).contains("deposit.amount");
        bench.acknowledgeHalt();
        bench.settle();
        assertThat(bench.halt().id()).as("trying again does not help").isEqualTo(halt.id());

        assertThat(code(bench.wallet.setAside(Bench.CHAIN, halt.id(), " "))).isEqualTo("reason.blank");
        assertThat(code(bench.wallet.setAside(Bench.CHAIN, "00000000", "no"))).isEqualTo("halt.other");
        assertThat(bench.wallet.setAside(Bench.CHAIN, halt.id(), "the node tells two amounts"))
                .isEmpty();
        bench.settle();
        assertThat(bench.wallet.halt(Bench.CHAIN)).isEmpty();
        assertThat(bench.available(account)).isEqualTo(UNITS);
        List<SetAsideSighting> aside = bench.core.read(state -> state.setAside(Bench.CHAIN));
        assertThat(aside).singleElement().satisfies(one -> {
            assertThat(one.amount().units()).isEqualTo(UNITS + 1);
            assertThat(one.reason()).isEqualTo("the node tells two amounts");
        });

        bench.restartAll();
        bench.wallet.rescan(Bench.CHAIN, 0);
        bench.settle();
        assertThat(bench.wallet.halt(Bench.CHAIN)).isEmpty();
        booksAgreeWithTheChainAndTheJournal();

        pay();
        bench.mine(1);
        assertThat(bench.halt().id()).as("the next one is another").isNotEqualTo(halt.id());
    }

    @Test
    void onlyASightingIsSetAside() throws Exception {
        pay();
        bench.mine(Bench.CONFIRMATIONS + 2);
        replaceChain(false);
        assertThat(code(bench.wallet.setAside(Bench.CHAIN, bench.halt().id(), "because")))
                .isEqualTo("halt.no-sighting");
    }
}
