// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import io.coffer.campaign.World;
import io.coffer.campaign.chain.ChainDriver;
import io.coffer.campaign.client.NodeClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks all the time whether the node reads what its chains have: the chain itself says how high it is, the node's status
 * how far it has read. A gap is how long a block was there and nothing was read; one that is too long on a chain that
 * nobody touched is a finding. Any thread may call.
 */
final class ReadingWatch implements AutoCloseable {
    /** No slow machine explains more than this. */
    static final long MOST_GAP_MS = World.POLL_MS + 5_000;

    private static final long LOOK_EVERY_MS = 50;

    private final NodeClient node;
    private final List<Reading> readings;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<?> looking;
    private int tooLong;
    private long longestMs;

    /** What was seen of one chain. Times are of the monotonic clock. */
    private static final class Reading {
        private final ChainDriver chain;
        private long cursor = -1;
        private boolean isBehind;
        private long behindSinceNanos;
        private int advances;
        private int unanswered;
        private long longestNanos;

        Reading(ChainDriver chain) {
            this.chain = chain;
        }

        void seen(long height, long read, long nowNanos) {
            longestNanos = Math.max(longestNanos, gapNanos(nowNanos));
            boolean hasRead = read != cursor;
            if (hasRead) {
                advances += cursor >= 0 ? 1 : 0;
                cursor = read;
            }
            boolean wasBehind = isBehind;
            isBehind = height > read;
            if (isBehind && (hasRead || !wasBehind)) {
                behindSinceNanos = nowNanos;
            }
        }

        long gapNanos(long nowNanos) {
            return isBehind ? nowNanos - behindSinceNanos : 0;
        }

        void reset() {
            advances = 0;
            unanswered = 0;
            longestNanos = 0;
        }

        String words(String verb, long gapMs) {
            return chain.name() + " " + verb + " " + advances + " times, longest gap " + gapMs + " ms"
                    + (unanswered > 0 ? ", no answer " + unanswered + " times" : "");
        }
    }

    /** Starts at once. */
    ReadingWatch(World world) throws IOException {
        this.node = world.client();
        this.readings = world.chains().stream().map(Reading::new).toList();
        this.looking = thread.submit(() -> {
            while (!ended.get()) {
                look();
                Thread.sleep(LOOK_EVERY_MS);
            }
            return null;
        });
    }

    /** Begins to measure anew. */
    synchronized void begin() {
        readings.forEach(Reading::reset);
    }

    /**
     * Ends what {@link #begin} began.
     *
     * @param touched the chain that is expected to wait
     * @return what was read of each chain meanwhile, in words
     */
    synchronized String end(ChainDriver touched) throws IOException, InterruptedException {
        if (looking.isDone()) {
            await();
        }
        List<String> words = new ArrayList<>();
        for (Reading reading : readings) {
            long nanos = Math.max(reading.longestNanos, reading.gapNanos(System.nanoTime()));
            long gapMs = nanos / 1_000_000;
            boolean isTouched = reading.chain.chain().equals(touched.chain());
            words.add(reading.words(isTouched ? "was touched and read" : "read on", gapMs));
            if (!isTouched) {
                judge(reading.chain, gapMs);
            }
        }
        return String.join("; ", words);
    }

    private void judge(ChainDriver untouched, long gapMs) {
        longestMs = Math.max(longestMs, gapMs);
        if (gapMs > MOST_GAP_MS) {
            tooLong++;
            System.out.println("GAP " + untouched.chain() + " was not touched, and nothing of it was read for " + gapMs
                    + " ms while it had blocks");
        }
    }

    /** The longest gap on a chain that was not touched, in milliseconds. */
    synchronized long longestMs() {
        return longestMs;
    }

    /** Whether no gap on a chain that was not touched was too long. */
    synchronized boolean isClean() {
        return tooLong == 0;
    }

    private void look() throws InterruptedException {
        for (Reading reading : readings) {
            try {
                long height = reading.chain.height();
                long read = node.chain(reading.chain.chain())
                        .require("chain")
                        .path("cursor")
                        .path("height")
                        .asLong(-1);
                synchronized (this) {
                    reading.seen(height, read, System.nanoTime());
                }
            } catch (IOException noAnswer) {
                // Whoever does not answer has not read either: the gap goes on.
                synchronized (this) {
                    reading.unanswered++;
                }
            }
        }
    }

    private void await() throws IOException, InterruptedException {
        try {
            looking.get();
        } catch (ExecutionException failed) {
            throw new IOException("nobody looks at the reading any more", failed.getCause());
        }
    }

    @Override
    public void close() {
        ended.set(true);
        thread.shutdownNow();
    }
}
