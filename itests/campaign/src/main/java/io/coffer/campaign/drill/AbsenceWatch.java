// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.campaign.World;
import io.coffer.campaign.chain.ChainDriver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each chain was without its adapter since the node started, against how often somebody made it so. Whatever is
 * more than that is a pause that nobody asked for.
 */
final class AbsenceWatch {
    private final World world;
    private final Map<String, Long> expected = new TreeMap<>();
    private final Map<String, Long> surplus = new TreeMap<>();
    private long surplusMs;

    AbsenceWatch(World world) {
        this.world = world;
    }

    /** What the node says of a chain's adapter. An absence counts when it has ended. */
    record Absences(long count, long lastMs, long longestMs) {}

    Absences of(ChainDriver chain) throws IOException, InterruptedException {
        JsonNode absences = world.client().chain(chain.chain()).require("chain").path("absences");
        if (!absences.path("count").isIntegralNumber()) {
            throw new IOException("the node does not say how often " + chain.chain() + " was without its adapter");
        }
        return new Absences(
                absences.path("count").asLong(),
                absences.path("lastMs").asLong(),
                absences.path("longestMs").asLong());
    }

    /**
     * Says that {@code chain} is about to be without its adapter once more.
     *
     * @return how often it then was
     */
    long expect(ChainDriver chain) {
        return expected.merge(chain.chain(), 1L, Long::sum);
    }

    /** Looks for absences beyond what was expected, often enough that the newest is the one that came to them. */
    void look() throws IOException, InterruptedException {
        for (ChainDriver chain : world.chains()) {
            Absences now = of(chain);
            long more = now.count() - expected.getOrDefault(chain.chain(), 0L);
            long before = surplus.getOrDefault(chain.chain(), 0L);
            if (more > before) {
                surplus.put(chain.chain(), more);
                // Of several between two looks the node tells the newest, and the longest that there ever was.
                long pauseMs = more == before + 1 ? now.lastMs() : now.longestMs();
                surplusMs = Math.max(surplusMs, pauseMs);
                System.out.println("PAUSE " + chain.chain() + " was without its adapter " + (more - before)
                        + " times more than it was made to be, " + pauseMs + " ms");
            }
        }
    }

    /** The longest absence that nobody asked for, in milliseconds; 0 if there was none. */
    long longestSurplusMs() {
        return surplusMs;
    }

    /**
     * Holds the counts against what was expected, which is said of each chain: fewer absences mean that something was not
     * looked at.
     */
    boolean isExact() throws IOException, InterruptedException {
        look();
        List<String> wrong = new ArrayList<>();
        for (ChainDriver chain : world.chains()) {
            long count = of(chain).count();
            long should = expected.getOrDefault(chain.chain(), 0L);
            if (count != should) {
                wrong.add(chain.chain() + " " + count + " instead of " + should);
            }
        }
        if (!wrong.isEmpty()) {
            System.out.println("ABSENCES " + wrong);
        }
        return wrong.isEmpty();
    }
}
