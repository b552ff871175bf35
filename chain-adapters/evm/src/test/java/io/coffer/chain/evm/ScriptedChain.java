// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.TxId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.web3j.crypto.Hash;
import org.web3j.utils.Numeric;

/** The blocks that a {@link ScriptedNode} serves. */
final class ScriptedChain {
    static final long START_SECONDS = 1_700_000_000L;
    static final long BLOCK_SECONDS = 12;

    private final List<ObjectNode> blocks = new ArrayList<>();
    private final List<ArrayNode> receipts = new ArrayList<>();
    private int transactions;
    private int forks;
    private boolean blooms;

    ScriptedChain(ScriptedNode node) {
        mine();
        node.on(
                "eth_getBlockByNumber",
                params -> block(params.get(0).textValue(), params.get(1).booleanValue()));
        node.on(
                "eth_getBlockReceipts",
                params -> at(receipts, number(params.get(0).textValue())));
        node.on("eth_getLogs", params -> logs(params.get(0)));
        node.on("eth_getTransactionReceipt", params -> receipt(params.get(0).textValue()));
        node.on("eth_getTransactionByHash", params -> transaction(params.get(0).textValue()));
    }

    BlockRef mine() {
        return mine(List.of());
    }

    /** From now on the headers of blocks tell of their logs. */
    ScriptedChain fillBlooms() {
        blooms = true;
        return this;
    }

    /** A transfer: {@code status} 1 succeeded, 0 failed; a gas limit above 21000 may run code. */
    record Transfer(
            String from, String to, String wei, int status, long gas, String input, List<Written> logs, String id) {
        static final String PAYER = "0x00000000000000000000000000000000000000aa";

        /** One whose id the chain makes up. */
        Transfer(String from, String to, String wei, int status, long gas, String input, List<Written> logs) {
            this(from, to, wei, status, gas, input, logs, "");
        }

        Transfer(String from, String to, String wei, int status, long gas) {
            this(from, to, wei, status, gas, "0x", List.of());
        }

        /** A call of a contract with these logs. */
        static Transfer call(String to, int status, String input, Written... logs) {
            return new Transfer(PAYER, to, "0x0", status, 100_000, input, List.of(logs));
        }

        Transfer(String to, String wei, int status) {
            this(PAYER, to, wei, status, 21_000);
        }

        static Transfer call(String to, String wei) {
            return new Transfer(PAYER, to, wei, 1, 100_000);
        }
    }

    /** What a contract writes in a transaction. */
    record Written(String contract, List<String> topics, String data) {}

    synchronized BlockRef mine(List<Transfer> transfers) {
        int logs = 0;
        byte[] bloom = new byte[256];
        long height = blocks.size();
        ObjectNode block = JsonNodeFactory.instance.objectNode();
        block.put("number", hex(height));
        block.put("hash", hash("b" + forks, height));
        block.put("parentHash", height == 0 ? hash("0", 0) : hashAt(height - 1));
        block.put("timestamp", hex(START_SECONDS + height * BLOCK_SECONDS));
        block.put("baseFeePerGas", "0x3b9aca00");
        ArrayNode transactionList = block.putArray("transactions");
        ArrayNode receiptList = JsonNodeFactory.instance.arrayNode();
        for (Transfer transfer : transfers) {
            String id = transfer.id().isEmpty() ? hash("e", ++transactions) : transfer.id();
            ObjectNode transaction = transactionList.addObject();
            transaction.put("hash", id).put("value", transfer.wei()).put("blockHash", hashOf(block));
            transaction.put("from", transfer.from()).put("to", transfer.to());
            transaction.put("gas", hex(transfer.gas())).put("gasPrice", "0x3b9aca05");
            transaction.put("input", transfer.input());
            ObjectNode receipt = receiptList.addObject();
            receipt.put("transactionHash", id).put("blockHash", hashOf(block)).put("blockNumber", hex(height));
            receipt.put("status", hex(transfer.status())).put("gasUsed", "0x5208");
            receipt.put("effectiveGasPrice", "0x3b9aca07");
            ArrayNode written = receipt.putArray("logs");
            for (Written log : transfer.logs()) {
                ObjectNode json = written.addObject().put("address", log.contract());
                addToBloom(bloom, log.contract());
                log.topics().forEach(topic -> addToBloom(bloom, topic));
                log.topics().forEach(json.putArray("topics")::add);
                json.put("data", log.data()).put("logIndex", hex(logs++)).put("removed", false);
                json.put("transactionHash", id).put("blockHash", hashOf(block)).put("blockNumber", hex(height));
            }
        }
        if (blooms) {
            block.put("logsBloom", Numeric.toHexString(bloom));
        }
        blocks.add(block);
        receipts.add(receiptList);
        return ref(height);
    }

    /** Replaces the blocks from {@code height} up by as many others without transactions. */
    synchronized void reorganise(long height) {
        int depth = blocks.size() - (int) height;
        forks++;
        for (int i = 0; i < depth; i++) {
            blocks.remove(blocks.size() - 1);
            receipts.remove(receipts.size() - 1);
        }
        for (int i = 0; i < depth; i++) {
            mine();
        }
    }

    synchronized void dropHead() {
        blocks.remove(blocks.size() - 1);
        receipts.remove(receipts.size() - 1);
    }

    synchronized ObjectNode blockJson(long height) {
        return blocks.get((int) height);
    }

    synchronized ArrayNode receiptsJson(long height) {
        return receipts.get((int) height);
    }

    synchronized BlockRef ref(long height) {
        return new BlockRef(height, hashAt(height));
    }

    synchronized long height() {
        return blocks.size() - 1L;
    }

    synchronized TxId tx(long height, int index) {
        return new TxId(blocks.get((int) height)
                .path("transactions")
                .path(index)
                .path("hash")
                .textValue());
    }

    static String hash(String kind, long number) {
        return "0x" + "0".repeat(60 - kind.length()) + kind + String.format("%04x", number);
    }

    static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }

    /** As the yellow paper has it: three pairs of bytes of the hash, each cut to 11 bits, counted from the last bit. */
    private static void addToBloom(byte[] bloom, String entry) {
        byte[] hash = Hash.sha3(Numeric.hexStringToByteArray(entry));
        for (int i = 0; i < 6; i += 2) {
            int bit = (hash[i] & 0x07) * 256 + (hash[i + 1] & 0xff);
            bloom[255 - bit / 8] |= (byte) (1 << (bit % 8));
        }
    }

    private synchronized JsonNode block(String tag, boolean full) {
        boolean newest = tag.equals("latest") || tag.equals("finalized") || tag.equals("safe");
        long height = newest ? height() : number(tag);
        JsonNode found = at(blocks, height);
        if (full || found.isNull()) {
            return found;
        }
        ObjectNode block = found.deepCopy();
        ArrayNode hashes = JsonNodeFactory.instance.arrayNode();
        block.path("transactions").forEach(transaction -> hashes.add(transaction.path("hash")));
        block.set("transactions", hashes);
        return block;
    }

    /** As EIP-234: those of one block, of any of the contracts, with the first topic if one is asked for; or null. */
    synchronized JsonNode logs(JsonNode filter) {
        Set<String> contracts = new HashSet<>();
        filter.path("address").forEach(address -> contracts.add(address.textValue()));
        for (int height = 0; height < blocks.size(); height++) {
            if (hashAt(height).equals(filter.path("blockHash").textValue())) {
                ArrayNode found = JsonNodeFactory.instance.arrayNode();
                for (JsonNode receipt : receipts.get(height)) {
                    for (JsonNode log : receipt.path("logs")) {
                        JsonNode topic = filter.path("topics").path(0);
                        boolean isAsked = topic.isMissingNode()
                                || topic.equals(log.path("topics").path(0));
                        if (isAsked && contracts.contains(log.path("address").textValue())) {
                            found.add(log.deepCopy());
                        }
                    }
                }
                return found;
            }
        }
        return NullNode.instance;
    }

    synchronized JsonNode receipt(String id) {
        for (ArrayNode list : receipts) {
            for (JsonNode receipt : list) {
                if (receipt.path("transactionHash").textValue().equals(id)) {
                    return receipt;
                }
            }
        }
        return NullNode.instance;
    }

    private synchronized JsonNode transaction(String id) {
        for (ObjectNode block : blocks) {
            for (JsonNode transaction : block.path("transactions")) {
                if (transaction.path("hash").textValue().equals(id)) {
                    return transaction;
                }
            }
        }
        return NullNode.instance;
    }

    private static JsonNode at(List<? extends JsonNode> list, long index) {
        return index >= 0 && index < list.size() ? list.get((int) index) : NullNode.instance;
    }

    private static long number(String hex) {
        return Long.parseUnsignedLong(hex.substring(2), 16);
    }

    private String hashAt(long height) {
        return hashOf(blocks.get((int) height));
    }

    private static String hashOf(ObjectNode block) {
        return block.path("hash").textValue();
    }
}
