// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.util.concurrent.CompletableFuture;

/**
 * The one writer: groups the commands that wait, makes them durable with one force, then applies them in
 * order and answers their clients.
 *
 * @param <C> a command
 * @param <R> a result
 */
@SuppressWarnings("DoNotCallSuggester")
public final class GroupCommit<C, R> implements AutoCloseable {
    /** Starts with no command in hand; everything in the log has been applied by the handler already. */
    public GroupCommit(CommitLog log, CommandHandler<C, R> handler, Options options) {
        throw new UnsupportedOperationException();
    }

    /**
     * Returns the result once the command is durable and applied. Any thread; an interrupt neither ends the
     * wait nor is lost.
     */
    public R submit(C command) throws UnacknowledgedException {
        throw new UnsupportedOperationException();
    }

    /** Hands over the command; the completion hears the outcome, a refusal on this thread before the return. */
    public void submitAsync(C command, Completion<? super R> completion) {
        throw new UnsupportedOperationException();
    }

    /** As above; the future fails with {@link UnacknowledgedException}. */
    public CompletableFuture<R> submitAsync(C command) {
        throw new UnsupportedOperationException();
    }

    /** Commits what {@link CommandHandler#due} asks for, though no client waits. */
    public void nudge() throws UnacknowledgedException {
        throw new UnsupportedOperationException();
    }

    /** The position of the last applied record. Any thread. */
    public long appliedPosition() {
        throw new UnsupportedOperationException();
    }

    /** False once a failure has stopped the engine; it then refuses everything. */
    public boolean running() {
        throw new UnsupportedOperationException();
    }

    /** Refuses new commands, commits those that wait, and returns. Does not close the log. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /**
     * @param term written into every record
     * @param queueLimit commands that may wait before others are refused; a power of two
     * @param groupLimit commands committed with one force
     * @param threadName of the thread that commits for asynchronous clients
     */
    public record Options(long term, int queueLimit, int groupLimit, String threadName) {}
}
