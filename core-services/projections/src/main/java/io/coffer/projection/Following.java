// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import io.coffer.api.core.JournalEvent;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.Subscription;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes: it opens the store, follows the core, and begins again after whatever goes wrong. */
final class Following implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);
    private static final int BATCH_EVENTS = 5_000;
    private static final long POLL_MS = 200;
    private static final long LONGEST_STALL_MS = TimeUnit.HOURS.toMillis(1);

    private final Path file;
    private final MoneyCore core;
    private final PositionGate gate;
    private final Pauses pauses;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicReference<@Nullable Store> open = new AtomicReference<>();
    private volatile Optional<String> failure = Optional.of("the store is being opened");
    private long pauseMs;
    private long stallMs;

    /**
     * How long it waits.
     *
     * @param firstMs after a failure; then twice as long each time
     * @param longestMs the longest of these
     * @param stallMs for events that the core must have, before it subscribes again
     */
    record Pauses(long firstMs, long longestMs, long stallMs) {
        static final Pauses DEFAULT = new Pauses(1_000, 60_000, 30_000);
    }

    Following(Path file, MoneyCore core, PositionGate gate, Pauses pauses) {
        this.file = file;
        this.core = core;
        this.gate = gate;
        this.pauses = pauses;
        this.pauseMs = pauses.firstMs;
        this.stallMs = pauses.stallMs;
    }

    /** The store while it is open. */
    Optional<Store> store() {
        return Optional.ofNullable(open.get());
    }

    /** Why nothing moves. */
    Optional<String> failure() {
        return failure;
    }

    /** Ends after what is being written at this moment. */
    void close() {
        closing.countDown();
    }

    private boolean closing() {
        return closing.getCount() == 0;
    }

    @Override
    public void run() {
        try {
            while (!closing()) {
                attempt();
                if (!closing() && closing.await(pauseMs, TimeUnit.MILLISECONDS)) {
                    break;
                }
                pauseMs = Math.min(2 * pauseMs, pauses.longestMs);
            }
        } catch (InterruptedException ended) {
            LOG.warn("The history ends because its thread was interrupted");
        } finally {
            failure = Optional.of("it is closed");
            gate.close();
        }
    }

    private void attempt() throws InterruptedException {
        try {
            follow();
        } catch (UnusableStoreException unusable) {
            setAside(unusable);
        } catch (SQLException failed) {
            if (Store.isDamage(failed)) {
                setAside(failed);
            } else {
                retry(failed);
            }
        } catch (IOException | RuntimeException failed) {
            retry(failed);
        }
    }

    private void retry(Exception failed) {
        String reason = String.valueOf(failed.getMessage());
        boolean known = failure.filter(reason::equals).isPresent();
        failure = Optional.of(reason);
        if (known) {
            LOG.warn("The history still stops at {}: {}", gate.position(), reason);
        } else if (!closing()) {
            LOG.warn("The history stops at {} and is tried again until it goes on", gate.position(), failed);
        }
    }

    private void setAside(Exception cause) {
        try {
            failure = Optional.of("it is being rebuilt: " + cause.getMessage());
            Path where = SetAside.move(file);
            gate.set(0);
            LOG.warn("The history's store cannot be used, is kept as {} and made again", where, cause);
        } catch (IOException failed) {
            retry(failed);
        }
    }

    private void follow() throws SQLException, IOException, UnusableStoreException, InterruptedException {
        try (Store store = Store.open(file)) {
            Progress progress = store.progress();
            long corePosition = core.status().position();
            if (progress.position() > corePosition) {
                throw new UnusableStoreException(
                        "it is at position " + progress.position() + ", but the journal ends at " + corePosition);
            }
            LOG.info("The history follows the journal from {} of {}", progress.position(), corePosition);
            Inbox inbox = new Inbox();
            try (Projector projector = new Projector(store.writer());
                    Subscription ignored = core.subscribe(progress.subscribeAfter(), inbox)) {
                take(store, projector, inbox, progress);
            } finally {
                inbox.close();
                open.set(null);
            }
        }
    }

    private void take(Store store, Projector projector, Inbox inbox, Progress stored)
            throws SQLException, UnusableStoreException, InterruptedException {
        Progress progress = stored;
        boolean proven = stored.position() == 0;
        if (proven) {
            publish(store, progress);
        }
        long waitedMs = 0;
        while (!closing()) {
            Optional<Inbox.Delivery> delivery = inbox.take(BATCH_EVENTS, POLL_MS);
            if (delivery.isEmpty()) {
                boolean owed = !proven || core.status().position() > progress.position();
                waitedMs = owed ? waitedMs + POLL_MS : 0;
                demandNotStalled(waitedMs, progress.position());
                continue;
            }
            waitedMs = 0;
            if (!proven) {
                demandOfThisJournal(stored, delivery.get().events());
                proven = true;
                publish(store, progress);
            }
            progress = take(projector, delivery.get(), progress);
        }
    }

    private Progress take(Projector projector, Inbox.Delivery delivery, Progress before)
            throws SQLException, UnusableStoreException {
        List<JournalEvent> fresh = delivery.events().stream()
                .filter(event -> event.position() > before.position())
                .toList();
        Progress after = before.with(fresh, Math.max(before.position(), delivery.position()));
        projector.apply(fresh, after);
        gate.set(after.position());
        pauseMs = pauses.firstMs;
        stallMs = pauses.stallMs;
        return after;
    }

    /** From here on it is read. */
    private void publish(Store store, Progress progress) {
        gate.set(progress.position());
        open.set(store);
        failure = Optional.empty();
    }

    private static void demandOfThisJournal(Progress stored, List<JournalEvent> events) throws UnusableStoreException {
        if (!stored.agreesWith(events)) {
            throw new UnusableStoreException("it was made from another journal");
        }
    }

    /** A subscription that failed says nothing. Waits longer each time, since a long journal takes its time. */
    private void demandNotStalled(long waitedMs, long position) {
        if (waitedMs >= stallMs) {
            stallMs = Math.min(2 * stallMs, LONGEST_STALL_MS);
            throw new IllegalStateException(
                    "the core is ahead of " + position + " but has sent nothing for " + waitedMs + " ms");
        }
    }
}
