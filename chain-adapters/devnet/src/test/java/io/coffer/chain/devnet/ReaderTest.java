// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.BalanceReader;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockPage;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.ContractProbe;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.TxStatus;
import io.coffer.spi.settings.InvalidSettingsException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against the real node. */
@Timeout(120)
class ReaderTest {
    @TempDir
    Path folder;

    private RealNode node;
    private AccountDevnet devnet;
    private ChainReader reader;
    private Address alice;

    @BeforeEach
    void start() throws Exception {
        node = RealNode.start("account", folder);
        devnet = node.account();
        reader = devnet.reader();
        alice = devnet.addresses().derive(TestSigner.of(5).key(), AddressFormat.DEFAULT);
    }

    @AfterEach
    void stop() throws Exception {
        devnet.close();
        node.close();
    }

    @Test
    void blocksFollowEachOther() throws Exception {
        BlockRef genesis = reader.head();
        assertThat(genesis.height()).isZero();
        String first = node.faucet(alice.text(), 70);
        node.mine(5);
        BlockPage page = reader.read(genesis, 3);
        assertThat(page.head().height()).isEqualTo(5);
        assertThat(page.events()).hasSize(3);
        String parent = genesis.hash();
        for (BlockEvent event : page.events()) {
            assertThat(((BlockEvent.Added) event).parentHash()).isEqualTo(parent);
            parent = event.block().hash();
        }
        Movement movement = added(page, 0).movements().get(0);
        assertThat(movement.tx().text()).isEqualTo(first);
        assertThat(movement.position()).isZero();
        assertThat(movement.to()).isEqualTo(alice);
        assertThat(movement.amount()).isEqualTo(devnet.transactions().amount(BigInteger.valueOf(70)));
        assertThat(movement.tag()).isEmpty();
        BlockRef third = page.events().get(2).block();
        assertThat(reader.at(3)).isEqualTo(third);
        assertThat(reader.read(third, 100).events()).hasSize(2);
        assertThat(reader.read(reader.head(), 100).events()).isEmpty();
    }

    @Test
    void aBlockThatIsGoneIsRemovedOneByOne() throws Exception {
        node.mine(4);
        List<BlockRef> old = List.of(reader.at(1), reader.at(2), reader.at(3), reader.at(4));
        node.reorg(2);
        assertThat(reader.read(old.get(3), 100).events()).containsExactly(new BlockEvent.Removed(old.get(3)));
        assertThat(reader.read(old.get(2), 100).events()).containsExactly(new BlockEvent.Removed(old.get(2)));
        assertThat(reader.read(old.get(1), 100).events()).hasSize(3);
    }

    @Test
    void aTipThatWasReplacedAtItsOwnHeightIsRemoved() throws Exception {
        node.mine(1);
        BlockRef old = reader.head();
        node.reorg(1);
        node.control("fault", "{\"mode\":\"behind\",\"blocks\":1}");
        assertThat(reader.head().height()).isEqualTo(1);
        assertThat(reader.read(old, 1).events()).containsExactly(new BlockEvent.Removed(old));
    }

    @Test
    void aNodeThatIsBehindIsNotAReorganisation() throws Exception {
        node.mine(20);
        BlockRef tip = reader.head();
        node.fault("behind");
        failsAs(Kind.BEHIND, () -> reader.read(tip, 100));
        failsAs(Kind.BEHIND, () -> reader.at(20));
        assertThat(reader.read(reader.at(10), 100).events()).isEmpty();
    }

    @Test
    @DisplayName("H06 a failed transaction moves nothing")
    void h06_aFailedTransactionMovesNothing() throws Exception {
        BlockRef genesis = reader.head();
        String id = node.faucet(alice.text(), 70);
        node.control("fail", "{\"id\":\"" + id + "\"}");
        node.mine(1);
        assertThat(added(reader.read(genesis, 1), 0).movements()).isEmpty();
        TxStatus.Mined mined = (TxStatus.Mined) reader.status(new TxId(id));
        assertThat(mined.succeeded()).isFalse();
        assertThat(mined.fee().units()).isEqualTo(1500);
    }

    @Test
    @DisplayName("H08 a transaction that is listed twice has the same place twice")
    void h08_aRepeatedTransactionKeepsItsPlace() throws Exception {
        BlockRef genesis = reader.head();
        String id = node.faucet(alice.text(), 70);
        node.control("duplicate", "{\"id\":\"" + id + "\"}");
        node.mine(1);
        List<Movement> movements = added(reader.read(genesis, 1), 0).movements();
        assertThat(movements).hasSize(2);
        assertThat(movements.get(0)).isEqualTo(movements.get(1));
    }

    @Test
    void aTransactionGoesFromUnknownToMinedAndBack() throws Exception {
        assertThat(reader.status(new TxId("00".repeat(32)))).isEqualTo(new TxStatus.Unknown());
        TxId id = new TxId(node.faucet(alice.text(), 70));
        assertThat(reader.status(id)).isEqualTo(new TxStatus.Pending());
        node.mine(1);
        TxStatus.Mined mined = (TxStatus.Mined) reader.status(id);
        assertThat(mined.block()).isEqualTo(reader.at(1));
        assertThat(mined.succeeded()).isTrue();
        assertThat(mined.fee().units()).isEqualTo(1500);
        node.control("reorg", "{\"depth\":1,\"delay\":[\"" + id + "\"]}");
        assertThat(reader.status(id)).isEqualTo(new TxStatus.Pending());
        node.control("vanish", "{\"id\":\"" + id + "\"}");
        assertThat(reader.status(id)).isEqualTo(new TxStatus.Unknown());
        assertThatIllegalArgumentException().isThrownBy(() -> reader.status(new TxId("../chain")));
    }

    @Test
    void balanceAndSequenceAreThoseOfTheHead() throws Exception {
        BalanceReader balances = devnet.capability(BalanceReader.class).orElseThrow();
        node.faucet(alice.text(), 70);
        assertThat(balances.balance(alice).units()).isZero();
        node.mine(1);
        assertThat(balances.balance(alice).units()).isEqualTo(70);
        assertThat(devnet.minedSequence(alice)).isZero();
        Address tester = devnet.addresses().parse(testAccount());
        assertThat(devnet.minedSequence(tester)).isEqualTo(1);
        assertThat(devnet.capability(ContractProbe.class)).isEmpty();
    }

    @Test
    void feesFollowTheUrgencyUpToTheConfiguredMost() throws Exception {
        assertThat(devnet.fees().quote(FeeUrgency.LOW).maxFee().units()).isEqualTo(1000);
        assertThat(devnet.fees().quote(FeeUrgency.NORMAL).maxFee().units()).isEqualTo(1500);
        assertThat(devnet.fees().quote(FeeUrgency.HIGH).maxFee().units()).isEqualTo(3000);
        try (AccountDevnet thrifty = new AccountDevnet(capped("2000"))) {
            assertThat(thrifty.fees().quote(FeeUrgency.HIGH).maxFee().units()).isEqualTo(2000);
        }
        try (AccountDevnet stingy = new AccountDevnet(capped("999"))) {
            failsAs(Kind.REFUSED, () -> stingy.fees().quote(FeeUrgency.LOW));
        }
    }

    @Test
    @DisplayName("H24 another chain, another mode and another genesis are told apart from a reorganisation")
    void h24_anotherChainIsNotFollowed() throws Exception {
        node.mine(1);
        BlockRef tip = reader.head();
        node.fault("wrong-chain");
        failsAs(Kind.WRONG_CHAIN, () -> reader.read(tip, 1));
        failsAs(Kind.WRONG_CHAIN, () -> reader.status(new TxId("00".repeat(32))));
        failsAs(Kind.WRONG_CHAIN, () -> devnet.minedSequence(alice));
        node.fault("none");
        assertThat(reader.read(tip, 1).events()).isEmpty();
        try (UtxoDevnet otherMode = node.utxo()) {
            failsAs(Kind.WRONG_CHAIN, () -> otherMode.reader().head());
        }
        String genesis = reader.at(0).hash();
        try (AccountDevnet pinned = pinned(genesis);
                AccountDevnet misled = pinned("00".repeat(32))) {
            assertThat(pinned.reader().head()).isEqualTo(tip);
            failsAs(Kind.WRONG_CHAIN, () -> misled.reader().head());
        }
    }

    @Test
    void whatANodeDoesWrongIsTold() throws Exception {
        node.fault("error");
        failsAs(Kind.REFUSED, reader::head);
        node.fault("garbage");
        for (int i = 0; i < 14; i++) {
            failsAs(Kind.GARBAGE, reader::head);
        }
        node.fault("hang");
        failsAs(Kind.TIMEOUT, reader::head);
        node.fault("none");
        assertThat(reader.head().height()).isZero();
        node.close();
        failsAs(Kind.UNREACHABLE, reader::head);
    }

    @Test
    void aPageHasOneToOneHundredBlocks() throws Exception {
        node.mine(150);
        BlockRef genesis = reader.at(0);
        assertThat(reader.read(genesis, 100).events()).hasSize(100);
        assertThatIllegalArgumentException().isThrownBy(() -> reader.read(genesis, 101));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.read(genesis, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.at(-1));
    }

    private String testAccount() throws Exception {
        return new String(
                        java.net
                                .URI
                                .create(node.uri() + "/control/state")
                                .toURL()
                                .openStream()
                                .readAllBytes(),
                        StandardCharsets.UTF_8)
                .replaceAll(".*\"testAccount\":\"([^\"]*)\".*", "$1");
    }

    private DevnetSettings capped(String maxFee) throws InvalidSettingsException {
        return settings("maxFee", maxFee);
    }

    private AccountDevnet pinned(String genesis) throws InvalidSettingsException {
        return new AccountDevnet(settings("genesis", genesis));
    }

    private DevnetSettings settings(String key, String value) throws InvalidSettingsException {
        return SettingsReader.read(Map.of(
                "name", RealNode.NAME, "mode", "account", "url", node.uri().toString(), key, value));
    }

    private static BlockEvent.Added added(BlockPage page, int index) {
        return (BlockEvent.Added) page.events().get(index);
    }

    static void failsAs(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ChainException.class, failure -> {
            assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
            assertThat(failure.getCause()).isNull();
            assertThat(failure.getMessage()).matches("[ -~]{1,300}");
        });
    }
}
