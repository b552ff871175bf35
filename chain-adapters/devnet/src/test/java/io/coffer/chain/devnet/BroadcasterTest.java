// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SubmitOutcome;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.TxStatus;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against the real node, with a signer that knows nothing of devnet. */
@Timeout(120)
class BroadcasterTest {
    private static final TestSigner ALICE = TestSigner.of(5);
    private static final TestSigner BOB = TestSigner.of(6);

    @TempDir
    Path folder;

    private RealNode node;
    private AccountDevnet devnet;

    @BeforeEach
    void aliceHasOneMillion() throws Exception {
        node = RealNode.start("account", folder);
        devnet = node.account();
        node.faucet(address(devnet, ALICE).text(), 1_000_000);
        node.mine(1);
    }

    @AfterEach
    void stop() throws Exception {
        devnet.close();
        node.close();
    }

    @Test
    void aTransferGoesFromIntentToReceiptInAccountMode() throws Exception {
        BlockRef before = devnet.reader().head();
        SignedTx signed = transfer(0, 5_000, devnet.fees().quote(FeeUrgency.NORMAL));
        assertThat(devnet.broadcaster().submit(signed)).isEqualTo(new SubmitOutcome.Accepted());
        assertThat(devnet.broadcaster().submit(signed)).isEqualTo(new SubmitOutcome.AlreadyKnown());
        node.mine(1);
        assertThat(devnet.broadcaster().submit(signed)).isEqualTo(new SubmitOutcome.AlreadyKnown());
        TxStatus.Mined mined = (TxStatus.Mined) devnet.reader().status(signed.id());
        assertThat(mined.succeeded()).isTrue();
        assertThat(mined.fee().units()).isEqualTo(1_500);
        assertThat(devnet.minedSequence(address(devnet, ALICE))).isEqualTo(1);
        BlockEvent.Added block =
                (BlockEvent.Added) devnet.reader().read(before, 1).events().get(0);
        Amount amount = devnet.transactions().amount(BigInteger.valueOf(5_000));
        assertThat(block.movements())
                .containsExactly(new Movement(signed.id(), 0, address(devnet, BOB), Optional.empty(), amount));
    }

    @Test
    @DisplayName("H09 two outputs of one transaction are two movements, and change is one too")
    void h09_aTransferGoesFromIntentToReceiptInUtxoMode() throws Exception {
        try (RealNode utxoNode = RealNode.start("utxo", folder);
                UtxoDevnet utxo = utxoNode.utxo()) {
            Address alice = address(utxo, ALICE);
            TxId funding = new TxId(utxoNode.faucet(alice.text(), 1_000_000));
            utxoNode.mine(1);
            BlockRef before = utxo.reader().head();
            Amount held = utxo.transactions().amount(BigInteger.valueOf(1_000_000));
            Utxo coin = new Utxo(funding, 0, alice, held, ALICE.key());
            TransferIntent toBob = intent(utxo, 5_000);
            UnsignedTx unsigned = utxo.assemble(
                    List.of(toBob, toBob), List.of(coin), alice, utxo.fees().quote(FeeUrgency.LOW));
            SignedTx signed =
                    utxo.codec().combine(unsigned, ALICE.signAll(utxo.codec().payloads(unsigned)));
            assertThat(utxo.broadcaster().submit(signed)).isEqualTo(new SubmitOutcome.Accepted());
            utxoNode.mine(1);
            TxStatus.Mined mined = (TxStatus.Mined) utxo.reader().status(signed.id());
            assertThat(mined.fee().units()).isEqualTo(1_000);
            BlockEvent.Added block =
                    (BlockEvent.Added) utxo.reader().read(before, 1).events().get(0);
            assertThat(block.movements()).extracting(Movement::position).containsExactly(0, 1, 2);
            assertThat(block.movements())
                    .extracting(movement -> movement.amount().units().longValueExact())
                    .containsExactly(5_000L, 5_000L, 989_000L);
            assertThat(block.movements().get(2).to()).isEqualTo(alice);
        }
    }

    @Test
    void aMovementKeepsItsIdentityInAnotherBlock() throws Exception {
        BlockRef before = devnet.reader().head();
        devnet.broadcaster().submit(transfer(0, 5_000, fee(1_000)));
        node.mine(1);
        BlockEvent.Added first =
                (BlockEvent.Added) devnet.reader().read(before, 1).events().get(0);
        node.reorg(1);
        BlockEvent.Added second =
                (BlockEvent.Added) devnet.reader().read(before, 1).events().get(0);
        assertThat(second.block().hash()).isNotEqualTo(first.block().hash());
        assertThat(second.movements()).isEqualTo(first.movements());
    }

    @Test
    void aRefusalIsNamedAndNeverForGoodWhereAReorganisationMayHelp() throws Exception {
        devnet.broadcaster().submit(transfer(0, 5_000, fee(2_000)));
        assertThat(devnet.broadcaster().submit(transfer(0, 6_000, fee(2_100)))).isEqualTo(rejected("nonce-conflict"));
        assertThat(devnet.broadcaster().submit(transfer(1, 5_000, fee(999)))).isEqualTo(rejected("fee-too-low"));
        assertThat(devnet.broadcaster().submit(transfer(1, 5_000_000, fee(1_000))))
                .isEqualTo(rejected("insufficient-funds"));
        assertThat(devnet.broadcaster().submit(transfer(1_000, 5_000, fee(1_000))))
                .isEqualTo(rejected("nonce-too-high"));
        node.mine(1);
        assertThat(devnet.broadcaster().submit(transfer(0, 6_000, fee(2_000)))).isEqualTo(rejected("nonce-too-low"));
    }

    @Test
    @DisplayName("H14 a submission that is not answered is indeterminate, and the same bytes find out")
    void h14_anUnansweredSubmissionIsIndeterminate() throws Exception {
        SignedTx signed = transfer(0, 5_000, fee(1_000));
        node.control("hold", "{\"on\":true}");
        assertThat(devnet.broadcaster().submit(signed)).isInstanceOf(SubmitOutcome.Indeterminate.class);
        assertThat(devnet.reader().status(signed.id())).isEqualTo(new TxStatus.Unknown());
        node.control("hold", "{\"on\":false}");
        assertThat(devnet.broadcaster().submit(signed)).isEqualTo(new SubmitOutcome.AlreadyKnown());
        node.mine(1);
        assertThat(devnet.minedSequence(address(devnet, ALICE))).isEqualTo(1);
    }

    @Test
    @DisplayName("H14 an answer that makes no sense is indeterminate, whether or not the node took the bytes")
    void h14_anAnswerWithoutSenseIsIndeterminate() throws Exception {
        SignedTx signed = transfer(0, 5_000, fee(1_000));
        for (String fault : List.of("garbage", "error", "hang", "wrong-chain")) {
            node.fault(fault);
            assertThat(devnet.broadcaster().submit(signed)).as(fault).isInstanceOf(SubmitOutcome.Indeterminate.class);
        }
        node.fault("none");
        assertThat(devnet.broadcaster().submit(signed)).isEqualTo(new SubmitOutcome.Accepted());
        node.close();
        assertThat(devnet.broadcaster().submit(signed)).isInstanceOf(SubmitOutcome.Indeterminate.class);
    }

    @Test
    @DisplayName("H24 bytes are not sent to a node of another chain")
    void h24_nothingIsSentToAnotherChain() throws Exception {
        node.fault("wrong-chain");
        SubmitOutcome outcome = devnet.broadcaster().submit(transfer(0, 5_000, fee(1_000)));
        assertThat(((SubmitOutcome.Indeterminate) outcome).reason()).startsWith("WRONG_CHAIN");
        assertThat(node.state("submissions")).isZero();
    }

    @Test
    void bytesThatAreNoTransactionOfThisChainAreNotSent() throws Exception {
        SignedTx signed = transfer(0, 5_000, fee(1_000));
        SignedTx otherId = new SignedTx(signed.chain(), new TxId("00".repeat(32)), signed.encoded());
        SignedTx nonsense = new SignedTx(signed.chain(), signed.id(), Bytes.hex("0102"));
        for (SignedTx wrong : List.of(otherId, nonsense)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> devnet.broadcaster().submit(wrong));
        }
        assertThat(node.state("submissions")).isZero();
    }

    private SignedTx transfer(long sequence, long units, FeeQuote fee) {
        UnsignedTx unsigned = devnet.assemble(List.of(intent(devnet, units)), ALICE.key(), sequence, fee);
        return devnet.codec().combine(unsigned, ALICE.signAll(devnet.codec().payloads(unsigned)));
    }

    private static TransferIntent intent(Devnet on, long units) {
        Amount amount = on.transactions().amount(BigInteger.valueOf(units));
        Address bob = on.addresses().derive(BOB.key(), AddressFormat.DEFAULT);
        return new TransferIntent(bob, amount, Optional.empty());
    }

    private FeeQuote fee(long units) {
        return new FeeQuote(devnet.descriptor().nativeAsset().id(), BigInteger.valueOf(units), BigInteger.ZERO, 1);
    }

    private static Address address(ChainAdapter on, TestSigner signer) {
        return on.addresses().derive(signer.key(), AddressFormat.DEFAULT);
    }

    private static SubmitOutcome rejected(String code) {
        return new SubmitOutcome.Rejected(code, false);
    }
}
