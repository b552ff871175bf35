// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.spi.chain.BlockRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * How long a block waits for its traces where a node fails without saying that it cannot trace: long enough for a node
 * to be started anew, not so long that one block that no node can trace stops everybody's deposits. After that the
 * block is read without; if the next one fails as well it is the node, and it is asked for traces now and then only.
 * Nothing waits again soon after that: reading must not fall behind a chain of which only some blocks are traced in
 * time. Blocks wait each for itself, for several readers may be at different places of the chain. Times are of a clock
 * that never goes back. Safe for use by several threads.
 */
final class TracePatience {
    static final long WAIT_SECONDS = 120;
    /** Between two questions to nodes that have failed for longer than the wait. */
    static final long REST_SECONDS = 60;

    /** After a wait was in vain. */
    static final long NO_WAIT_SECONDS = 3_600;

    /** Since when the block at a height could not be traced, of those that are waited for. */
    private final Map<Long, Long> waitingSince = new HashMap<>();

    private Optional<Failing> passed = Optional.empty();
    private OptionalLong restsSince = OptionalLong.empty();
    private OptionalLong waitedInVain = OptionalLong.empty();

    /** The first block that was read without its traces while none above it could be traced, and since when. */
    private record Failing(BlockRef block, long sinceNanos) {}

    /** Whether nothing is asked now. */
    synchronized boolean rests(long nowNanos) {
        return isWithin(restsSince, REST_SECONDS, nowNanos);
    }

    /** After a block could not be traced: whether it is waited for. */
    synchronized boolean lasts(BlockRef block, long nowNanos) {
        // Nobody reads on from a block that was not asked for again for so long.
        waitingSince.values().removeIf(since -> !isWithin(OptionalLong.of(since), NO_WAIT_SECONDS, nowNanos));
        Failing own = new Failing(block, waitingSince.computeIfAbsent(block.height(), none -> nowNanos));
        Failing first =
                passed.filter(known -> known.block().height() <= block.height()).orElse(own);
        if (isOver(own, nowNanos) || isOver(first, nowNanos)) {
            waitedInVain = OptionalLong.of(nowNanos);
        }
        if (!isWithin(waitedInVain, NO_WAIT_SECONDS, nowNanos)) {
            return true;
        }
        waitingSince.remove(block.height());
        passed = Optional.of(first);
        if (!first.block().equals(block)) {
            restsSince = OptionalLong.of(nowNanos);
        }
        return false;
    }

    /** After a block was traced; that says nothing of another that waits, nor of one above it. */
    synchronized void traced(BlockRef block) {
        waitingSince.remove(block.height());
        passed = passed.filter(known -> known.block().height() > block.height());
        restsSince = OptionalLong.empty();
    }

    private static boolean isOver(Failing failing, long nowNanos) {
        return !isWithin(OptionalLong.of(failing.sinceNanos()), WAIT_SECONDS, nowNanos);
    }

    private static boolean isWithin(OptionalLong sinceNanos, long seconds, long nowNanos) {
        return sinceNanos.isPresent() && nowNanos - sinceNanos.getAsLong() < TimeUnit.SECONDS.toNanos(seconds);
    }
}
