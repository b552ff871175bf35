// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.coffer.money.journal.UnacknowledgedException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupCommitTest {
    private static final GroupCommit.Options OPTIONS = new GroupCommit.Options(1, 4096, 512, "commit-test");
    private static final long POISON = -1;
    private static final long TOO_LONG = -2;
    private static final long FATAL = -3;

    private final SimulatedStorage storage = new SimulatedStorage();
    private final Sum sum = new Sum();
    private @Nullable GroupCommit<Long, Answer> engine;

    private record Answer(long position, long sum) {}

    /** Adds up what it is told. */
    private static final class Sum implements CommandHandler<Long, Answer> {
        private final List<Long> applied = new ArrayList<>();
        private long sum;
        private Optional<Long> due = Optional.empty();
        private @Nullable GroupCommit<Long, Answer> reentered;

        @Override
        public Optional<Long> due() {
            return due;
        }

        @Override
        public void encode(Long command, ByteBuffer into) {
            if (command == POISON) {
                throw new IllegalArgumentException("poison");
            }
            into.putLong(command);
            if (command == TOO_LONG) {
                into.put(new byte[into.remaining() + 1]);
            }
        }

        @Override
        public Answer apply(long position, long term, Long command) {
            if (command == FATAL) {
                throw new IllegalStateException("invariant broken");
            }
            if (reentered != null) {
                demandRefusal(reentered);
            }
            if (due.isPresent() && due.get().equals(command)) {
                due = Optional.empty();
            }
            applied.add(command);
            sum += command;
            return new Answer(position, sum);
        }

        private static void demandRefusal(GroupCommit<Long, Answer> engine) {
            assertThatThrownBy(() -> engine.submit(1L)).isInstanceOf(IllegalStateException.class);
        }
    }

    private GroupCommit<Long, Answer> start(CommitLog log) {
        return start(log, OPTIONS);
    }

    private GroupCommit<Long, Answer> start(CommitLog log, GroupCommit.Options options) {
        GroupCommit<Long, Answer> started = new GroupCommit<>(log, sum, options);
        engine = started;
        return started;
    }

    @AfterEach
    void stop() {
        if (engine != null) {
            engine.close();
        }
    }

    private static Reason reasonOf(ThrowingCallable call) {
        return catchThrowableOfType(UnacknowledgedException.class, call).reason();
    }

    private static Reason reasonOf(CompletableFuture<Answer> future) {
        CompletionException failure = catchThrowableOfType(CompletionException.class, future::join);
        return ((UnacknowledgedException) failure.getCause()).reason();
    }

    @Test
    void aClientAloneIsAnsweredOnItsOwnThreadAfterTheForce() throws Exception {
        try (Journal journal = JournalFixture.open(storage)) {
            GroupCommit<Long, Answer> commits = start(journal);
            for (long i = 1; i <= 50; i++) {
                Answer answer = commits.submit(i);
                assertThat(answer).isEqualTo(new Answer(i, i * (i + 1) / 2));
                assertThat(journal.lastPosition()).isEqualTo(i);
                assertThat(commits.appliedPosition()).isEqualTo(i);
                // What was answered survives a loss of power right now.
                assertThat(lastPositionAfterPowerLoss()).isEqualTo(i);
            }
        }
    }

    private long lastPositionAfterPowerLoss() throws IOException {
        try (Journal journal = JournalFixture.open(storage.afterPowerLoss(new java.util.Random(1)))) {
            return journal.lastPosition();
        }
    }

    @Test
    void manyBlockingClientsAreEachAnsweredOnce() throws Exception {
        try (Journal journal = JournalFixture.open(storage)) {
            GroupCommit<Long, Answer> commits = start(journal);
            int clients = 8;
            int each = 500;
            int all = clients * each;
            List<Thread> threads = new ArrayList<>();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            java.util.Set<Long> positions = java.util.concurrent.ConcurrentHashMap.newKeySet();
            for (int client = 0; client < clients; client++) {
                Thread thread = new Thread(() -> {
                    try {
                        for (int i = 0; i < each; i++) {
                            positions.add(commits.submit(1L).position());
                        }
                    } catch (Throwable e) {
                        failure.set(e);
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failure.get()).isNull();
            assertThat(positions).hasSize(all);
            assertThat(sum.sum).isEqualTo(all);
            assertThat(journal.lastPosition()).isEqualTo(all);
        }
    }

    @Test
    void blockingAndAsynchronousClientsTogetherAreAllAnswered() throws Exception {
        try (Journal journal = JournalFixture.open(storage)) {
            GroupCommit<Long, Answer> commits = start(journal);
            Thread blocking = new Thread(() -> {
                try {
                    for (int i = 0; i < 1000; i++) {
                        assertThat(commits.submit(1L).position()).isPositive();
                    }
                } catch (UnacknowledgedException e) {
                    throw new IllegalStateException(e);
                }
            });
            blocking.start();
            List<CompletableFuture<Answer>> futures = new ArrayList<>();
            for (int i = 0; i < 4000; i++) {
                futures.add(commits.submitAsync(1L));
                if (i % 100 == 99) {
                    futures.get(i).get(10, TimeUnit.SECONDS);
                }
            }
            for (CompletableFuture<Answer> future : futures) {
                assertThat(future.get(10, TimeUnit.SECONDS).position()).isPositive();
            }
            blocking.join();
            assertThat(sum.sum).isEqualTo(5000);
        }
    }

    @Test
    void asynchronousClientsShareForces() throws Exception {
        GatedLog log = new GatedLog();
        GroupCommit<Long, Answer> commits = start(log);
        CompletableFuture<Answer> first = commits.submitAsync(1L);
        log.awaitAppend();
        List<CompletableFuture<Answer>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(commits.submitAsync(1L));
        }
        assertThat(first.isDone()).as("not before the force").isFalse();
        assertThat(sum.applied).isEmpty();
        log.release(2);
        for (CompletableFuture<Answer> future : waiting) {
            assertThat(future.get(10, TimeUnit.SECONDS).sum()).isPositive();
        }
        assertThat(log.appends.get()).isEqualTo(2);
    }

    @Test
    void aClientThatLedLeavesNobodyBehind() throws Exception {
        GatedLog log = new GatedLog();
        GroupCommit<Long, Answer> commits = start(log);
        Thread leading = new Thread(() -> {
            try {
                assertThat(commits.submit(1L).position()).isEqualTo(1);
            } catch (UnacknowledgedException e) {
                throw new IllegalStateException(e);
            }
        });
        leading.start();
        log.awaitAppend();
        CompletableFuture<Answer> left = commits.submitAsync(2L);
        log.release(2);
        assertThat(left.get(10, TimeUnit.SECONDS)).isEqualTo(new Answer(2, 3));
        leading.join();
    }

    @Test
    void aGroupIsNoLargerThanItsLimit() throws Exception {
        GatedLog log = new GatedLog();
        GroupCommit<Long, Answer> commits = start(log, new GroupCommit.Options(1, 64, 10, "commit-test"));
        List<CompletableFuture<Answer>> waiting = new ArrayList<>();
        waiting.add(commits.submitAsync(1L));
        log.awaitAppend();
        for (int i = 0; i < 25; i++) {
            waiting.add(commits.submitAsync(1L));
        }
        log.release(4);
        for (CompletableFuture<Answer> future : waiting) {
            future.get(10, TimeUnit.SECONDS);
        }
        assertThat(log.groups).containsExactly(1, 10, 10, 5);
    }

    @Test
    void aFullQueueRefusesAtOnceAndTheWaitingAreServed() throws Exception {
        GatedLog log = new GatedLog();
        GroupCommit<Long, Answer> commits = start(log, new GroupCommit.Options(1, 4, 16, "commit-test"));
        CompletableFuture<Answer> leading = commits.submitAsync(1L);
        log.awaitAppend();
        List<CompletableFuture<Answer>> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiting.add(commits.submitAsync(1L));
        }
        assertThat(reasonOf(commits.submitAsync(1L))).isEqualTo(Reason.OVERLOADED);
        assertThat(reasonOf(() -> commits.submit(1L))).isEqualTo(Reason.OVERLOADED);
        assertThat(Reason.OVERLOADED.mayHaveHappened()).isFalse();
        log.release(2);
        leading.get(10, TimeUnit.SECONDS);
        for (CompletableFuture<Answer> future : waiting) {
            future.get(10, TimeUnit.SECONDS);
        }
        assertThat(sum.sum).isEqualTo(5);
    }

    @Test
    void aCommandThatCannotBeWrittenFailsAloneAndChangesNothing() throws Exception {
        try (Journal journal = JournalFixture.open(storage)) {
            GroupCommit<Long, Answer> commits = start(journal);
            assertThat(reasonOf(() -> commits.submit(POISON))).isEqualTo(Reason.UNENCODABLE);
            assertThat(reasonOf(() -> commits.submit(TOO_LONG))).isEqualTo(Reason.UNENCODABLE);
            assertThat(journal.lastPosition()).isZero();
            List<CompletableFuture<Answer>> futures = new ArrayList<>();
            for (long command : new long[] {5, POISON, TOO_LONG, 6}) {
                futures.add(commits.submitAsync(command));
            }
            assertThat(futures.get(3).get(10, TimeUnit.SECONDS)).isEqualTo(new Answer(2, 11));
            assertThat(reasonOf(futures.get(1))).isEqualTo(Reason.UNENCODABLE);
            assertThat(sum.applied).containsExactly(5L, 6L);
        }
    }

    @Test
    void whatIsDueComesBeforeTheGroupAndIsAskedForAgainIfTheDiskIsFull() throws Exception {
        SimulatedStorage small = new SimulatedStorage();
        small.capacity(4600);
        AtomicLong clock = new AtomicLong();
        JournalEnvironment environment =
                new JournalEnvironment(small, clock::get, () -> JournalFixture.ID, JournalEvents.NONE);
        try (Journal journal = Journal.open(environment, JournalFixture.SMALL)) {
            GroupCommit<Long, Answer> commits = start(journal);
            sum.due = Optional.of(1000L);
            assertThat(commits.submit(1L)).isEqualTo(new Answer(2, 1001));
            UnacknowledgedException full = catchThrowableOfType(UnacknowledgedException.class, () -> {
                while (true) {
                    commits.submit(0L);
                }
            });
            assertThat(full.reason()).isEqualTo(Reason.FULL);
            assertThat(full.reason().mayHaveHappened()).isFalse();
            long last = journal.lastPosition();
            sum.due = Optional.of(5000L);
            assertThat(reasonOf(commits.submitAsync(1L))).isEqualTo(Reason.FULL);
            assertThat(commits.stoppedBy()).isEmpty();
            assertThat(sum.sum).isEqualTo(1001);
            small.capacity(Long.MAX_VALUE);
            clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
            assertThat(commits.submit(1L)).isEqualTo(new Answer(last + 2, 6002));
        }
    }

    @Test
    void aNudgeCommitsWhatIsDueAndNothingElse() throws Exception {
        try (Journal journal = JournalFixture.open(storage)) {
            GroupCommit<Long, Answer> commits = start(journal);
            commits.nudge();
            assertThat(journal.lastPosition()).isZero();
            sum.due = Optional.of(9L);
            commits.nudge();
            assertThat(sum.applied).containsExactly(9L);
            assertThat(journal.lastPosition()).isEqualTo(1);
            commits.nudge();
            assertThat(journal.lastPosition()).isEqualTo(1);
        }
    }

    @Test
    void aFailedForceLeavesItsCommandsInDoubtAndStopsTheEngine() throws Exception {
        try (Journal journal = JournalFixture.open(storage)) {
            GroupCommit<Long, Answer> commits = start(journal);
            assertThat(commits.submit(1L).sum()).isEqualTo(1);
            storage.failAt(storage.steps() + 2);
            assertThat(reasonOf(() -> commits.submit(2L))).isEqualTo(Reason.IN_DOUBT);
            assertThat(Reason.IN_DOUBT.mayHaveHappened()).isTrue();
            assertThat(sum.applied).containsExactly(1L);
            assertThat(reasonOf(() -> commits.submit(3L))).isEqualTo(Reason.STOPPED);
            assertThat(reasonOf(commits.submitAsync(3L))).isEqualTo(Reason.STOPPED);
            assertThat(commits.stoppedBy()).containsInstanceOf(JournalBrokenException.class);
            assertThat(commits.appliedPosition()).isEqualTo(1);
        }
    }

    @Test
    void clientsThatWaitWhenTheEngineStopsAreToldSo() throws Exception {
        GatedLog log = new GatedLog();
        GroupCommit<Long, Answer> commits = start(log);
        CompletableFuture<Answer> first = commits.submitAsync(FATAL);
        log.awaitAppend();
        List<CompletableFuture<Answer>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(commits.submitAsync(1L));
        }
        log.release(1);
        assertThat(reasonOf(first)).isEqualTo(Reason.IN_DOUBT);
        for (CompletableFuture<Answer> future : waiting) {
            assertThat(reasonOf(future)).isEqualTo(Reason.STOPPED);
        }
        assertThat(sum.applied).isEmpty();
    }

    @Test
    void aHandlerMustNotSubmitButACompletionMay() throws Exception {
        try (Journal journal = JournalFixture.open(storage)) {
            GroupCommit<Long, Answer> commits = start(journal);
            sum.reentered = commits;
            assertThat(commits.submit(1L).sum()).isEqualTo(1);
            sum.reentered = null;
            CompletableFuture<Answer> chained = commits.submitAsync(1L).thenApply(answer -> {
                try {
                    return commits.submit(40L);
                } catch (UnacknowledgedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(chained.get(10, TimeUnit.SECONDS).sum()).isEqualTo(42);
        }
    }

    @Test
    void aCompletionThatThrowsHarmsNobodyElse() throws Exception {
        try (Journal journal = JournalFixture.open(storage)) {
            GroupCommit<Long, Answer> commits = start(journal);
            CountDownLatch heard = new CountDownLatch(1);
            AtomicReference<Throwable> uncaught = new AtomicReference<>();
            Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
            Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.set(e));
            try {
                commits.submitAsync(1L, new Completion<Answer>() {
                    @Override
                    public void acknowledged(Answer result) {
                        heard.countDown();
                        throw new IllegalStateException("careless");
                    }

                    @Override
                    public void failed(UnacknowledgedException cause) {
                        throw new AssertionError(cause);
                    }
                });
                assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
                assertThat(commits.submitAsync(1L).get(10, TimeUnit.SECONDS).sum())
                        .isEqualTo(2);
                assertThat(uncaught.get()).hasMessage("careless");
            } finally {
                Thread.setDefaultUncaughtExceptionHandler(before);
            }
        }
    }

    @Test
    void closingCommitsWhatWaitsAndRefusesTheRest() throws Exception {
        GatedLog log = new GatedLog();
        GroupCommit<Long, Answer> commits = start(log);
        List<CompletableFuture<Answer>> waiting = new ArrayList<>();
        waiting.add(commits.submitAsync(1L));
        log.awaitAppend();
        for (int i = 0; i < 30; i++) {
            waiting.add(commits.submitAsync(1L));
        }
        Thread closer = new Thread(commits::close);
        closer.start();
        while (reasonIfRefused(commits, waiting) != Reason.STOPPED) {
            LockSupport.parkNanos(1_000_000);
        }
        log.release(1000);
        closer.join();
        for (CompletableFuture<Answer> future : waiting) {
            assertThat(future.get(10, TimeUnit.SECONDS).position()).isPositive();
        }
        assertThat(reasonOf(() -> commits.submit(1L))).isEqualTo(Reason.STOPPED);
    }

    private static @Nullable Reason reasonIfRefused(
            GroupCommit<Long, Answer> commits, List<CompletableFuture<Answer>> waiting)
            throws InterruptedException, ExecutionException {
        CompletableFuture<Answer> attempt = commits.submitAsync(1L);
        if (attempt.isCompletedExceptionally()) {
            return reasonOf(attempt);
        }
        waiting.add(attempt);
        return null;
    }

    @Test
    void anInterruptedClientIsAnsweredAndStaysInterrupted() throws Exception {
        try (Journal journal = JournalFixture.open(storage)) {
            GroupCommit<Long, Answer> commits = start(journal);
            Thread.currentThread().interrupt();
            assertThat(commits.submit(1L).sum()).isEqualTo(1);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** A log whose appends wait to be let through. */
    private static final class GatedLog implements CommitLog {
        private final java.util.concurrent.Semaphore gate = new java.util.concurrent.Semaphore(0);
        private final CountDownLatch entered = new CountDownLatch(1);
        private final AtomicLong appends = new AtomicLong();
        private final List<Integer> groups = new java.util.concurrent.CopyOnWriteArrayList<>();
        private volatile long lastPosition;

        void awaitAppend() throws InterruptedException {
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        }

        void release(int count) {
            gate.release(count);
        }

        @Override
        public long lastPosition() {
            return lastPosition;
        }

        @Override
        public RecordGroup newGroup() {
            return new RecordGroup(1 << 16, 1024);
        }

        @Override
        public void append(RecordGroup group) {
            entered.countDown();
            gate.acquireUninterruptibly();
            appends.incrementAndGet();
            groups.add(group.count());
            long last = lastPosition + group.count();
            lastPosition = last;
        }
    }
}
