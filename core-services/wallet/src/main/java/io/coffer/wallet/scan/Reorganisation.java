// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.Halts.Kind;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Decisions.Decision;
import io.coffer.wallet.core.RefusedDecisions;
import io.coffer.wallet.scan.Reversal.Settled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps back along the stored blocks when the node's chain has left them. */
final class Reorganisation {
    private static final Logger LOG = LoggerFactory.getLogger(Reorganisation.class);

    private final ChainId chain;
    private final Decisions decisions;
    private final RefusedDecisions refusing;
    private final FinalMark mark;
    private final Reversal reversal;
    private final SettledAhead ahead;
    private final RemovalAlarm alarm;

    Reorganisation(
            ChainId chain,
            Decisions decisions,
            RefusedDecisions refusing,
            FinalMark mark,
            SettledAhead ahead,
            RemovalAlarm alarm) {
        this.chain = chain;
        this.decisions = decisions;
        this.refusing = refusing;
        this.mark = mark;
        this.reversal = new Reversal(chain, decisions);
        this.ahead = ahead;
        this.alarm = alarm;
    }

    /**
     * Takes back every stored block that is no longer on the node's chain. First the depth is found, and only then the
     * first step is journaled, so that an interruption leaves the question open and not half answered.
     *
     * @param passing whether blocks may be removed that counted as final
     * @throws ChainException of kind BEHIND if the node shows no other block in the place of one that was final
     * @throws HaltException if none of the stored blocks is left, or a person must judge the removal of final ones
     */
    void follow(Cursor cursor, Finality finality, Lane lane, Passing passing)
            throws ChainException, CoreUnavailableException, HaltException {
        List<BlockRef> blocks = cursor.blocks();
        BlockRef tip = blocks.get(blocks.size() - 1);
        int kept = survivors(blocks, lane);
        if (kept == 0) {
            throw new HaltException(
                    Kind.ALL_BLOCKS_REMOVED,
                    blocks.get(0) + " " + tip,
                    "none of the " + blocks.size() + " stored blocks up to " + tip
                            + " is on the node's chain any more: reorganised too deeply, or another chain");
        }
        BlockRef lowest = blocks.get(kept);
        boolean broken = lowest.height() <= Math.max(finality.heightByRule(tip), mark.height());
        String removed = lowest + " " + tip;
        if (broken && !passing.allows(Kind.FINAL_BLOCKS_REMOVED, removed)) {
            throw new HaltException(
                    Kind.FINAL_BLOCKS_REMOVED,
                    removed,
                    "blocks from " + lowest + " on were removed, though they counted as final below " + tip
                            + ": resuming takes back what was credited there");
        }
        LOG.warn("{}: {} blocks from {} on were removed", chain, blocks.size() - kept, lowest);
        if (broken) {
            // A node that has lost its newest blocks removes nothing: there must be another block in that place.
            lane.ask("block in its place", adapter -> adapter.reader().at(lowest.height()));
            Set<BlockRef> gone = Set.copyOf(blocks.subList(kept, blocks.size()));
            List<Settled> settled = reversal.settledFrom(lowest.height()).stream()
                    .filter(one -> gone.contains(one.block()))
                    .toList();
            reversal.takeBack(settled);
            mark.lowerTo(Math.max(lowest.height() - 1, ahead.height(tip)));
            if (passing.byRule()) {
                alarm.raise("block " + lowest + " up to " + tip, settled.size());
            }
        }
        for (int i = blocks.size() - 1; i >= kept; i--) {
            remove(blocks.get(i));
        }
        ahead.forget();
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

    private void remove(BlockRef block) throws CoreUnavailableException, HaltException {
        refusing.submitAll(decisions.read(state -> undone(state, block)));
        long position = decisions.read(MoneyState::position);
        Result result = decisions.submit(Decision.of(
                "cursor-retreat", chain + "@" + block, position, new ChainCommand.RetreatCursor(chain, block)));
        if (result instanceof Result.Refused refused) {
            throw new HaltException(
                    Kind.STEP_REFUSED,
                    "retreat " + block,
                    "the core refuses to step back from block " + block + ": "
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

    static Decision unmined(Withdrawal withdrawal, BlockRef block, long position) {
        return Decision.of(
                "withdrawal-unmined",
                withdrawal.id() + "@" + block,
                position,
                new WithdrawalCommand.Unmined(withdrawal.id(), block));
    }
}
