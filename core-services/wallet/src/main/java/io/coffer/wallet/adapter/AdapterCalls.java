// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.adapter;

import io.coffer.spi.chain.ChainException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bulkhead of one adapter: threads of its own that end with it, and a deadline for each call.
 *
 * <p>What an adapter throws goes no further than here: it becomes a {@link ChainException} without a cause, because a
 * throwable that is kept somewhere would keep the adapter's classes in memory after it is gone. Any thread may call.
 */
public final class AdapterCalls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdapterCalls.class);
    private static final long IDLE_SECONDS = 30;
    private static final long END_LIMIT_MS = 1_000;
    private static final int MAX_MESSAGE = 300;
    private static final int MAX_TRACE = 4_000;
    /** What a thread's size of stack is called that is not set. */
    private static final long STACK_AS_USUAL = 0;

    private final String name;
    private final String subject;
    private final int threads;
    private final long deadlineMs;
    private final Semaphore permits;
    private final ThreadPoolExecutor executor;
    private final Set<Call<?>> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicInteger stuck = new AtomicInteger();
    private final AtomicInteger threadNumber = new AtomicInteger();

    /**
     * @param name of the threads, for thread dumps
     * @param threads most calls at once
     * @param deadlineMs for each call; the thread is interrupted then
     */
    public AdapterCalls(String name, int threads, long deadlineMs) {
        this(name, "adapter", threads, deadlineMs);
    }

    /** @param subject what is behind it, in messages */
    public AdapterCalls(String name, String subject, int threads, long deadlineMs) {
        this.name = name;
        this.subject = subject;
        this.threads = threads;
        this.deadlineMs = deadlineMs;
        this.permits = new Semaphore(threads);
        this.executor = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), this::newThread);
    }

    public <T> T call(String what, Callable<T> work) throws ChainException {
        return call(what, deadlineMs, work);
    }

    /**
     * Runs {@code work} on a thread of this bulkhead and waits for it, in line if all are busy.
     *
     * @param what is asked, for the message
     * @throws ChainException whatever goes wrong, a null answer and an interrupt of the caller included
     */
    public <T> T call(String what, long limitMs, Callable<T> work) throws ChainException {
        long limitNs = TimeUnit.MILLISECONDS.toNanos(Math.min(limitMs, deadlineMs));
        long begunNs = System.nanoTime();
        Call<T> call = new Call<>(work, stuck);
        underWay.add(call);
        try {
            start(what, call, limitNs);
            T answer = call.task.get(limitNs - (System.nanoTime() - begunNs), TimeUnit.NANOSECONDS);
            if (answer == null) {
                throw new ChainException(ChainException.Kind.GARBAGE, what + ": the " + subject + " answered nothing");
            }
            return answer;
        } catch (TimeoutException tooLate) {
            call.giveUp();
            throw new ChainException(ChainException.Kind.TIMEOUT, what + ": no answer within its time limit");
        } catch (CancellationException gone) {
            throw new ChainException(
                    ChainException.Kind.UNREACHABLE, what + ": the " + subject + " was withdrawn meanwhile");
        } catch (InterruptedException stopped) {
            call.giveUp();
            Thread.currentThread().interrupt();
            throw new ChainException(ChainException.Kind.UNREACHABLE, what + ": stopped while waiting");
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw translated(what, cause == null ? failed : cause);
        } finally {
            underWay.remove(call);
        }
    }

    /** Threads that did not come back when their time was up and still run. */
    public int stuckThreads() {
        return stuck.get();
    }

    /** Interrupts what is under way, lets its callers go, and waits a second at most for the threads to end. */
    @Override
    public void close() {
        executor.shutdownNow();
        underWay.forEach(call -> call.task.cancel(true));
        try {
            if (!executor.awaitTermination(END_LIMIT_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("{}: {} threads of the {} do not end", name, executor.getActiveCount(), subject);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a thread to be free, unless all are stuck: then waiting is of no use. */
    private void start(String what, Call<?> call, long limitNs) throws ChainException, InterruptedException {
        if (stuck.get() >= threads || !permits.tryAcquire(limitNs, TimeUnit.NANOSECONDS)) {
            throw new ChainException(
                    ChainException.Kind.UNREACHABLE,
                    what + ": all " + threads + " threads of the " + subject + " are busy, " + stuck.get()
                            + " of them stuck");
        }
        try {
            executor.execute(() -> {
                try {
                    call.task.run();
                } finally {
                    permits.release();
                }
            });
        } catch (RejectedExecutionException ended) {
            permits.release();
            throw new ChainException(ChainException.Kind.UNREACHABLE, what + ": the " + subject + " was withdrawn");
        }
        if (executor.isShutdown()) {
            call.task.cancel(true);
        }
    }

    private ChainException translated(String what, Throwable cause) {
        if (cause instanceof ChainException told) {
            return new ChainException(told.kind(), what + ": " + shortened(String.valueOf(told.getMessage())));
        }
        LOG.warn("{}: {}: the {} failed: {}", name, what, subject, trace(cause));
        return new ChainException(
                ChainException.Kind.GARBAGE,
                what + ": the " + subject + " failed with " + cause.getClass().getSimpleName() + ": "
                        + shortened(String.valueOf(cause.getMessage())));
    }

    private static String trace(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.toString().substring(0, Math.min(text.getBuffer().length(), MAX_TRACE));
    }

    private static String shortened(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
    }

    /**
     * A thread that keeps nothing of the one that asks for it, which may itself run in another adapter: neither its
     * thread locals nor its context class loader, and by the privileged block not the protection domains, and so the
     * class loaders, of all that is on its stack. Those would stay in memory as long as the thread, after their bundles
     * are gone.
     */
    @SuppressWarnings("removal") // A thread of Java 17 inherits the access control context of its maker all the same.
    private Thread newThread(Runnable work) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(null, work, name + "-" + threadNumber.incrementAndGet(), STACK_AS_USUAL, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(AdapterCalls.class.getClassLoader());
            return thread;
        });
    }

    /** One call: its thread and its caller agree on who leaves first. */
    private static final class Call<T> {
        private final FutureTask<T> task;
        private final AtomicInteger stuck;
        private boolean began;
        private boolean ended;
        private boolean late;

        Call(Callable<T> work, AtomicInteger stuck) {
            this.stuck = stuck;
            this.task = new FutureTask<>(() -> {
                begin();
                try {
                    return work.call();
                } finally {
                    end();
                }
            });
        }

        private synchronized void begin() {
            began = true;
        }

        private synchronized void end() {
            ended = true;
            if (late) {
                stuck.decrementAndGet();
            }
        }

        synchronized void giveUp() {
            if (began && !ended) {
                late = true;
                stuck.incrementAndGet();
            }
            task.cancel(true);
        }
    }
}
