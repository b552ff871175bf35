// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.AssetCatalog;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Chains;
import io.coffer.api.node.Halts;
import io.coffer.api.node.Sweep;
import io.coffer.api.node.Waiting;
import io.coffer.api.node.Wallets;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.spi.asset.AssetPlugin;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.wallet.adapter.GuardedAdapter;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.request.Addresses;
import io.coffer.wallet.request.Enrolment;
import io.coffer.wallet.request.NodeWallets;
import io.coffer.wallet.screening.Admission;
import io.coffer.wallet.screening.Screening;
import io.coffer.wallet.send.Signing;
import io.coffer.wallet.settings.ChainSettings;
import io.coffer.wallet.token.AssetPlugins;
import io.coffer.wallet.token.ListingRules;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wallet service as a whole: requests on one side, a supervisor for each chain on the other, the money core between
 * them. It keeps nothing that must survive it. Any thread may call.
 */
public final class WalletNode implements Chains, Halts, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WalletNode.class);

    private final MoneyCore core;
    private final long adapterDeadlineMs;
    private final Surroundings surroundings;
    private final AssetPlugins plugins;
    private final Wallets wallets;
    private final NavigableMap<ChainId, ChainSupervisor> supervisors = new TreeMap<>();
    private boolean started;
    private boolean closed;

    /**
     * What the wallet is given from outside.
     *
     * @param nanos a clock that never goes back, as {@link System#nanoTime}
     * @param secrets random numbers
     */
    public record Tools(
            MoneyCore core,
            Signing signing,
            Screening screening,
            InstantSource clock,
            LongSupplier nanos,
            LongSupplier secrets) {}

    /** @param adapterDeadlineMs limit for each call of an adapter, milliseconds */
    public WalletNode(Tools tools, long adapterDeadlineMs) {
        this.core = tools.core();
        this.adapterDeadlineMs = adapterDeadlineMs;
        this.plugins = new AssetPlugins(core, tools.clock(), adapterDeadlineMs);
        Addresses addresses = new Addresses(core, this::guarded);
        Enrolment enrolment = new Enrolment(core, this::guarded, tools.signing(), addresses);
        this.surroundings = new Surroundings(
                core,
                tools.clock(),
                tools.nanos(),
                tools.secrets(),
                tools.screening(),
                tools.signing(),
                addresses,
                enrolment,
                plugins);
        this.wallets = new NodeWallets(
                core,
                addresses,
                enrolment,
                new NodeWallets.Tools(
                        this::guarded,
                        this::settings,
                        new Admission(new Decisions(core), tools.screening()),
                        new ListingRules(core, this::guarded, plugins)::refusal,
                        chain -> find(chain).ifPresent(ChainSupervisor::wake)));
        for (NetworkListing listing : core.read(state -> List.copyOf(state.listings()))) {
            supervisor(ChainId.of(listing.asset().id()));
        }
    }

    /** Lets the supervisors work by themselves from now on. Without it, tests step them. */
    public void start() {
        synchronized (supervisors) {
            if (!started && !closed) {
                started = true;
                supervisors.values().forEach(ChainSupervisor::start);
            }
        }
    }

    public Wallets wallets() {
        return wallets;
    }

    /** Takes an adapter into use. One that does not even say what chain it serves is left aside. */
    public void adapterArrived(ChainAdapter adapter) {
        try {
            GuardedAdapter guarded = GuardedAdapter.open(adapter, adapterDeadlineMs);
            LOG.info("{}: an adapter arrived", guarded.chain());
            supervisor(guarded.chain()).arrived(guarded);
        } catch (ChainException failed) {
            LOG.error("an adapter is left aside: {}", failed.getMessage());
        }
    }

    /** Why the newest configuration of an adapter is not in force; empty if it is. */
    public void adapterTold(ChainAdapter adapter, Optional<String> problem) {
        for (ChainSupervisor supervisor : all()) {
            supervisor.told(adapter, problem);
        }
    }

    public void adapterLeft(ChainAdapter adapter) {
        for (ChainSupervisor supervisor : all()) {
            supervisor.left(adapter);
        }
    }

    /** Takes an asset plugin into use. One that does not say what it brings is left aside. */
    public void pluginArrived(AssetPlugin plugin, String name) {
        plugins.arrived(plugin, name);
        all().forEach(ChainSupervisor::wake);
    }

    public void pluginLeft(AssetPlugin plugin) {
        plugins.left(plugin);
        all().forEach(ChainSupervisor::wake);
    }

    /** The assets that plugins bring. */
    public AssetCatalog assets() {
        return plugins;
    }

    /** Sets what an operator configured for a chain. */
    public void configure(ChainSettings changed) {
        ChainSupervisor supervisor = supervisor(changed.chain());
        supervisor.settings().set(changed);
        supervisor.wake();
    }

    /** What an operator configured for a chain cannot be used and nothing held before: the chain waits. */
    public void hold(ChainId chain, String reason) {
        supervisor(chain).settings().refuse(reason);
    }

    /** A change of an operator's settings cannot be used: what held before still holds. */
    public void refuseChange(ChainId chain, String reason) {
        supervisor(chain).settings().refuseChange(reason);
    }

    /** An operator's settings are gone: they hold a little longer, then the defaults do. */
    public void unconfigure(ChainId chain) {
        find(chain).ifPresent(supervisor -> supervisor.settings().unset());
    }

    @Override
    public List<ChainStatus> statuses() {
        List<ChainStatus> statuses = new ArrayList<>();
        all().forEach(supervisor -> statuses.add(supervisor.status()));
        return statuses;
    }

    @Override
    public Optional<ChainStatus> status(ChainId chain) {
        return find(chain).map(ChainSupervisor::status);
    }

    @Override
    public Optional<ChainAdapter> adapter(ChainId chain) {
        return guarded(chain).map(GuardedAdapter::bare);
    }

    @Override
    public boolean pause(ChainId chain) {
        Optional<ChainSupervisor> supervisor = find(chain);
        supervisor.ifPresent(ChainSupervisor::pause);
        return supervisor.isPresent();
    }

    @Override
    public boolean resume(ChainId chain) {
        Optional<ChainSupervisor> supervisor = find(chain);
        supervisor.ifPresent(ChainSupervisor::resume);
        return supervisor.isPresent();
    }

    @Override
    public Optional<Halt> halt(ChainId chain) {
        return find(chain).flatMap(ChainSupervisor::halt);
    }

    @Override
    public Optional<Refusal> acknowledge(ChainId chain, String halt) {
        return find(chain)
                .map(supervisor -> supervisor.acknowledge(halt))
                .orElseGet(() -> Optional.of(Halting.unknown(chain)));
    }

    @Override
    public Optional<Refusal> resetCursor(ChainId chain, Reset wish) throws CoreUnavailableException {
        Optional<ChainSupervisor> supervisor = find(chain);
        return supervisor.isPresent() ? supervisor.get().resetCursor(wish) : Optional.of(Halting.unknown(chain));
    }

    @Override
    public Optional<Refusal> setAside(ChainId chain, String halt, String reason) throws CoreUnavailableException {
        Optional<ChainSupervisor> supervisor = find(chain);
        return supervisor.isPresent() ? supervisor.get().setAside(halt, reason) : Optional.of(Halting.unknown(chain));
    }

    @Override
    public Optional<Refusal> letStand(ChainId chain, String halt, String decidedBy, String reason)
            throws CoreUnavailableException {
        Optional<ChainSupervisor> supervisor = find(chain);
        return supervisor.isPresent()
                ? supervisor.get().letStand(halt, decidedBy, reason)
                : Optional.of(Halting.unknown(chain));
    }

    @Override
    public boolean rescan(ChainId chain, long fromHeight) {
        Optional<ChainSupervisor> supervisor = find(chain);
        return supervisor.isPresent() && supervisor.get().rescan(fromHeight);
    }

    @Override
    public List<Waiting> waiting(ChainId chain) {
        return find(chain).map(ChainSupervisor::waiting).orElse(List.of());
    }

    @Override
    public List<Sweep> sweeps(ChainId chain) {
        return find(chain).map(ChainSupervisor::sweeps).orElse(List.of());
    }

    @Override
    public Optional<Refusal> bump(WithdrawalId withdrawal) {
        Optional<ChainSupervisor> supervisor = core.read(state -> state.withdrawal(withdrawal))
                .flatMap(found -> find(found.request().to().chain()));
        return supervisor.isPresent() ? supervisor.get().bump(withdrawal) : Chains.super.bump(withdrawal);
    }

    /** Stops every supervisor. Requests that are under way may still end. */
    @Override
    public void close() {
        Collection<ChainSupervisor> ending;
        synchronized (supervisors) {
            closed = true;
            ending = List.copyOf(supervisors.values());
        }
        ending.forEach(ChainSupervisor::close);
        plugins.close();
    }

    /** The supervisor of a chain, for those who step it themselves. */
    Optional<ChainSupervisor> find(ChainId chain) {
        synchronized (supervisors) {
            return Optional.ofNullable(supervisors.get(chain));
        }
    }

    private Optional<GuardedAdapter> guarded(ChainId chain) {
        return find(chain).flatMap(ChainSupervisor::adapter);
    }

    private ChainSettings settings(ChainId chain) {
        return find(chain).map(supervisor -> supervisor.settings().now()).orElse(ChainSettings.defaults(chain));
    }

    private List<ChainSupervisor> all() {
        synchronized (supervisors) {
            return List.copyOf(supervisors.values());
        }
    }

    private ChainSupervisor supervisor(ChainId chain) {
        synchronized (supervisors) {
            if (closed) {
                throw new IllegalStateException("the wallet is closed");
            }
            return supervisors.computeIfAbsent(chain, absent -> {
                ChainSupervisor fresh = new ChainSupervisor(absent, surroundings);
                if (started) {
                    fresh.start();
                }
                return fresh;
            });
        }
    }
}
