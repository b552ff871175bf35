// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.state;

import io.coffer.api.core.Event;
import io.coffer.api.core.JournalEvent;
import io.coffer.api.core.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one record did.
 *
 * @param result what the caller is answered; empty for records of the node's own
 * @param events in order
 */
public record Transition(long position, long timeMs, Optional<Result> result, List<Event> events) {
    /** The events with their places. */
    public List<JournalEvent> journalEvents() {
        List<JournalEvent> placed = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            placed.add(new JournalEvent(position, i, timeMs, events.get(i)));
        }
        return placed;
    }
}
