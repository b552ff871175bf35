// SPDX-License-Identifier: Apache-2.0
package io.coffer.plugin.call;

import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out every call of the core on threads of this bundle, each under one deadline.
 *
 * <p>A library leaves things on the threads that call it. On a thread of the core's, they would keep the classes of this
 * bundle in memory after it is gone; these threads, and those of the client, end with the adapter.
 */
public final class OwnThreads implements AutoCloseable {
    /** The core gives up after ten seconds. */
    public static final long CALL_LIMIT_MS = 9_000;

    private static final Logger LOG = LoggerFactory.getLogger(OwnThreads.class);
    private static final String CLOSED = "the adapter is closed";
    private static final int THREADS = 8;
    private static final int WAITING_CALLS = 64;
    private static final int CLIENT_THREADS = 3;
    private static final long IDLE_SECONDS = 30;
    private static final long END_LIMIT_MS = 2_000;

    private final String asked;
    private final LongSupplier nanos;
    private final ThreadPoolExecutor calls;
    private final ThreadPoolExecutor client;

    /**
     * @param name with which the names of the threads begin
     * @param asked who is asked, for messages: no secret
     * @param nanos a clock that never goes back, as {@link System#nanoTime}
     */
    public OwnThreads(String name, String asked, LongSupplier nanos) {
        this.asked = asked;
        this.nanos = nanos;
        this.calls = pool(THREADS, WAITING_CALLS, name + "-call-");
        this.client = pool(CLIENT_THREADS, Integer.MAX_VALUE, name + "-http-");
    }

    /** What is done on a thread of ours. */
    @FunctionalInterface
    public interface Task<T> {
        T run(Deadline deadline) throws ChainException;
    }

    /** For the own work of an HTTP client. */
    public Executor client() {
        return client;
    }

    /**
     * Runs {@code task} and waits for it, but no longer than the core would.
     *
     * @throws ChainException of the task; UNREACHABLE after {@link #close}; TIMEOUT if it takes too long, or too many wait
     */
    public <T> T run(Task<T> task) throws ChainException {
        Deadline deadline = new Deadline(nanos, CALL_LIMIT_MS);
        Future<T> result;
        try {
            result = calls.submit(() -> task.run(deadline));
        } catch (RejectedExecutionException full) {
            throw calls.isShutdown() ? closed() : new ChainException(Kind.TIMEOUT, "too many calls wait for " + asked);
        }
        try {
            return result.get(CALL_LIMIT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            // The client rejects what a call under way still asks of it once its threads are ended.
            throw failed.getCause() instanceof RejectedExecutionException && calls.isShutdown()
                    ? closed()
                    : unwrapped(failed);
        } catch (CancellationException ended) {
            throw closed();
        } catch (TimeoutException late) {
            result.cancel(true);
            throw new ChainException(Kind.TIMEOUT, asked + " did not answer within " + CALL_LIMIT_MS + " ms");
        } catch (InterruptedException interrupted) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            throw new ChainException(Kind.TIMEOUT, "the call was interrupted");
        }
    }

    /** Ends the threads. Calls that are under way or wait fail. */
    @Override
    public void close() {
        // Whoever waits for a call that had not begun would wait for the whole limit otherwise.
        for (Runnable waiting : calls.shutdownNow()) {
            ((Future<?>) waiting).cancel(true);
        }
        client.shutdownNow();
        try {
            boolean ended = calls.awaitTermination(END_LIMIT_MS, TimeUnit.MILLISECONDS)
                    && client.awaitTermination(END_LIMIT_MS, TimeUnit.MILLISECONDS);
            if (!ended) {
                LOG.warn("threads that talk to {} did not end within {} ms", asked, END_LIMIT_MS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadPoolExecutor pool(int threads, int waiting, String prefix) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), task -> {
                    Thread thread = new Thread(task, prefix + number.incrementAndGet());
                    thread.setDaemon(true);
                    thread.setContextClassLoader(OwnThreads.class.getClassLoader());
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ChainException closed() {
        return new ChainException(Kind.UNREACHABLE, CLOSED);
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
