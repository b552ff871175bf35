// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.Halts;
import io.coffer.api.node.Halts.Kind;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FinalityRule;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Decisions.Decision;
import io.coffer.wallet.core.RefusedDecisions;
import io.coffer.wallet.core.WaitingList;
import io.coffer.wallet.screening.Screening;
import io.coffer.wallet.settings.ChainSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one chain, step by step, from the cursor that the money core keeps. It holds nothing that a new instance would
 * not find again. One thread steps; {@link #head}, {@link #watched} and {@link #rescan} are for any.
 */
public final class ChainScan {
    private static final Logger LOG = LoggerFactory.getLogger(ChainScan.class);
    /** Pages without blocks from a node whose head lies above the cursor, before it counts as contradiction. */
    private static final int MAX_EMPTY_PAGES = 10;

    private final ChainId chain;
    private final Decisions decisions;
    private final WatchedAddresses watched;
    private final BlockIntake intake;
    private final FinalMark mark;
    private final RefusedDecisions refusing;
    private final RemovalAlarm alarm;
    private final SettledAhead ahead;
    private final Reorganisation reorganisation;
    private final CursorReset cursorReset;
    private final Arrivals arrivals;
    private final DepositProgress deposits;
    private final WithdrawalProgress withdrawals;
    private final BalanceComparison balances;
    private final PassedTokens passed;

    private int emptyPages;
    private volatile Optional<BlockRef> head = Optional.empty();
    private volatile Optional<String> acknowledged = Optional.empty();
    private volatile Optional<Rescan> rescan = Optional.empty();

    /** What a step came to. */
    public enum Progress {
        /** There is more to read at once. */
        MORE,
        /** The head is reached. */
        AT_HEAD
    }

    /**
     * What a scan works with.
     *
     * @param seed0 first half of the secret of the address filter
     */
    public record Tools(
            MoneyCore core, InstantSource clock, Screening screening, WaitingList waiting, long seed0, long seed1) {}

    public ChainScan(ChainId chain, Tools tools) {
        this.chain = chain;
        this.decisions = new Decisions(tools.core());
        this.watched = new WatchedAddresses(chain, tools.core(), tools.seed0(), tools.seed1());
        this.refusing = new RefusedDecisions(decisions, tools.clock(), tools.waiting());
        this.intake = new BlockIntake(chain, decisions, refusing, watched);
        this.mark = new FinalMark(chain, decisions);
        this.alarm = new RemovalAlarm(chain);
        this.ahead = new SettledAhead(chain, decisions, mark, alarm);
        this.reorganisation = new Reorganisation(chain, decisions, refusing, mark, ahead, alarm);
        this.cursorReset = new CursorReset(chain, decisions, mark);
        this.arrivals = new Arrivals(chain, tools.clock(), decisions);
        this.deposits = new DepositProgress(chain, decisions, refusing, tools.screening(), intake, arrivals);
        this.withdrawals = new WithdrawalProgress(refusing, tools.clock(), tools.waiting(), arrivals);
        this.balances = new BalanceComparison(chain, decisions, tools.clock());
        this.passed = new PassedTokens(chain, decisions, tools.clock());
    }

    /**
     * Reads at most one page of blocks and moves on what it makes final.
     *
     * @throws HaltException if a person must judge; the same again until {@link #acknowledge}
     */
    public Progress step(Lane lane, ChainSettings.Reading settings, ChainSettings.Comparing comparing)
            throws ChainException, CoreUnavailableException, HaltException {
        FinalityRule suggested = lane.adapter().descriptor().suggestedFinality();
        Progress progress = readOn(
                lane, settings, comparing, new Finality(settings.finality().orElse(suggested)));
        acknowledged = Optional.empty();
        return progress;
    }

    private Progress readOn(
            Lane lane, ChainSettings.Reading settings, ChainSettings.Comparing comparing, Finality finality)
            throws ChainException, CoreUnavailableException, HaltException {
        Cursor cursor = new Cursor(decisions.read(state -> state.cursor(chain)));
        Optional<BlockRef> tip = cursor.tip();
        if (tip.isEmpty()) {
            begin(lane, settings, finality);
            return Progress.MORE;
        }
        BlockRef after = tip.get();
        PageCheck.Checked page = lane.ask(
                "read",
                adapter -> PageCheck.check(
                        chain, after, settings.pageBlocks(), adapter.reader().read(after, settings.pageBlocks())));
        head = Optional.of(page.head());
        Passing passing = new Passing(settings.finalRemoved() == ChainSettings.FinalRemoved.REVERSE, acknowledged);
        if (page.removed()) {
            balances.forget();
            reorganisation.follow(cursor, finality, lane, passing);
            return Progress.MORE;
        }
        ahead.check(after, page.added(), passing);
        advance(page.added(), lane);
        checkForContradiction(after, page);
        ChainSnapshot now = ChainSnapshot.of(decisions, chain);
        long finalHeight = finality.height(now.cursor(), lane);
        mark.raise(finalHeight);
        arrivals.begin(now);
        deposits.follow(now, finalHeight, settings.vanishAfterBlocks(), lane);
        withdrawals.follow(now, finalHeight, lane);
        refusing.keepOnly(now.deposits(), now.withdrawals());
        boolean rescanning = stepRescan(lane, settings);
        boolean behind = !page.added().isEmpty()
                && page.added().get(page.added().size() - 1).block().height()
                        < page.head().height();
        if (!behind) {
            arrivals.lookAhead(now, lane);
        }
        if (rescanning) {
            balances.forget();
        } else if (!behind) {
            balances.look(finalHeight, comparing.addresses(), lane);
        }
        return behind || rescanning ? Progress.MORE : Progress.AT_HEAD;
    }

    /** The node's newest block as last answered. */
    public Optional<BlockRef> head() {
        return head;
    }

    /** How many addresses blocks are searched for. */
    public long watched() {
        return watched.size();
    }

    /** An operator has judged what the last step halted for: until a step succeeds, exactly that may be passed. */
    public void acknowledge(String halt) {
        acknowledged = Optional.of(halt);
    }

    /** Which blocks were read without which token, in words. */
    public Optional<String> passedTokens() {
        return passed.present();
    }

    /** Why deposits that are final are not credited, in words. */
    public Optional<String> undecided() {
        return deposits.undecided();
    }

    /** What the core refuses although the chain shows it. */
    public Optional<String> refused() {
        return refusing.present();
    }

    /** That addresses have less than the books expect. */
    public Optional<String> missing() {
        return balances.missing();
    }

    /** Why balances are not compared though the adapter offers it. */
    public Optional<String> uncompared() {
        return balances.unanswered();
    }

    /** That what was final was taken back by the chain's settings, until an operator has seen it. */
    public Optional<String> takenBack() {
        return alarm.present();
    }

    /** An operator has seen it. */
    public void seen() {
        alarm.clear();
    }

    /**
     * Goes on after another block, as far as nothing is left unread. Must not be called while a step is under way.
     *
     * @return why not; empty if it was done
     */
    public Optional<Refusal> reset(Halts.Reset wish, Lane lane)
            throws ChainException, CoreUnavailableException, HaltException {
        ahead.forget();
        balances.forget();
        Optional<Refusal> refusal = cursorReset.reset(wish, lane);
        if (refusal.isEmpty()) {
            emptyPages = 0;
            acknowledged = Optional.empty();
            rescan = Optional.empty();
        }
        return refusal;
    }

    /** Journals that the sighting which the last step halted for is passed. */
    public Optional<Refusal> setAside(DepositCommand.Observe sighting, String reason) throws CoreUnavailableException {
        long position = decisions.read(MoneyState::position);
        Result result = decisions.submit(Decision.of(
                "sighting-set-aside",
                sighting.key().id() + "@" + sighting.block(),
                position,
                new DepositCommand.SetAside(sighting.key(), sighting.amount(), sighting.block(), reason)));
        return result instanceof Result.Refused refused ? Optional.of(refused.refusal()) : Optional.empty();
    }

    /** Journals that an end which the last step could not take back stands, unless it can be taken back by now. */
    public Optional<Refusal> letStand(WithdrawalCommand.Reopened reversal, String decidedBy, String reason)
            throws CoreUnavailableException {
        long position = decisions.read(MoneyState::position);
        Result result = decisions.submit(Decision.of(
                "withdrawal-stands",
                reversal.id() + "@" + reversal.block(),
                position,
                new WithdrawalCommand.LetStand(reversal.id(), reversal.block(), decidedBy, reason)));
        ahead.forget();
        return result instanceof Result.Refused refused ? Optional.of(refused.refusal()) : Optional.empty();
    }

    /** Reads again from {@code fromHeight} on, beside the steps. Replaces one that is under way. */
    public void rescan(long fromHeight) {
        rescan = Optional.of(new Rescan(chain, fromHeight));
    }

    /** The height from which a rescan under way began. */
    public OptionalLong rescanning() {
        Optional<Rescan> current = rescan;
        return current.isPresent() ? OptionalLong.of(current.get().fromHeight()) : OptionalLong.empty();
    }

    /**
     * A chain that was never read begins at a block that is final already, so that a reorganisation of the usual depth
     * finds its way back. No address of ours existed before, so nothing below concerns us.
     */
    private void begin(Lane lane, ChainSettings.Reading settings, Finality finality)
            throws ChainException, CoreUnavailableException, HaltException {
        long height =
                settings.startHeight().isPresent() ? settings.startHeight().getAsLong() : finality.startHeight(lane);
        BlockRef start = lane.ask("start", adapter -> adapter.reader().at(height));
        if (start.height() != height) {
            throw new ChainException(
                    ChainException.Kind.GARBAGE, "start: asked for height " + height + ", got " + start);
        }
        LOG.info("{}: reading begins after block {}", chain, start);
        advanceCursor(List.of(start));
    }

    private void advance(List<BlockEvent.Added> added, Lane lane) throws CoreUnavailableException, HaltException {
        if (!added.isEmpty()) {
            passed.note(added.get(0).block(), lane);
            intake.take(added, lane);
            advanceCursor(added.stream().map(BlockEvent.Added::block).toList());
        }
    }

    private void advanceCursor(List<BlockRef> blocks) throws CoreUnavailableException, HaltException {
        long position = decisions.read(MoneyState::position);
        Result result = decisions.submit(Decision.of(
                "cursor-advance",
                chain + "@" + blocks.get(blocks.size() - 1),
                position,
                new ChainCommand.AdvanceCursor(chain, blocks)));
        if (result instanceof Result.Refused refused) {
            BlockRef last = blocks.get(blocks.size() - 1);
            throw new HaltException(
                    Kind.STEP_REFUSED,
                    "advance " + last,
                    "the core refuses to advance the cursor to " + last + ": "
                            + refused.refusal().message());
        }
    }

    private void checkForContradiction(BlockRef after, PageCheck.Checked page) throws ChainException {
        if (!page.added().isEmpty() || page.head().height() <= after.height()) {
            emptyPages = 0;
        } else if (++emptyPages >= MAX_EMPTY_PAGES) {
            throw new ChainException(
                    ChainException.Kind.GARBAGE,
                    "read: the node's head is " + page.head() + ", but it shows no block after " + after);
        }
    }

    private boolean stepRescan(Lane lane, ChainSettings.Reading settings)
            throws ChainException, CoreUnavailableException, HaltException {
        Optional<Rescan> current = rescan;
        Optional<BlockRef> tip = new Cursor(decisions.read(state -> state.cursor(chain))).tip();
        if (tip.isEmpty()) {
            return false;
        } else if (current.isEmpty()) {
            return passed.step(tip.get(), settings.pageBlocks(), intake, lane);
        }
        boolean more = current.get().step(tip.get(), settings.pageBlocks(), intake, lane);
        if (!more && rescan.equals(current)) {
            rescan = Optional.empty();
        }
        return more;
    }
}
