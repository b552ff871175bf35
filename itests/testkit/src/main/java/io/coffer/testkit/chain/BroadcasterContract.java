// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.Broadcaster;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SubmitOutcome;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.TxStatus;
import io.coffer.spi.money.Bytes;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a {@link Broadcaster} must do, shown by a node that the test commands. */
@Timeout(BroadcasterContract.LIMIT_SECONDS)
public abstract class BroadcasterContract {
    static final int LIMIT_SECONDS = 300;

    private static final int THREADS = 8;

    /** A node of its own for each test, that mines when told and only then. */
    public interface Fixture extends AutoCloseable {
        ChainAdapter chain();

        /** A payment that the node will take: funded, with the fee that the adapter quotes; another one each time. */
        SignedTx payment() throws Exception;

        void mine(int blocks) throws Exception;

        /** A broadcaster as the adapter makes it for a node that is not there. */
        Broadcaster withoutNode() throws Exception;

        @Override
        void close() throws Exception;
    }

    private Fixture fixture;

    protected abstract Fixture open() throws Exception;

    @BeforeEach
    void openFixture() throws Exception {
        fixture = open();
    }

    @AfterEach
    void closeFixture() throws Exception {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    @DisplayName("H14 the same bytes again are known, before and after they are mined, and are one transaction")
    void h14_sentAgainIsOneTransaction() throws Exception {
        BlockRef before = fixture.chain().reader().head();
        SignedTx payment = fixture.payment();
        assertThat(submit(payment)).isEqualTo(new SubmitOutcome.Accepted());
        assertThat(submit(payment)).isEqualTo(new SubmitOutcome.AlreadyKnown());
        fixture.mine(1);
        assertThat(submit(payment)).isEqualTo(new SubmitOutcome.AlreadyKnown());
        fixture.mine(2);
        assertThat(submit(payment)).isEqualTo(new SubmitOutcome.AlreadyKnown());
        minedOnce(before, payment);
    }

    @Test
    @DisplayName("H14 the same bytes sent by many at once are one transaction")
    void h14_sentByManyAtOnceIsOneTransaction() throws Exception {
        BlockRef before = fixture.chain().reader().head();
        SignedTx payment = fixture.payment();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            Callable<SubmitOutcome> send = () -> submit(payment);
            for (Future<SubmitOutcome> outcome : threads.invokeAll(Collections.nCopies(THREADS, send))) {
                assertThat(outcome.get()).isIn(new SubmitOutcome.Accepted(), new SubmitOutcome.AlreadyKnown());
            }
        } finally {
            threads.shutdownNow();
        }
        fixture.mine(2);
        minedOnce(before, payment);
    }

    @Test
    void twoPaymentsAreTwoTransactions() throws Exception {
        BlockRef before = fixture.chain().reader().head();
        SignedTx first = fixture.payment();
        assertThat(submit(first)).isEqualTo(new SubmitOutcome.Accepted());
        SignedTx second = fixture.payment();
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(submit(second)).isEqualTo(new SubmitOutcome.Accepted());
        fixture.mine(1);
        minedOnce(before, first);
        minedOnce(before, second);
    }

    /** A codec may refuse them before anything is sent, or the node afterwards. */
    @Test
    void bytesThatAreNoTransactionAreNeitherAcceptedNorKnown() throws Exception {
        SignedTx good = fixture.payment();
        byte[] whole = good.encoded().toArray();
        byte[] flipped = whole.clone();
        flipped[whole.length - 2] ^= 1;
        for (Bytes wrong : List.of(
                Bytes.EMPTY,
                Bytes.of(Arrays.copyOf(whole, whole.length / 2)),
                Bytes.of(Arrays.copyOf(whole, whole.length + 1)),
                Bytes.of(flipped))) {
            SignedTx nonsense = new SignedTx(good.chain(), good.id(), wrong);
            try {
                assertThat(submit(nonsense))
                        .isNotInstanceOfAny(SubmitOutcome.Accepted.class, SubmitOutcome.AlreadyKnown.class);
            } catch (IllegalArgumentException malformed) {
                assertThat(malformed.getMessage()).as("the reason").isNotBlank();
            }
        }
        fixture.mine(1);
        assertThat(fixture.chain().reader().status(good.id())).isEqualTo(new TxStatus.Unknown());
    }

    @Test
    @DisplayName("H14 when nobody answers, the outcome is not known")
    void h14_withoutAnAnswerTheOutcomeIsNotKnown() throws Exception {
        SubmitOutcome outcome = fixture.withoutNode().submit(fixture.payment());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SubmitOutcome.Indeterminate.class,
                        unknown -> assertThat(unknown.reason()).isNotBlank());
    }

    private SubmitOutcome submit(SignedTx transaction) {
        return fixture.chain().broadcaster().submit(transaction);
    }

    /** Every output of the payment is reported once, and the status tells of the same block. */
    private void minedOnce(BlockRef before, SignedTx payment) throws Exception {
        ChainReader reader = fixture.chain().reader();
        List<BlockEvent.Added> holding = Followed.after(reader, before, ChainReader.MAX_BLOCKS).stream()
                .filter(block -> block.movements().stream()
                        .anyMatch(movement -> movement.tx().equals(payment.id())))
                .toList();
        assertThat(holding).hasSize(1);
        List<TransferIntent> moved = holding.get(0).movements().stream()
                .filter(movement -> movement.tx().equals(payment.id()))
                .map(BroadcasterContract::transfer)
                .toList();
        assertThat(moved)
                .containsExactlyInAnyOrderElementsOf(
                        fixture.chain().codec().decode(payment).outputs());
        TxStatus.Mined mined = (TxStatus.Mined) reader.status(payment.id());
        assertThat(mined.block()).isEqualTo(holding.get(0).block());
        assertThat(mined.succeeded()).isTrue();
        assertThat(fixture.chain().codec().decode(payment).maxFee().isAtLeast(mined.fee()))
                .as("the fee that was paid is within the fee that was signed")
                .isTrue();
    }

    private static TransferIntent transfer(Movement movement) {
        return new TransferIntent(movement.to(), movement.amount(), movement.tag());
    }
}
