// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import io.coffer.money.journal.Intake.Offer;
import io.coffer.money.journal.UnacknowledgedException.Reason;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one writer: groups the commands that wait, makes them durable with one force, then applies them in
 * order and answers their clients.
 *
 * <p>There is one leader at a time. A client that waits on its thread leads if nobody does, and so commits its
 * own command, and all others that wait by then, without a change of threads, which would take as long as the
 * force. For asynchronous clients, and for those that a leader left waiting when its own command was done, a
 * thread of the engine leads.
 *
 * <p>Commands are applied in the order of their positions. Clients are answered in that order within a group;
 * answers of two groups may overtake one another.
 *
 * @param <C> a command
 * @param <R> a result
 */
public final class GroupCommit<C, R> implements AutoCloseable {
    private final CommitLog log;
    private final CommandHandler<C, R> handler;
    private final Options options;
    private final RecordGroup group;
    private final Intake<Pending<C, R>> intake;
    private final AtomicReference<@Nullable Thread> leader = new AtomicReference<>();
    private final Thread committer;
    private volatile boolean committerIdle;
    private volatile long appliedPosition;
    private volatile @Nullable Throwable stoppedBy;

    /** Starts with no command in hand; everything in the log has been applied by the handler already. */
    public GroupCommit(CommitLog log, CommandHandler<C, R> handler, Options options) {
        this.log = log;
        this.handler = handler;
        this.options = options;
        this.group = log.newGroup();
        this.intake = new Intake<>(options.queueLimit());
        this.appliedPosition = log.lastPosition();
        this.committer = new Thread(this::commitWhatWaits, options.threadName());
        committer.setDaemon(true);
        committer.start();
    }

    /**
     * Returns the result once the command is durable and applied. Any thread; an interrupt neither ends the
     * wait nor is lost.
     */
    public R submit(C command) throws UnacknowledgedException {
        Thread client = Thread.currentThread();
        demandNotLeading(client);
        Pending<C, R> pending = Pending.waiting(command, client);
        admit(pending);
        boolean interrupted = false;
        while (!pending.finished()) {
            if (!lead(false)) {
                // A leader that ends with this command still waiting wakes the committer.
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            client.interrupt();
        }
        return pending.outcome();
    }

    /**
     * Hands over the command; the completion hears the outcome, a refusal on this thread before the return. Not
     * from within the handler.
     */
    public void submitAsync(C command, Completion<? super R> completion) {
        Pending<C, R> pending = Pending.calledBack(command, completion);
        try {
            admit(pending);
        } catch (UnacknowledgedException refused) {
            completion.failed(refused);
            return;
        }
        if (leader.get() == null) {
            wakeCommitter();
        }
    }

    /** As above; the future fails with {@link UnacknowledgedException}. */
    public CompletableFuture<R> submitAsync(C command) {
        CompletableFuture<R> future = new CompletableFuture<>();
        submitAsync(command, new Completion<R>() {
            @Override
            public void acknowledged(R result) {
                future.complete(result);
            }

            @Override
            public void failed(UnacknowledgedException cause) {
                future.completeExceptionally(cause);
            }
        });
        return future;
    }

    /**
     * Commits what {@link CommandHandler#due} asks for, though no client waits. If another thread commits just
     * now, it has asked, and nothing is done.
     */
    public void nudge() {
        demandNotLeading(Thread.currentThread());
        lead(true);
    }

    private void demandNotLeading(Thread client) {
        if (leader.get() == client) {
            throw new IllegalStateException("a command handler must not submit");
        }
    }

    private void admit(Pending<C, R> pending) throws UnacknowledgedException {
        Throwable cause = stoppedBy;
        if (cause != null) {
            throw new UnacknowledgedException(Reason.STOPPED, stoppedMessage(cause), cause);
        }
        Offer offer = intake.offer(pending);
        if (offer == Offer.FULL) {
            throw new UnacknowledgedException(
                    Reason.OVERLOADED, options.queueLimit() + " commands are waiting already; try again");
        }
        if (offer == Offer.CLOSED) {
            throw new UnacknowledgedException(Reason.STOPPED, "the node is shutting down");
        }
    }

    private static String stoppedMessage(Throwable cause) {
        return "the node stopped after a failure and must be restarted: " + cause.getMessage();
    }

    /** Commits one group if nobody else leads; false if somebody does, or if nothing was ready. */
    private boolean lead(boolean nudged) {
        if (!leader.compareAndSet(null, Thread.currentThread())) {
            return false;
        }
        List<Pending<C, R>> batch = new ArrayList<>();
        try {
            commit(batch, nudged);
        } finally {
            leader.set(null);
            if (intake.ready() || intake.drained()) {
                wakeCommitter();
            }
        }
        for (Pending<C, R> pending : batch) {
            pending.finish();
        }
        // Empty if a client has claimed its place in the queue but not filled it yet: it will lead, or wake.
        return !batch.isEmpty();
    }

    private void commitWhatWaits() {
        while (!intake.drained()) {
            if (intake.ready() && lead(false)) {
                continue;
            }
            // Whoever queues or ends leading after this line sees it; what came before is seen here.
            committerIdle = true;
            if (!(intake.ready() && leader.get() == null) && !intake.drained()) {
                LockSupport.park(this);
            }
            committerIdle = false;
        }
    }

    private void wakeCommitter() {
        if (committerIdle) {
            LockSupport.unpark(committer);
        }
    }

    private void commit(List<Pending<C, R>> batch, boolean nudged) {
        Pending<C, R> first = intake.poll();
        if (first == null && !nudged) {
            return;
        }
        if (stoppedBy != null) {
            refuseAll(first, batch);
            return;
        }
        List<Pending<C, R>> accepted = new ArrayList<>();
        try {
            Optional<C> due = encode(first, batch, accepted);
            if (group.count() > 0 && append(accepted)) {
                apply(due, accepted);
            }
        } catch (Throwable e) {
            // Errors too: whatever it was, nobody knows what the handler's state is now.
            stop(e);
            for (Pending<C, R> pending : accepted) {
                pending.fail(Reason.IN_DOUBT, stoppedMessage(e), e);
            }
        }
    }

    private void refuseAll(@Nullable Pending<C, R> first, List<Pending<C, R>> batch) {
        Throwable cause = stoppedBy;
        for (Pending<C, R> pending = first; pending != null && cause != null; pending = intake.poll()) {
            pending.fail(Reason.STOPPED, stoppedMessage(cause), cause);
            batch.add(pending);
        }
    }

    /** Fills the group: the due command, then those that wait, as many as it takes. */
    private Optional<C> encode(@Nullable Pending<C, R> first, List<Pending<C, R>> batch, List<Pending<C, R>> accepted) {
        group.clear();
        Optional<C> due = handler.due();
        if (due.isPresent()) {
            handler.encode(due.get(), group.begin());
            group.end(options.term());
        }
        Pending<C, R> pending = first;
        while (pending != null) {
            batch.add(pending);
            if (encode(pending)) {
                accepted.add(pending);
            }
            boolean more = batch.size() < options.groupLimit() && !group.isFull();
            pending = more ? intake.poll() : null;
        }
        return due;
    }

    private boolean encode(Pending<C, R> pending) {
        try {
            handler.encode(pending.command, group.begin());
            group.end(options.term());
            return true;
        } catch (BufferOverflowException e) {
            pending.fail(Reason.UNENCODABLE, "the command is longer than a record may be", e);
        } catch (RuntimeException e) {
            // Nothing of it was journaled; the others need not suffer from a command that cannot be written.
            pending.fail(Reason.UNENCODABLE, "the command cannot be encoded: " + e.getMessage(), e);
        }
        return false;
    }

    private boolean append(List<Pending<C, R>> accepted) throws IOException {
        try {
            log.append(group);
            return true;
        } catch (JournalFullException e) {
            for (Pending<C, R> pending : accepted) {
                pending.fail(Reason.FULL, String.valueOf(e.getMessage()), e);
            }
            return false;
        }
    }

    private void apply(Optional<C> due, List<Pending<C, R>> accepted) throws IOException {
        long position = log.lastPosition() - group.count();
        if (due.isPresent()) {
            handler.apply(++position, options.term(), due.get());
        }
        for (Pending<C, R> pending : accepted) {
            pending.succeed(handler.apply(++position, options.term(), pending.command));
        }
        appliedPosition = position;
    }

    private void stop(Throwable cause) {
        stoppedBy = cause;
    }

    /** The position of the last applied record. Any thread. */
    public long appliedPosition() {
        return appliedPosition;
    }

    /** What stopped the engine, if a failure has; it then refuses everything. Any thread. */
    public Optional<Throwable> stoppedBy() {
        return Optional.ofNullable(stoppedBy);
    }

    /** Refuses new commands, commits those that wait, and returns. Does not close the log. */
    @Override
    public void close() {
        demandNotLeading(Thread.currentThread());
        intake.close();
        LockSupport.unpark(committer);
        boolean interrupted = false;
        while (committer.isAlive()) {
            try {
                committer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @param term written into every record
     * @param queueLimit commands that may wait before others are refused; a power of two
     * @param groupLimit commands committed with one force
     * @param threadName of the thread that commits for asynchronous clients
     */
    public record Options(long term, int queueLimit, int groupLimit, String threadName) {
        /** 8192 may wait, 4096 are committed with one force. */
        public static Options forTerm(long term) {
            return new Options(term, 8192, 4096, "coffer-commit");
        }
    }
}
