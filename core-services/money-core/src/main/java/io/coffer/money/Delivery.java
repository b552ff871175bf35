// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import io.coffer.api.core.EventListener;
import io.coffer.api.core.JournalEvent;
import io.coffer.api.core.Subscription;
import io.coffer.money.state.Transition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One subscription: from the journal by a follower as long as it is far behind, then from memory. */
final class Delivery implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final int MAX_RECORDS = 1_000;
    private static final long WAIT_MS = 1_000;
    private static final long CLOSE_MS = 10_000;

    private final Source source;
    private final EventListener listener;
    private final Thread thread;
    private volatile long position;
    private volatile boolean closed;

    /** Where events come from. */
    interface Source {
        /** What came after a position; empty if that is too long ago. */
        Optional<List<Transition>> recent(long after, int limit);

        /** A follower that stands at or before a position. */
        Follower follower(long atMost) throws IOException;

        PositionGate gate();

        /** The subscription has ended. */
        void ended(Delivery delivery);
    }

    Delivery(Source source, long after, EventListener listener, String threadName) {
        this.source = source;
        this.position = after;
        this.listener = listener;
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                Optional<List<Transition>> recent = source.recent(position, MAX_RECORDS);
                if (recent.isEmpty()) {
                    catchUp();
                } else if (recent.get().isEmpty()) {
                    source.gate().await(position + 1, WAIT_MS);
                } else {
                    deliver(recent.get());
                }
            }
        } catch (InterruptedException ended) {
            LOG.debug("A subscription ended at {}", position);
        } catch (IOException | RuntimeException failed) {
            LOG.error("A subscription ended at {} because it failed", position, failed);
        } finally {
            closed = true;
            source.ended(this);
        }
    }

    private void catchUp() throws IOException {
        long target = source.gate().position();
        try (Follower follower = source.follower(position)) {
            follower.advanceTo(position);
            List<Transition> transitions = new ArrayList<>();
            while (!closed && follower.machine().position() < target) {
                transitions.add(follower.next());
                if (transitions.size() == MAX_RECORDS) {
                    deliver(transitions);
                    transitions.clear();
                }
            }
            if (!closed && !transitions.isEmpty()) {
                deliver(transitions);
            }
        }
    }

    private void deliver(List<Transition> transitions) {
        List<JournalEvent> events = new ArrayList<>();
        transitions.forEach(transition -> events.addAll(transition.journalEvents()));
        long last = transitions.get(transitions.size() - 1).position();
        listener.onEvents(events, last);
        position = last;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void close() {
        closed = true;
        if (Thread.currentThread() == thread) {
            return;
        }
        thread.interrupt();
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MS);
        while (thread.isAlive() && deadline - System.nanoTime() > 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
