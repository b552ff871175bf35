// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import io.coffer.plugin.call.Deadline;
import io.coffer.plugin.call.OwnThreads;
import io.coffer.spi.chain.ChainException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs every question to the nodes of a network on threads of this bundle, each call of the core under one deadline.
 *
 * <p>Libraries leave things on the threads that call them; on a thread of the core's that would keep this bundle's
 * classes in memory after it is gone. {@link #close} ends all threads.
 *
 * <p>One of the nodes is asked. Where it fails a question, the next one is asked in the time that is left, and stays the
 * one that is asked.
 */
public final class NodeCalls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeCalls.class);

    private final List<Node> nodes;
    private final OwnThreads threads;
    /** The place of the node that is asked first. */
    private volatile int preferred;

    /** An endpoint and what is known of the node behind it. */
    private record Node(Wire wire, ChainCheck chain) {}

    /**
     * How the nodes are asked.
     *
     * @param requestTimeoutMs for one HTTP exchange
     * @param batchLimit questions in one exchange
     */
    public record Manners(long requestTimeoutMs, int batchLimit) {}

    /**
     * @param name of the network, for the names of threads
     * @param endpoints at least one, the first being asked first
     * @param chainId that every node must serve
     * @param nanos a clock that never goes back, as {@link System#nanoTime}
     */
    public NodeCalls(String name, List<Endpoint> endpoints, BigInteger chainId, Manners manners, LongSupplier nanos) {
        String asked = endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
        this.threads = new OwnThreads("evm-" + name, asked, nanos);
        this.nodes = endpoints.stream()
                .map(endpoint -> new Node(
                        new Wire(endpoint, manners.requestTimeoutMs(), threads.client()),
                        new ChainCheck(chainId, manners.batchLimit(), nanos)))
                .toList();
    }

    /**
     * Runs {@code work}, once more if a connection broke meanwhile: an idle one may have been closed by the node. So it
     * must only ask, never change anything.
     */
    public <T> T call(NodeCall.Work<T> work) throws ChainException {
        return await(deadline -> somewhere(work, deadline).answer());
    }

    /**
     * Confirms the chain, which also finds out whether an idle connection still holds, then runs {@code work} exactly
     * once.
     *
     * @throws ChainException before {@code work} was begun, or from it
     */
    public <T> T callOnce(NodeCall.Work<T> work) throws ChainException {
        return await(deadline -> {
            Found<Boolean> standing = somewhere(
                    node -> {
                        node.confirmChain();
                        return true;
                    },
                    deadline);
            return run(work, deadline, standing.place());
        });
    }

    /** Whether a node has ever shown that it serves the configured chain. */
    public boolean everConfirmed() {
        return nodes.stream().anyMatch(node -> node.chain().everConfirmed());
    }

    @Override
    public void close() {
        nodes.forEach(node -> node.wire().close());
        threads.close();
    }

    /** Something that runs on a worker. */
    @FunctionalInterface
    private interface Timed<T> {
        T run(Deadline deadline) throws IOException, ChainException;
    }

    /** An answer and the place of the node that gave it. */
    private record Found<T>(T answer, int place) {}

    /** Asks the nodes in turn until one answers; the failure of the first is told if none does. */
    private <T> Found<T> somewhere(NodeCall.Work<T> work, Deadline deadline) throws IOException, ChainException {
        int first = preferred;
        try {
            return new Found<>(repeatable(work, deadline, first), first);
        } catch (IOException | ChainException failure) {
            for (int turn = 1; turn < nodes.size() && deadline.leftMs() > 0; turn++) {
                int place = (first + turn) % nodes.size();
                try {
                    Found<T> found = new Found<>(repeatable(work, deadline, place), place);
                    prefer(place, first, failure);
                    return found;
                } catch (IOException | ChainException alsoFailed) {
                    LOG.debug("{} failed as well: {}", nodes.get(place).wire().endpoint(), alsoFailed.getMessage());
                }
            }
            throw failure;
        }
    }

    private void prefer(int place, int before, Exception failure) {
        if (preferred == before) {
            preferred = place;
            LOG.warn(
                    "{} did not do: {}; {} is asked from now on",
                    nodes.get(before).wire().endpoint(),
                    failure.getMessage(),
                    nodes.get(place).wire().endpoint());
        }
    }

    private <T> T repeatable(NodeCall.Work<T> work, Deadline deadline, int place) throws IOException, ChainException {
        try {
            return run(work, deadline, place);
        } catch (NodeFault fault) {
            if (fault.reason() != NodeFault.Cause.BROKEN_CONNECTION) {
                throw fault;
            }
            return run(work, deadline, place);
        }
    }

    private <T> T run(NodeCall.Work<T> work, Deadline deadline, int place) throws IOException, ChainException {
        Node node = nodes.get(place);
        List<NodeCall> others = nodes.stream()
                .filter(other -> !other.equals(node))
                .map(other -> call(other, deadline, List.of()))
                .toList();
        return call(node, deadline, others).run(work);
    }

    private static NodeCall call(Node node, Deadline deadline, List<NodeCall> others) {
        return new NodeCall(new HttpNode(node.wire(), deadline), deadline, node.chain(), others);
    }

    private <T> T await(Timed<T> timed) throws ChainException {
        return threads.run(deadline -> {
            try {
                return timed.run(deadline);
            } catch (NodeFault fault) {
                throw fault.asChainException();
            } catch (IOException failed) {
                throw new ChainException(
                        ChainException.Kind.UNREACHABLE, failed.getClass().getSimpleName());
            }
        });
    }
}
