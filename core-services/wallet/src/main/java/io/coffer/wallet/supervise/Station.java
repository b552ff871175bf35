// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import io.coffer.spi.chain.ChainAdapter;
import io.coffer.wallet.adapter.GuardedAdapter;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.WaitingList;
import io.coffer.wallet.send.Patience;
import io.coffer.wallet.send.Sending;
import io.coffer.wallet.settings.ChainSettings;
import io.coffer.wallet.sweep.Sweeper;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The adapters of one chain: the first that came is used, under the settings that hold. Any thread may call. */
final class Station {
    /** Characters that are shown of what an adapter says of its configuration. */
    private static final int MAX_PROBLEM_LENGTH = 500;

    private final Surroundings surroundings;
    private final SettingsInForce settings;
    private final WaitingList waiting;
    private final AbsenceRecord absences;
    private final Patience patience;
    private final List<GuardedAdapter> adapters = new ArrayList<>();
    private volatile Optional<Post> post = Optional.empty();
    private volatile Optional<String> adapterProblem = Optional.empty();

    /** The adapter in use, and what is made anew with it or with new settings. */
    record Post(
            GuardedAdapter adapter,
            Lane readLane,
            Lane sendLane,
            Sending sending,
            Sweeper sweeper,
            ChainSettings settings) {}

    Station(Surroundings surroundings, SettingsInForce settings, WaitingList waiting, AbsenceRecord absences) {
        this.surroundings = surroundings;
        this.settings = settings;
        this.waiting = waiting;
        this.absences = absences;
        this.patience = new Patience(surroundings.clock());
    }

    synchronized void arrived(GuardedAdapter adapter) {
        adapters.add(adapter);
        take();
    }

    /** Lets an adapter go. What it is doing is interrupted. */
    void left(ChainAdapter gone) {
        List<GuardedAdapter> leaving = new ArrayList<>();
        synchronized (this) {
            boolean used = post.filter(now -> now.adapter().bare() == gone).isPresent();
            if (adapters.removeIf(adapter -> adapter.bare() == gone && leaving.add(adapter))) {
                adapterProblem = Optional.empty();
            }
            if (used) {
                absences.gone();
            }
            take();
        }
        leaving.forEach(GuardedAdapter::close);
    }

    /** What the adapter that is going has still answered ends no absence. */
    synchronized void answered(Post by) {
        if (post.filter(by::equals).isPresent()) {
            absences.answered();
        }
    }

    /** Lets every adapter go. */
    void close() {
        List<GuardedAdapter> leaving;
        synchronized (this) {
            leaving = List.copyOf(adapters);
            adapters.clear();
            take();
        }
        leaving.forEach(GuardedAdapter::close);
    }

    /** Takes note of what an adapter says of its configuration. */
    synchronized void told(ChainAdapter adapter, Optional<String> problem) {
        if (adapters.stream().anyMatch(mine -> mine.bare() == adapter)) {
            adapterProblem = problem.map(text -> text.substring(0, Math.min(text.length(), MAX_PROBLEM_LENGTH)));
        }
    }

    Optional<String> adapterProblem() {
        return adapterProblem;
    }

    /** The adapter in use as it was taken; {@link #present} looks whether the settings still hold. */
    Optional<Post> post() {
        return post;
    }

    /** The adapter in use, under the settings that hold now. */
    Optional<Post> present() {
        Optional<Post> now = post;
        if (now.isPresent() && !now.get().settings().equals(settings.now())) {
            synchronized (this) {
                take();
            }
        }
        return post;
    }

    /** Uses the adapter that came first, with fresh circuit breakers. */
    private void take() {
        if (adapters.isEmpty()) {
            post = Optional.empty();
            return;
        }
        GuardedAdapter first = adapters.get(0);
        ChainSettings present = settings.now();
        InstantSource clock = surroundings.clock();
        Sending fresh = new Sending(
                present,
                new Sending.Tools(
                        surroundings.core(),
                        clock,
                        surroundings.screening(),
                        waiting,
                        surroundings.signing(),
                        patience));
        Sweeper sweeper = new Sweeper(present, new Sweeper.Tools(surroundings.core(), clock, waiting, fresh::quote));
        post = Optional.of(
                new Post(first, Lane.reading(first, clock), Lane.sending(first, clock), fresh, sweeper, present));
    }
}
