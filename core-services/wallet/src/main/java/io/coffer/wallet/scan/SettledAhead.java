// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.node.Halts.Kind;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.scan.Reversal.Settled;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is final in blocks above the cursor, as there is after an operator has set that back. The blocks in between are
 * not kept, so nobody would be told that one of them was removed: reading that gets there must find the same again.
 *
 * <p>Found in the state, and only if finality lies above the cursor. One thread.
 */
final class SettledAhead {
    private static final Logger LOG = LoggerFactory.getLogger(SettledAhead.class);

    private final ChainId chain;
    private final FinalMark mark;
    private final Reversal reversal;
    private final RemovalAlarm alarm;
    private Optional<List<Settled>> found = Optional.empty();

    SettledAhead(ChainId chain, Decisions decisions, FinalMark mark, RemovalAlarm alarm) {
        this.chain = chain;
        this.mark = mark;
        this.reversal = new Reversal(chain, decisions);
        this.alarm = alarm;
    }

    /** The cursor went back: it is looked for again. */
    void forget() {
        found = Optional.empty();
    }

    /** The greatest height of these above {@code tip}, or {@link Finality#NONE}. */
    long height(BlockRef tip) {
        return above(tip).stream().mapToLong(one -> one.block().height()).max().orElse(Finality.NONE);
    }

    /**
     * Compares blocks that were read, before anything is taken from them.
     *
     * @param tip the block that they follow
     * @param passing whether what is gone may be taken back
     * @throws HaltException if a block that something is final in is another now, and a person must judge it
     */
    void check(BlockRef tip, List<BlockEvent.Added> added, Passing passing)
            throws CoreUnavailableException, HaltException {
        List<Settled> ahead = added.isEmpty() ? List.of() : above(tip);
        if (ahead.isEmpty()) {
            return;
        }
        for (BlockEvent.Added one : added) {
            BlockRef block = one.block();
            Optional<BlockRef> gone = ahead.stream()
                    .map(Settled::block)
                    .filter(known -> known.height() == block.height() && !known.equals(block))
                    .findFirst();
            if (gone.isPresent()) {
                removed(gone.get(), block, ahead, passing);
                return;
            }
        }
    }

    private void removed(BlockRef gone, BlockRef instead, List<Settled> ahead, Passing passing)
            throws CoreUnavailableException, HaltException {
        // The chain of a higher one goes through this block, so it is gone, too.
        List<Settled> lost = ahead.stream()
                .filter(one -> one.block().height() >= gone.height())
                .toList();
        String subject = gone + " " + instead;
        if (!passing.allows(Kind.FINAL_BLOCKS_REMOVED, subject)) {
            throw new HaltException(
                    Kind.FINAL_BLOCKS_REMOVED,
                    subject,
                    "block " + gone + " was removed, though it counted as final before the cursor was set back, and "
                            + instead + " is in its place: resuming takes back " + lost.size()
                            + " deposits and withdrawals that were final from there on");
        }
        LOG.warn("{}: {} is in the place of {}", chain, instead, gone);
        reversal.takeBack(lost);
        mark.lowerTo(gone.height() - 1);
        forget();
        if (passing.byRule()) {
            alarm.raise("block " + gone, lost.size());
        }
    }

    private List<Settled> above(BlockRef tip) {
        if (found.isEmpty()) {
            found = Optional.of(
                    mark.height() > tip.height() ? reversal.settledFrom(tip.height() + 1) : List.<Settled>of());
        }
        return found.get().stream()
                .filter(one -> one.block().height() > tip.height())
                .toList();
    }
}
