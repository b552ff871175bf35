// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.core.Event;
import io.coffer.money.rules.Rules;
import java.util.List;

/**
 * The surroundings of one command.
 *
 * @param position of the command's record
 * @param timeMs journaled time
 * @param events where what changes is noted, in order
 */
public record Turn(long position, long timeMs, Rules rules, List<Event> events) {
    public void note(Event event) {
        events.add(event);
    }
}
