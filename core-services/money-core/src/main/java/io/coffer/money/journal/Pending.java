// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import io.coffer.money.journal.UnacknowledgedException.Reason;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A command whose client waits for its outcome. The outcome is set by the thread that commits it and told by
 * {@link #finish}, after that thread has let go of the engine.
 */
final class Pending<C, R> {
    final C command;
    private final @Nullable Completion<? super R> completion;
    private final @Nullable Thread waiter;
    private @Nullable R result;
    private @Nullable UnacknowledgedException failure;
    private volatile boolean finished;

    private Pending(C command, @Nullable Completion<? super R> completion, @Nullable Thread waiter) {
        this.command = command;
        this.completion = completion;
        this.waiter = waiter;
    }

    /** For a client that waits on its thread. */
    static <C, R> Pending<C, R> waiting(C command, Thread waiter) {
        return new Pending<>(command, null, waiter);
    }

    /** For a client that is called back. */
    static <C, R> Pending<C, R> calledBack(C command, Completion<? super R> completion) {
        return new Pending<>(command, completion, null);
    }

    void succeed(R value) {
        result = value;
    }

    void fail(Reason reason, String message, @Nullable Throwable cause) {
        failure = cause == null
                ? new UnacknowledgedException(reason, message)
                : new UnacknowledgedException(reason, message, cause);
    }

    /** Tells the client. */
    void finish() {
        finished = true;
        if (waiter != null) {
            if (waiter != Thread.currentThread()) {
                LockSupport.unpark(waiter);
            }
        } else if (completion != null) {
            callBack(completion);
        }
    }

    private void callBack(Completion<? super R> hearer) {
        try {
            R value = result;
            if (failure != null) {
                hearer.failed(failure);
            } else if (value != null) {
                hearer.acknowledged(value);
            }
        } catch (RuntimeException e) {
            // The others in the group must hear of their outcome all the same.
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    boolean finished() {
        return finished;
    }

    /** The result of a finished command. */
    R outcome() throws UnacknowledgedException {
        if (failure != null) {
            // Thrown on another thread than the one that made it: the trace of both is wanted.
            throw new UnacknowledgedException(failure.reason(), String.valueOf(failure.getMessage()), failure);
        }
        R value = result;
        if (value == null) {
            throw new IllegalStateException("the command has no outcome yet");
        }
        return value;
    }
}
