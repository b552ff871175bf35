// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import io.coffer.spi.chain.ChainException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What is known of the node at the other end: whether it serves the configured chain, and whether it takes batches. */
final class ChainCheck {
    static final long CHECK_EVERY_SECONDS = 30;
    static final Query QUESTION = Query.of("eth_chainId");

    private final BigInteger expected;
    private final LongSupplier nanos;
    private volatile boolean confirmed;
    private volatile boolean everConfirmed;
    private volatile boolean batches = true;
    private volatile long confirmedAt;

    ChainCheck(BigInteger expected, LongSupplier nanos) {
        this.expected = expected;
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
        batches = true;
    }

    boolean everConfirmed() {
        return everConfirmed;
    }

    boolean takesBatches() {
        return batches;
    }

    void refusesBatches() {
        batches = false;
    }
}
