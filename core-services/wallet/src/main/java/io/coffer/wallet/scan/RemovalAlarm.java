// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.spi.chain.ChainId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells that blocks were removed that counted as final, and shows it until an operator has seen it. Any thread. */
final class RemovalAlarm {
    private static final Logger LOG = LoggerFactory.getLogger(RemovalAlarm.class);

    private final ChainId chain;
    private volatile Optional<String> present = Optional.empty();

    RemovalAlarm(ChainId chain) {
        this.chain = chain;
    }

    /**
     * What was final in them has just been taken back by the chain's settings.
     *
     * @param what was removed
     * @param settled how many deposits and withdrawals
     */
    void raise(String what, int settled) {
        String line = what + " was removed though it counted as final, and " + settled
                + " deposits and withdrawals were taken back (reorgFinal = reverse): ask other nodes, look at the"
                + " exposure account, release what is frozen; chain:resume " + chain + " ends this message";
        LOG.error("{}: {}", chain, line);
        present = Optional.of(line);
    }

    Optional<String> present() {
        return present;
    }

    void clear() {
        present = Optional.empty();
    }
}
