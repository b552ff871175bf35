// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.campaign.Arguments;
import io.coffer.campaign.World;
import io.coffer.campaign.chain.DevnetDriver;
import io.coffer.campaign.client.NodeClient;
import io.coffer.campaign.client.Reply;
import io.coffer.campaign.process.Await;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Reorganises a chain again and again, mostly below what counts as final, with customers' payments and withdrawals in
 * the removed blocks: each is mined elsewhere, later, or never. In between somebody releases what the node has halted
 * and frozen, in the shell. In the end everything is held against the chain as it then is.
 */
public final class ReorgDrill {
    private static final int DEEPEST = 64;
    private static final int DEEP = 50;
    /** Given up soon, so that the end needs few blocks. */
    private static final int VANISH_AFTER_BLOCKS = 30;

    private static final int LEAST_PAID = 10_000_000;
    private static final int MORE_PAID = 90_000_000;
    private static final int FATES = 3;
    private static final int ACCOUNTS_IN_USE = 6;
    private static final int MOST_BLOCKS_AFTER = 3;
    private static final int BLOCKS_EACH_LOOK = 3;
    private static final long FOLLOW_LIMIT_MS = 60_000;
    private static final long SEND_LIMIT_MS = 3_000;
    private static final long SETTLE_LIMIT_MS = 300_000;

    private final World world;
    private final DevnetDriver chain;
    private final NodeClient node;
    private final ReleaseDesk desk;
    private final Random random;
    private final List<Ack> acks = new ArrayList<>();
    /** The newest accounts, as acknowledged addresses. */
    private final List<Ack> addresses = new ArrayList<>();

    private int sequence;
    /** Of what the node had read; what it had not is nothing to it. */
    private int deepest;

    /** Deposits that were credited and, when the new blocks were read, were not; some are credited again later. */
    private int takenBack;

    private ReorgDrill(World world, DevnetDriver chain, Random random) throws IOException {
        this.world = world;
        this.chain = chain;
        this.node = world.client();
        this.desk = new ReleaseDesk(world);
        this.random = random;
    }

    /** @return whether nothing was lost, doubled or unbalanced, and it went deep */
    public static boolean run(Arguments arguments) throws IOException, InterruptedException {
        arguments.allowOnly("-n", "--seed", "--mode", "--launcher", "--work");
        int runs = arguments.count("-n", 100);
        String mode = arguments.option("--mode").orElse("account");
        if (!List.of("account", "utxo").contains(mode)) {
            throw new IllegalArgumentException("--mode: neither account nor utxo: " + mode);
        }
        long seed = arguments.number("--seed", System.nanoTime() & 0xffffff);
        System.out.println("seed " + seed);
        try (World world = World.install(arguments, "reorg")) {
            DevnetDriver chain = DevnetDriver.start(world.folder(), "main", mode, seed);
            world.add(chain, List.of("vanishAfterBlocks = " + VANISH_AFTER_BLOCKS));
            world.setUp();
            world.allow(chain, "DEV", "1000", "100000");
            world.fundHotWallet(chain, BigInteger.TEN.pow(11));
            // What the house has is not at stake here.
            chain.mine(DEEPEST + World.CONFIRMATIONS);
            return new ReorgDrill(world, chain, new Random(seed)).run(runs, seed);
        }
    }

    private boolean run(int runs, long seed) throws IOException, InterruptedException {
        for (int run = 1; run <= runs; run++) {
            // The first one is deep, so that a short drill goes deep as well.
            int depth = run == 1 ? DEEP + random.nextInt(DEEPEST - DEEP + 1) : 1 + random.nextInt(DEEPEST);
            fill(depth);
            awaitFollowed();
            List<String> removed = newest(depth);
            List<Ack> credited = credited(removed);
            String fates = reorganise(depth, removed, credited);
            deepest = Math.max(deepest, depth);
            chain.mine(1 + random.nextInt(MOST_BLOCKS_AFTER));
            awaitFollowed();
            int gone = credited.size() - credited(removed).size();
            takenBack += gone;
            System.out.println("run " + run + ": depth " + depth + ", " + fates + ", credited and taken back " + gone
                    + ", released " + desk.release());
        }
        settle();
        Findings findings = new ReorgChecker(world, chain, List.copyOf(acks)).check();
        System.out.println("seed " + seed + ", payments " + count("paid") + ", withdrawals " + count("withdrawal")
                + ", credited and taken back " + takenBack + ", releases " + desk.releases());
        System.out.println("drill reorg runs=" + runs + " deepest=" + deepest + " " + findings.figures());
        return findings.isClean() && deepest >= DEEP && missing().isEmpty();
    }

    /** What there must be for the drill to have shown anything, and was not; said on the console. */
    private List<String> missing() {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("payments", count("paid"));
        figures.put("withdrawals", count("withdrawal"));
        figures.put("credited deposits taken back", (long) takenBack);
        figures.put("operator releases", (long) desk.releases());
        List<String> missing = figures.entrySet().stream()
                .filter(figure -> figure.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
        missing.forEach(what -> System.out.println("MISSING there were no " + what));
        return missing;
    }

    private long count(String kind) {
        return acks.stream().filter(ack -> ack.kind().equals(kind)).count();
    }

    /** Makes the blocks that will be removed: payments, some of them credited and spent in later ones of these blocks. */
    private void fill(int depth) throws IOException, InterruptedException {
        openAccount();
        List<Ack> paid = pay(1 + random.nextInt(2));
        Optional<Ack> spent = depth <= 2 * World.CONFIRMATIONS ? withdrawSomewhere() : Optional.empty();
        chain.mine(1);
        int left = depth - 1;
        if (depth > 2 * World.CONFIRMATIONS) {
            List<Ack> mined = mined(paid);
            chain.mine(World.CONFIRMATIONS);
            awaitFollowed();
            awaitCredited(mined);
            spent = withdrawSomewhere();
            chain.mine(1);
            left -= World.CONFIRMATIONS + 1;
        }
        int before = left == 0 ? 0 : random.nextInt(left);
        if (before > 0) {
            chain.mine(before);
        }
        pay(random.nextInt(2));
        if (spent.isPresent() && random.nextBoolean()) {
            withdrawSomewhere();
        }
        if (left > before) {
            chain.mine(left - before);
        }
    }

    private void openAccount() throws IOException, InterruptedException {
        String customer = acked("customer", "id", "", node.createCustomer(nextKey()));
        String account = acked("account", "id", customer, node.openAccount(customer, nextKey()));
        acked("address", "address", account, node.allocateAddress(account, chain.asset(), nextKey()));
        addresses.add(acks.get(acks.size() - 1));
        if (addresses.size() > ACCOUNTS_IN_USE) {
            addresses.remove(0);
        }
    }

    private List<Ack> pay(int times) throws IOException, InterruptedException {
        List<Ack> paid = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Ack address = addresses.get(random.nextInt(addresses.size()));
            BigInteger units = BigInteger.valueOf(LEAST_PAID + random.nextInt(MORE_PAID));
            String tx = chain.pay(address.id(), units);
            paid.add(new Ack("paid", tx, tx, address.owner(), address.id(), units));
        }
        acks.addAll(paid);
        return paid;
    }

    private List<Ack> mined(List<Ack> payments) throws IOException, InterruptedException {
        List<Ack> mined = new ArrayList<>();
        for (Ack payment : payments) {
            if (chain.isMined(payment.key())) {
                mined.add(payment);
            }
        }
        return mined;
    }

    /** What is final is credited soon after its last block is read; only then there is something to withdraw. */
    private void awaitCredited(List<Ack> payments) throws InterruptedException {
        List<String> ids = payments.stream().map(Ack::key).toList();
        Await.until("the credit of " + ids, FOLLOW_LIMIT_MS, () -> credited(ids).size() == ids.size());
    }

    /** Orders a withdrawal from an account that has something, and gives it the time to be sent. */
    private Optional<Ack> withdrawSomewhere() throws IOException, InterruptedException {
        Optional<Ack> found = able();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Ack address = found.get();
        BigInteger available = node.available(address.owner(), "DEV");
        // A part of it; every fourth time nearly all.
        BigInteger units = random.nextInt(4) == 0
                ? available.subtract(BigInteger.ONE)
                : available.divide(BigInteger.valueOf(2 + random.nextInt(4)));
        String to = chain.strangerAddress(random);
        String key = nextKey();
        Reply reply = node.withdraw(address.owner(), chain.asset(), to, World.coins(chain, units), key);
        Ack ack = new Ack(
                "withdrawal", key, reply.require("withdrawal").path("id").asText(), address.owner(), to, units);
        acks.add(ack);
        long deadline = System.nanoTime() + SEND_LIMIT_MS * 1_000_000;
        while (!node.withdrawal(ack.id()).text("state").equals("BROADCAST") && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
        return Optional.of(ack);
    }

    /** Any account that has something to spend. */
    private Optional<Ack> able() throws IOException, InterruptedException {
        int first = random.nextInt(addresses.size());
        for (int i = 0; i < addresses.size(); i++) {
            Ack address = addresses.get((first + i) % addresses.size());
            if (node.available(address.owner(), "DEV").compareTo(BigInteger.TEN) >= 0) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    /** The transactions in the newest blocks. */
    private List<String> newest(int depth) throws IOException, InterruptedException {
        List<String> transactions = new ArrayList<>();
        long head = chain.height();
        for (long height = head - depth + 1; height <= head; height++) {
            for (JsonNode transaction : chain.client().block(height).path("transactions")) {
                transactions.add(transaction.path("id").asText());
            }
        }
        return transactions;
    }

    /** The payments among some transactions that the node has credited now. */
    private List<Ack> credited(List<String> transactions) throws IOException, InterruptedException {
        List<Ack> credited = new ArrayList<>();
        for (Ack ack : acks) {
            if (ack.kind().equals("paid")
                    && transactions.contains(ack.key())
                    && node.deposit(ack.owner(), ack.key())
                            .path("state")
                            .asText()
                            .equals("AVAILABLE")) {
                credited.add(ack);
            }
        }
        return credited;
    }

    /**
     * Replaces the newest blocks; of each transaction in them it is drawn what becomes of it. Until a credited payment was
     * taken back they are never mined again, so that a short drill has one as well.
     */
    private String reorganise(int depth, List<String> removed, List<Ack> credited)
            throws IOException, InterruptedException {
        List<String> drop = new ArrayList<>();
        List<String> delay = new ArrayList<>();
        List<String> never = takenBack == 0 ? credited.stream().map(Ack::key).toList() : List.of();
        for (String id : removed) {
            switch (never.contains(id) ? 0 : random.nextInt(FATES)) {
                case 0 -> drop.add(id);
                case 1 -> delay.add(id);
                default -> {
                    // The devnet mines it again in one of the new blocks.
                }
            }
        }
        chain.client().reorg(depth, drop, delay);
        return "elsewhere " + (removed.size() - drop.size() - delay.size()) + ", later " + delay.size() + ", never "
                + drop.size();
    }

    /** Waits until the node has read the chain's newest block. */
    private void awaitFollowed() throws IOException, InterruptedException {
        long height = chain.height();
        String hash = chain.client().block(height).path("hash").asText();
        Await.until("block " + height + " to be read", FOLLOW_LIMIT_MS, () -> {
            JsonNode cursor = node.chain(chain.chain()).require("chain").path("cursor");
            return cursor.path("hash").asText().equals(hash);
        });
    }

    /** Mines and releases until nothing is under way any more. */
    private void settle() throws InterruptedException {
        Await.until("everything to settle", SETTLE_LIMIT_MS, () -> {
            desk.release();
            chain.mine(BLOCKS_EACH_LOOK);
            awaitFollowed();
            JsonNode status = node.chain(chain.chain()).require("chain");
            return chain.client().pending() == 0
                    && status.path("openDeposits").asInt() == 0
                    && status.path("openWithdrawals").asInt() == 0;
        });
    }

    private String acked(String kind, String field, String owner, Reply reply) throws IOException {
        reply.require(kind);
        String id = reply.text(field);
        acks.add(new Ack(kind, id, id, owner, "", BigInteger.ZERO));
        return id;
    }

    private String nextKey() {
        return "reorg-" + sequence++;
    }
}
