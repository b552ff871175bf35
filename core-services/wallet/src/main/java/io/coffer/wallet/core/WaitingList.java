// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.core;

import io.coffer.api.node.Waiting;
import io.coffer.api.wallet.WithdrawalId;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the withdrawals of a chain wait for, for operators to see. Any thread may call. */
public final class WaitingList {
    private final InstantSource clock;
    private final Map<WithdrawalId, Waiting> waiting = new LinkedHashMap<>();

    public WaitingList(InstantSource clock) {
        this.clock = clock;
    }

    /** Sets what a withdrawal waits for; {@code sinceMs} stays while the code stays. */
    public synchronized void note(WithdrawalId withdrawal, String code, String reason) {
        Waiting before = waiting.get(withdrawal);
        long sinceMs = before != null && before.code().equals(code) ? before.sinceMs() : clock.millis();
        waiting.put(withdrawal, new Waiting(withdrawal, code, reason, sinceMs));
    }

    public synchronized void clear(WithdrawalId withdrawal) {
        waiting.remove(withdrawal);
    }

    /** Forgets every withdrawal that is not among {@code open}. */
    public synchronized void keepOnly(Collection<WithdrawalId> open) {
        waiting.keySet().retainAll(open);
    }

    public synchronized Optional<Waiting> find(WithdrawalId withdrawal) {
        return Optional.ofNullable(waiting.get(withdrawal));
    }

    public synchronized List<Waiting> all() {
        return List.copyOf(waiting.values());
    }
}
