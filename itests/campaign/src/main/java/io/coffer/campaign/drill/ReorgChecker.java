// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.campaign.World;
import io.coffer.campaign.chain.ChainDriver;
import io.coffer.campaign.chain.CoinDriver;
import io.coffer.campaign.client.Json;
import io.coffer.campaign.client.NodeClient;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Holds the books against the chain as it is after many reorganisations. What the chain took back after it was spent is
 * not covered by its account: that much, and no more, stands in the exposure account.
 */
final class ReorgChecker {
    private static final String SYMBOL = "DEV";

    private final World world;
    private final NodeClient node;
    private final ChainDriver chain;
    private final List<Ack> acks;
    private final Findings findings = new Findings();
    /** What each account should have, and what it lost of payments that the chain does not have any more. */
    private final Map<String, BigInteger> expected = new TreeMap<>();

    private final Map<String, BigInteger> vanished = new TreeMap<>();

    ReorgChecker(World world, ChainDriver chain, List<Ack> acks) throws IOException {
        this.world = world;
        this.node = world.client();
        this.chain = chain;
        this.acks = acks;
    }

    Findings check() throws IOException, InterruptedException {
        for (Ack ack : acks) {
            switch (ack.kind()) {
                case "account" -> expected.putIfAbsent(ack.id(), BigInteger.ZERO);
                case "paid" -> checkPayment(ack);
                case "withdrawal" -> checkWithdrawal(ack);
                default -> {
                    // Made before anything moved.
                }
            }
        }
        checkAccounts();
        new BooksCheck(node, new CoinDriver(chain), acks).into(findings);
        return findings;
    }

    /** On the chain: credited once. Not on the chain: not credited. */
    private void checkPayment(Ack paid) throws IOException, InterruptedException {
        List<String> states = new ArrayList<>();
        for (JsonNode item : node.deposits(paid.owner()).require("deposits").path("items")) {
            if (item.path("tx").asText().equals(paid.key())) {
                states.add(node.get("/v1/deposits/" + item.path("id").asText())
                        .require("deposit")
                        .path("state")
                        .asText());
            }
        }
        long credited = states.stream().filter("AVAILABLE"::equals).count();
        boolean mined = chain.isMined(paid.key());
        if (mined && credited == 0) {
            findings.lost("payment " + paid.key() + " is mined, its deposit is " + states);
        }
        if (credited > (mined ? 1 : 0)) {
            findings.doubled("payment " + paid.key() + (mined ? " is mined" : " is not mined") + ", credited "
                    + credited + " times");
        }
        (mined ? expected : vanished).merge(paid.owner(), paid.units(), BigInteger::add);
    }

    private void checkWithdrawal(Ack withdrawal) throws IOException, InterruptedException {
        String state = node.withdrawal(withdrawal.id()).text("state");
        BigInteger arrived = chain.balance(withdrawal.target());
        int compared = arrived.compareTo(withdrawal.units());
        if (compared < 0 || !state.equals("COMPLETED")) {
            findings.lost("withdrawal " + withdrawal.id() + " stands at " + state + ", arrived " + arrived + " of "
                    + withdrawal.units());
        } else if (compared > 0) {
            findings.doubled("withdrawal " + withdrawal.id() + ": arrived " + arrived + " of " + withdrawal.units());
        }
        expected.merge(withdrawal.owner(), withdrawal.units().negate(), BigInteger::add);
    }

    private void checkAccounts() throws IOException, InterruptedException {
        BigInteger uncovered = BigInteger.ZERO;
        for (Map.Entry<String, BigInteger> account : expected.entrySet()) {
            BigInteger held = node.held(account.getKey(), SYMBOL);
            BigInteger total = node.available(account.getKey(), SYMBOL).add(held);
            BigInteger more = total.subtract(account.getValue());
            String line = "account " + account.getKey() + " has " + total + ", by the chain " + account.getValue();
            if (more.signum() < 0) {
                findings.lost(line);
            } else if (more.compareTo(vanished.getOrDefault(account.getKey(), BigInteger.ZERO)) > 0) {
                findings.doubled(line);
            }
            if (held.signum() != 0) {
                findings.lost("account " + account.getKey() + " still holds " + held);
            }
            uncovered = uncovered.add(more);
        }
        BigInteger exposure = exposure();
        if (!exposure.equals(uncovered)) {
            findings.unbalanced("exposure " + exposure + ", but accounts lack " + uncovered);
        }
        System.out.println("exposure " + exposure + ", accounts " + expected.size());
    }

    private BigInteger exposure() throws IOException, InterruptedException {
        JsonNode accounts = Json.parse(world.node().shell().run("ledger:accounts", "--json", "--kind", "exposure"));
        BigInteger sum = BigInteger.ZERO;
        for (JsonNode account : accounts.path("items")) {
            sum = sum.add(new BigInteger(account.path("total").path("atomic").asText()));
        }
        return sum;
    }
}
