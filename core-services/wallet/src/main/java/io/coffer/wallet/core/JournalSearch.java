// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.core;

import io.coffer.api.core.JournalEvent;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.Subscription;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Reads old events again where the state does not keep what is asked for. */
public final class JournalSearch {
    private JournalSearch() {}

    /**
     * Shows every event after position {@code after}, up to and including {@code upTo}, and returns when all were shown.
     *
     * @param found called on another thread, in order
     * @throws IllegalStateException if the journal does not get there within the limit
     */
    public static void read(MoneyCore core, long after, long upTo, long limitMs, Consumer<JournalEvent> found) {
        if (after >= upTo) {
            return;
        }
        CompletableFuture<Long> end = new CompletableFuture<>();
        try (Subscription reading = core.subscribe(after, (events, reached) -> {
            for (JournalEvent event : events) {
                if (event.position() <= upTo) {
                    found.accept(event);
                }
            }
            if (reached >= upTo) {
                end.complete(reached);
            }
        })) {
            end.get(limitMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while reading the journal", stopped);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("the journal does not show position " + upTo, failed);
        }
    }
}
