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
 * how far it has read. A gap is how long a block was there and nothing was read. One on a chain that nobody touched is a
 * finding if it lasted and if both answered often meanwhile: on a slow machine they do not. Any thread may call.
 */
final class ReadingWatch implements AutoCloseable {
    private static final long MOST_GAP_MS = World.POLL_MS + 5_000;
    /** Answers by node and chain; a block is read with fewer questions than these took. */
    private static final int LOOKS_OF_FINDING = 40;

    private static final long LOOK_EVERY_MS = 50;

    private final NodeClient node;
    private final List<Reading> readings;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<?> looking;
    private int findings;
    private long longestMs;

    /** How long a block was there unread, and how often node and chain answered meanwhile. */
    private record Gap(long ms, int looks) {
        static final Gap NONE = new Gap(0, 0);

        boolean isFinding() {
            return ms > MOST_GAP_MS && looks >= LOOKS_OF_FINDING;
        }

        Gap longer(Gap other) {
            boolean worse = other.isFinding() == isFinding() ? other.ms > ms : other.isFinding();
            return worse ? other : this;
        }
    }

    /** What was seen of one chain. Times are of the monotonic clock. */
    private static final class Reading {
        private final ChainDriver chain;
        private long cursor = -1;
        private boolean isBehind;
        private long behindSinceNanos;
        private int looks;
        private int advances;
        private int unanswered;
        private Gap longest = Gap.NONE;

        Reading(ChainDriver chain) {
            this.chain = chain;
        }

        void seen(long height, long read, long nowNanos) {
            looks++;
            longest = longest.longer(gap(nowNanos));
            boolean hasRead = read != cursor;
            if (hasRead) {
                advances += cursor >= 0 ? 1 : 0;
                cursor = read;
            }
            boolean wasBehind = isBehind;
            isBehind = height > read;
            if (isBehind && (hasRead || !wasBehind)) {
                behindSinceNanos = nowNanos;
                looks = 0;
            }
        }

        Gap gap(long nowNanos) {
            return isBehind ? new Gap((nowNanos - behindSinceNanos) / 1_000_000, looks) : Gap.NONE;
        }

        void reset() {
            advances = 0;
            unanswered = 0;
            longest = Gap.NONE;
        }

        String words(String verb) {
            return chain.name() + " " + verb + " " + advances + " times, longest gap " + longest.ms() + " ms ("
                    + longest.looks() + " looks)" + (unanswered > 0 ? ", no answer " + unanswered + " times" : "");
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
            reading.longest = reading.longest.longer(reading.gap(System.nanoTime()));
            boolean isTouched = reading.chain.chain().equals(touched.chain());
            words.add(reading.words(isTouched ? "was touched and read" : "read on"));
            if (!isTouched) {
                judge(reading.chain, reading.longest);
            }
        }
        return String.join("; ", words);
    }

    private void judge(ChainDriver untouched, Gap gap) {
        longestMs = Math.max(longestMs, gap.ms());
        if (gap.isFinding()) {
            findings++;
            System.out.println("GAP " + untouched.chain() + " was not touched, and nothing of it was read for "
                    + gap.ms() + " ms while it had blocks; node and chain answered " + gap.looks() + " times");
        }
    }

    /** The longest gap on a chain that was not touched, in milliseconds. */
    synchronized long longestMs() {
        return longestMs;
    }

    /** Whether every chain that was not touched was read. */
    synchronized boolean isClean() {
        return findings == 0;
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
