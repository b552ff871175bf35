// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import io.coffer.api.core.Command;
import io.coffer.api.core.CoreClock;
import io.coffer.api.core.CoreStatus;
import io.coffer.api.core.EventListener;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyForensics;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.core.StateHash;
import io.coffer.api.core.Subscription;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.CoreUnavailableException.Reason;
import io.coffer.money.journal.CommitLog;
import io.coffer.money.journal.CorruptFileException;
import io.coffer.money.journal.GroupCommit;
import io.coffer.money.journal.Journal;
import io.coffer.money.journal.UnacknowledgedException;
import io.coffer.money.state.Machine;
import io.coffer.money.state.MachineView;
import io.coffer.money.state.Transition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The money core in one process on one folder: {@code journal}, {@code snapshots} and {@code ids} below it.
 *
 * <p>Opening replays what came after the newest good snapshot. A record that was changed on disk ends the opening with
 * a {@link CorruptFileException} that names file and offset.
 */
public final class LocalMoneyCore implements MoneyCore, MoneyForensics, CoreClock, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalMoneyCore.class);

    private final Folders folders;
    private final MoneyCoreOptions options;
    private final Snapshots snapshots;
    private final Journal journal;
    private final JournalLog journalLog;
    private final Machine machine;
    private final MachineView view;
    private final RecentTransitions recent;
    private final PositionGate gate;
    private final JournalTime time;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final GroupCommit<Commits.Entry, Result> engine;
    private final Keeper keeper;
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private volatile long snapshotPosition;
    private boolean closed;

    private LocalMoneyCore(Opening opening, TimeSource clock, UnaryOperator<CommitLog> log) throws IOException {
        this.folders = opening.folders;
        this.options = opening.options;
        this.snapshots = opening.snapshots;
        this.journal = opening.journal;
        this.journalLog = opening.journalLog;
        this.machine = opening.machine;
        this.view = new MachineView(machine);
        this.recent = opening.recent;
        this.gate = new PositionGate(machine.position());
        this.time = new JournalTime(clock, machine.timeMs());
        this.snapshotPosition = snapshots.newestPosition();
        long term = Math.max(machine.term(), journal.lastTerm()) + 1;
        Commits commits = new Commits(new Commits.Live(machine, recent, gate, lock.writeLock()), time, term);
        this.engine = new GroupCommit<>(log.apply(journal), commits, GroupCommit.Options.forTerm(term));
        // Journals that this run begins; a full disk leaves that to the first command that finds space.
        engine.nudge();
        this.keeper = new Keeper(new Upkeep());
    }

    /** Opens or makes the core in a folder with the default sizes, on a clock that is right by definition. */
    public static LocalMoneyCore open(Path directory, Clock clock) throws IOException {
        return open(directory, clock, MoneyCoreOptions.DEFAULT);
    }

    /**
     * Opens or makes the core in a folder.
     *
     * @param clock right by definition: nothing doubts it
     * @throws IOException if another process uses the folder, or something in it was changed
     */
    public static LocalMoneyCore open(Path directory, Clock clock, MoneyCoreOptions options) throws IOException {
        return open(directory, TimeSource.trusted(clock), options);
    }

    /**
     * Opens or makes the core in a folder.
     *
     * @param clock where journaled time comes from
     * @throws IOException if another process uses the folder, or something in it was changed
     */
    public static LocalMoneyCore open(Path directory, TimeSource clock, MoneyCoreOptions options) throws IOException {
        return open(Folders.open(directory), clock, options, UnaryOperator.identity());
    }

    /**
     * Opens or makes the core in a folder, with another log before the journal.
     *
     * @param log gives the log that commands are committed to; it is handed the journal
     */
    public static LocalMoneyCore open(
            Path directory, Clock clock, MoneyCoreOptions options, UnaryOperator<CommitLog> log) throws IOException {
        return open(Folders.open(directory), TimeSource.trusted(clock), options, log);
    }

    static LocalMoneyCore open(Folders folders, Clock clock, MoneyCoreOptions options) throws IOException {
        return open(folders, TimeSource.trusted(clock), options, UnaryOperator.identity());
    }

    private static LocalMoneyCore open(
            Folders folders, TimeSource clock, MoneyCoreOptions options, UnaryOperator<CommitLog> log)
            throws IOException {
        try {
            Opening opening = new Opening(folders, options);
            LocalMoneyCore core = new LocalMoneyCore(opening, clock, log);
            Optional<Throwable> stopped = core.engine.stoppedBy();
            if (stopped.isPresent()) {
                core.close();
                throw new IOException(
                        "the run could not be journaled: " + stopped.get().getMessage(), stopped.get());
            }
            LOG.info(
                    "Money core open at position {} in term {}",
                    core.gate.position(),
                    core.status().term());
            return core;
        } catch (IOException | RuntimeException failed) {
            folders.close();
            throw failed;
        }
    }

    @Override
    public Result submit(CommandId id, Command command) throws CoreUnavailableException {
        return submit(new Commits.Entry.Submitted(id, OptionalLong.empty(), command));
    }

    @Override
    public Result submit(CommandId id, long fingerprint, Command command) throws CoreUnavailableException {
        return submit(new Commits.Entry.Submitted(id, OptionalLong.of(fingerprint), command));
    }

    private Result submit(Commits.Entry entry) throws CoreUnavailableException {
        demandNotReading();
        try {
            Result result = engine.submit(entry);
            gate.signal();
            return result;
        } catch (UnacknowledgedException failed) {
            throw unavailable(failed);
        }
    }

    @Override
    public CompletableFuture<Result> submitAsync(CommandId id, Command command) {
        demandNotReading();
        return engine.submitAsync(new Commits.Entry.Submitted(id, OptionalLong.empty(), command))
                .handle((result, failure) -> {
                    gate.signal();
                    if (failure instanceof UnacknowledgedException unacknowledged) {
                        throw new CompletionException(asyncFailure(unacknowledged));
                    } else if (failure != null) {
                        throw new CompletionException(failure);
                    }
                    return result;
                });
    }

    private static Exception asyncFailure(UnacknowledgedException failed) {
        try {
            return unavailable(failed);
        } catch (IllegalArgumentException unencodable) {
            return unencodable;
        }
    }

    private void demandNotReading() {
        if (lock.getReadHoldCount() > 0) {
            throw new IllegalStateException("a query must not submit");
        }
    }

    private static CoreUnavailableException unavailable(UnacknowledgedException failed) {
        String message = String.valueOf(failed.getMessage());
        return switch (failed.reason()) {
            case OVERLOADED -> new CoreUnavailableException(Reason.BUSY, message);
            case FULL -> new CoreUnavailableException(Reason.DISK_FULL, message);
            case STOPPED, IN_DOUBT -> new CoreUnavailableException(Reason.STOPPED, message);
            case UNENCODABLE -> throw new IllegalArgumentException(message, failed);
        };
    }

    @Override
    public Optional<Result> lookup(CommandId id, long fingerprint) {
        demandNotReading();
        // The id files are the machine's alone, so looking into them excludes it.
        lock.writeLock().lock();
        try {
            return machine.find(id, fingerprint);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public <T> T read(Function<? super MoneyState, ? extends T> query) {
        lock.readLock().lock();
        try {
            return query.apply(view);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public boolean awaitPosition(long position, long timeoutMs) throws InterruptedException {
        return gate.await(position, timeoutMs);
    }

    @Override
    public Subscription subscribe(long after, EventListener listener) {
        if (after < 0 || after > gate.position()) {
            throw new IllegalArgumentException(
                    "after: " + after + " is not within 0.." + gate.position() + ", where the core stands");
        }
        Delivery delivery = new Delivery(new Events(), after, listener, "coffer-money-events");
        deliveries.add(delivery);
        delivery.start();
        return delivery;
    }

    @Override
    public CoreStatus status() {
        Optional<Throwable> stopped = engine.stoppedBy();
        Journal.Status journalStatus = journal.status();
        lock.readLock().lock();
        try {
            CoreStatus.Mode mode = CoreStatus.Mode.RUNNING;
            String detail = "journal in " + folders.journal().describe("");
            if (stopped.isPresent()
                    || journalStatus == Journal.Status.BROKEN
                    || journalStatus == Journal.Status.CLOSED) {
                mode = CoreStatus.Mode.STOPPED;
                detail = stopped.map(Throwable::getMessage).orElse("closed");
            } else if (journalStatus == Journal.Status.FULL) {
                mode = CoreStatus.Mode.DISK_FULL;
                detail = journalLog.fullBecause();
            } else {
                Optional<Held> held = time.held(machine.timeMs());
                if (held.isPresent()) {
                    mode = CoreStatus.Mode.CLOCK_HELD;
                    detail = "the clock says " + Instant.ofEpochMilli(held.get().clockMs()) + ", the journal goes by "
                            + Instant.ofEpochMilli(held.get().journaledMs()) + ": "
                            + held.get().reason();
                }
            }
            return new CoreStatus(mode, machine.position(), machine.term(), machine.timeMs(), detail);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public Optional<Held> held() {
        return time.held(read(MoneyState::timeMs));
    }

    @Override
    public boolean accept(Instant now) {
        return time.accept(now, read(MoneyState::timeMs));
    }

    @Override
    public StateHash stateHash() {
        lock.readLock().lock();
        try {
            return machine.stateHash();
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public List<String> verify() {
        return Verification.running(journal, gate.position(), snapshots);
    }

    /**
     * Verifies the files of a core that is not running.
     *
     * @return what is wrong, with file and byte offset; empty if all is well
     */
    public static List<String> verify(Path directory, MoneyCoreOptions options) throws IOException {
        try (Folders folders = Folders.open(directory)) {
            return Verification.resting(folders, options);
        }
    }

    @Override
    public StateHash replay(long position) throws CoreUnavailableException {
        long target = position == 0 ? gate.position() : position;
        if (target < 0 || target > gate.position()) {
            throw new IllegalArgumentException("position: " + position + " is not within 0.." + gate.position());
        }
        try (Follower follower =
                new Follower(journal, snapshots, snapshots.empty().machine())) {
            follower.advanceTo(target);
            return follower.machine().stateHash();
        } catch (IOException failed) {
            throw new CoreUnavailableException(
                    Reason.STOPPED, "the journal cannot be replayed: " + failed.getMessage());
        }
    }

    /** Takes commands no more, commits those that wait, ends subscriptions, and closes the files. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        keeper.close();
        deliveries.forEach(Delivery::close);
        engine.close();
        try (folders;
                journal) {
            snapshots.release(machine);
        }
    }

    /** What a delivery reads. */
    private final class Events implements Delivery.Source {
        @Override
        public Optional<List<Transition>> recent(long after, int limit) {
            lock.readLock().lock();
            try {
                return recent.after(after, limit);
            } finally {
                lock.readLock().unlock();
            }
        }

        @Override
        public Follower follower(long atMost) throws IOException {
            return new Follower(journal, snapshots, snapshots.newest(atMost).machine());
        }

        @Override
        public PositionGate gate() {
            return gate;
        }

        @Override
        public void ended(Delivery delivery) {
            deliveries.remove(delivery);
        }
    }

    /** What the keeper does. */
    private final class Upkeep implements Keeper.Work {
        @Override
        public void resume() {
            if (journal.status() == Journal.Status.FULL && engine.stoppedBy().isEmpty()) {
                engine.nudge();
                gate.signal();
            }
        }

        @Override
        public boolean snapshotDue() {
            return written() - snapshotPosition >= options.snapshotEveryRecords();
        }

        @Override
        public void snapshot() throws IOException {
            long target = written();
            try (Follower follower = new Follower(
                    journal, snapshots, snapshots.newest(target - 1).machine())) {
                follower.advanceTo(target);
                snapshots.write(follower);
            }
            snapshotPosition = target;
            LOG.info("Snapshot at {} written", target);
        }

        /** What is applied and in the journal; the two differ while a core is measured without one. */
        private long written() {
            return Math.min(gate.position(), journal.lastPosition());
        }
    }
}
