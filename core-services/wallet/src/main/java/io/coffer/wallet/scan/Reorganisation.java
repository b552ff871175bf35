// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.Event;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Decisions.Decision;
import io.coffer.wallet.core.JournalSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps back along the stored blocks when the node's chain has left them. */
final class Reorganisation {
    private static final Logger LOG = LoggerFactory.getLogger(Reorganisation.class);

    private final ChainId chain;
    private final Decisions decisions;
    private final FinalMark mark;

    Reorganisation(ChainId chain, Decisions decisions, FinalMark mark) {
        this.chain = chain;
        this.decisions = decisions;
        this.mark = mark;
    }

    /**
     * Takes back every stored block that is no longer on the node's chain. First the depth is found, and only then the
     * first step is journaled, so that an interruption leaves the question open and not half answered.
     *
     * @param acknowledged whether an operator has seen that blocks that counted as final are removed
     * @throws HaltException if none of the stored blocks is left, or blocks are removed that counted as final
     */
    void follow(Cursor cursor, Finality finality, Lane lane, boolean acknowledged)
            throws ChainException, CoreUnavailableException, HaltException {
        List<BlockRef> blocks = cursor.blocks();
        BlockRef tip = blocks.get(blocks.size() - 1);
        int kept = survivors(blocks, lane);
        if (kept == 0) {
            throw new HaltException("none of the " + blocks.size() + " stored blocks up to " + tip
                    + " is on the node's chain any more: reorganised too deeply, or another chain");
        }
        BlockRef lowest = blocks.get(kept);
        boolean broken = lowest.height() <= Math.max(finality.heightByRule(tip), mark.height());
        if (broken && !acknowledged) {
            throw new HaltException("blocks from " + lowest + " on were removed, though they counted as final below "
                    + tip + ": resuming takes back what was credited there");
        }
        LOG.warn("{}: {} blocks from {} on were removed", chain, blocks.size() - kept, lowest);
        if (broken) {
            reverse(Set.copyOf(blocks.subList(kept, blocks.size())), lowest.height());
        }
        for (int i = blocks.size() - 1; i >= kept; i--) {
            remove(blocks.get(i));
        }
    }

    /** How many of the stored blocks, counted from the oldest, are still on the node's chain. */
    private static int survivors(List<BlockRef> blocks, Lane lane) throws ChainException {
        int kept = blocks.size() - 1;
        while (kept > 0 && !isOnChain(blocks.get(kept - 1), lane)) {
            kept--;
        }
        return kept;
    }

    /** Whether the node's present chain has this block. */
    static boolean isOnChain(BlockRef block, Lane lane) throws ChainException {
        BlockRef present = lane.ask("block at a height", adapter -> {
            try {
                return adapter.reader().at(block.height());
            } catch (ChainException beyond) {
                // The new chain may still be shorter than the old one was.
                if (beyond.kind() == ChainException.Kind.BEHIND) {
                    return adapter.reader().head();
                }
                throw beyond;
            }
        });
        return present.equals(block);
    }

    /**
     * Takes back deposits and withdrawals that were final in blocks that are no more. The state does not list what is at
     * rest, so the journal is searched; that may take long, and happens only when a chain has broken its word.
     */
    private void reverse(Set<BlockRef> removed, long lowest) throws CoreUnavailableException {
        Set<String> concerned = ConcurrentHashMap.newKeySet();
        Set<WithdrawalId> ended = ConcurrentHashMap.newKeySet();
        long position = decisions.read(MoneyState::position);
        JournalSearch.read(decisions.core(), 0, position, FinalMark.SEARCH_LIMIT_MS, event -> {
            if (event.event() instanceof Event.DepositChanged changed
                    && changed.deposit().key().to().chain().equals(chain)
                    && removed.contains(changed.deposit().block())) {
                concerned.add(changed.deposit().key().id());
            } else if (event.event() instanceof Event.WithdrawalChanged changed
                    && endedIn(changed.withdrawal(), removed)) {
                ended.add(changed.withdrawal().id());
            }
        });
        List<Decision> due = new ArrayList<>();
        for (String id : new TreeSet<>(concerned)) {
            Optional<Deposit> present = decisions.read(state -> state.deposit(id));
            present.filter(deposit ->
                            deposit.progress().chain() == DepositChainState.FINAL && removed.contains(deposit.block()))
                    .ifPresent(deposit -> due.add(reorged(deposit, position)));
        }
        int deposits = due.size();
        for (WithdrawalId id : new TreeSet<>(ended)) {
            Optional<Withdrawal> present = decisions.read(state -> state.withdrawal(id));
            present.filter(withdrawal -> endedIn(withdrawal, removed))
                    .ifPresent(withdrawal -> due.add(reopened(withdrawal, position)));
        }
        decisions.submitAll(due);
        mark.lowerTo(lowest - 1);
        LOG.error(
                "{}: {} deposits and {} withdrawals that were final are taken back: look at the exposure account",
                chain,
                deposits,
                due.size() - deposits);
    }

    private boolean endedIn(Withdrawal withdrawal, Set<BlockRef> removed) {
        boolean ended =
                withdrawal.state() == WithdrawalState.COMPLETED || withdrawal.state() == WithdrawalState.FAILED_ONCHAIN;
        return ended
                && withdrawal.request().to().chain().equals(chain)
                && withdrawal
                        .attempt()
                        .flatMap(Attempt::block)
                        .filter(removed::contains)
                        .isPresent();
    }

    private void remove(BlockRef block) throws CoreUnavailableException, HaltException {
        decisions.submitAll(decisions.read(state -> undone(state, block)));
        long position = decisions.read(MoneyState::position);
        Result result = decisions.submit(Decision.of(
                "cursor-retreat", chain + "@" + block, position, new ChainCommand.RetreatCursor(chain, block)));
        if (result instanceof Result.Refused refused) {
            throw new HaltException("the core refuses to step back from block " + block + ": "
                    + refused.refusal().message());
        }
    }

    /** What the removal of a block means for deposits and withdrawals that stood in it. */
    private List<Decision> undone(MoneyState state, BlockRef block) {
        List<Decision> due = new ArrayList<>();
        for (Deposit deposit : state.openDeposits(chain)) {
            if (deposit.progress().chain() == DepositChainState.CONFIRMING
                    && deposit.block().equals(block)) {
                due.add(reorged(deposit, state.position()));
            }
        }
        for (Withdrawal withdrawal : state.openWithdrawals(chain)) {
            Optional<BlockRef> mined = withdrawal.attempt().flatMap(Attempt::block);
            if (withdrawal.state() == WithdrawalState.CONFIRMING && mined.equals(Optional.of(block))) {
                due.add(unmined(withdrawal, block, state.position()));
            }
        }
        return due;
    }

    static Decision reorged(Deposit deposit, long position) {
        return Decision.of(
                "deposit-reorged",
                deposit.key().id() + "@" + deposit.block(),
                position,
                new DepositCommand.Reorged(deposit.key(), deposit.block()));
    }

    private static Decision reopened(Withdrawal withdrawal, long position) {
        BlockRef block = withdrawal.attempt().flatMap(Attempt::block).orElseThrow();
        return Decision.of(
                "withdrawal-reopened",
                withdrawal.id() + "@" + block,
                position,
                new WithdrawalCommand.Reopened(withdrawal.id(), block));
    }

    static Decision unmined(Withdrawal withdrawal, BlockRef block, long position) {
        return Decision.of(
                "withdrawal-unmined",
                withdrawal.id() + "@" + block,
                position,
                new WithdrawalCommand.Unmined(withdrawal.id(), block));
    }
}
