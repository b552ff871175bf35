// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import io.coffer.api.core.EventListener;
import io.coffer.api.core.JournalEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Hands events from the core's thread to the writer's. The core ends a subscription by an interrupt, and an interrupt
 * during a file access would close the store's file, so the two threads are kept apart.
 */
final class Inbox implements EventListener {
    private static final int MAX_DELIVERIES = 4;
    private static final long OFFER_MS = 100;

    private final ArrayBlockingQueue<Delivery> queue = new ArrayBlockingQueue<>(MAX_DELIVERIES);
    private volatile boolean closed;

    /** All events after the delivery before, up to and including {@code position}. */
    record Delivery(List<JournalEvent> events, long position) {}

    @Override
    public void onEvents(List<JournalEvent> events, long position) {
        Delivery delivery = new Delivery(List.copyOf(events), position);
        try {
            boolean taken = false;
            while (!taken && !closed) {
                taken = queue.offer(delivery, OFFER_MS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits for a delivery and takes those that are there behind it.
     *
     * @param maxEvents after which no more deliveries are added
     */
    Optional<Delivery> take(int maxEvents, long timeoutMs) throws InterruptedException {
        Delivery first = queue.poll(timeoutMs, TimeUnit.MILLISECONDS);
        if (first == null) {
            return Optional.empty();
        }
        List<JournalEvent> events = new ArrayList<>(first.events);
        long position = first.position;
        Delivery more = queue.poll();
        while (more != null) {
            events.addAll(more.events);
            position = more.position;
            more = events.size() < maxEvents ? queue.poll() : null;
        }
        return Optional.of(new Delivery(events, position));
    }

    /** Lets a listener that waits for room go. */
    void close() {
        closed = true;
    }
}
