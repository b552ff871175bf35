// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import io.coffer.spi.chain.ChainId;
import io.coffer.wallet.settings.ChainSettings;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The settings that hold for one chain: an operator's file comes, changes and goes while the node runs. Any thread may
 * call.
 */
final class SettingsInForce {
    /** How long a chain that was never read waits for a file that is dropped together with its adapter. */
    static final long FIRST_MS = 1_000;
    /** How long a file that went still holds: an editor may only be replacing it. */
    static final long LAPSE_MS = 10_000;

    private final InstantSource clock;
    private final ChainSettings defaults;
    private final long firstUntilMs;
    private ChainSettings inForce;
    private boolean configured;
    private long lapseAtMs = Long.MAX_VALUE;
    private Optional<String> fault = Optional.empty();
    private Optional<String> refusedChange = Optional.empty();

    SettingsInForce(ChainId chain, InstantSource clock) {
        this.clock = clock;
        this.defaults = ChainSettings.defaults(chain);
        this.inForce = defaults;
        this.firstUntilMs = clock.millis() + FIRST_MS;
    }

    synchronized void set(ChainSettings settings) {
        inForce = settings;
        configured = true;
        lapseAtMs = Long.MAX_VALUE;
        fault = Optional.empty();
        refusedChange = Optional.empty();
    }

    /** The file went: what it said holds a little longer. */
    synchronized void unset() {
        lapseAtMs = clock.millis() + LAPSE_MS;
        fault = Optional.empty();
        refusedChange = Optional.empty();
    }

    /** There is a file that cannot be used, and none before it. */
    synchronized void refuse(String reason) {
        fault = Optional.of(reason);
        configured = true;
    }

    /** The file was changed to one that cannot be used: it is told of, and the chain goes on. */
    synchronized void refuseChange(String reason) {
        refusedChange = Optional.of(reason);
    }

    synchronized ChainSettings now() {
        if (clock.millis() >= lapseAtMs) {
            inForce = defaults;
            lapseAtMs = Long.MAX_VALUE;
        }
        return inForce;
    }

    /** Why the chain must not be touched. */
    synchronized Optional<String> fault() {
        return fault;
    }

    /** Why the newest change is not in force. */
    synchronized Optional<String> refusedChange() {
        return refusedChange;
    }

    /** Whether a chain that was never read may be begun: there is a file, or none came in time. */
    synchronized boolean isSettled() {
        return configured || clock.millis() >= firstUntilMs;
    }
}
