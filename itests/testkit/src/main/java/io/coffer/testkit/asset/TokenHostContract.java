// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.spi.asset.ContractCall;
import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.BalanceReader;
import io.coffer.spi.chain.BalancesAtBlock;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockPage;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainCapability;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.ContractProbe;
import io.coffer.spi.chain.DecodedTx;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.PayloadSignature;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.ReplacementFees;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SigningPayload;
import io.coffer.spi.chain.SubmitOutcome;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.TxStatus;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a {@link TokenHost} must do, shown by a node that the test commands. */
@Timeout(TokenHostContract.LIMIT_SECONDS)
public abstract class TokenHostContract {
    static final int LIMIT_SECONDS = 300;

    private static final BigInteger UNITS = BigInteger.valueOf(1_000_003);
    private static final List<Class<? extends ChainCapability>> CAPABILITIES = List.of(
            BalanceReader.class, BalancesAtBlock.class, ContractProbe.class, ReplacementFees.class, TokenHost.class);

    /** A node of its own for each test, that mines when told and only then, with two tokens. */
    public interface Fixture extends AutoCloseable {
        /** The adapter, which hosts nothing by itself. */
        AccountChain chain();

        TokenProtocol token();

        /** Another token on the same chain. */
        TokenProtocol otherToken();

        /** A token on another chain. */
        TokenProtocol elsewhere();

        /** Somebody who has nothing at the start and whom nobody else pays. */
        Address receiver();

        /** Has coin for fees and at least 1,000,000,000 units of each token. */
        PublicKey sender();

        PayloadSignature sign(SigningPayload payload);

        /** Sends a transaction, not the sender's, in which the receiver gets so much; the next block will hold it. */
        TxId pay(TokenProtocol token, BigInteger units) throws Exception;

        /** As {@link #pay}, twice the same in one transaction. */
        TxId payTwice(TokenProtocol token, BigInteger units) throws Exception;

        /** As {@link #pay}, in a transaction that then fails. */
        TxId payAndFail(TokenProtocol token, BigInteger units) throws Exception;

        void mine(int blocks) throws Exception;

        @Override
        void close() throws Exception;
    }

    private Fixture fixture;
    private TokenHost host;
    private AccountChain hosted;
    private BlockRef start;

    protected abstract Fixture open() throws Exception;

    @BeforeEach
    void openFixture() throws Exception {
        fixture = open();
        fixture.mine(1);
        host = fixture.chain().capability(TokenHost.class).orElseThrow();
        hosted = host.hosting(List.of(fixture.token(), fixture.otherToken()));
        start = hosted.reader().head();
    }

    @AfterEach
    void closeFixture() throws Exception {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    void tokensThatDoNotFitAreNotHosted() {
        TokenProtocol token = fixture.token();
        assertThatIllegalArgumentException().isThrownBy(() -> host.hosting(List.of(token, token)));
        assertThatIllegalArgumentException().isThrownBy(() -> host.hosting(List.of(token, fixture.elsewhere())));
    }

    @Test
    void theHostedChainHasAllThatTheAdapterHas() {
        assertThat(hosted.descriptor()).isEqualTo(fixture.chain().descriptor());
        for (Class<? extends ChainCapability> capability : CAPABILITIES) {
            assertThat(hosted.capability(capability).isPresent())
                    .as("%s", capability)
                    .isEqualTo(fixture.chain().capability(capability).isPresent());
        }
    }

    @Test
    @DisplayName("H04 movements of hosted tokens are reported, and of no others; the adapter itself reports none")
    void h04_hostedTokensOnly() throws Exception {
        TxId first = fixture.pay(fixture.token(), UNITS);
        TxId second = fixture.pay(fixture.otherToken(), UNITS);
        fixture.mine(1);
        assertThat(received(hosted)).extracting(Movement::tx).containsExactlyInAnyOrder(first, second);
        assertThat(received(hosted))
                .extracting(Movement::amount)
                .containsExactlyInAnyOrder(amount(fixture.token(), UNITS), amount(fixture.otherToken(), UNITS));
        assertThat(received(host.hosting(List.of(fixture.otherToken()))))
                .extracting(Movement::tx)
                .containsExactly(second);
        assertThat(received(fixture.chain())).isEmpty();
        assertThat(received(host.hosting(List.of()))).isEmpty();
    }

    @Test
    @DisplayName("H06 what a transaction moved before it failed is no movement")
    void h06_failedTransactionsMoveNothing() throws Exception {
        TxId failed = fixture.payAndFail(fixture.token(), UNITS);
        fixture.mine(1);
        assertThat(received(hosted)).isEmpty();
        assertThat(((TxStatus.Mined) hosted.reader().status(failed)).succeeded())
                .isFalse();
    }

    @Test
    @DisplayName("H08 every reading tells the same movements at the same places")
    void h08_everyReadingTellsTheSame() throws Exception {
        for (int i = 0; i < 5; i++) {
            fixture.pay(fixture.token(), UNITS);
            fixture.payTwice(fixture.otherToken(), UNITS);
            fixture.mine(1);
        }
        List<Movement> all = received(hosted);
        assertThat(all).hasSize(15);
        assertThat(received(hosted)).isEqualTo(all);
        AccountChain again = host.hosting(List.of(fixture.otherToken(), fixture.token()));
        for (int limit : new int[] {1, 2, ChainReader.MAX_BLOCKS}) {
            assertThat(received(again, limit)).as("pages of %d", limit).isEqualTo(all);
        }
        assertThat(all.stream()
                        .map(movement -> movement.tx() + " " + movement.position())
                        .distinct())
                .hasSize(15);
    }

    @Test
    @DisplayName("H09 two equal transfers in one transaction are two movements, and none is at the coin's place")
    void h09_equalTransfersAreTwo() throws Exception {
        TxId id = fixture.payTwice(fixture.token(), UNITS);
        fixture.mine(1);
        List<Movement> two = received(hosted);
        assertThat(two).hasSize(2).allSatisfy(movement -> {
            assertThat(movement.tx()).isEqualTo(id);
            assertThat(movement.amount()).isEqualTo(amount(fixture.token(), UNITS));
            assertThat(movement.position()).isPositive();
        });
        assertThat(two.get(0).position()).isNotEqualTo(two.get(1).position());
    }

    @Test
    void aContractIsAskedAtABlock() throws Exception {
        TokenProtocol token = fixture.token();
        fixture.pay(token, UNITS);
        fixture.mine(1);
        BlockRef paid = hosted.reader().head();
        fixture.pay(token, BigInteger.ONE);
        fixture.mine(1);
        ContractCall question = token.balanceCall(fixture.receiver());
        assertThat(token.balance(host.call(question, start))).hasValue(amount(token, BigInteger.ZERO));
        assertThat(token.balance(host.call(question, paid))).hasValue(amount(token, UNITS));
        BlockRef head = hosted.reader().head();
        assertThat(token.balance(host.call(question, head))).hasValue(amount(token, UNITS.add(BigInteger.ONE)));
        assertThat(token.decimals(host.call(token.decimalsCall().orElseThrow(), head)))
                .hasValue(token.token().asset().decimals());
        ContractCall nobody = new ContractCall(fixture.receiver(), question.data());
        assertThat(host.call(nobody, head)).isEqualTo(Bytes.EMPTY);
        fails(ChainException.Kind.BEHIND, () -> host.call(question, new BlockRef(head.height(), start.hash())));
    }

    @Test
    void aTransferIsQuotedInTheCoinAndOneThatWouldFailIsRefused() throws Exception {
        Address sender = hosted.addresses().derive(fixture.sender(), AddressFormat.DEFAULT);
        ContractCall call = fixture.token().encode(transfer(UNITS));
        FeeQuote quote = host.quote(call, sender, FeeUrgency.NORMAL);
        assertThat(quote.asset()).isEqualTo(hosted.descriptor().nativeAsset().id());
        assertThat(quote.maxFee().isZero()).isFalse();
        fails(ChainException.Kind.REFUSED, () -> host.quote(call, fixture.receiver(), FeeUrgency.NORMAL));
    }

    @Test
    @DisplayName("H44 a transfer is decoded as what was asked for, by the hosted chain and by no other")
    void h44_decodeEqualsIntent() throws Exception {
        UnsignedTx unsigned = assembled(UNITS);
        assertThat(assembled(UNITS)).isEqualTo(unsigned);
        DecodedTx decoded = hosted.codec().decode(unsigned);
        assertThat(decoded.outputs()).containsExactly(transfer(UNITS));
        assertThat(decoded.maxFee().asset())
                .isEqualTo(hosted.descriptor().nativeAsset().id());
        SignedTx signed = signed(unsigned);
        assertThat(hosted.codec().decode(signed).outputs()).containsExactly(transfer(UNITS));
        AccountChain others = host.hosting(List.of(fixture.otherToken()));
        for (AccountChain chain : List.of(fixture.chain(), others)) {
            assertThatIllegalArgumentException().isThrownBy(() -> chain.codec().decode(unsigned));
            assertThatIllegalArgumentException().isThrownBy(() -> chain.codec().decode(signed));
            FeeQuote fee = quote(UNITS);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> chain.assemble(List.of(transfer(UNITS)), fixture.sender(), 0, fee));
        }
    }

    @Test
    void aTransferThatWasSentSucceedsAndMovesWhatWasAskedFor() throws Exception {
        UnsignedTx unsigned = assembled(UNITS);
        SignedTx signed = signed(unsigned);
        assertThat(hosted.broadcaster().submit(signed)).isEqualTo(new SubmitOutcome.Accepted());
        assertThat(hosted.broadcaster().submit(signed)).isEqualTo(new SubmitOutcome.AlreadyKnown());
        fixture.mine(1);
        TxStatus.Mined mined = (TxStatus.Mined) hosted.reader().status(signed.id());
        assertThat(mined.succeeded()).isTrue();
        assertThat(hosted.codec().decode(unsigned).maxFee().isAtLeast(mined.fee()))
                .isTrue();
        assertThat(received(hosted)).singleElement().satisfies(movement -> {
            assertThat(movement.tx()).isEqualTo(signed.id());
            assertThat(movement.amount()).isEqualTo(amount(fixture.token(), UNITS));
        });
        // Without the token nobody can tell whether the call did what it was sent for.
        fails(ChainException.Kind.REFUSED, () -> fixture.chain().reader().status(signed.id()));
    }

    private List<Movement> received(AccountChain chain) throws ChainException {
        return received(chain, ChainReader.MAX_BLOCKS);
    }

    /** What reached the receiver since the start. */
    private List<Movement> received(AccountChain chain, int limit) throws ChainException {
        List<Movement> received = new ArrayList<>();
        BlockRef tip = start;
        BlockPage page = chain.reader().read(tip, limit);
        while (!page.events().isEmpty()) {
            for (BlockEvent event : page.events()) {
                assertThat(event).isInstanceOf(BlockEvent.Added.class);
                ((BlockEvent.Added) event)
                        .movements().stream()
                                .filter(movement -> movement.to().equals(fixture.receiver()))
                                .forEach(received::add);
                tip = event.block();
            }
            page = chain.reader().read(tip, limit);
        }
        return received;
    }

    private UnsignedTx assembled(BigInteger units) throws ChainException {
        Address sender = hosted.addresses().derive(fixture.sender(), AddressFormat.DEFAULT);
        long sequence = hosted.minedSequence(sender);
        return hosted.assemble(List.of(transfer(units)), fixture.sender(), sequence, quote(units));
    }

    private SignedTx signed(UnsignedTx unsigned) {
        List<PayloadSignature> signatures = new ArrayList<>();
        hosted.codec().payloads(unsigned).forEach(payload -> signatures.add(fixture.sign(payload)));
        return hosted.codec().combine(unsigned, signatures);
    }

    private FeeQuote quote(BigInteger units) throws ChainException {
        Address sender = hosted.addresses().derive(fixture.sender(), AddressFormat.DEFAULT);
        return host.quote(fixture.token().encode(transfer(units)), sender, FeeUrgency.NORMAL);
    }

    private TransferIntent transfer(BigInteger units) {
        return new TransferIntent(fixture.receiver(), amount(fixture.token(), units), Optional.empty());
    }

    private static Amount amount(TokenProtocol token, BigInteger units) {
        return new Amount(token.token().asset().id(), units);
    }

    private static void fails(ChainException.Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ChainException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
    }
}
