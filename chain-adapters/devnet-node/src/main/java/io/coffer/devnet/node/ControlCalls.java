// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.Coins;
import io.coffer.devnet.format.DevnetAddress;
import io.coffer.devnet.format.Hashes;
import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.json.JsonObject;
import java.util.HashSet;
import java.util.Set;

/** The calls by which tests and demonstrations drive the chain, but for those about HTTP itself. */
final class ControlCalls {
    private final Chain chain;
    private final AutoMiner miner;

    ControlCalls(Chain chain, AutoMiner miner) {
        this.chain = chain;
        this.miner = miner;
    }

    /** Answers one, or throws {@link Refusal} of status 404 if there is none of that name. */
    Answer call(String name, JsonObject body) throws Refusal {
        try {
            return switch (name) {
                case "mine" -> mine(body);
                case "auto" -> auto(body);
                case "faucet" -> faucet(body);
                case "reorg" -> reorg(body);
                case "replace" -> id(chain.replace(onlyId(body)));
                case "vanish" -> {
                    Octets id = onlyId(body);
                    chain.vanish(id);
                    yield id(id);
                }
                case "fail" -> {
                    Octets id = onlyId(body);
                    chain.fail(id);
                    yield id(id);
                }
                case "duplicate" -> {
                    Octets id = onlyId(body);
                    chain.duplicate(id);
                    yield id(id);
                }
                default -> throw Refusal.unknown("unknown-call", "no such control call");
            };
        } catch (MalformedException malformed) {
            throw NodeCalls.malformed(malformed);
        }
    }

    /** The answer to {@code GET /control/state}. */
    Answer state(int held, NodeCalls calls, Fault fault) throws Refusal {
        int pending = chain.pending();
        Block head = chain.head();
        return Answer.of(json -> {
            json.writeNumberField("held", held);
            json.writeNumberField("pending", pending);
            json.writeNumberField("submissions", calls.submissions());
            json.writeNumberField("duplicateSubmissions", calls.duplicates());
            json.writeStringField("fault", fault.word());
            json.writeNumberField("blockTimeMs", miner.blockTimeMs());
            json.writeStringField("testAccount", DevnetAddress.of(chain.testAccount()));
            Listings.head(json, head.header());
        });
    }

    private Answer mine(JsonObject body) throws Refusal, MalformedException {
        body.allowOnly("blocks");
        chain.mine(body.has("blocks") ? (int) body.number("blocks", 1, Limits.BLOCKS_PER_CALL) : 1);
        return head();
    }

    private Answer auto(JsonObject body) throws MalformedException {
        body.allowOnly("blockTimeMs");
        long blockTimeMs = body.number("blockTimeMs", 0, Limits.BLOCK_TIME_MS);
        miner.every(blockTimeMs);
        return Answer.of(json -> json.writeNumberField("blockTimeMs", blockTimeMs));
    }

    private Answer faucet(JsonObject body) throws Refusal, MalformedException {
        body.allowOnly("address", "amount");
        Octets to = NodeCalls.address(body, "address");
        return id(chain.faucet(to, Coins.parse(body.text("amount"))));
    }

    private Answer reorg(JsonObject body) throws Refusal, MalformedException {
        body.allowOnly("depth", "drop", "delay");
        Set<Octets> drop = ids(body, "drop");
        Set<Octets> delay = ids(body, "delay");
        if (drop.stream().anyMatch(delay::contains)) {
            throw Refusal.badRequest("malformed", "a transaction cannot be both dropped and delayed");
        }
        chain.reorg((int) body.number("depth", 1, Limits.REORG_DEPTH), drop, delay);
        return head();
    }

    private Answer head() throws Refusal {
        Block head = chain.head();
        return Answer.of(json -> Listings.head(json, head.header()));
    }

    private static Answer id(Octets id) {
        return Answer.of(json -> json.writeStringField("id", id.toHex()));
    }

    private static Octets onlyId(JsonObject body) throws MalformedException {
        body.allowOnly("id");
        return Octets.hex(body.text("id"), Hashes.SHA256_LENGTH);
    }

    private static Set<Octets> ids(JsonObject body, String name) throws MalformedException {
        Set<Octets> ids = new HashSet<>();
        if (body.has(name)) {
            for (String text : body.texts(name, Limits.IDS_PER_CALL)) {
                ids.add(Octets.hex(text, Hashes.SHA256_LENGTH));
            }
        }
        return ids;
    }
}
