// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Carries out every call of the core on threads of this bundle, each under one deadline.
 *
 * <p>A library leaves things on the threads that call it. On a thread of the core's, they would keep the classes of this
 * bundle in memory after it is gone; these threads end with the adapter.
 */
final class OwnThreads implements AutoCloseable {
    /** The core gives up after ten seconds. */
    static final long CALL_LIMIT_MS = 9_000;

    private static final int THREADS = 8;
    private static final int WAITING_CALLS = 64;
    private static final long IDLE_SECONDS = 30;
    private static final long END_LIMIT_MS = 2_000;

    private final LongSupplier nanos;
    private final ThreadPoolExecutor threads;

    OwnThreads(String name, LongSupplier nanos) {
        this.nanos = nanos;
        AtomicInteger count = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_CALLS),
                task -> new Thread(task, name + "-call-" + count.incrementAndGet()));
        threads.allowCoreThreadTimeOut(true);
    }

    /** What is done on a thread of ours. */
    interface Task<T> {
        T run(Deadline deadline) throws ChainException;
    }

    /** Runs {@code task} and waits for it, but no longer than the core would. */
    <T> T run(Task<T> task) throws ChainException {
        Deadline deadline = new Deadline(nanos, CALL_LIMIT_MS);
        Future<T> result;
        try {
            result = threads.submit(() -> task.run(deadline));
        } catch (RejectedExecutionException full) {
            throw threads.isShutdown() ? ended() : new ChainException(Kind.TIMEOUT, "too many calls wait for the node");
        }
        try {
            return result.get(CALL_LIMIT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw unwrapped(failed);
        } catch (CancellationException ended) {
            throw ended();
        } catch (TimeoutException late) {
            result.cancel(true);
            throw new ChainException(Kind.TIMEOUT, "no answer within " + CALL_LIMIT_MS + " ms");
        } catch (InterruptedException interrupted) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            throw new ChainException(Kind.TIMEOUT, "the call was interrupted");
        }
    }

    /** Ends the threads. Calls that are under way or wait fail. */
    @Override
    public void close() {
        for (Runnable waiting : threads.shutdownNow()) {
            ((Future<?>) waiting).cancel(true);
        }
        try {
            threads.awaitTermination(END_LIMIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static ChainException ended() {
        return new ChainException(Kind.UNREACHABLE, "the adapter has ended");
    }

    private static ChainException unwrapped(ExecutionException failed) {
        if (failed.getCause() instanceof ChainException known) {
            return known;
        }
        if (failed.getCause() instanceof RuntimeException broken) {
            throw broken;
        }
        if (failed.getCause() instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(failed);
    }
}
