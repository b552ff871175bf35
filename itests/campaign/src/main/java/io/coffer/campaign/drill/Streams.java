// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import io.coffer.campaign.World;
import io.coffer.campaign.chain.AssetDriver;
import io.coffer.campaign.chain.ChainDriver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The customers of several assets, and the blocks of all chains meanwhile. */
final class Streams implements AutoCloseable {
    private final World world;
    private final List<Traffic> traffic = new ArrayList<>();
    private final List<BlockClock> clocks = new ArrayList<>();

    private Streams(World world) {
        this.world = world;
    }

    /** Starts at once. */
    static Streams start(World world, List<AssetDriver> assets, long seed) throws IOException, InterruptedException {
        Streams streams = new Streams(world);
        try {
            for (ChainDriver chain : world.chains()) {
                streams.clocks.add(new BlockClock(chain));
            }
            for (AssetDriver asset : assets) {
                streams.traffic.add(new Traffic(world, asset, seed));
            }
            return streams;
        } catch (IOException | InterruptedException failed) {
            streams.close();
            throw failed;
        }
    }

    /** @throws IllegalArgumentException if there are no customers of {@code asset} */
    Traffic of(AssetDriver asset) {
        return traffic.stream()
                .filter(one -> one.asset().equals(asset))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("asset: nobody moves " + asset.asset()));
    }

    long payments() {
        return traffic.stream().mapToLong(Traffic::payments).sum();
    }

    long withdrawals() {
        return traffic.stream().mapToLong(Traffic::withdrawals).sum();
    }

    /** Payments and withdrawals on all chains but one. */
    long elsewhere(ChainDriver chain) {
        return traffic.stream()
                .filter(one -> !one.asset().chain().equals(chain))
                .mapToLong(one -> one.payments() + one.withdrawals())
                .sum();
    }

    /** How many payments and withdrawals there were of each asset, to be shown. */
    List<String> figures() {
        return traffic.stream()
                .map(one -> one.asset().chain().name() + " " + one.symbol() + " " + one.payments() + " in, "
                        + one.withdrawals() + " out")
                .toList();
    }

    /** @throws IOException if somebody has given up, with the reason */
    void requireAlive() throws IOException, InterruptedException {
        for (Traffic one : traffic) {
            one.requireAlive();
        }
        for (BlockClock clock : clocks) {
            clock.requireAlive();
        }
    }

    /** Lets every customer end what it is doing, and then the blocks. */
    void finish() throws IOException, InterruptedException {
        for (Traffic one : traffic) {
            one.finish();
        }
        for (BlockClock clock : clocks) {
            clock.finish();
        }
    }

    /** Waits until nothing is under way, and then holds all logs, the chains and the books against each other. */
    Findings check() throws IOException, InterruptedException {
        List<Checker> checkers = new ArrayList<>();
        for (Traffic one : traffic) {
            checkers.add(new Checker(world.client(), one.asset(), one.symbol(), one.acks()));
        }
        // The fee of one asset's withdrawals is paid in another.
        for (Checker checker : checkers) {
            checker.settle();
        }
        Findings findings = new Findings();
        for (Checker checker : checkers) {
            findings.add(checker.check());
        }
        return findings;
    }

    @Override
    public void close() {
        traffic.forEach(Traffic::close);
        clocks.forEach(BlockClock::close);
    }
}
