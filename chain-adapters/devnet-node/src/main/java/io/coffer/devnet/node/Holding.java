// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import com.sun.net.httpserver.HttpExchange;
import io.coffer.devnet.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Submissions that are kept unanswered. Safe on any thread. */
final class Holding {
    private final List<Held> held = new ArrayList<>();
    private boolean on;
    private boolean drop;

    /** A submission that was taken and not answered. */
    record Held(HttpExchange exchange, JsonObject body) {}

    /** What was held when holding ended, in the order of arrival. */
    record Released(List<Held> submissions, boolean dropped) {}

    /** Keeps the submission if holding is on. */
    synchronized boolean keep(HttpExchange exchange, JsonObject body) throws Refusal {
        if (!on) {
            return false;
        }
        if (held.size() >= Limits.HELD_SUBMISSIONS) {
            throw Refusal.unavailable("full", "so many submissions are held already");
        }
        held.add(new Held(exchange, body));
        return true;
    }

    /**
     * Begins or ends holding.
     *
     * @param newDrop whether what is held will be forgotten at the end; the last word counts for all of it
     * @return what is held no longer
     */
    synchronized Released set(boolean newOn, boolean newDrop) {
        boolean dropped = drop || newDrop;
        on = newOn;
        drop = newDrop;
        if (newOn) {
            return new Released(List.of(), false);
        }
        List<Held> released = List.copyOf(held);
        held.clear();
        return new Released(released, dropped);
    }

    synchronized int size() {
        return held.size();
    }
}
