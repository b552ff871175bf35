// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import io.coffer.spi.chain.ChainException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs every question to the node on threads of this bundle, each call of the core under one deadline.
 *
 * <p>Libraries leave things on the threads that call them; on a thread of the core's that would keep this bundle's
 * classes in memory after it is gone. {@link #close} ends all threads.
 */
public final class NodeCalls implements AutoCloseable {
    /** The core gives up after ten seconds. */
    public static final long CALL_LIMIT_MS = 9_000;

    private static final Logger LOG = LoggerFactory.getLogger(NodeCalls.class);
    private static final String CLOSED = "the adapter is closed";
    private static final int WORKERS = 8;
    private static final int WAITING_CALLS = 64;
    private static final int CLIENT_THREADS = 3;
    private static final long IDLE_SECONDS = 30;
    private static final long CLOSE_LIMIT_MS = 2_000;

    private final Wire wire;
    private final LongSupplier nanos;
    private final ChainCheck chain;
    private final ExecutorService workers;
    private final ExecutorService clientThreads;

    /**
     * @param name of the network, for the names of threads
     * @param chainId that the node must serve
     * @param nanos a clock that never goes back, as {@link System#nanoTime}
     */
    public NodeCalls(String name, Endpoint endpoint, BigInteger chainId, long requestTimeoutMs, LongSupplier nanos) {
        this.nanos = nanos;
        this.chain = new ChainCheck(chainId, nanos);
        this.workers = pool(WORKERS, WAITING_CALLS, "evm-" + name + "-call-");
        this.clientThreads = pool(CLIENT_THREADS, Integer.MAX_VALUE, "evm-" + name + "-http-");
        this.wire = new Wire(endpoint, requestTimeoutMs, clientThreads);
    }

    /**
     * Runs {@code work}, once more if a connection broke meanwhile: an idle one may have been closed by the node. So it
     * must only ask, never change anything.
     */
    public <T> T call(NodeCall.Work<T> work) throws ChainException {
        return await(deadline -> repeatable(work, deadline));
    }

    /**
     * Confirms the chain, which also finds out whether an idle connection still holds, then runs {@code work} exactly
     * once.
     *
     * @throws ChainException before {@code work} was begun, or from it
     */
    public <T> T callOnce(NodeCall.Work<T> work) throws ChainException {
        return await(deadline -> {
            repeatable(
                    node -> {
                        node.confirmChain();
                        return true;
                    },
                    deadline);
            return run(work, deadline);
        });
    }

    /** Whether a node has ever shown that it serves the configured chain. */
    public boolean everConfirmed() {
        return chain.everConfirmed();
    }

    @Override
    public void close() {
        wire.close();
        // Whoever waits for a call that had not begun would wait for the whole limit otherwise.
        for (Runnable waiting : workers.shutdownNow()) {
            ((Future<?>) waiting).cancel(true);
        }
        clientThreads.shutdownNow();
        try {
            boolean ended = workers.awaitTermination(CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS)
                    && clientThreads.awaitTermination(CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS);
            if (!ended) {
                LOG.warn("threads that talk to {} did not end within {} ms", wire.endpoint(), CLOSE_LIMIT_MS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Something that runs on a worker. */
    @FunctionalInterface
    private interface Timed<T> {
        T run(Deadline deadline) throws IOException, ChainException;
    }

    private <T> T repeatable(NodeCall.Work<T> work, Deadline deadline) throws IOException, ChainException {
        try {
            return run(work, deadline);
        } catch (NodeFault fault) {
            if (fault.reason() != NodeFault.Cause.BROKEN_CONNECTION) {
                throw fault;
            }
            return run(work, deadline);
        }
    }

    private <T> T run(NodeCall.Work<T> work, Deadline deadline) throws IOException, ChainException {
        NodeCall node = new NodeCall(new HttpNode(wire, deadline), deadline, chain);
        try {
            chain.confirmIfDue(node);
            return work.run(node);
        } catch (NodeFault fault) {
            chain.forget();
            throw fault;
        }
    }

    private <T> T await(Timed<T> timed) throws ChainException {
        Deadline deadline = new Deadline(nanos, CALL_LIMIT_MS);
        Future<T> answer;
        try {
            answer = workers.submit(() -> timed.run(deadline));
        } catch (RejectedExecutionException full) {
            throw new ChainException(
                    workers.isShutdown() ? ChainException.Kind.UNREACHABLE : ChainException.Kind.TIMEOUT,
                    workers.isShutdown() ? CLOSED : "too many calls wait for " + wire.endpoint());
        }
        try {
            return answer.get(CALL_LIMIT_MS, TimeUnit.MILLISECONDS);
        } catch (CancellationException closed) {
            throw new ChainException(ChainException.Kind.UNREACHABLE, CLOSED);
        } catch (ExecutionException failed) {
            throw translated(failed.getCause());
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new ChainException(
                    ChainException.Kind.TIMEOUT, wire.endpoint() + " did not answer within " + CALL_LIMIT_MS + " ms");
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ChainException(ChainException.Kind.TIMEOUT, "the call was interrupted");
        }
    }

    private static ChainException translated(@Nullable Throwable cause) {
        if (cause instanceof NodeFault fault) {
            return fault.asChainException();
        }
        if (cause instanceof ChainException known) {
            return known;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException broken) {
            throw broken;
        }
        return new ChainException(
                ChainException.Kind.UNREACHABLE,
                cause == null ? "failure" : cause.getClass().getSimpleName());
    }

    private static ExecutorService pool(int threads, int waiting, String prefix) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(NodeCalls.class.getClassLoader());
            return thread;
        };
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
