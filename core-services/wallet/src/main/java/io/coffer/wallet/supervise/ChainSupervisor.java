// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Halts;
import io.coffer.api.node.Halts.Halt;
import io.coffer.api.node.Sweep;
import io.coffer.api.node.Waiting;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.wallet.adapter.GuardedAdapter;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.WaitingList;
import io.coffer.wallet.scan.ChainScan;
import io.coffer.wallet.scan.HaltException;
import io.coffer.wallet.supervise.Station.Post;
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
    private final Station station;
    private final ChainTokens tokens;
    private final Standstill standstill;

    private volatile boolean paused;
    /** Held while a page is read, so that an operator's decision never meets a step under way. */
    private final ReentrantLock stepping = new ReentrantLock();

    private volatile boolean atHead;

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
        this.standstill = new Standstill(chain, scan, surroundings.clock());
        this.housekeeping = new Housekeeping(surroundings);
        this.absences = new AbsenceRecord(surroundings.nanos());
        this.station = new Station(surroundings, settings, waiting, absences);
        this.tokens = new ChainTokens(chain, surroundings);
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
    void arrived(GuardedAdapter adapter) {
        station.arrived(adapter);
        wake();
    }

    /** Lets an adapter go. What it is doing is interrupted. */
    void left(ChainAdapter gone) {
        station.left(gone);
        tokens.forget();
        wake();
    }

    /** Takes note of what an adapter says of its configuration. */
    void told(ChainAdapter adapter, Optional<String> problem) {
        station.told(adapter, problem);
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
        return standstill.halt();
    }

    /** Lets reading pass exactly what it stopped for. */
    Optional<Refusal> acknowledge(String id) {
        Optional<Refusal> refusal = standstill.acknowledge(id);
        if (refusal.isEmpty()) {
            wake();
        }
        return refusal;
    }

    /** Reads on after another block. */
    Optional<Refusal> resetCursor(Halts.Reset wish) throws CoreUnavailableException {
        stepping.lock();
        try {
            Optional<Post> now = station.post();
            if (now.isEmpty()) {
                return Optional.of(Halting.noAdapter(chain));
            }
            if (!paused && !standstill.isPresent()) {
                return Optional.of(Halting.running(chain));
            }
            Optional<Refusal> refusal = scan.reset(wish, now.get().readLane());
            if (refusal.isEmpty()) {
                standstill.end("an operator has set the cursor to " + wish.block());
                wake();
            }
            return refusal;
        } catch (ChainException failed) {
            return Optional.of(Halting.nodeFailed(chain, String.valueOf(failed.getMessage())));
        } catch (HaltException refused) {
            if (refused.reversal().isPresent()) {
                // It can be let stand now, and then the cursor set.
                standstill.begin(refused);
            }
            return Optional.of(Halting.stepRefused(String.valueOf(refused.getMessage())));
        } finally {
            stepping.unlock();
        }
    }

    /** Passes the sighting that reading stopped for. */
    Optional<Refusal> setAside(String id, String reason) throws CoreUnavailableException {
        Optional<Refusal> refusal = standstill.setAside(id, reason);
        if (refusal.isEmpty()) {
            wake();
        }
        return refusal;
    }

    /** Lets the end of the withdrawal stand that reading stopped for. */
    Optional<Refusal> letStand(String id, String decidedBy, String reason) throws CoreUnavailableException {
        stepping.lock();
        try {
            Optional<Refusal> refusal = standstill.letStand(id, decidedBy, reason);
            if (refusal.isEmpty()) {
                wake();
            }
            return refusal;
        } finally {
            stepping.unlock();
        }
    }

    boolean rescan(long fromHeight) {
        Optional<BlockRef> tip = tip();
        if (station.post().isEmpty()
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
        return station.post().map(Post::adapter);
    }

    List<Waiting> waiting() {
        return waiting.all();
    }

    List<Sweep> sweeps() {
        return station.post().map(now -> now.sweeper().shown()).orElse(List.of());
    }

    /** Has a transaction replaced in the next round. */
    Optional<Refusal> bump(WithdrawalId withdrawal) {
        Optional<Post> now = station.post();
        if (now.isEmpty()) {
            return Optional.of(new Refusal(
                    "chain.absent", chain + " has no adapter, so nothing can be sent", "install the adapter again"));
        }
        Optional<Refusal> refusal = now.get().sending().bump(withdrawal);
        sender.wake();
        return refusal;
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
        Optional<Post> now = station.present();
        if (now.isEmpty()) {
            tokens.forget();
        }
        if (isAtRest()) {
            absences.forget();
        }
        if (now.isEmpty() || isAtRest() || (standstill.isPresent() && !absences.isOpen()) || !mayBegin()) {
            atHead = false;
            return RETRY_MS;
        }
        try {
            if (absences.isOpen()) {
                now.get().readLane().ask("head", adapter -> adapter.reader().head());
                station.answered(now.get());
                return 0;
            }
            Lane lane = tokens.throughToRead(now.get().readLane());
            ChainScan.Progress progress = scan.step(
                    lane, now.get().settings().reading(), now.get().settings().comparing());
            reading.over();
            atHead = progress == ChainScan.Progress.AT_HEAD;
            return atHead ? now.get().settings().reading().pollMs() : 0;
        } catch (HaltException judgement) {
            standstill.begin(judgement);
        } catch (ChainTokens.UnreadableException token) {
            atHead = false;
            reading.felt(String.valueOf(token.getMessage()));
        } catch (ChainException failed) {
            if (now.equals(station.post())) {
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

    /**
     * Makes one round of sending.
     *
     * @return in how many milliseconds to make the next; 0 at once
     */
    long send() {
        Optional<Post> now = station.present();
        if (now.isEmpty() || isAtRest()) {
            return SEND_EVERY_MS;
        }
        try {
            housekeeping.look(now.get().adapter());
            Lane lane = tokens.through(now.get().sendLane());
            boolean moved = now.get().sending().round(lane);
            // Customers first: only when nothing of theirs moves, and not while a person must judge what was read.
            if (!moved && !standstill.isPresent()) {
                moved = now.get().sweeper().round(lane);
            }
            Optional<String> trouble =
                    now.get().sending().trouble().or(now.get().sweeper()::problem);
            trouble.ifPresentOrElse(sending::felt, sending::over);
            return moved ? 0 : SEND_EVERY_MS;
        } catch (ChainException failed) {
            if (now.equals(station.post())) {
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
                            station.post().isPresent() ? scan.head() : Optional.empty(),
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
        station.close();
        tokens.forget();
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

    private Optional<BlockRef> tip() {
        return surroundings.core().read(state -> {
            List<BlockRef> kept = state.cursor(chain);
            return kept.isEmpty() ? Optional.empty() : Optional.of(kept.get(kept.size() - 1));
        });
    }

    private ChainStatus.State state() {
        if (station.post().isEmpty()) {
            return ChainStatus.State.ABSENT;
        }
        if (paused) {
            return ChainStatus.State.PAUSED;
        }
        boolean inTrouble = settings.fault().isPresent()
                || standstill.isPresent()
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
        Optional<Post> now = station.post();
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
        station.adapterProblem().ifPresent(reason -> reasons.add("configuration: " + reason));
        standstill
                .halt()
                .ifPresent(halt -> reasons.add("halted (" + halt.id() + ", " + halt.kind() + "): " + halt.message()));
        scan.takenBack().ifPresent(reasons::add);
        scan.refused().ifPresent(reasons::add);
        scan.missing().ifPresent(reasons::add);
        scan.uncompared().ifPresent(reasons::add);
        housekeeping.refused().ifPresent(reasons::add);
        reading.present().ifPresent(reasons::add);
        sending.present().ifPresent(reason -> reasons.add("sending: " + reason));
        scan.undecided().ifPresent(reasons::add);
        scan.passedTokens().ifPresent(reasons::add);
        reasons.addAll(tokens.present());
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
