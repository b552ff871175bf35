// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.node.Halts.Reset;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Decisions.Decision;
import io.coffer.wallet.scan.Reversal.Judged;
import io.coffer.wallet.scan.Reversal.Settled;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a block the cursor, by an operator's word.
 *
 * <p>Reading goes on above it, so all of the node's chain below it must have been read already. That is so if the block
 * is an ancestor of one that was read and still stands. Where nothing shows it, only the operator can know.
 */
final class CursorReset {
    private static final Logger LOG = LoggerFactory.getLogger(CursorReset.class);

    private final ChainId chain;
    private final Decisions decisions;
    private final FinalMark mark;
    private final Reversal reversal;

    CursorReset(ChainId chain, Decisions decisions, FinalMark mark) {
        this.chain = chain;
        this.decisions = decisions;
        this.mark = mark;
        this.reversal = new Reversal(chain, decisions);
    }

    /**
     * What was final in blocks that the node does not have any more is taken back first; it is found again where the
     * new chain has it.
     *
     * @return why not, with nothing changed; empty if it was done
     * @throws HaltException if the core refuses to take something back
     */
    Optional<Refusal> reset(Reset wish, Lane lane) throws ChainException, CoreUnavailableException, HaltException {
        Cursor cursor = new Cursor(decisions.read(state -> state.cursor(chain)));
        Optional<Refusal> misplaced = misplaced(wish.block(), cursor, lane);
        if (misplaced.isPresent()) {
            return misplaced;
        }
        List<Settled> settled = reversal.settledFrom(0);
        Judged judged = Reversal.judge(settled, lane);
        Optional<Refusal> refusal = tooHigh(wish, cursor, judged, lane);
        if (refusal.isEmpty()) {
            refusal = unconfirmed(wish, settled, judged.removed(), lane);
        }
        return refusal.isPresent() ? refusal : carryOut(wish.block(), judged);
    }

    private Optional<Refusal> misplaced(BlockRef block, Cursor cursor, Lane lane) throws ChainException {
        Optional<BlockRef> tip = cursor.tip();
        if (tip.isEmpty()) {
            return Optional.of(new Refusal(
                    "cursor.missing", chain + " has not been read at all", "set startHeight in the chain's settings"));
        }
        if (block.height() > tip.get().height()) {
            return Optional.of(new Refusal(
                    "cursor.ahead",
                    "block " + block + " lies above the cursor at " + tip.get() + ": blocks would be left out",
                    "name a block that is not above the cursor"));
        }
        return Reorganisation.isOnChain(block, lane)
                ? Optional.empty()
                : Optional.of(new Refusal(
                        "block.not-on-chain",
                        "the node of " + chain + " does not have block " + block,
                        "ask the node for the hash at this height, and another node whether it agrees"));
    }

    /** Blocks below the named one that nobody has read on this chain would never be read. A genesis pays nobody. */
    private Optional<Refusal> tooHigh(Reset wish, Cursor cursor, Judged judged, Lane lane) throws ChainException {
        BlockRef block = wish.block();
        if (block.height() == 0) {
            return Optional.empty();
        }
        BlockRef oldest = cursor.blocks().get(0);
        if (block.height() >= oldest.height()) {
            return cursor.at(block.height()).equals(Optional.of(block))
                    ? Optional.empty()
                    : Optional.of(tooHigh(
                            "another block was read at the height of " + block
                                    + ", so this chain has blocks below it that were never read",
                            standing(cursor.blocks(), lane)
                                    .map(last -> "name block " + last + ", the last that was read and stands")
                                    .orElse("name a block at height " + Math.max(0, oldest.height() - 1)
                                            + " or below")));
        }
        Optional<Settled> below = judged.removed().stream()
                .filter(one -> one.block().height() <= block.height())
                .min(Comparator.comparingLong(one -> one.block().height()));
        if (below.isPresent()) {
            return Optional.of(tooHigh(
                    below.get().name() + " was final in block " + below.get().block() + ", which is removed",
                    "name a block below height " + below.get().block().height()));
        }
        Optional<BlockRef> anchor = judged.standing();
        boolean shown = anchor.map(one -> one.height() >= block.height()).orElse(false)
                || Reorganisation.isOnChain(oldest, lane);
        if (shown || wish.shared()) {
            return Optional.empty();
        }
        return Optional.of(tooHigh(
                "nothing shows that block " + block + " belonged to the chain that was read, so blocks below it may"
                        + " be others than those that were read",
                "name " + anchor.map(one -> "block " + one).orElse("the block at height 0")
                        + " or one below, or say --shared if another node shows that it did"));
    }

    private static Refusal tooHigh(String why, String next) {
        return new Refusal("block.too-high", why, next);
    }

    private static Optional<BlockRef> standing(List<BlockRef> blocks, Lane lane) throws ChainException {
        for (int i = blocks.size() - 1; i >= 0; i--) {
            if (Reorganisation.isOnChain(blocks.get(i), lane)) {
                return Optional.of(blocks.get(i));
            }
        }
        return Optional.empty();
    }

    /** Whoever takes back what customers have must have said how much of it. A node may only be behind. */
    private Optional<Refusal> unconfirmed(Reset wish, List<Settled> settled, List<Settled> removed, Lane lane)
            throws ChainException {
        if (wish.takeBack() == removed.size()) {
            return Optional.empty();
        }
        if (removed.isEmpty()) {
            return Optional.of(new Refusal(
                    "take-back.count", "nothing would be taken back, not " + wish.takeBack(), "leave out --take-back"));
        }
        BlockRef head = lane.ask("head", adapter -> adapter.reader().head());
        long highest =
                settled.stream().mapToLong(one -> one.block().height()).max().orElseThrow();
        boolean behind = head.height() < highest;
        return Optional.of(new Refusal(
                "take-back.count",
                removed.size() + " deposits and withdrawals that are final would be taken back, among them "
                        + removed.get(0).name() + " in block " + removed.get(0).block()
                        + (behind
                                ? ": the node's head " + head + " is below height " + highest + ", it may be behind"
                                : ""),
                (behind ? "wait until the node has caught up; " : "ask other nodes; ")
                        + "only if their blocks are gone, say --take-back " + removed.size()));
    }

    private Optional<Refusal> carryOut(BlockRef block, Judged judged) throws CoreUnavailableException, HaltException {
        reversal.takeBack(judged.removed());
        long position = decisions.read(MoneyState::position);
        Result result = decisions.submit(
                Decision.of("cursor-reset", chain + "@" + block, position, new ChainCommand.ResetCursor(chain, block)));
        if (result instanceof Result.Refused refused) {
            return Optional.of(refused.refusal());
        }
        // What stands stays final, though it lies above the cursor until that is back there.
        long stillFinal = judged.standing().map(BlockRef::height).orElse(Finality.NONE);
        mark.lowerTo(Math.max(block.height(), stillFinal));
        LOG.warn("{}: by an operator's word reading goes on after block {}", chain, block);
        return Optional.empty();
    }
}
