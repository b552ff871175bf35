// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import io.coffer.spi.chain.ChainException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What is known of the node at the other end: whether it serves the configured chain, how long a batch it takes, and
 * which methods it lacks. All but whether it was ever the right one is found out anew after a failure.
 */
final class ChainCheck {
    static final long CHECK_EVERY_SECONDS = 30;
    /** So that a node that is given a method is asked for it, though no connection ever broke. */
    static final long LACKS_FOR_SECONDS = 600;

    static final Query QUESTION = Query.of("eth_chainId");

    private final BigInteger expected;
    private final LongSupplier nanos;
    private final int longestBatch;
    /** With the time at which it was found out. */
    private final Map<String, Long> lacking = new ConcurrentHashMap<>();

    private volatile boolean confirmed;
    private volatile boolean everConfirmed;
    private volatile int batchLimit;
    private volatile long confirmedAt;

    /** @param longestBatch questions in one exchange, however patient the node is */
    ChainCheck(BigInteger expected, int longestBatch, LongSupplier nanos) {
        this.expected = expected;
        this.longestBatch = longestBatch;
        this.batchLimit = longestBatch;
        this.nanos = nanos;
    }

    void confirmIfDue(NodeCall node) throws IOException, ChainException {
        long age = nanos.getAsLong() - confirmedAt;
        if (!confirmed || age > TimeUnit.SECONDS.toNanos(CHECK_EVERY_SECONDS)) {
            confirm(node);
        }
    }

    void confirm(NodeCall node) throws IOException, ChainException {
        BigInteger served = Reading.number(node.result(QUESTION), "eth_chainId", Reading.WORD_BITS);
        if (!served.equals(expected)) {
            confirmed = false;
            throw new ChainException(
                    ChainException.Kind.WRONG_CHAIN, "the node serves chain " + served + ", expected " + expected);
        }
        confirmedAt = nanos.getAsLong();
        everConfirmed = true;
        confirmed = true;
    }

    /** After a connection failed another node may answer at the same place. */
    void forget() {
        confirmed = false;
        batchLimit = longestBatch;
        lacking.clear();
    }

    boolean everConfirmed() {
        return everConfirmed;
    }

    /** Questions in one exchange; 1: the node takes no batches. */
    int batchLimit() {
        return batchLimit;
    }

    void refusesBatches() {
        batchLimit = 1;
    }

    /** After a batch of {@code size} was too long. */
    void halveBatches(int size) {
        batchLimit = Math.max(1, size / 2);
    }

    boolean lacks(String method) {
        Long found = lacking.get(method);
        return found != null && nanos.getAsLong() - found < TimeUnit.SECONDS.toNanos(LACKS_FOR_SECONDS);
    }

    void found(String lackingMethod) {
        lacking.put(lackingMethod, nanos.getAsLong());
    }
}
