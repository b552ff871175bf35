// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import java.util.Optional;

/**
 * How the history is.
 *
 * @param position up to which it has taken what happened, durably
 * @param corePosition where the money core stood when this was asked
 * @param failure in words, why it does not move on; empty if it does
 */
public record HistoryStatus(State state, long position, long corePosition, Optional<String> failure) {
    /** Whether it moves. */
    public enum State {
        /** Behind the core and moving. */
        CATCHING_UP,
        /** Where the core is. */
        CURRENT,
        /** Its store failed; tried again by itself. */
        RETRYING,
        /** Closed. */
        STOPPED
    }

    /** How many commands are missing. */
    public long lag() {
        return Math.max(0, corePosition - position);
    }
}
