// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.campaign.World;
import io.coffer.campaign.chain.AssetDriver;
import io.coffer.campaign.chain.ChainDriver;
import io.coffer.campaign.process.Await;
import java.io.IOException;

/**
 * The plugin of a token, updated under the token's own traffic. While it is away no block of its chain may be read,
 * because a deposit of the token would be passed over; the other chains go on.
 */
final class TokenSwaps {
    /** To the other version and back. */
    private static final int FEWEST = 2;

    private static final int SWAPS_PER_UPDATE = 2;
    private static final int PAYMENTS_PER_UPDATE = 2;
    private static final int WITHDRAWALS_PER_UPDATE = 2;
    /** What moves on other chains while the plugin is away. */
    private static final int MEANWHILE = 3;

    private static final long LIMIT_MS = 120_000;

    private final World world;
    private final Plugin plugin;
    private final AssetDriver token;
    private final ChainDriver chain;
    private final PluginDesk desk;
    private final Streams streams;
    private final ReadingWatch reading;
    private int tries;
    private int updates;

    /** The plugin, and a token that it brings. */
    record Subject(Plugin plugin, AssetDriver token) {}

    TokenSwaps(World world, Subject subject, PluginDesk desk, Streams streams, ReadingWatch reading) {
        this.world = world;
        this.plugin = subject.plugin();
        this.token = subject.token();
        this.chain = token.chain();
        this.desk = desk;
        this.streams = streams;
        this.reading = reading;
    }

    /** How many updates belong to a number of swaps. */
    static int wanted(int swaps) {
        return Math.max(FEWEST, swaps / SWAPS_PER_UPDATE);
    }

    /** Whether the share of the updates that belongs to the swaps until now has not been made yet. */
    boolean isDue(int swap, int swaps) {
        return tries < (long) wanted(swaps) * swap / swaps;
    }

    /** How many updates changed the version. */
    int updates() {
        return updates;
    }

    /** Updates the plugin to its other version or back, after its share of the token's load. */
    void update() throws IOException, InterruptedException {
        boolean toOther = tries % 2 == 0;
        tries++;
        awaitLoad();
        reading.begin();
        PluginDesk.Change change = desk.update(plugin, toOther, this::awaitRead);
        if (change.isOther()) {
            updates++;
        }
        System.out.println("update " + tries + ": " + plugin.name() + " " + change + "; " + reading.end(chain));
    }

    /** What an operator may do besides; the token is paid while nobody can read it. */
    void stopRemoveAndInstall() throws IOException, InterruptedException {
        reading.begin();
        desk.stopAndStart(plugin, this::goOnWithout, this::awaitRead);
        desk.removeAndInstall(plugin, this::goOnWithout, this::awaitRead);
        System.out.println(plugin.name() + " stopped and started, removed and installed; " + reading.end(chain));
    }

    private void awaitLoad() throws InterruptedException {
        Traffic traffic = streams.of(token);
        Await.until("the load before update " + tries + " of " + plugin.name(), LIMIT_MS, () -> {
            streams.requireAlive();
            return traffic.payments() >= (long) PAYMENTS_PER_UPDATE * tries
                    && traffic.withdrawals() >= (long) WITHDRAWALS_PER_UPDATE * tries;
        });
    }

    /** Waits until the node says that its chain waits for the token, has it paid, and sees the other chains go on. */
    private void goOnWithout() throws IOException, InterruptedException {
        Await.until(chain.chain() + " to wait for its token", LIMIT_MS, this::isWaiting);
        streams.of(token).payAgain();
        long before = streams.elsewhere(chain);
        Await.until("other chains to go on", LIMIT_MS, () -> {
            streams.requireAlive();
            return streams.elsewhere(chain) >= before + MEANWHILE;
        });
        if (!isWaiting()) {
            throw new IOException(chain.chain() + " is read without " + plugin.name());
        }
    }

    private boolean isWaiting() throws IOException, InterruptedException {
        JsonNode status = world.client().chain(chain.chain()).require("chain");
        return status.path("state").asText().equals("DEGRADED")
                && status.path("reason").asText().contains(token.asset());
    }

    /** Waits until a block is read that came after the plugin did. */
    private void awaitRead() throws IOException, InterruptedException {
        long height = chain.height() + 1;
        Await.until(
                "block " + height + " of " + chain.chain() + " to be read with its token",
                LIMIT_MS,
                () -> world.client()
                                .chain(chain.chain())
                                .require("chain")
                                .path("cursor")
                                .path("height")
                                .asLong()
                        >= height);
    }
}
