// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import io.coffer.campaign.chain.ChainDriver;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Blocks of one chain, one after the other, until it is closed. */
final class BlockClock implements AutoCloseable {
    private static final long BLOCK_TIME_MS = 250;

    private final AtomicBoolean ended = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<?> mining;

    /** Starts at once. */
    BlockClock(ChainDriver chain) {
        this.mining = thread.submit(() -> {
            while (!ended.get()) {
                chain.mine(1);
                Thread.sleep(BLOCK_TIME_MS);
            }
            return null;
        });
    }

    /** @throws IOException if no more blocks come, with the reason */
    void requireAlive() throws IOException, InterruptedException {
        if (mining.isDone()) {
            await();
        }
    }

    /** Ends with the block that is being made. */
    void finish() throws IOException, InterruptedException {
        ended.set(true);
        await();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void await() throws IOException, InterruptedException {
        try {
            mining.get();
        } catch (ExecutionException failed) {
            throw new IOException("the blocks broke off", failed.getCause());
        }
    }
}
