// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import java.io.Closeable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Mines by time, on a thread of its own. */
final class AutoMiner implements Closeable {
    private final Chain chain;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread miner = new Thread(work, "devnet-miner");
        miner.setDaemon(true);
        return miner;
    });
    private @Nullable Future<?> running;
    private long blockTimeMs;

    AutoMiner(Chain chain) {
        this.chain = chain;
    }

    /** Mines a block each time so many milliseconds have passed; 0 stops. */
    synchronized void every(long newBlockTimeMs) {
        if (running != null) {
            running.cancel(false);
            running = null;
        }
        blockTimeMs = newBlockTimeMs;
        if (blockTimeMs > 0) {
            running = thread.scheduleWithFixedDelay(this::mine, blockTimeMs, blockTimeMs, TimeUnit.MILLISECONDS);
        }
    }

    synchronized long blockTimeMs() {
        return blockTimeMs;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void mine() {
        try {
            chain.mine(1);
        } catch (Refusal stopped) {
            every(0);
        }
    }
}
