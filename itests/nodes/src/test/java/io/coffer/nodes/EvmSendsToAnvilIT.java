// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import static io.coffer.nodes.AnvilFixture.COIN;
import static io.coffer.nodes.AnvilFixture.ETHER;
import static io.coffer.nodes.AnvilFixture.FUNDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.EvmChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BalanceReader;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.ReplacementFees;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SubmitOutcome;
import io.coffer.spi.chain.SubmitOutcome.Accepted;
import io.coffer.spi.chain.SubmitOutcome.AlreadyKnown;
import io.coffer.spi.chain.SubmitOutcome.Indeterminate;
import io.coffer.spi.chain.SubmitOutcome.Rejected;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.TxStatus;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Amount;
import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EvmSendsToAnvilIT {
    private AnvilFixture anvil;
    private Address to;

    @BeforeEach
    void start() throws Exception {
        anvil = new AnvilFixture();
        to = anvil.address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    }

    @AfterEach
    void stop() {
        anvil.close();
    }

    /** Sends, and waits until what the node took is mined, where it mines at once. */
    private SubmitOutcome submit(SignedTx transaction) throws Exception {
        SubmitOutcome outcome = anvil.adapter.broadcaster().submit(transaction);
        if (outcome instanceof Accepted || outcome instanceof AlreadyKnown) {
            anvil.control.awaitMinedAtOnce(transaction.id().text());
        }
        return outcome;
    }

    private TxStatus status(SignedTx transaction) throws Exception {
        return anvil.adapter.reader().status(transaction.id());
    }

    @Test
    void aTransferIsMinedAndItsFeeIsWhatTheSenderLost() throws Exception {
        BlockRef before = anvil.adapter.reader().head();
        FeeQuote quote = anvil.fee();
        SignedTx transaction = anvil.signed(to, ETHER, anvil.adapter.minedSequence(anvil.own), quote);
        assertThat(status(transaction)).isEqualTo(new TxStatus.Unknown());
        assertThat(submit(transaction)).isEqualTo(new Accepted());

        TxStatus.Mined mined = (TxStatus.Mined) status(transaction);
        assertThat(mined.succeeded()).isTrue();
        assertThat(mined.block()).isEqualTo(anvil.adapter.reader().head());
        BigInteger left = anvil.control.balance(anvil.own.text());
        assertThat(mined.fee().units()).isEqualTo(FUNDS.subtract(ETHER).subtract(left));
        assertThat(quote.maxFee().isAtLeast(mined.fee())).isTrue();
        assertThat(anvil.control.balance(to.text())).isEqualTo(ETHER);
        assertThat(anvil.adapter.minedSequence(anvil.own)).isEqualTo(1);

        BalanceReader balances = anvil.adapter.capability(BalanceReader.class).orElseThrow();
        assertThat(balances.balance(anvil.own)).isEqualTo(new Amount(COIN, left));
        assertThat(anvil.movementsAfter(before)).hasSize(1).allSatisfy(movement -> {
            assertThat(movement.tx()).isEqualTo(transaction.id());
            assertThat(movement.to()).isEqualTo(to);
        });
    }

    @Test
    void theNodeReadsTheTransactionAsTheCodecDoes() throws Exception {
        SignedTx transaction = anvil.signed(to, ETHER, 0, anvil.fee());
        submit(transaction);
        JsonNode told =
                anvil.control.call("eth_getTransactionByHash", transaction.id().text());
        var decoded = anvil.adapter.codec().decode(transaction);
        assertThat(anvil.address(told.path("from").textValue()))
                .isEqualTo(decoded.inputs().get(0).address())
                .isEqualTo(anvil.own);
        assertThat(anvil.address(told.path("to").textValue()))
                .isEqualTo(decoded.outputs().get(0).to());
        assertThat(AnvilControl.number(told.path("value")))
                .isEqualTo(decoded.outputs().get(0).amount().units());
        assertThat(told.path("type").textValue()).isEqualTo("0x2");
        assertThat(AnvilControl.number(told.path("maxFeePerGas")).multiply(AnvilControl.number(told.path("gas"))))
                .isEqualTo(decoded.maxFee().units());
    }

    @Test
    @DisplayName("H14 the same bytes again are known, while they wait and after they are mined")
    void h14_sameBytesAgainAreKnown() throws Exception {
        anvil.control.mineOnDemandOnly();
        SignedTx transaction = anvil.signed(to, ETHER, 0, anvil.fee());
        assertThat(submit(transaction)).isEqualTo(new Accepted());
        assertThat(status(transaction)).isEqualTo(new TxStatus.Pending());
        assertThat(submit(transaction)).isEqualTo(new AlreadyKnown());
        anvil.control.mine(1);
        assertThat(status(transaction)).isInstanceOf(TxStatus.Mined.class);
        assertThat(submit(transaction)).isEqualTo(new AlreadyKnown());
        assertThat(anvil.control.balance(to.text())).isEqualTo(ETHER);
    }

    @Test
    void anotherTransactionWithAUsedSequenceIsRejected() throws Exception {
        assertThat(submit(anvil.signed(to, ETHER, 0, anvil.fee()))).isEqualTo(new Accepted());
        SignedTx another = anvil.signed(to, ETHER.add(BigInteger.ONE), 0, anvil.fee());
        assertThat(submit(another)).isEqualTo(new Rejected("nonce-too-low", false));
        assertThat(status(another)).isEqualTo(new TxStatus.Unknown());
    }

    @Test
    void moreThanTheSenderHasIsRejected() throws Exception {
        assertThat(submit(anvil.signed(to, FUNDS, 0, anvil.fee())))
                .isEqualTo(new Rejected("insufficient-funds", false));
    }

    @Test
    void aReplacementThatPaysNoMoreIsRejectedAndOneThatPaysMoreIsTaken() throws Exception {
        anvil.control.mineOnDemandOnly();
        FeeQuote fee = anvil.fee();
        SignedTx first = anvil.signed(to, ETHER, 0, fee);
        SignedTx cheap = anvil.signed(to, ETHER.add(BigInteger.ONE), 0, fee);
        FeeQuote more = new FeeQuote(
                COIN, fee.rate().multiply(BigInteger.TWO), fee.tip().multiply(BigInteger.TWO), fee.weight());
        SignedTx dear = anvil.signed(to, ETHER, 0, more);
        assertThat(submit(first)).isEqualTo(new Accepted());
        assertThat(submit(cheap)).isEqualTo(new Rejected("replacement-underpriced", false));
        assertThat(submit(dear)).isEqualTo(new Accepted());
        anvil.control.mine(1);
        assertThat(status(dear)).isInstanceOf(TxStatus.Mined.class);
        assertThat(status(first)).isNotInstanceOf(TxStatus.Mined.class);
        assertThat(anvil.control.balance(to.text())).isEqualTo(ETHER);
    }

    @Test
    @DisplayName("H22 what the adapter quotes for a replacement is taken in place of the transaction that is stuck")
    void h22_theQuoteForAReplacementIsTaken() throws Exception {
        anvil.control.mineOnDemandOnly();
        ReplacementFees replacements =
                anvil.adapter.capability(ReplacementFees.class).orElseThrow();
        FeeQuote stuck = anvil.fee();
        SignedTx first = anvil.signed(to, ETHER, 0, stuck);
        assertThat(submit(first)).isEqualTo(new Accepted());
        FeeQuote more = replacements.replacement(stuck, FeeUrgency.NORMAL);
        assertThat(more.rate().multiply(BigInteger.TEN))
                .isGreaterThanOrEqualTo(stuck.rate().multiply(BigInteger.valueOf(11)));
        assertThat(more.tip().multiply(BigInteger.TEN))
                .isGreaterThanOrEqualTo(stuck.tip().multiply(BigInteger.valueOf(11)));
        SignedTx replacement = anvil.signed(to, ETHER, 0, more);
        assertThat(submit(replacement)).isEqualTo(new Accepted());
        anvil.control.mine(1);
        assertThat(status(replacement)).isInstanceOf(TxStatus.Mined.class);
        assertThat(status(first)).isEqualTo(new TxStatus.Unknown());
        assertThat(anvil.control.balance(to.text())).isEqualTo(ETHER);
    }

    @Test
    void aLegacyTransferIsMinedAndItsFeeIsWhatTheSenderLost() throws Exception {
        try (EvmChain legacy = AnvilFixture.open(anvil.node, Clock.systemUTC(), "transactions", "legacy")) {
            FeeQuote quote = legacy.fees().quote(FeeUrgency.NORMAL);
            UnsignedTx unsigned = legacy.assemble(
                    List.of(new TransferIntent(to, new Amount(COIN, ETHER), Optional.empty())),
                    anvil.key.publicKey(),
                    0,
                    quote);
            SignedTx signed = legacy.codec()
                    .combine(
                            unsigned,
                            List.of(anvil.key.sign(
                                    legacy.codec().payloads(unsigned).get(0))));
            assertThat(legacy.broadcaster().submit(signed)).isEqualTo(new Accepted());
            anvil.control.awaitMinedAtOnce(signed.id().text());
            assertThat(anvil.control
                            .call("eth_getTransactionByHash", signed.id().text())
                            .path("type")
                            .textValue())
                    .isEqualTo("0x0");
            TxStatus.Mined mined = (TxStatus.Mined) anvil.adapter.reader().status(signed.id());
            assertThat(mined.fee()).as("a legacy price is paid in full").isEqualTo(quote.maxFee());
            assertThat(anvil.control.balance(anvil.own.text()))
                    .isEqualTo(FUNDS.subtract(ETHER).subtract(mined.fee().units()));
        }
    }

    @Test
    void aTransferToOneselfAndOneOfNothingCostTheirFeeAndMoveNothing() throws Exception {
        BlockRef before = anvil.adapter.reader().head();
        FeeQuote fee = anvil.fee();
        SignedTx toOneself = anvil.signed(anvil.own, ETHER, 0, fee);
        SignedTx ofNothing = anvil.signed(to, BigInteger.ZERO, 1, fee);
        assertThat(submit(toOneself)).isEqualTo(new Accepted());
        assertThat(submit(ofNothing)).isEqualTo(new Accepted());
        TxStatus.Mined first = (TxStatus.Mined) status(toOneself);
        TxStatus.Mined second = (TxStatus.Mined) status(ofNothing);
        assertThat(first.succeeded() && second.succeeded()).isTrue();
        assertThat(anvil.movementsAfter(before)).isEmpty();
        assertThat(anvil.control.balance(anvil.own.text()))
                .isEqualTo(FUNDS.subtract(first.fee().units())
                        .subtract(second.fee().units()));
    }

    @Test
    @DisplayName("H22 a transaction that the node dropped is unknown, and the sequence shows what took its place")
    void h22_droppedAndReplacedTransactions() throws Exception {
        anvil.control.mineOnDemandOnly();
        SignedTx dropped = anvil.signed(to, ETHER, 0, anvil.fee());
        assertThat(submit(dropped)).isEqualTo(new Accepted());
        assertThat(status(dropped)).isEqualTo(new TxStatus.Pending());
        anvil.control.call("anvil_dropTransaction", dropped.id().text());
        assertThat(status(dropped)).isEqualTo(new TxStatus.Unknown());
        assertThat(anvil.adapter.minedSequence(anvil.own)).isZero();
        SignedTx another = anvil.signed(to, ETHER.add(BigInteger.ONE), 0, anvil.fee());
        assertThat(submit(another)).isEqualTo(new Accepted());
        anvil.control.mine(1);
        assertThat(status(dropped)).isEqualTo(new TxStatus.Unknown());
        assertThat(anvil.adapter.minedSequence(anvil.own)).isEqualTo(1);
        assertThat(submit(dropped)).isEqualTo(new Rejected("nonce-too-low", false));
    }

    @Test
    void aFeeBelowTheBaseFeeIsRejectedOrWaits() throws Exception {
        FeeQuote tooLow = new FeeQuote(COIN, BigInteger.ONE, BigInteger.ONE, 21_000);
        SignedTx transaction = anvil.signed(to, ETHER, 0, tooLow);
        assertThat(submit(transaction)).isEqualTo(new Rejected("underpriced", false));
        assertThat(status(transaction)).isEqualTo(new TxStatus.Unknown());
    }

    @Test
    void aTransferThatFailsOnTheChainCostsItsFeeAndMovesNothing() throws Exception {
        String contract = anvil.control.create("60006000fd", BigInteger.ZERO);
        FeeQuote fee = anvil.fee();
        FeeQuote roomy = new FeeQuote(COIN, fee.rate(), fee.tip(), 50_000);
        SignedTx transaction = anvil.signed(anvil.address(contract), ETHER, 0, roomy);
        assertThat(submit(transaction)).isEqualTo(new Accepted());
        TxStatus.Mined mined = (TxStatus.Mined) status(transaction);
        assertThat(mined.succeeded()).isFalse();
        assertThat(anvil.control.balance(anvil.own.text()))
                .isEqualTo(FUNDS.subtract(mined.fee().units()));
    }

    @Test
    @DisplayName("H14 a node that freezes while it is sent to leaves the outcome open; the same bytes settle it")
    void h14_frozenNodeIsIndeterminate() throws Exception {
        FeeQuote fee = anvil.fee();
        SignedTx transaction = anvil.signed(to, ETHER, 0, fee);
        try (EvmChain impatient = AnvilFixture.open(anvil.node, Clock.systemUTC(), "requestTimeoutMs", "300")) {
            AnvilFixture.headOnceInTime(impatient);
            anvil.node.freeze();
            assertThat(impatient.broadcaster().submit(transaction)).isInstanceOf(Indeterminate.class);
            anvil.node.thaw();
        }
        assertThat(submit(transaction)).isIn(new Accepted(), new AlreadyKnown());
        assertThat(status(transaction)).isInstanceOf(TxStatus.Mined.class);
        assertThat(anvil.control.balance(to.text())).isEqualTo(ETHER);
    }

    @Test
    void aDeadNodeIsIndeterminate() throws Exception {
        SignedTx transaction = anvil.signed(to, ETHER, 0, anvil.fee());
        anvil.node.close();
        assertThat(submit(transaction)).isInstanceOf(Indeterminate.class);
    }

    @Test
    void everyUrgencyHasAFeeThatIsMinedAtOnce() throws Exception {
        long sequence = 0;
        for (FeeUrgency urgency : FeeUrgency.values()) {
            FeeQuote fee = anvil.adapter.fees().quote(urgency);
            SignedTx transaction = anvil.signed(to, BigInteger.ONE, sequence++, fee);
            assertThat(submit(transaction)).as(urgency.name()).isEqualTo(new Accepted());
            assertThat(status(transaction)).as(urgency.name()).isInstanceOf(TxStatus.Mined.class);
        }
    }

    @Test
    void manyTransfersInARowLoseNothing() throws Exception {
        FeeQuote fee = anvil.fee();
        BigInteger fees = BigInteger.ZERO;
        int transfers = 40;
        BlockRef before = anvil.adapter.reader().head();
        for (int i = 0; i < transfers; i++) {
            SignedTx transaction = anvil.signed(to, ETHER, i, fee);
            assertThat(submit(transaction)).isEqualTo(new Accepted());
            fees = fees.add(((TxStatus.Mined) status(transaction)).fee().units());
        }
        BigInteger sent = ETHER.multiply(BigInteger.valueOf(transfers));
        assertThat(anvil.control.balance(anvil.own.text()))
                .isEqualTo(FUNDS.subtract(sent).subtract(fees));
        assertThat(anvil.movementsAfter(before).stream()
                        .map(movement -> movement.amount().units())
                        .reduce(BigInteger.ZERO, BigInteger::add))
                .isEqualTo(sent)
                .isEqualTo(anvil.control.balance(to.text()));
    }
}
