// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.chain.evm.Block.Payment;
import io.coffer.chain.evm.rpc.NodeCall;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.NetworkAssetId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what contracts passed on where any node of the network traces, and leaves it to the balances where none does.
 *
 * <p>No client is known by its name: each block is asked of the node that is read from and then of the others. A block is
 * read without traces at once where every node says that it cannot trace it. Where one fails in another way, reading
 * waits as long as {@link TracePatience} allows. What is left out then is never lost, because the adapter offers {@link
 * io.coffer.spi.chain.BalancesAtBlock} beside it, and the balance at any later final block still tells of it.
 *
 * <p>One for all readers of a network, whatever tokens they host. Safe for use by several threads.
 */
final class TracesWherePossible {
    private static final Logger LOG = LoggerFactory.getLogger(TracesWherePossible.class);

    private final NetworkAssetId coin;
    private final TracePatience patience = new TracePatience();
    private final AtomicBoolean blind = new AtomicBoolean();

    /** @param coin that is found, for messages */
    TracesWherePossible(NetworkAssetId coin) {
        this.coin = coin;
    }

    /** The payments of each transaction of which a node tells any, in the order of execution. */
    Map<TxId, List<Payment>> of(NodeCall node, List<Block> blocks) throws IOException, ChainException {
        Map<TxId, List<Payment>> payments = new HashMap<>();
        for (Block block : blocks) {
            if (block.mayHaveCalls() && !patience.rests(node.deadline().nowNanos())) {
                payments.putAll(of(node, block));
            }
        }
        return payments;
    }

    /** What none of the nodes told: why they cannot, or the failure of the first that did not say that it cannot. */
    private record Untold(List<String> whyNot, Optional<Exception> failure) {}

    private Map<TxId, List<Payment>> of(NodeCall node, Block block) throws IOException, ChainException {
        List<String> whyNot = new ArrayList<>();
        Optional<Exception> failure = Optional.empty();
        List<NodeCall> nodes = new ArrayList<>(List.of(node));
        nodes.addAll(node.others());
        for (NodeCall each : nodes) {
            try {
                InternalPayments.Told told = each == node
                        ? InternalPayments.ask(node, block)
                        : each.run(other -> InternalPayments.ask(other, block));
                if (told.payments().isPresent()) {
                    traced(block);
                    return told.payments().get();
                }
                whyNot.add(told.whyNot());
            } catch (IOException | ChainException failed) {
                failure = failure.isPresent() ? failure : Optional.of(failed);
            }
        }
        untold(node, block, new Untold(whyNot, failure));
        return Map.of();
    }

    private void traced(Block block) {
        patience.traced(block.ref());
        if (blind.getAndSet(false)) {
            LOG.info("{}: blocks are traced from {} on", coin, block.ref().height());
        }
    }

    /** Returns if the block may be read without traces. */
    private void untold(NodeCall node, Block block, Untold untold) throws IOException, ChainException {
        String why = untold.failure().map(Exception::getMessage).orElseGet(() -> String.join("; ", untold.whyNot()));
        if (untold.failure().isPresent()
                && patience.lasts(block.ref(), node.deadline().nowNanos())) {
            LOG.debug("{}: block {} waits for its traces: {}", coin, block.ref().height(), why);
            rethrow(untold.failure().get());
        }
        if (!blind.getAndSet(true)) {
            LOG.warn(
                    "{}: blocks from {} on are read without traces until a node traces: {}; what contracts pass on in"
                            + " them is found by balances at finality",
                    coin,
                    block.ref().height(),
                    why);
        }
    }

    private static void rethrow(Exception failure) throws IOException, ChainException {
        if (failure instanceof IOException broken) {
            throw broken;
        }
        throw (ChainException) failure;
    }
}
