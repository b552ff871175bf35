// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.Reading;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a contract wrote down, as the node told it, checked for form.
 *
 * @param blockIndex place among all logs of the block, which another block gives to another log
 */
record Log(TxId tx, String blockHash, long blockIndex, Content content) {
    /** What of a log is read beside the fields that are always read. */
    static final Set<String> DETAILS = Set.of("topics", "data", "logIndex", "removed");

    private static final String WHAT = "log";

    /** Of the yellow paper, section 9: LOG0 to LOG4. */
    private static final int MAX_TOPICS = 4;

    /**
     * What was written.
     *
     * @param contract 20 bytes
     * @param topics at most {@value #MAX_TOPICS}, each of 32 bytes
     */
    record Content(Bytes contract, List<Bytes> topics, Bytes data) {
        Content {
            topics = List.copyOf(topics);
        }
    }

    /** @throws ChainException of kind BEHIND if the node says that the log's block left its chain */
    static Log of(JsonNode json) throws ChainException {
        Reading.object(json, WHAT);
        String blockHash = Reading.hash(json.path("blockHash"), WHAT + ": blockHash");
        if (removed(json.path("removed"))) {
            // To leave it out would be to believe that the block stands, and that nothing was written in it.
            throw new ChainException(
                    ChainException.Kind.BEHIND, "the node took back a log of block " + blockHash + " as it was read");
        }
        return new Log(
                new TxId(Reading.hash(json.path("transactionHash"), WHAT + ": transactionHash")),
                blockHash,
                Reading.count(json.path("logIndex"), WHAT + ": logIndex"),
                new Content(
                        Reading.address(json.path("address"), WHAT + ": address"),
                        topics(json.path("topics")),
                        Reading.data(json.path("data"), WHAT + ": data")));
    }

    private static List<Bytes> topics(JsonNode json) throws ChainException {
        Reading.list(json, WHAT + ": topics");
        if (json.size() > MAX_TOPICS) {
            throw Reading.garbage(WHAT + ": topics", json, "has more than " + MAX_TOPICS);
        }
        List<Bytes> topics = new ArrayList<>();
        for (JsonNode topic : json) {
            topics.add(Bytes.hex(Reading.hash(topic, WHAT + ": topic").substring(2)));
        }
        return topics;
    }

    /** Nodes that never take a log back may leave it out. */
    private static boolean removed(JsonNode json) throws ChainException {
        if (!json.isMissingNode() && !json.isNull() && !json.isBoolean()) {
            throw Reading.garbage(WHAT + ": removed", json, "is not true or false");
        }
        return json.asBoolean(false);
    }
}
