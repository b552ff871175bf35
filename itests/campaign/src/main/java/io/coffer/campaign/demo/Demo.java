// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.demo;

import io.coffer.campaign.Arguments;
import io.coffer.campaign.TokenDesk;
import io.coffer.campaign.World;
import io.coffer.campaign.chain.AnvilDriver;
import io.coffer.campaign.chain.AssetDriver;
import io.coffer.campaign.chain.ChainDriver;
import io.coffer.campaign.chain.CoinDriver;
import io.coffer.campaign.chain.DevnetDriver;
import io.coffer.campaign.client.NodeClient;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The main job end to end: a coin in, a coin out, on each chain, and the ledger held against the chain. With {@code
 * --swap} also a token, the adapter updated to another version in mid stream, and what was paid in swept.
 */
public final class Demo {
    private static final int TIMES = 2;
    private static final int HOT_WALLET = 10;
    private static final long SEED = 7;

    private final World world;
    private final NodeClient client;
    private final boolean swap;
    private final Random random = new Random(SEED);
    private int swaps;
    private int deposits;
    private int withdrawals;

    private Demo(World world, NodeClient client, boolean swap) {
        this.world = world;
        this.client = client;
        this.swap = swap;
    }

    /** @return whether ledger and chains agree to the unit */
    public static boolean run(Arguments arguments) throws IOException, InterruptedException {
        arguments.allowOnly("--chains", "--swap", "--launcher", "--work");
        List<String> names =
                List.of(arguments.option("--chains").orElse("devnet,anvil").split(","));
        boolean swap = arguments.has("--swap");
        if (swap && !names.equals(List.of("anvil"))) {
            throw new IllegalArgumentException("--swap: goes with --chains anvil, where tokens are");
        }
        try (World world = World.install(arguments, "demo")) {
            for (String name : names) {
                world.add(start(name, world.folder()));
            }
            world.setUp();
            say("node ready; vault created, chains enrolled, by the shell");
            return new Demo(world, world.client(), swap).run(names);
        }
    }

    private static ChainDriver start(String name, Path folder) throws IOException, InterruptedException {
        return switch (name) {
            case "devnet" -> DevnetDriver.start(folder, "main", "account", SEED);
            case "devnet-utxo" -> DevnetDriver.start(folder, "utxo", "utxo", SEED);
            case "anvil" -> AnvilDriver.start(folder);
            default ->
                throw new IllegalArgumentException(
                        "--chains: unknown " + name + "; known are devnet, devnet-utxo, anvil");
        };
    }

    private boolean run(List<String> names) throws IOException, InterruptedException {
        BigInteger difference = BigInteger.ZERO;
        for (ChainDriver chain : world.chains()) {
            difference = difference.add(run(chain));
        }
        boolean balanced =
                client.trialBalance().require("trial balance").path("balanced").asBoolean();
        boolean ok = difference.signum() == 0 && balanced && (!swap || swaps == 1);
        System.out.println("demo " + (ok ? "ok" : "failed") + " chains=" + String.join(",", names)
                + (swap ? " swapped=" + swaps : "") + " deposits=" + deposits + " withdrawals=" + withdrawals
                + " difference=" + difference);
        return ok;
    }

    /** @return what ledger and chain differ by, in the smallest units of all assets together */
    private BigInteger run(ChainDriver chain) throws IOException, InterruptedException {
        say("--- " + chain.chain());
        List<AssetDriver> assets = new ArrayList<>(List.of(new CoinDriver(chain)));
        if (swap) {
            assets.add(TokenDesk.list(world, (AnvilDriver) chain));
        }
        fundHotWallet(assets);
        String customer =
                client.createCustomer("demo-" + chain.name() + "-customer").text("id");
        String account = client.openAccount(customer, "demo-" + chain.name() + "-account")
                .text("id");
        List<String> addresses = new ArrayList<>(List.of(client.hotWallet(chain.chain())));
        List<Passage> passages = new ArrayList<>();
        for (AssetDriver asset : assets) {
            String address = client.allocateAddress(account, asset.asset(), "demo-" + asset.asset())
                    .text("address");
            if (!addresses.contains(address)) {
                addresses.add(address);
            }
            say("customer " + customer + ", account " + account + ", address " + address);
            passages.add(new Passage(client, asset, new Passage.Account(account, address), random));
        }
        if (swap) {
            MidStream stream = new MidStream(world, (AnvilDriver) chain, passages);
            stream.run();
            swaps += stream.swaps();
            deposits += stream.deposits();
            withdrawals += stream.withdrawals();
        } else {
            passThrough(passages.get(0));
        }
        return compare(passages, addresses);
    }

    private void fundHotWallet(List<AssetDriver> assets) throws IOException, InterruptedException {
        for (AssetDriver asset : assets) {
            String symbol = client.symbol(asset.asset());
            world.allow(asset, symbol, "5", "20");
            world.fundHotWallet(asset, asset.units(HOT_WALLET));
            say("hot wallet " + client.hotWallet(asset.chain().chain()) + " holds " + HOT_WALLET + " " + symbol
                    + ", booked for the house");
        }
    }

    private void passThrough(Passage passage) throws IOException, InterruptedException {
        AssetDriver asset = passage.asset();
        BigInteger expected = BigInteger.ZERO;
        for (int i = 1; i <= TIMES; i++) {
            passage.deposit(asset.units(i));
            expected = expected.add(asset.units(i));
            deposits++;
        }
        for (int i = 1; i <= TIMES; i++) {
            BigInteger units = asset.units(1).divide(BigInteger.valueOf(i * 2L));
            passage.withdraw(units);
            expected = expected.subtract(units);
            withdrawals++;
            passage.requireSettled(expected);
        }
    }

    private BigInteger compare(List<Passage> passages, List<String> addresses)
            throws IOException, InterruptedException {
        BigInteger difference = BigInteger.ZERO;
        for (Passage passage : passages) {
            AssetDriver asset = passage.asset();
            BigInteger onChain = BigInteger.ZERO;
            for (String address : addresses) {
                onChain = onChain.add(asset.balance(address));
            }
            BigInteger inLedger = client.custody(asset.asset());
            say("ledger " + asset.whole(inLedger) + " " + passage.symbol() + ", chain " + asset.whole(onChain) + " "
                    + passage.symbol());
            difference = difference.add(onChain.subtract(inLedger).abs());
        }
        return difference;
    }

    static void say(String line) {
        System.out.println(line);
    }
}
