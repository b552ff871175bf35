// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Waiting;
import io.coffer.api.request.CoreUnavailableException;
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
    private final List<GuardedAdapter> adapters = new ArrayList<>();

    private volatile Optional<Post> post = Optional.empty();
    private volatile boolean paused;
    private volatile Optional<String> halted = Optional.empty();
    private volatile boolean atHead;

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
            adapters.removeIf(adapter -> adapter.bare() == gone && leaving.add(adapter));
            take();
        }
        leaving.forEach(GuardedAdapter::close);
    }

    /** The settings of the chain, to be changed by whoever reads them. */
    SettingsInForce settings() {
        return settings;
    }

    void pause() {
        paused = true;
        LOG.info("{}: paused by an operator", chain);
    }

    void resume() {
        if (halted.isPresent()) {
            scan.acknowledge();
            halted = Optional.empty();
        }
        paused = false;
        LOG.info("{}: resumed by an operator", chain);
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
        Optional<Post> now = present();
        if (now.isEmpty() || isAtRest() || halted.isPresent() || !mayBegin()) {
            atHead = false;
            return RETRY_MS;
        }
        try {
            ChainScan.Progress progress =
                    scan.step(now.get().readLane(), now.get().settings().reading());
            reading.over();
            atHead = progress == ChainScan.Progress.AT_HEAD;
            return atHead ? now.get().settings().reading().pollMs() : 0;
        } catch (HaltException judgement) {
            LOG.error("{}: halted until an operator resumes it: {}", chain, judgement.getMessage());
            halted = Optional.of("halted: " + judgement.getMessage());
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
                    post.isPresent() ? scan.head() : Optional.empty(),
                    kept.isEmpty() ? Optional.empty() : Optional.of(kept.get(kept.size() - 1)),
                    new ChainStatus.Work(
                            scan.watched(),
                            state.openDeposits(chain).size(),
                            state.openWithdrawals(chain).size()),
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
                || halted.isPresent()
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
        halted.ifPresent(reasons::add);
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
