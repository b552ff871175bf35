// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.sweep;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.Sweep;
import io.coffer.api.node.Waiting;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Decisions.Decision;
import io.coffer.wallet.core.Pause;
import io.coffer.wallet.core.WaitingList;
import io.coffer.wallet.settings.ChainSettings;
import io.coffer.wallet.sweep.Holdings.Candidate;
import io.coffer.wallet.sweep.Holdings.Page;
import io.coffer.wallet.sweep.Holdings.Past;
import io.coffer.wallet.sweep.Holdings.Purse;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what deposit addresses have, and has it moved to the treasury: it only requests transfers of the house, which
 * are then sent as withdrawals are. What it decides rests on the money core's state alone, so a new instance goes on
 * where another one stopped. One thread makes the rounds; {@link #shown} is for any.
 */
public final class Sweeper {
    /** Between two looks. */
    static final long EVERY_MS = 5_000;
    /** Transfers of the house that may be under way, for each that may be begun in a round. */
    static final int OPEN_PER_BATCH = 4;
    /** A transfer that waits so long for a lower fee, or for funds, is given up and planned anew. */
    static final long STALE_MS = 60_000;
    /** Before a transfer that the core refuses is requested again; each refusal is journaled. Doubles. */
    static final long REFUSED_MS = 30_000;

    static final long REFUSED_AT_LATEST_MS = 600_000;
    /** Before one is asked about again that a quote spoke against, or that got none. Doubles. */
    static final long REST_MS = 10_000;

    static final long REST_AT_LATEST_MS = 120_000;
    private static final String WAITS = "sweep.waits-its-turn";
    /** What prices can change. */
    private static final Set<String> OF_PRICES = Set.of("fee.above-cap", Rests.NO_GAS, "hot-wallet.no-fee");

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final ChainId chain;
    private final ChainSettings.Sweeping settings;
    private final Decisions decisions;
    private final InstantSource clock;
    private final WaitingList waiting;
    private final Proposals proposals;
    private final Rests rests;
    /** Where the page of each asset begins that is looked at beside the richest. */
    private final Map<NetworkAssetId, Integer> begins = new HashMap<>();
    /** Those of the page of each asset that have had their turn. */
    private final Map<NetworkAssetId, Set<Address>> turned = new HashMap<>();

    private Optional<Pause> pause = Optional.empty();
    private volatile List<Sweep> shown = List.of();
    private volatile List<String> problems = List.of();

    /** What sweeping works with. */
    public record Tools(MoneyCore core, InstantSource clock, WaitingList waiting, Quotes quotes) {}

    public Sweeper(ChainSettings settings, Tools tools) {
        this.chain = settings.chain();
        this.settings = settings.sweeping();
        this.decisions = new Decisions(tools.core());
        this.clock = tools.clock();
        this.waiting = tools.waiting();
        this.proposals = new Proposals(tools.quotes(), tools.clock());
        this.rests = new Rests(tools.clock());
    }

    /** What was found at the last look, in the order in which it is swept. */
    public List<Sweep> shown() {
        return shown;
    }

    /** What is wrong with the settings, in words. */
    public Optional<String> problem() {
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    }

    /**
     * Looks once, if it is time. Most of it is reading; of the node are asked at most twice as many quotes as transfers
     * may be begun.
     *
     * @return whether a transfer was begun or given up, so that there is something to send
     * @throws ChainException if the node fails; the next look goes on
     */
    public boolean round(Lane lane) throws ChainException, CoreUnavailableException {
        boolean resting = pause.isPresent() && pause.get().lasts(clock);
        if (settings.thresholds().isEmpty() || resting || !(lane.adapter().bare() instanceof AccountChain)) {
            return false;
        }
        pause = Optional.of(Pause.from(clock, EVERY_MS));
        Holdings holdings = decisions.read(state -> Holdings.of(state, chain, settings, begins));
        problems = holdings.problems();
        rests.keepOnly(holdings.candidates());
        boolean moved = giveUpStale(holdings);
        if (holdings.purse().isEmpty()) {
            shown = List.of();
            return moved;
        }
        Look look = new Look(holdings, holdings.purse().get());
        try {
            look.take(lane);
        } finally {
            shown = List.copyOf(look.found);
            holdings.pages().forEach((asset, page) -> turn(asset, page, look));
        }
        return moved || look.begun > 0;
    }

    /** A page stays until each of it has had its turn, however many looks that takes. */
    private void turn(NetworkAssetId asset, Page page, Look look) {
        Set<Address> had = turned.computeIfAbsent(asset, first -> new HashSet<>());
        had.addAll(look.answered.getOrDefault(asset, Set.of()));
        if (had.containsAll(page.addresses())) {
            begins.put(asset, page.next());
            had.clear();
        }
    }

    /** So that a fee that has risen since does not keep a transfer, and its address, waiting for ever. */
    private boolean giveUpStale(Holdings holdings) throws CoreUnavailableException {
        boolean moved = false;
        for (Withdrawal transfer : holdings.open().values()) {
            boolean stale = transfer.state() == WithdrawalState.QUEUED
                    && waiting.find(transfer.id()).filter(this::isStale).isPresent();
            if (stale) {
                long position = decisions.read(MoneyState::position);
                String reason = "planned anew: it waited for " + OF_PRICES;
                moved |= decisions.submit(Decision.of(
                                "house-transfer-given-up",
                                transfer.id().text(),
                                position,
                                new WithdrawalCommand.Cancel(transfer.id(), reason)))
                        instanceof Result.Applied;
            }
        }
        return moved;
    }

    private boolean isStale(Waiting waits) {
        return OF_PRICES.contains(waits.code()) && clock.millis() - waits.sinceMs() >= STALE_MS;
    }

    /** One look at all candidates. */
    private final class Look {
        private final Holdings holdings;
        private final Purse purse;
        private final List<Sweep> found = new ArrayList<>();
        private final Set<Address> taken = new HashSet<>();
        /** Those that do not wait for their turn. */
        private final Map<NetworkAssetId, Set<Address>> answered = new HashMap<>();

        private final int room;
        private BigInteger free;
        private int begun;
        private int quotesLeft;

        Look(Holdings holdings, Purse purse) {
            this.holdings = holdings;
            this.purse = purse;
            this.free = purse.free();
            this.room = Math.min(
                    settings.batch(),
                    OPEN_PER_BATCH * settings.batch() - holdings.open().size());
            this.quotesLeft = 2 * settings.batch();
        }

        void take(Lane lane) throws ChainException, CoreUnavailableException {
            for (Candidate candidate : rests.inTurn(holdings.candidates(), purse)) {
                Sweep sweep = consider(candidate, lane);
                found.add(sweep);
                if (!sweep.code().equals(WAITS)) {
                    answered(candidate);
                }
            }
        }

        private void answered(Candidate candidate) {
            answered.computeIfAbsent(candidate.listing().asset().id(), first -> new HashSet<>())
                    .add(candidate.address().address());
        }

        private Sweep consider(Candidate candidate, Lane lane) throws ChainException, CoreUnavailableException {
            Optional<Withdrawal> open =
                    Optional.ofNullable(holdings.open().get(candidate.address().address()));
            if (open.isPresent()) {
                return underWay(candidate, open.get());
            }
            Optional<Proposal.Not> obstacle = Proposals.obstacle(candidate, purse);
            if (obstacle.isPresent()) {
                return sweep(candidate, obstacle.get());
            }
            Optional<Proposal.Not> answered = rests.answer(candidate);
            if (answered.isPresent()) {
                return sweep(candidate, answered.get());
            }
            if (begun >= room
                    || quotesLeft <= 0
                    || taken.contains(candidate.address().address())) {
                return sweep(candidate, new Proposal.Not(WAITS, "others come before it"));
            }
            Past past = decisions.read(state -> Past.of(state, candidate, purse));
            Optional<Proposal.Not> failed = proposals.obstacle(candidate, past, purse);
            if (failed.isPresent()) {
                rests.longer(candidate, failed.get(), EVERY_MS, EVERY_MS);
                return sweep(candidate, failed.get());
            }
            return ask(candidate, past, lane);
        }

        private Sweep ask(Candidate candidate, Past past, Lane lane) throws ChainException, CoreUnavailableException {
            quotesLeft--;
            try {
                Proposal proposal = proposals.of(candidate, past, purse, free, lane);
                return proposal instanceof Proposal.Transfer transfer
                        ? begin(candidate, transfer)
                        : rest(candidate, (Proposal.Not) proposal);
            } catch (ChainException failed) {
                boolean ofTheNode = Lane.isOfTheNode(failed);
                if (ofTheNode && failed.kind() != ChainException.Kind.TIMEOUT) {
                    throw failed;
                }
                Sweep resting =
                        rest(candidate, new Proposal.Not("adapter.failed", String.valueOf(failed.getMessage())));
                if (ofTheNode) {
                    // What hangs may do so for this one alone: the next look begins with the others.
                    found.add(resting);
                    answered(candidate);
                    throw failed;
                }
                return resting;
            }
        }

        private Sweep rest(Candidate candidate, Proposal.Not not) {
            rests.longer(candidate, not, REST_MS, REST_AT_LATEST_MS);
            return sweep(candidate, not);
        }

        private Sweep underWay(Candidate candidate, Withdrawal transfer) {
            String purpose = transfer.request()
                    .house()
                    .map(house -> house.purpose().name())
                    .orElse("");
            String waits = waiting.find(transfer.id())
                    .map(waiting -> ", waits: " + waiting.code() + ": " + waiting.reason())
                    .orElse("");
            return new Sweep(
                    candidate.address().address(),
                    units(candidate),
                    "sweep.under-way",
                    purpose + " is " + transfer.state() + waits,
                    Optional.of(transfer.id()));
        }

        private Sweep begin(Candidate candidate, Proposal.Transfer transfer) throws CoreUnavailableException {
            WithdrawalRequest request = new WithdrawalRequest(
                    new Payer.House(transfer.from(), transfer.purpose()),
                    transfer.to(),
                    Optional.empty(),
                    transfer.amount(),
                    new Amount(purse.coin(), purse.maxFee()),
                    Optional.empty());
            long position = decisions.read(MoneyState::position);
            Result result = decisions.submit(Decision.of(
                    "house-transfer",
                    transfer.id().text(),
                    position,
                    new WithdrawalCommand.Request(transfer.id(), request)));
            if (result instanceof Result.Refused answer) {
                Proposal.Not not = new Proposal.Not(
                        answer.refusal().code(), answer.refusal().message());
                rests.longer(candidate, not, REFUSED_MS, REFUSED_AT_LATEST_MS);
                return sweep(candidate, not);
            }
            rests.over(candidate);
            begun++;
            taken.add(candidate.address().address());
            if (transfer.purpose() == HousePurpose.GAS) {
                free = free.subtract(transfer.amount().units());
            }
            LOG.info(
                    "{}: {} {} of {} from {} to {}",
                    chain,
                    transfer.purpose(),
                    transfer.amount().units(),
                    transfer.amount().asset(),
                    transfer.from(),
                    transfer.to());
            return new Sweep(
                    candidate.address().address(),
                    units(candidate),
                    "sweep.begun",
                    transfer.purpose() + " of " + transfer.amount().units() + " units of "
                            + transfer.amount().asset(),
                    Optional.of(transfer.id()));
        }

        private Sweep sweep(Candidate candidate, Proposal.Not not) {
            return new Sweep(
                    candidate.address().address(),
                    units(candidate),
                    not.code(),
                    not.reason(),
                    Optional.<WithdrawalId>empty());
        }

        private Amount units(Candidate candidate) {
            return new Amount(candidate.listing().asset().id(), candidate.units());
        }
    }
}
