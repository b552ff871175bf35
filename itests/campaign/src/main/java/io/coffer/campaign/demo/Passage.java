// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.campaign.World;
import io.coffer.campaign.chain.AssetDriver;
import io.coffer.campaign.chain.ChainDriver;
import io.coffer.campaign.client.NodeClient;
import io.coffer.campaign.process.Await;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Random;

/** One asset on its way in and out, for one account, told step by step. */
final class Passage {
    static final long STEP_LIMIT_MS = 60_000;

    private static final String COMPLETED = "COMPLETED";

    private final NodeClient client;
    private final AssetDriver asset;
    private final ChainDriver chain;
    private final Account account;
    private final Random random;
    private final String symbol;
    private int number;

    /** Whose coins they are, and where deposits go. */
    record Account(String id, String address) {}

    /** A deposit that is in a block, not credited yet. */
    record Arriving(String tx, BigInteger units, BigInteger before) {}

    /** A withdrawal that was taken. */
    record Leaving(String id, String to, BigInteger units, BigInteger before) {}

    Passage(NodeClient client, AssetDriver asset, Account account, Random random)
            throws IOException, InterruptedException {
        this.client = client;
        this.asset = asset;
        this.chain = asset.chain();
        this.account = account;
        this.random = random;
        this.symbol = client.symbol(asset.asset());
    }

    AssetDriver asset() {
        return asset;
    }

    String address() {
        return account.address();
    }

    String symbol() {
        return symbol;
    }

    void deposit(BigInteger units) throws IOException, InterruptedException {
        credited(pay(units));
    }

    /** Pays, and says what the node makes of the first block. */
    Arriving pay(BigInteger units) throws IOException, InterruptedException {
        BigInteger before = available();
        String tx = asset.pay(account.address(), units);
        say("deposit " + asset.whole(units) + " " + symbol + " by " + tx);
        chain.mine(1);
        showBlock(tx);
        return new Arriving(tx, units, before);
    }

    /** Adds the blocks that are missing, until it is credited. */
    void credited(Arriving deposit) throws IOException, InterruptedException {
        for (int mined = 1; mined < World.CONFIRMATIONS; mined++) {
            chain.mine(1);
            showBlock(deposit.tx());
        }
        Await.until(
                "the credit",
                STEP_LIMIT_MS,
                () -> available().subtract(deposit.before()).equals(deposit.units()));
        say("  credited: available " + asset.whole(available()) + " " + symbol);
    }

    private void showBlock(String tx) throws IOException, InterruptedException {
        long height = chain.height();
        Await.until("block " + height + " to be read", STEP_LIMIT_MS, () -> cursor() >= height);
        JsonNode deposit = client.deposit(account.id(), tx);
        say("  block " + height + ": " + deposit.path("chainState").asText() + " "
                + deposit.path("confirmations").asText() + "/" + World.CONFIRMATIONS + ", "
                + deposit.path("state").asText() + ", available " + asset.whole(available()));
    }

    private long cursor() throws IOException, InterruptedException {
        return client.chain(chain.chain())
                .require("chain")
                .path("cursor")
                .path("height")
                .asLong();
    }

    void withdraw(BigInteger units) throws IOException, InterruptedException {
        completed(request(units));
    }

    Leaving request(BigInteger units) throws IOException, InterruptedException {
        number++;
        String to = chain.strangerAddress(random);
        BigInteger before = available();
        String amount = asset.whole(units);
        String key = "demo-" + chain.name() + "-" + symbol + "-withdrawal-" + number;
        String id = client.withdraw(account.id(), asset.asset(), to, amount, key).text("id");
        say("withdraw " + amount + " " + symbol + " to " + to + ": " + id + ", held "
                + asset.whole(client.held(account.id(), symbol)));
        return new Leaving(id, to, units, before);
    }

    void completed(Leaving withdrawal) throws IOException, InterruptedException {
        String last = "";
        long deadline = System.nanoTime() + STEP_LIMIT_MS * 1_000_000;
        while (!last.equals(COMPLETED)) {
            JsonNode now = client.withdrawal(withdrawal.id()).require("withdrawal");
            String state = now.path("state").asText();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "withdrawal " + withdrawal.id() + " stays " + state + ", waiting: " + now.path("waiting"));
            }
            if (!state.equals(last)) {
                say("  " + withdrawal.id() + ": " + state);
                last = state;
            }
            if (state.equals("BROADCAST") || state.equals("CONFIRMING")) {
                chain.mine(1);
            }
            Thread.sleep(50);
        }
        showSettled(withdrawal);
    }

    private void showSettled(Leaving withdrawal) throws IOException, InterruptedException {
        String tx = client.withdrawal(withdrawal.id()).text("tx");
        if (!chain.isMined(tx)) {
            throw new IllegalStateException("the chain does not know " + tx + " as mined");
        }
        String to = withdrawal.to();
        require("the destination's balance", withdrawal.units(), asset.balance(to));
        say("  mined as " + tx + ", " + to + " holds " + asset.whole(asset.balance(to)) + " " + symbol);
    }

    /** What the account may spend, after what was held for withdrawals has been captured. */
    void requireSettled(BigInteger expected) throws IOException, InterruptedException {
        require("what is held", BigInteger.ZERO, client.held(account.id(), symbol));
        require("the account", expected, available());
    }

    BigInteger available() throws IOException, InterruptedException {
        return client.available(account.id(), symbol);
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
