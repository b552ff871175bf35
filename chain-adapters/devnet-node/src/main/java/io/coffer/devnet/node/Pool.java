// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.Octets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The transactions that wait for a block, in the order in which they came. */
final class Pool {
    private final Map<Octets, NodeTransaction> waiting = new LinkedHashMap<>();
    private long bytes;

    Optional<NodeTransaction> find(Octets id) {
        return Optional.ofNullable(waiting.get(id));
    }

    Collection<NodeTransaction> all() {
        return Collections.unmodifiableCollection(waiting.values());
    }

    int size() {
        return waiting.size();
    }

    boolean hasRoomFor(NodeTransaction transaction) {
        return waiting.size() < Limits.POOL_TRANSACTIONS
                && bytes + transaction.raw().length() <= Limits.POOL_BYTES;
    }

    void add(NodeTransaction transaction, PoolRules rules) {
        if (waiting.putIfAbsent(transaction.id(), transaction) != null) {
            throw new IllegalStateException("a transaction would wait twice");
        }
        bytes += transaction.raw().length();
        rules.added(transaction);
    }

    /** Removes it if it waits. */
    void remove(Octets id, PoolRules rules) {
        NodeTransaction removed = waiting.remove(id);
        if (removed != null) {
            bytes -= removed.raw().length();
            rules.removed(removed);
        }
    }

    /** Puts {@link NodeTransaction#failing} in its place. */
    void markFailing(Octets id, PoolRules rules) {
        waiting.computeIfPresent(id, (same, transaction) -> {
            rules.removed(transaction);
            rules.added(transaction.failing());
            return transaction.failing();
        });
    }
}
