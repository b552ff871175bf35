// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.campaign.Arguments;
import io.coffer.campaign.World;
import io.coffer.campaign.chain.AnvilDriver;
import io.coffer.campaign.chain.ChainDriver;
import io.coffer.campaign.chain.DevnetDriver;
import io.coffer.campaign.client.NodeClient;
import io.coffer.campaign.process.Await;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The main job end to end: a coin in, a coin out, on each chain, and the ledger held against the chain. */
public final class Demo {
    private static final long STEP_LIMIT_MS = 60_000;
    private static final int TIMES = 2;
    private static final long SEED = 7;

    private final World world;
    private final NodeClient client;
    private final Random random = new Random(SEED);
    private int deposits;
    private int withdrawals;

    private Demo(World world, NodeClient client) {
        this.world = world;
        this.client = client;
    }

    /** @return whether ledger and chains agree to the unit */
    public static boolean run(Arguments arguments) throws IOException, InterruptedException {
        arguments.allowOnly("--chains", "--launcher", "--work");
        List<String> names =
                List.of(arguments.option("--chains").orElse("devnet,anvil").split(","));
        try (World world = World.install(arguments, "demo")) {
            for (String name : names) {
                world.add(start(name, world.folder()));
            }
            world.setUp();
            say("node ready; vault created, chains enrolled, by the shell");
            return new Demo(world, world.client()).run(names);
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
        boolean ok = difference.signum() == 0 && balanced;
        System.out.println("demo " + (ok ? "ok" : "failed") + " chains=" + String.join(",", names) + " deposits="
                + deposits + " withdrawals=" + withdrawals + " difference=" + difference);
        return ok;
    }

    /** @return what ledger and chain differ by, in the smallest unit */
    private BigInteger run(ChainDriver chain) throws IOException, InterruptedException {
        say("--- " + chain.chain());
        BigInteger coin = BigInteger.TEN.pow(chain.decimals());
        String symbol = client.symbol(chain.asset());
        world.allow(chain, symbol, "5", "20");
        world.fundHotWallet(chain, coin.multiply(BigInteger.TEN));
        say("hot wallet " + client.hotWallet(chain.chain()) + " holds 10 " + symbol + ", booked for the house");

        String customer = client.createCustomer(key(chain, "customer")).text("id");
        String account = client.openAccount(customer, key(chain, "account")).text("id");
        String address = client.allocateAddress(account, chain.asset(), key(chain, "address"))
                .text("address");
        say("customer " + customer + ", account " + account + ", address " + address);
        List<String> addresses = new ArrayList<>(List.of(address, client.hotWallet(chain.chain())));

        for (int i = 1; i <= TIMES; i++) {
            deposit(chain, account, address, coin.multiply(BigInteger.valueOf(i)), symbol);
        }
        for (int i = 1; i <= TIMES; i++) {
            withdraw(chain, account, coin.divide(BigInteger.valueOf(i * 2L)), symbol, i);
        }
        return compare(chain, addresses, symbol);
    }

    private void deposit(ChainDriver chain, String account, String address, BigInteger units, String symbol)
            throws IOException, InterruptedException {
        BigInteger before = client.available(account, symbol);
        String tx = chain.pay(address, units);
        say("deposit " + World.coins(chain, units) + " " + symbol + " by " + tx);
        for (int mined = 1; mined <= World.CONFIRMATIONS; mined++) {
            chain.mine(1);
            long height = chain.height();
            Await.until(
                    "block " + height + " to be read",
                    STEP_LIMIT_MS,
                    () -> client.chain(chain.chain())
                                    .require("chain")
                                    .path("cursor")
                                    .path("height")
                                    .asLong()
                            >= height);
            JsonNode deposit = client.deposit(account, tx);
            say("  block " + height + ": " + deposit.path("chainState").asText() + " "
                    + deposit.path("confirmations").asText() + "/" + World.CONFIRMATIONS + ", "
                    + deposit.path("state").asText() + ", available "
                    + World.coins(chain, client.available(account, symbol)));
        }
        Await.until(
                "the credit",
                STEP_LIMIT_MS,
                () -> client.available(account, symbol).subtract(before).equals(units));
        say("  credited: available " + World.coins(chain, client.available(account, symbol)) + " " + symbol);
        deposits++;
    }

    private void withdraw(ChainDriver chain, String account, BigInteger units, String symbol, int number)
            throws IOException, InterruptedException {
        String to = chain.strangerAddress(random);
        BigInteger before = client.available(account, symbol);
        String amount = World.coins(chain, units);
        String id = client.withdraw(account, chain.asset(), to, amount, key(chain, "withdrawal-" + number))
                .text("id");
        say("withdraw " + amount + " " + symbol + " to " + to + ": " + id + ", held "
                + World.coins(chain, client.held(account, symbol)));
        String last = "";
        long deadline = System.nanoTime() + STEP_LIMIT_MS * 1_000_000;
        while (!last.equals("COMPLETED")) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("withdrawal " + id + " stays " + last);
            }
            String state = client.withdrawal(id).text("state");
            if (!state.equals(last)) {
                say("  " + state);
                last = state;
            }
            if (state.equals("BROADCAST") || state.equals("CONFIRMING")) {
                chain.mine(1);
            }
            Thread.sleep(50);
        }
        showSettled(chain, account, id, to, units, before, symbol);
        withdrawals++;
    }

    private void showSettled(
            ChainDriver chain, String account, String id, String to, BigInteger units, BigInteger before, String symbol)
            throws IOException, InterruptedException {
        String tx = client.withdrawal(id).text("tx");
        if (!chain.isMined(tx)) {
            throw new IllegalStateException("the chain does not know " + tx + " as mined");
        }
        require("the destination's balance", units, chain.balance(to));
        require("the captured hold", BigInteger.ZERO, client.held(account, symbol));
        require("the account", before.subtract(units), client.available(account, symbol));
        say("  mined as " + tx + ", " + to + " holds " + World.coins(chain, chain.balance(to)) + " " + symbol
                + ", nothing is held any more");
    }

    private BigInteger compare(ChainDriver chain, List<String> addresses, String symbol)
            throws IOException, InterruptedException {
        BigInteger onChain = BigInteger.ZERO;
        for (String address : addresses) {
            onChain = onChain.add(chain.balance(address));
        }
        BigInteger inLedger = client.custody(chain.asset());
        say("ledger " + World.coins(chain, inLedger) + " " + symbol + ", chain " + World.coins(chain, onChain) + " "
                + symbol);
        return onChain.subtract(inLedger).abs();
    }

    private static String key(ChainDriver chain, String what) {
        return "demo-" + chain.name() + "-" + what;
    }

    private static void require(String what, BigInteger expected, BigInteger actual) {
        if (!expected.equals(actual)) {
            throw new IllegalStateException(what + ": expected " + expected + ", found " + actual);
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
