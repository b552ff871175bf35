// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The core's journaled time, for operators. Rolling limits forget with it, so it does not follow a step of the system
 * clock that nothing explains. Any thread may call.
 */
@ProviderType
public interface CoreClock {
    /** Why journaled time does not follow the system clock at this moment; empty if it does. */
    Optional<Held> held();

    /**
     * Lets journaled time follow the system clock from here on. It never goes back.
     *
     * @param now the time by the operator's own watch; to within a minute that of the system clock
     * @return false if nothing is held, or the system clock says something else than the operator
     */
    boolean accept(Instant now);

    /**
     * A step that is not followed.
     *
     * @param clockMs what the system clock says, milliseconds since 1970 UTC
     * @param journaledMs what the core goes by
     */
    record Held(long clockMs, long journaledMs, String reason) {}
}
