// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import java.util.Optional;

/**
 * One network of one chain family. An integrator implements {@link AccountChain} or {@link UtxoChain}.
 *
 * <p>An adapter is registered as an OSGi service while it can be asked; whether its node answers is another matter and
 * is told by {@link ChainException}. It holds nothing that must survive it: cursor, addresses, sequences, reservations
 * and signed bytes belong to the core. It sees no key.
 *
 * <p>The core calls it on threads of the core's own, several at once. Each call must return within ten seconds; the
 * core interrupts the thread then and counts a failure.
 */
public sealed interface ChainAdapter permits AccountChain, UtxoChain {
    /**
     * Service property: why the newest configuration is not in force, in one sentence with file, key and value (masked
     * if it is a secret). Absent if it is. The adapter goes on with the configuration before it.
     */
    String SETTINGS_PROBLEM = "coffer.settings.problem";

    /** Constant while the adapter is registered; asks no node. */
    ChainDescriptor descriptor();

    AddressCodec addresses();

    TransactionCodec codec();

    ChainReader reader();

    FeeEstimator fees();

    Broadcaster broadcaster();

    /** A capability of this chain, or empty if it has none of that kind. */
    default <C extends ChainCapability> Optional<C> capability(Class<C> type) {
        return Optional.empty();
    }
}
