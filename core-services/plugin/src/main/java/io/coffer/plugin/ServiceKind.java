// SPDX-License-Identifier: Apache-2.0
package io.coffer.plugin;

import io.coffer.spi.settings.InvalidSettingsException;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of service of which there is one for each configuration: what differs from plugin to plugin. The component
 * itself is a good place to say it.
 *
 * <p>Called by one thread at a time, with nothing kept between the calls.
 *
 * @param <C> settings that were read and found good; an update to equal ones changes nothing
 * @param <S> the service
 */
public interface ServiceKind<C, S> {
    /** Under which the service is registered. */
    Class<? super S> type();

    /** Reads a configuration, as it comes from the platform. */
    C read(Map<String, ?> properties) throws InvalidSettingsException;

    /** Makes the service. Asks nobody outside: what it needs is asked when the core asks. */
    S open(C settings);

    /** Ends what the service has of its own, such as threads and clients, after it was unregistered. */
    default void close(S service) {}

    /** What the service registry shows of it to everybody: nothing secret. */
    Map<String, Object> properties(C settings);

    /** What the log calls it. */
    String name(C settings);

    /**
     * Why new settings are no update of what runs: half a file is still a file, so what a thing <i>is</i> stays as long
     * as its file is there. With the next step; empty if they may take its place.
     */
    default Optional<String> refusal(C before, S running, C now) {
        return Optional.empty();
    }

    /** Which of the two is there alone for a moment when an update replaces one by the other. */
    default Replacement replacement() {
        return Replacement.NEW_FIRST;
    }

    /** The property of the service by which the refusal of an update is told; empty: the log alone tells it. */
    default Optional<String> problemProperty() {
        return Optional.empty();
    }

    /** The order of an update. */
    enum Replacement {
        /** At no moment is there none; for services that do not mind another of their own. */
        NEW_FIRST,
        /** At no moment are there two; for what speaks for one thing outside, such as a chain. */
        OLD_FIRST
    }
}
