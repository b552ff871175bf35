// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.campaign.chain.AssetDriver;
import io.coffer.campaign.chain.ChainDriver;
import io.coffer.campaign.client.NodeClient;
import io.coffer.campaign.client.Reply;
import io.coffer.campaign.process.Await;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Holds a client's log of one asset, the chain and the API against each other. It knows nothing else of the node. */
final class Checker {
    private static final long SETTLE_LIMIT_MS = 240_000;

    private final NodeClient node;
    private final AssetDriver asset;
    private final ChainDriver chain;
    private final String symbol;
    private final List<Ack> acks;
    private final Findings findings = new Findings();

    Checker(NodeClient node, AssetDriver asset, String symbol, List<Ack> acks) {
        this.node = node;
        this.asset = asset;
        this.chain = asset.chain();
        this.symbol = symbol;
        this.acks = acks;
    }

    /** Waits until no withdrawal of the log is under way, mining as it goes. */
    void settle() throws IOException, InterruptedException {
        Set<String> open = new HashSet<>();
        acks.stream().filter(a -> a.kind().equals("withdrawal")).forEach(a -> open.add(a.id()));
        Await.until("all withdrawals to end", SETTLE_LIMIT_MS, () -> {
            chain.mine(1);
            for (String id : List.copyOf(open)) {
                Reply reply = node.withdrawal(id);
                if (reply.status() == 404 || (reply.isOk() && isTerminal(reply.text("state")))) {
                    open.remove(id);
                } else {
                    return false;
                }
            }
            return open.isEmpty();
        });
        long height = chain.height();
        Await.until(
                "the last block to be read",
                SETTLE_LIMIT_MS,
                () -> node.chain(chain.chain())
                                .require("chain")
                                .path("cursor")
                                .path("height")
                                .asLong()
                        >= height);
    }

    Findings check() throws IOException, InterruptedException {
        checkExistence();
        Map<String, BigInteger> expected = new TreeMap<>();
        checkPaid(expected);
        checkWithdrawals(expected);
        checkBalances(expected);
        new BooksCheck(node, asset, acks).into(findings);
        return findings;
    }

    private void checkExistence() throws IOException, InterruptedException {
        Set<String> ids = new HashSet<>();
        for (Ack ack : acks) {
            if (!ack.kind().equals("paid") && !ids.add(ack.kind() + ack.id())) {
                findings.doubled(ack.kind() + " " + ack.id() + " was answered to two keys");
            }
            switch (ack.kind()) {
                case "customer" -> requireFound(ack, node.get("/v1/customers/" + ack.id()));
                case "account" -> requireFound(ack, node.balances(ack.id()));
                case "address" -> requireAddress(ack);
                case "withdrawal" -> requireFound(ack, node.withdrawal(ack.id()));
                default -> {
                    // Payments are checked against the chain.
                }
            }
        }
    }

    private void requireFound(Ack ack, Reply reply) {
        if (!reply.isOk()) {
            findings.lost(ack.kind() + " " + ack.id() + ": HTTP " + reply.status());
        }
    }

    private void requireAddress(Ack ack) throws IOException, InterruptedException {
        JsonNode addresses =
                node.get("/v1/accounts/" + ack.owner() + "/addresses").require("addresses of " + ack.owner());
        if (!addresses.toString().contains("\"" + ack.id() + "\"")) {
            findings.lost("address " + ack.id() + " of " + ack.owner());
        }
    }

    private void checkPaid(Map<String, BigInteger> expected) throws IOException, InterruptedException {
        for (Ack ack : acks) {
            if (ack.kind().equals("account")) {
                expected.putIfAbsent(ack.id(), BigInteger.ZERO);
            } else if (ack.kind().equals("paid")) {
                if (!chain.isMined(ack.key())) {
                    throw new IOException("the chain itself has not mined payment " + ack.key());
                }
                expected.merge(ack.owner(), ack.units(), BigInteger::add);
            }
        }
    }

    private void checkWithdrawals(Map<String, BigInteger> expected) throws IOException, InterruptedException {
        for (Ack ack : acks) {
            if (!ack.kind().equals("withdrawal")) {
                continue;
            }
            BigInteger arrived = asset.balance(ack.target());
            int compared = arrived.compareTo(ack.units());
            if (compared < 0) {
                Reply reply = node.withdrawal(ack.id());
                findings.lost("withdrawal " + ack.id() + " stands at "
                        + reply.body().path("state").asText() + ", arrived " + arrived + " of " + ack.units());
            } else if (compared > 0) {
                findings.doubled("withdrawal " + ack.id() + ": arrived " + arrived + " of " + ack.units());
            }
            expected.merge(ack.owner(), ack.units().negate(), BigInteger::add);
        }
    }

    private void checkBalances(Map<String, BigInteger> expected) throws IOException, InterruptedException {
        for (Map.Entry<String, BigInteger> account : expected.entrySet()) {
            BigInteger available = node.available(account.getKey(), symbol);
            BigInteger held = node.held(account.getKey(), symbol);
            int compared = available.compareTo(account.getValue());
            String line = "account " + account.getKey() + " has " + available + ", expected " + account.getValue();
            if (compared < 0) {
                findings.lost(line);
            } else if (compared > 0) {
                findings.doubled(line);
            }
            if (held.signum() != 0) {
                findings.lost("account " + account.getKey() + " still holds " + held);
            }
        }
    }

    private static boolean isTerminal(String state) {
        return Set.of("COMPLETED", "FAILED_ONCHAIN", "REJECTED", "BLOCKED", "CANCELLED", "EXPIRED")
                .contains(state);
    }
}
