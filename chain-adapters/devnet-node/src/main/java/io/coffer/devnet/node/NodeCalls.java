// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.BlockHeader;
import io.coffer.devnet.format.DevnetAddress;
import io.coffer.devnet.format.Hashes;
import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.SignedTransaction;
import io.coffer.devnet.json.JsonObject;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** The calls of a client: what the chain holds, and submissions. */
final class NodeCalls {
    private static final Pattern HEIGHT = Pattern.compile("[0-9]{1,18}");
    private static final String OTHER = "-other";

    private final Chain chain;
    private final AtomicLong submissions = new AtomicLong();
    private final AtomicLong duplicates = new AtomicLong();

    NodeCalls(Chain chain) {
        this.chain = chain;
    }

    /** How many submissions came since the start. */
    long submissions() {
        return submissions.get();
    }

    /** How many of those were of a transaction that waited already or was mined. */
    long duplicates() {
        return duplicates.get();
    }

    void countSubmission() {
        submissions.incrementAndGet();
    }

    /**
     * Answers a read.
     *
     * @param lag how many blocks behind the head the node pretends to be
     */
    Answer get(List<String> path, long lag) throws Refusal {
        BlockHeader head = head(lag);
        String call = path.get(0);
        if (path.size() == 1 && call.equals("chain")) {
            return chain(chain.settings().name().caip2(), chain.genesis(), head);
        }
        if (path.size() == 1 && call.equals("fees")) {
            return fees();
        }
        if (path.size() == 2 && call.equals("block")) {
            return block(path.get(1), head);
        }
        if (path.size() == 2 && call.equals("tx")) {
            return transaction(path.get(1), head);
        }
        if (path.size() == 2 && call.equals("address")) {
            return address(path.get(1));
        }
        throw Refusal.unknown("unknown-call", "no such call");
    }

    /** Answers a read as the node of another chain would, which holds nothing of this one. */
    Answer getOfOtherChain(List<String> path) throws Refusal {
        return switch (path.get(0)) {
            case "chain" -> {
                Octets genesis = Hashes.sha256d(chain.genesis().toArray());
                BlockHeader head = chain.head().header();
                BlockHeader other = new BlockHeader(
                        head.height(), genesis, head.timeMs(), head.salt(), BlockHeader.merkle(List.of()));
                yield chain(otherName(), genesis, other);
            }
            case "fees" -> fees();
            case "block" -> throw Refusal.unknown("unknown-block", "no such block");
            case "tx" -> throw Refusal.unknown("unknown-tx", "no such transaction");
            default -> throw Refusal.unknown("unknown-call", "no such call");
        };
    }

    /** Verifies a transaction and hands it to the chain. */
    Answer submit(JsonObject body) throws Refusal {
        NodeTransaction transaction = decoded(body);
        if (!chain.isKnown(transaction.id())) {
            requireAcceptable(transaction.signed());
        }
        boolean isNew = chain.submit(transaction);
        if (!isNew) {
            duplicates.incrementAndGet();
        }
        return Answer.of(json -> {
            json.writeStringField("id", transaction.id().toHex());
            json.writeStringField("result", isNew ? "accepted" : "known");
        });
    }

    /** The address or 400. */
    static Octets address(JsonObject body, String field) throws Refusal {
        try {
            return DevnetAddress.parse(body.text(field));
        } catch (MalformedException malformed) {
            throw malformed(malformed);
        }
    }

    static Refusal malformed(MalformedException malformed) {
        return Refusal.badRequest("malformed", String.valueOf(malformed.getMessage()));
    }

    private BlockHeader head(long lag) throws Refusal {
        Block head = chain.head();
        if (lag == 0) {
            return head.header();
        }
        long height = Math.max(0, head.height() - lag);
        return chain.block(height).orElseThrow().block().header();
    }

    private String otherName() {
        String caip2 = chain.settings().name().caip2();
        return caip2.substring(0, Math.min(caip2.length(), "devnet:".length() + 32 - OTHER.length())) + OTHER;
    }

    private Answer chain(String caip2, Octets genesis, BlockHeader head) {
        return Answer.of(json -> {
            json.writeStringField("chain", caip2);
            json.writeStringField("mode", chain.settings().mode().word());
            json.writeStringField("genesis", genesis.toHex());
            Listings.head(json, head);
            json.writeStringField("minFee", chain.settings().minFee().toString());
        });
    }

    private Answer fees() {
        return Answer.of(json -> {
            json.writeStringField("minFee", chain.settings().minFee().toString());
            json.writeStringField("suggested", chain.settings().suggestedFee().toString());
        });
    }

    private Answer block(String which, BlockHeader head) throws Refusal {
        Optional<Chain.Listing> found =
                HEIGHT.matcher(which).matches() ? chain.block(Long.parseLong(which)) : chain.block(hash(which));
        Chain.Listing listing = found.filter(block -> block.block().height() <= head.height())
                .orElseThrow(() -> Refusal.unknown("unknown-block", "no such block"));
        return Answer.large(json -> Listings.block(json, listing));
    }

    private Answer transaction(String id, BlockHeader head) throws Refusal {
        Chain.Standing standing =
                chain.transaction(hash(id)).orElseThrow(() -> Refusal.unknown("unknown-tx", "no such transaction"));
        Optional<BlockHeader> block = standing.block().filter(header -> header.height() <= head.height());
        NodeTransaction transaction = standing.transaction();
        return Answer.of(json -> {
            json.writeStringField("id", id);
            json.writeStringField("state", block.isEmpty() ? "pending" : transaction.fails() ? "failed" : "mined");
            if (block.isPresent()) {
                json.writeObjectFieldStart("block");
                json.writeNumberField("height", block.get().height());
                json.writeStringField("hash", block.get().hash().toHex());
                json.writeEndObject();
            }
            json.writeNumberField(
                    "confirmations",
                    block.map(header -> head.height() - header.height() + 1).orElse(0L));
            BigInteger fee = transaction.signed().transaction().fee();
            json.writeStringField("fee", fee.toString());
            json.writeStringField("raw", transaction.raw().toHex());
        });
    }

    private Answer address(String text) throws Refusal {
        try {
            Octets owner = DevnetAddress.parse(text);
            Chain.Holdings holdings = chain.holdings(owner);
            return Answer.of(json -> Listings.holdings(json, DevnetAddress.of(owner), holdings));
        } catch (MalformedException malformed) {
            throw malformed(malformed);
        }
    }

    private static Octets hash(String text) throws Refusal {
        try {
            return Octets.hex(text, Hashes.SHA256_LENGTH);
        } catch (MalformedException malformed) {
            throw malformed(malformed);
        }
    }

    private NodeTransaction decoded(JsonObject body) throws Refusal {
        try {
            body.allowOnly("raw");
            NodeTransaction transaction = NodeTransaction.decode(Octets.hex(body.text("raw")), false);
            if (transaction.raw().at(0) != chain.settings().mode().code()) {
                throw Refusal.badRequest("malformed", "the chain is of the other mode");
            }
            return transaction;
        } catch (MalformedException malformed) {
            throw malformed(malformed);
        }
    }

    private void requireAcceptable(SignedTransaction signed) throws Refusal {
        if (!signed.transaction().chain().equals(chain.settings().name())) {
            throw Refusal.badRequest(
                    "wrong-chain", "it is for devnet:" + signed.transaction().chain());
        }
        if (!signed.isSigned()) {
            throw Refusal.badRequest("bad-signature", "a signature is not by the key that the transaction names");
        }
        if (signed.transaction().fee().compareTo(chain.settings().minFee()) < 0) {
            throw Refusal.conflict(
                    "fee-too-low", "the least fee is " + chain.settings().minFee());
        }
    }
}
