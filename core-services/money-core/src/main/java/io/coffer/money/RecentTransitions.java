// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import io.coffer.money.state.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the newest records did, for subscribers. Written and read under the core's lock. */
final class RecentTransitions {
    private final @Nullable Transition[] ring;
    private long first;
    private long last;

    /** @param position of the record before the first that will be added */
    RecentTransitions(int size, long position) {
        this.ring = new Transition[size];
        this.first = position + 1;
        this.last = position;
    }

    void add(Transition transition) {
        ring[slot(transition.position())] = transition;
        last = transition.position();
        first = Math.max(first, last - ring.length + 1);
    }

    private int slot(long position) {
        return (int) (position % ring.length);
    }

    /** What came after a position, at most {@code limit}; empty if that is too long ago. */
    Optional<List<Transition>> after(long position, int limit) {
        if (position + 1 < first) {
            return Optional.empty();
        }
        List<Transition> result = new ArrayList<>();
        for (long p = position + 1; p <= last && result.size() < limit; p++) {
            Transition transition = ring[slot(p)];
            if (transition != null) {
                result.add(transition);
            }
        }
        return Optional.of(result);
    }
}
