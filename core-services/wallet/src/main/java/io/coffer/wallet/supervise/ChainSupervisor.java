// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Halts;
import io.coffer.api.node.Halts.Halt;
import io.coffer.api.node.Waiting;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.wallet.adapter.GuardedAdapter;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.WaitingList;
import io.coffer.wallet.scan.ChainScan;
import io.coffer.wallet.scan.HaltException;
import io.coffer.wallet.send.Sending;
import io.coffer.wallet.settings.ChainSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after one chain: one activity reads, one sends. An adapter may come and go; what is under way stays in the
 * money core and goes on with the next one. Nothing here touches another chain.
 */
final class ChainSupervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChainSupervisor.class);
    /** After a failure; the circuit breaker makes it longer. */
    private static final long RETRY_MS = 500;
    /** Between two rounds of sending when nothing calls for one: how late an unsealed vault is noticed. */
    private static final long SEND_EVERY_MS = 500;
    /** Characters that are shown of what an adapter says of its configuration. */
    private static final int MAX_PROBLEM_LENGTH = 500;

    private final ChainId chain;
    private final Surroundings surroundings;
    private final WaitingList waiting;
    private final ChainScan scan;
    private final Housekeeping housekeeping;
    private final SettingsInForce settings;
    private final Trouble reading;
    private final Trouble sending;
    private final Activity reader;
    private final Activity sender;
    private final AbsenceRecord absences;
    private final List<GuardedAdapter> adapters = new ArrayList<>();

    private volatile Optional<Post> post = Optional.empty();
    private volatile boolean paused;
    private volatile Optional<Stop> stopped = Optional.empty();
    /** Held while a page is read, so that an operator's decision never meets a step under way. */
    private final ReentrantLock stepping = new ReentrantLock();

    private volatile boolean atHead;
    private volatile Optional<String> adapterProblem = Optional.empty();

    /** What reading has stopped for, and what was refused if that is why. */
    private record Stop(Halt halt, Optional<DepositCommand.Observe> sighting) {}

    /** The adapter in use, and what is made anew with it or with new settings. */
    private record Post(
            GuardedAdapter adapter, Lane readLane, Lane sendLane, Sending sending, ChainSettings settings) {}

    ChainSupervisor(ChainId chain, Surroundings surroundings) {
        this.chain = chain;
        this.settings = new SettingsInForce(chain, surroundings.clock());
        this.surroundings = surroundings;
        this.waiting = new WaitingList(surroundings.clock());
        this.scan = new ChainScan(
                chain,
                new ChainScan.Tools(
                        surroundings.core(),
                        surroundings.clock(),
                        surroundings.screening(),
                        waiting,
                        surroundings.secrets().getAsLong(),
                        surroundings.secrets().getAsLong()));
        this.housekeeping = new Housekeeping(surroundings);
        this.absences = new AbsenceRecord(surroundings.nanos());
        this.reading = new Trouble(chain + " reading");
        this.sending = new Trouble(chain + " sending");
        this.reader = new Activity("coffer-wallet-" + chain + "-reader", this::read);
        this.sender = new Activity("coffer-wallet-" + chain + "-sender", this::send);
    }

    /** Begins to work by itself. Without it, {@link #read} and {@link #send} are called by whoever owns it. */
    void start() {
        reader.start();
        sender.start();
    }

    /** Takes an adapter in; the first one that came is used. */
    synchronized void arrived(GuardedAdapter adapter) {
        adapters.add(adapter);
        take();
    }

    /** Lets an adapter go. What it is doing is interrupted. */
    void left(ChainAdapter gone) {
        List<GuardedAdapter> leaving = new ArrayList<>();
        synchronized (this) {
            boolean used = adapter().filter(adapter -> adapter.bare() == gone).isPresent();
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

    /** Takes note of what an adapter says of its configuration. */
    synchronized void told(ChainAdapter adapter, Optional<String> problem) {
        if (adapters.stream().anyMatch(mine -> mine.bare() == adapter)) {
            adapterProblem = problem.map(text -> text.substring(0, Math.min(text.length(), MAX_PROBLEM_LENGTH)));
        }
    }

    /** The settings of the chain, to be changed by whoever reads them. */
    SettingsInForce settings() {
        return settings;
    }

    void pause() {
        paused = true;
        LOG.info("{}: paused by an operator", chain);
    }

    /** Ends a pause, and what is only shown until it was seen. What reading has stopped for is passed by {@link #acknowledge} only. */
    void resume() {
        paused = false;
        scan.seen();
        LOG.info("{}: resumed by an operator", chain);
        wake();
    }

    Optional<Halt> halt() {
        return stopped.map(Stop::halt);
    }

    /** Lets reading pass exactly what it stopped for. */
    Optional<Refusal> acknowledge(String id) {
        Optional<Stop> judged = stopped;
        Optional<Refusal> refusal = Halting.mismatch(chain, judged.map(Stop::halt), id);
        if (refusal.isEmpty()) {
            scan.acknowledge(id);
            goOn("an operator has judged " + id);
        }
        return refusal;
    }

    /** Reads on after another block. */
    Optional<Refusal> resetCursor(Halts.Reset wish) throws CoreUnavailableException {
        stepping.lock();
        try {
            Optional<Post> now = post;
            if (now.isEmpty()) {
                return Optional.of(Halting.noAdapter(chain));
            }
            if (!paused && stopped.isEmpty()) {
                return Optional.of(Halting.running(chain));
            }
            Optional<Refusal> refusal = scan.reset(wish, now.get().readLane());
            if (refusal.isEmpty()) {
                goOn("an operator has set the cursor to " + wish.block());
            }
            return refusal;
        } catch (ChainException failed) {
            return Optional.of(Halting.nodeFailed(chain, String.valueOf(failed.getMessage())));
        } catch (HaltException refused) {
            return Optional.of(Halting.stepRefused(String.valueOf(refused.getMessage())));
        } finally {
            stepping.unlock();
        }
    }

    /** Passes the sighting that reading stopped for. */
    Optional<Refusal> setAside(String id, String reason) throws CoreUnavailableException {
        if (reason.isBlank()) {
            return Optional.of(Halting.noReason());
        }
        Optional<Stop> judged = stopped;
        Optional<Refusal> mismatch = Halting.mismatch(chain, judged.map(Stop::halt), id);
        if (mismatch.isPresent()) {
            return mismatch;
        }
        Optional<DepositCommand.Observe> sighting = judged.flatMap(Stop::sighting);
        if (sighting.isEmpty()) {
            return Optional.of(Halting.noSighting(judged.orElseThrow().halt()));
        }
        Optional<Refusal> refusal = scan.setAside(sighting.get(), reason);
        if (refusal.isEmpty()) {
            goOn("an operator has set aside " + sighting.get().key().id());
        }
        return refusal;
    }

    private void goOn(String why) {
        stopped = Optional.empty();
        LOG.warn("{}: goes on: {}", chain, why);
        wake();
    }

    boolean rescan(long fromHeight) {
        Optional<BlockRef> tip = tip();
        if (post.isEmpty()
                || fromHeight < 0
                || tip.isEmpty()
                || fromHeight > tip.get().height()) {
            return false;
        }
        scan.rescan(fromHeight);
        reader.wake();
        return true;
    }

    void wake() {
        reader.wake();
        sender.wake();
    }

    Optional<GuardedAdapter> adapter() {
        return post.map(Post::adapter);
    }

    List<Waiting> waiting() {
        return waiting.all();
    }

    /**
     * Reads one page.
     *
     * @return in how many milliseconds to read on; 0 at once
     */
    long read() {
        stepping.lock();
        try {
            return step();
        } finally {
            stepping.unlock();
        }
    }

    private long step() {
        Optional<Post> now = present();
        if (isAtRest()) {
            absences.forget();
        }
        if (now.isEmpty() || isAtRest() || (stopped.isPresent() && !absences.isOpen()) || !mayBegin()) {
            atHead = false;
            return RETRY_MS;
        }
        try {
            if (absences.isOpen()) {
                now.get().readLane().ask("head", adapter -> adapter.reader().head());
                answered(now);
                return 0;
            }
            ChainScan.Progress progress =
                    scan.step(now.get().readLane(), now.get().settings().reading());
            reading.over();
            atHead = progress == ChainScan.Progress.AT_HEAD;
            return atHead ? now.get().settings().reading().pollMs() : 0;
        } catch (HaltException judgement) {
            halt(judgement);
        } catch (ChainException failed) {
            if (now.equals(post)) {
                reading.felt(failed.kind() + ": " + failed.getMessage());
            }
        } catch (CoreUnavailableException unavailable) {
            reading.felt("the core takes no commands: " + unavailable.getMessage());
        } catch (RuntimeException broken) {
            LOG.error("{}: reading failed", chain, broken);
            reading.felt("internal failure: " + broken);
        }
        return RETRY_MS;
    }

    /** What the adapter that is going has still answered ends no absence. */
    private synchronized void answered(Optional<Post> by) {
        if (by.equals(post)) {
            absences.answered();
        }
    }

    private void halt(HaltException judgement) {
        Halt halt = new Halt(
                judgement.id(),
                judgement.kind(),
                String.valueOf(judgement.getMessage()),
                surroundings.clock().millis());
        LOG.error("{}: halt {} until an operator decides: {}: {}", chain, halt.id(), halt.kind(), halt.message());
        stopped = Optional.of(new Stop(halt, judgement.sighting()));
    }

    /**
     * Makes one round of sending.
     *
     * @return in how many milliseconds to make the next; 0 at once
     */
    long send() {
        Optional<Post> now = present();
        if (now.isEmpty() || isAtRest()) {
            return SEND_EVERY_MS;
        }
        try {
            housekeeping.look(now.get().adapter());
            boolean moved = now.get().sending().round(now.get().sendLane());
            Optional<String> stopped = now.get().sending().trouble();
            stopped.ifPresentOrElse(sending::felt, sending::over);
            return moved ? 0 : SEND_EVERY_MS;
        } catch (ChainException failed) {
            if (now.equals(post)) {
                sending.felt(failed.kind() + ": " + failed.getMessage());
            }
        } catch (CoreUnavailableException unavailable) {
            sending.felt("the core takes no commands: " + unavailable.getMessage());
        } catch (RuntimeException broken) {
            LOG.error("{}: sending failed", chain, broken);
            sending.felt("internal failure: " + broken);
        }
        return RETRY_MS;
    }

    ChainStatus status() {
        return surroundings.core().read(state -> {
            List<BlockRef> kept = state.cursor(chain);
            return new ChainStatus(
                    chain,
                    state(),
                    new ChainStatus.Reach(
                            post.isPresent() ? scan.head() : Optional.empty(),
                            kept.isEmpty() ? Optional.empty() : Optional.of(kept.get(kept.size() - 1))),
                    new ChainStatus.Work(
                            scan.watched(),
                            state.openDeposits(chain).size(),
                            state.openWithdrawals(chain).size()),
                    absences.figures(),
                    reason());
        });
    }

    /** Ends both activities and lets every adapter go. */
    @Override
    public void close() {
        List<GuardedAdapter> leaving;
        synchronized (this) {
            leaving = List.copyOf(adapters);
            adapters.clear();
            take();
        }
        leaving.forEach(GuardedAdapter::close);
        reader.close();
        sender.close();
    }

    private boolean isAtRest() {
        return paused || settings.fault().isPresent();
    }

    /** A chain that was never read is begun by the operator's settings, if there are any. */
    private boolean mayBegin() {
        return settings.isSettled() || tip().isPresent();
    }

    /** The adapter in use, under the settings that hold now. */
    private Optional<Post> present() {
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
        } else {
            GuardedAdapter first = adapters.get(0);
            ChainSettings present = settings.now();
            Sending fresh = new Sending(
                    present,
                    new Sending.Tools(
                            surroundings.core(),
                            surroundings.clock(),
                            surroundings.screening(),
                            waiting,
                            surroundings.signing()));
            post = Optional.of(new Post(
                    first,
                    Lane.reading(first, surroundings.clock()),
                    Lane.sending(first, surroundings.clock()),
                    fresh,
                    present));
        }
        wake();
    }

    private Optional<BlockRef> tip() {
        return surroundings.core().read(state -> {
            List<BlockRef> kept = state.cursor(chain);
            return kept.isEmpty() ? Optional.empty() : Optional.of(kept.get(kept.size() - 1));
        });
    }

    private ChainStatus.State state() {
        if (post.isEmpty()) {
            return ChainStatus.State.ABSENT;
        }
        if (paused) {
            return ChainStatus.State.PAUSED;
        }
        boolean inTrouble = settings.fault().isPresent()
                || stopped.isPresent()
                || scan.refused().isPresent()
                || scan.missing().isPresent()
                || housekeeping.refused().isPresent()
                || reading.present().isPresent()
                || sending.present().isPresent();
        if (inTrouble) {
            return ChainStatus.State.DEGRADED;
        }
        return atHead ? ChainStatus.State.SCANNING : ChainStatus.State.SYNCING;
    }

    private Optional<String> reason() {
        Optional<Post> now = post;
        if (now.isEmpty()) {
            return Optional.of("no adapter is installed");
        }
        if (paused) {
            return Optional.of("paused by an operator");
        }
        int stuck = now.get().adapter().stuckThreads();
        List<String> reasons = new ArrayList<>();
        settings.fault().ifPresent(reason -> reasons.add("configuration: " + reason));
        settings.refusedChange().ifPresent(reason -> reasons.add("configuration: " + reason));
        adapterProblem.ifPresent(reason -> reasons.add("configuration: " + reason));
        stopped.map(Stop::halt)
                .ifPresent(halt -> reasons.add("halted (" + halt.id() + ", " + halt.kind() + "): " + halt.message()));
        scan.takenBack().ifPresent(reasons::add);
        scan.refused().ifPresent(reasons::add);
        scan.missing().ifPresent(reasons::add);
        scan.uncompared().ifPresent(reasons::add);
        housekeeping.refused().ifPresent(reasons::add);
        reading.present().ifPresent(reasons::add);
        sending.present().ifPresent(reason -> reasons.add("sending: " + reason));
        if (stuck > 0) {
            reasons.add(stuck + " threads of the adapter are stuck: restart the node to be rid of them");
        }
        OptionalLong rescanning = scan.rescanning();
        if (rescanning.isPresent()) {
            reasons.add("reads again from height " + rescanning.getAsLong());
        }
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
    }
}
