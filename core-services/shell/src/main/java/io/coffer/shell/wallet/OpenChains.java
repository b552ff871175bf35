// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.core.MoneyState;
import io.coffer.api.node.Chains;
import io.coffer.shell.Node;
import io.coffer.spi.chain.ChainId;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The chains that something may be under way on.
 *
 * @param running those with a supervisor
 * @param only the one that was asked for, if any
 */
record OpenChains(Set<ChainId> running, Optional<ChainId> only) {
    static OpenChains of(Node node, Optional<String> only) {
        Set<ChainId> running = new TreeSet<>();
        node.find(Chains.class).ifPresent(chains -> chains.statuses().forEach(status -> running.add(status.chain())));
        return new OpenChains(running, only.map(ChainId::new));
    }

    /** With those that something is listed on: their adapter may be gone. */
    Set<ChainId> of(MoneyState state) {
        if (only.isPresent()) {
            return Set.of(only.get());
        }
        Set<ChainId> all = new TreeSet<>(running);
        state.listings().forEach(listing -> all.add(ChainId.of(listing.asset().id())));
        return all;
    }
}
