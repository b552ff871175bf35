// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.spi.chain.BlockRef;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * How long a block waits for its traces where a node fails without saying that it cannot trace: long enough for a node
 * to be started anew, not so long that one block that no node can trace stops everybody's deposits. After that the
 * block is read without; if the next one fails as well it is the node, and it is asked for traces now and then only.
 * Nothing waits again soon after that: reading must not fall behind a chain of which only some blocks are traced in
 * time. Times are of a clock that never goes back. Safe for use by several threads.
 */
final class TracePatience {
    static final long WAIT_SECONDS = 120;
    /** Between two questions to nodes that have failed for longer than the wait. */
    static final long REST_SECONDS = 60;

    /** After a wait was in vain. */
    static final long NO_WAIT_SECONDS = 3_600;

    private Optional<Failing> failing = Optional.empty();
    private OptionalLong restsSince = OptionalLong.empty();
    private OptionalLong waitedInVain = OptionalLong.empty();

    /** The first block that could not be traced, and since when none above it could. */
    private record Failing(BlockRef block, long sinceNanos) {}

    /** Whether nothing is asked now. */
    synchronized boolean rests(long nowNanos) {
        return isWithin(restsSince, REST_SECONDS, nowNanos);
    }

    /** After a block could not be traced: whether it is waited for. */
    synchronized boolean lasts(BlockRef block, long nowNanos) {
        Failing first = failing.filter(known -> known.block().height() <= block.height())
                .orElseGet(() -> new Failing(block, nowNanos));
        failing = Optional.of(first);
        if (!isWithin(OptionalLong.of(first.sinceNanos()), WAIT_SECONDS, nowNanos)) {
            waitedInVain = OptionalLong.of(nowNanos);
        }
        if (!isWithin(waitedInVain, NO_WAIT_SECONDS, nowNanos)) {
            return true;
        }
        if (!first.block().equals(block)) {
            restsSince = OptionalLong.of(nowNanos);
        }
        return false;
    }

    /** After a block was traced; one below that which failed says nothing of it. */
    synchronized void traced(BlockRef block) {
        if (failing.filter(known -> known.block().height() <= block.height()).isPresent()) {
            failing = Optional.empty();
        }
        restsSince = OptionalLong.empty();
    }

    private static boolean isWithin(OptionalLong sinceNanos, long seconds, long nowNanos) {
        return sinceNanos.isPresent() && nowNanos - sinceNanos.getAsLong() < TimeUnit.SECONDS.toNanos(seconds);
    }
}
