// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.TxStatus;
import io.coffer.spi.money.Amount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a {@link ChainReader} must do, shown by a node that the test commands. */
@Timeout(ChainReaderContract.LIMIT_SECONDS)
public abstract class ChainReaderContract {
    static final int LIMIT_SECONDS = 300;

    private static final int BLOCKS = 12;
    private static final int ROUNDS = 25;
    private static final int MAX_DEPTH = 5;
    private static final int THREADS = 4;

    /** A node of its own for each test, that mines when told and only then. */
    public interface Fixture extends AutoCloseable {
        ChainReader reader();

        /** Sends a payment that the next block will hold. */
        Payment pay() throws Exception;

        void mine(int blocks) throws Exception;

        /**
         * Replaces the last blocks by as many others or more. Whether these hold the same transactions is the node's matter.
         *
         * @param depth 1 to {@value ChainReaderContract#MAX_DEPTH}, and never down to the first block
         */
        void reorganise(int depth) throws Exception;

        /** An id that no transaction has. */
        TxId unknown();

        @Override
        void close() throws Exception;
    }

    /** A payment that was sent. */
    public record Payment(TxId tx, Address to, Amount amount) {}

    private Fixture fixture;
    private ChainReader reader;

    protected abstract Fixture open() throws Exception;

    @BeforeEach
    void openFixture() throws Exception {
        fixture = open();
        reader = fixture.reader();
        fixture.mine(1);
    }

    @AfterEach
    void closeFixture() throws Exception {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    void theHeadIsTheLastBlock() throws Exception {
        BlockRef before = reader.head();
        fixture.mine(3);
        BlockRef head = reader.head();
        assertThat(head.height()).isEqualTo(before.height() + 3);
        assertThat(reader.at(head.height())).isEqualTo(head);
        assertThat(reader.at(before.height())).isEqualTo(before);
    }

    @Test
    void pagesOfEverySizeHoldTheSameBlocks() throws Exception {
        BlockRef start = reader.head();
        grow();
        List<BlockEvent.Added> all = Followed.after(reader, start, ChainReader.MAX_BLOCKS);
        assertThat(all).hasSize(BLOCKS);
        assertThat(all.get(BLOCKS - 1).block()).isEqualTo(reader.head());
        for (int limit : new int[] {1, 2, 3, 7, BLOCKS}) {
            assertThat(Followed.after(reader, start, limit))
                    .as("pages of %d", limit)
                    .isEqualTo(all);
        }
    }

    @Test
    @DisplayName("H08 reading goes on from any block with the same blocks, as after a restart")
    void h08_readingGoesOnFromAnyBlock() throws Exception {
        BlockRef start = reader.head();
        grow();
        List<BlockEvent.Added> all = Followed.after(reader, start, ChainReader.MAX_BLOCKS);
        for (int cut = 0; cut < all.size(); cut++) {
            assertThat(Followed.after(reader, all.get(cut).block(), 5))
                    .as("after block %d", cut)
                    .isEqualTo(all.subList(cut + 1, all.size()));
        }
    }

    @Test
    void aPageIsNoLongerThanAskedFor() throws Exception {
        BlockRef start = reader.head();
        fixture.mine(3);
        assertThat(reader.read(start, 2).events()).hasSizeBetween(1, 2);
        assertThat(reader.read(reader.head(), 1).events()).isEmpty();
        for (int wrong : new int[] {0, -1, ChainReader.MAX_BLOCKS + 1}) {
            assertThatIllegalArgumentException().isThrownBy(() -> reader.read(start, wrong));
        }
    }

    @Test
    @DisplayName("H08 a payment is reported once, in the block that holds it, at a place of its own")
    void h08_aPaymentIsReportedOnce() throws Exception {
        BlockRef start = reader.head();
        List<Payment> payments = grow();
        List<BlockEvent.Added> all = Followed.after(reader, start, ChainReader.MAX_BLOCKS);
        Set<String> places = new HashSet<>();
        for (BlockEvent.Added block : all) {
            for (Movement movement : block.movements()) {
                String place = movement.tx() + " " + movement.position() + " " + movement.to() + " "
                        + movement.amount().asset();
                assertThat(places.add(place)).as("%s is reported twice", place).isTrue();
            }
        }
        for (Payment payment : payments) {
            List<BlockEvent.Added> holding =
                    all.stream().filter(block -> holds(block, payment)).toList();
            assertThat(holding).as("blocks with %s", payment).hasSize(1);
            TxStatus.Mined mined = (TxStatus.Mined) reader.status(payment.tx());
            assertThat(mined.succeeded()).isTrue();
            assertThat(mined.block()).isEqualTo(holding.get(0).block());
        }
    }

    @Test
    void aTransactionIsUnknownThenPendingOrUnknownThenMined() throws Exception {
        assertThat(reader.status(fixture.unknown())).isEqualTo(new TxStatus.Unknown());
        Payment payment = fixture.pay();
        assertThat(reader.status(payment.tx())).isNotInstanceOf(TxStatus.Mined.class);
        fixture.mine(1);
        assertThat(reader.status(payment.tx())).isInstanceOf(TxStatus.Mined.class);
    }

    @Test
    void whatTheNodeHasNotReachedIsBehind() throws Exception {
        BlockRef head = reader.head();
        behind(() -> reader.at(head.height() + 1));
        behind(() -> reader.read(new BlockRef(head.height() + MAX_DEPTH, head.hash()), 1));
    }

    @Test
    @DisplayName("H10 a block that is gone is removed, alone, and its parent is still there")
    void h10_aBlockThatIsGoneIsRemoved() throws Exception {
        fixture.mine(3);
        BlockRef parent = reader.at(reader.head().height() - 2);
        List<BlockEvent.Added> before = Followed.after(reader, parent, ChainReader.MAX_BLOCKS);
        fixture.reorganise(2);
        fixture.mine(1);
        for (BlockEvent.Added gone : before) {
            assertThat(reader.read(gone.block(), ChainReader.MAX_BLOCKS).events())
                    .containsExactly(new BlockEvent.Removed(gone.block()));
        }
        assertThat(Followed.after(reader, parent, ChainReader.MAX_BLOCKS))
                .hasSizeGreaterThanOrEqualTo(3)
                .doesNotContainAnyElementsOf(before);
    }

    @Test
    @DisplayName(
            "H10 whatever is reorganised, following leads to the node's chain, and what is mined again keeps its place")
    void h10_followingLeadsToTheNodesChain() throws Exception {
        long seed = 20_261;
        Random random = new Random(seed);
        Followed followed = new Followed(reader.head());
        fixture.mine(MAX_DEPTH + 1);
        Map<String, Integer> positions = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            String now = "seed " + seed + " round " + round;
            if (random.nextBoolean()) {
                fixture.pay();
            }
            fixture.mine(1 + random.nextInt(3));
            followed.follow(reader, 1 + random.nextInt(5));
            if (random.nextBoolean()) {
                fixture.reorganise(1 + random.nextInt(MAX_DEPTH));
            }
            fixture.mine(1);
            followed.follow(reader, 1 + random.nextInt(5));
            for (BlockRef block : followed.blocks()) {
                assertThat(reader.at(block.height())).as(now).isEqualTo(block);
            }
            assertThat(followed.tip()).as(now).isEqualTo(reader.head());
            for (BlockEvent.Added block : followed.added()) {
                for (Movement movement : block.movements()) {
                    String what = movement.tx() + " " + movement.to() + " " + movement.amount();
                    Integer before = positions.putIfAbsent(what, movement.position());
                    assertThat(movement.position()).as(now).isEqualTo(before == null ? movement.position() : before);
                }
            }
        }
    }

    @Test
    void manyThreadsReadTheSame() throws Exception {
        BlockRef start = reader.head();
        grow();
        List<BlockEvent.Added> all = Followed.after(reader, start, ChainReader.MAX_BLOCKS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<List<BlockEvent.Added>>> reads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int limit = i + 1;
                reads.add(() -> Followed.after(reader, start, limit));
            }
            for (Future<List<BlockEvent.Added>> read : threads.invokeAll(reads)) {
                assertThat(read.get()).isEqualTo(all);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** {@value #BLOCKS} blocks, half of them with a payment. */
    private List<Payment> grow() throws Exception {
        List<Payment> payments = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            if (i % 2 == 0) {
                payments.add(fixture.pay());
            }
            fixture.mine(1);
        }
        return payments;
    }

    private static boolean holds(BlockEvent.Added block, Payment payment) {
        return block.movements().stream()
                .anyMatch(movement -> movement.tx().equals(payment.tx())
                        && movement.to().equals(payment.to())
                        && movement.amount().equals(payment.amount()));
    }

    private static void behind(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ChainException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ChainException.Kind.BEHIND));
    }
}
