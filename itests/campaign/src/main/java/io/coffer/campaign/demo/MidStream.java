// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.demo;

import io.coffer.campaign.World;
import io.coffer.campaign.chain.AssetDriver;
import io.coffer.campaign.chain.ChainDriver;
import io.coffer.campaign.drill.Bundles;
import io.coffer.campaign.drill.Plugin;
import io.coffer.campaign.process.Await;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Coin and token in and out, and the adapter updated to another version while deposits and withdrawals are under way. */
final class MidStream {
    private static final long SWEEP_LIMIT_MS = 120_000;

    private final World world;
    private final List<Passage> passages;
    private final List<BigInteger> expected = new ArrayList<>();
    private int swaps;
    private int deposits;
    private int withdrawals;

    MidStream(World world, List<Passage> passages) {
        this.world = world;
        this.passages = List.copyOf(passages);
    }

    int swaps() {
        return swaps;
    }

    int deposits() {
        return deposits;
    }

    int withdrawals() {
        return withdrawals;
    }

    void run() throws IOException, InterruptedException {
        for (Passage passage : passages) {
            AssetDriver asset = passage.asset();
            passage.deposit(asset.units(2));
            passage.withdraw(asset.units(1));
            expected.add(asset.units(1));
            deposits++;
            withdrawals++;
        }
        List<Passage.Arriving> arriving = new ArrayList<>();
        List<Passage.Leaving> leaving = new ArrayList<>();
        for (Passage passage : passages) {
            arriving.add(passage.pay(passage.asset().units(3)));
            leaving.add(passage.request(half(passage.asset())));
        }
        swap();
        for (int i = 0; i < passages.size(); i++) {
            Passage passage = passages.get(i);
            AssetDriver asset = passage.asset();
            passage.completed(leaving.get(i));
            arrived(passage, arriving.get(i));
            deposits++;
            withdrawals++;
            passage.deposit(asset.units(1));
            passage.withdraw(half(asset));
            deposits++;
            withdrawals++;
            // 1 was left; 3 and 1 came in, and a half went out twice.
            passage.requireSettled(expected.get(i).add(asset.units(3)));
        }
        sweep();
    }

    private static BigInteger half(AssetDriver asset) {
        return asset.units(1).divide(BigInteger.TWO);
    }

    /** The blocks of withdrawals may have made it final already. */
    private static void arrived(Passage passage, Passage.Arriving deposit) throws IOException, InterruptedException {
        BigInteger held = half(passage.asset());
        passage.credited(new Passage.Arriving(
                deposit.tx(), deposit.units(), deposit.before().subtract(held)));
    }

    private void swap() throws IOException, InterruptedException {
        Path distribution = Path.of(System.getenv("COFFER_NODE"));
        Plugin plugin =
                Plugin.of(distribution, "evm", "io.coffer.chain.evm.EvmNetwork", "evm-anvil-", world.folder());
        Bundles bundles = new Bundles(world.node().shell());
        String before = bundles.bundle(plugin.name()).version();
        world.node()
                .shell()
                .run("bundle:update", plugin.name(), plugin.other().toUri().toString());
        String after = bundles.bundle(plugin.name()).version();
        Demo.say("swap: " + plugin.name() + " " + before + " -> " + after
                + " while deposits and withdrawals are under way");
        if (!before.equals(after)) {
            swaps++;
        }
    }

    /** What customers paid in goes to the treasury: gas for the token first, then both. */
    private void sweep() throws IOException, InterruptedException {
        ChainDriver chain = passages.get(0).asset().chain();
        List<String> thresholds = passages.stream()
                .map(passage -> "sweep.threshold." + passage.symbol() + " = 0.1")
                .toList();
        world.settle(chain, thresholds);
        Demo.say("sweeping from 0.1 of each on");
        Await.until("the sweeps", SWEEP_LIMIT_MS, () -> {
            chain.mine(1);
            return isSwept(chain);
        });
        Demo.say(world.node().shell().run("wallet:transfers").strip());
    }

    private boolean isSwept(ChainDriver chain) throws IOException, InterruptedException {
        for (Passage passage : passages) {
            BigInteger left = passage.asset().balance(passage.address());
            if (left.compareTo(passage.asset().units(1).divide(BigInteger.TEN)) >= 0) {
                return false;
            }
        }
        return world.client()
                        .chain(chain.chain())
                        .require("chain")
                        .path("openWithdrawals")
                        .asInt()
                == 0;
    }
}
