// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.Event;
import io.coffer.api.core.MoneyState;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.JournalSearch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The highest block that was ever taken for final. The cursor alone does not tell: it steps back in a reorganisation,
 * and a second one may then begin where the first has led.
 *
 * <p>A new instance finds it in the journal, which may take long; so it looks only when blocks are removed. One thread.
 */
final class FinalMark {
    /** How long the journal may be searched. */
    static final long SEARCH_LIMIT_MS = 3_600_000;

    private final ChainId chain;
    private final Decisions decisions;
    private final AtomicLong height = new AtomicLong(Finality.NONE);
    private boolean searched;

    FinalMark(ChainId chain, Decisions decisions) {
        this.chain = chain;
        this.decisions = decisions;
    }

    /** Blocks up to {@code finalHeight} are about to be taken for final. */
    void raise(long finalHeight) {
        height.accumulateAndGet(finalHeight, Math::max);
    }

    /** The height of the highest, or {@link Finality#NONE}. */
    long height() {
        if (!searched) {
            long position = decisions.read(MoneyState::position);
            JournalSearch.read(decisions.core(), 0, position, SEARCH_LIMIT_MS, event -> look(event.event()));
            searched = true;
        }
        return height.get();
    }

    /** Forgets what lies above a block that an operator has judged to be the last that holds. */
    void lowerTo(long newHeight) {
        height.accumulateAndGet(newHeight, Math::min);
    }

    private void look(Event event) {
        if (event instanceof Event.DepositChanged changed) {
            Deposit deposit = changed.deposit();
            if (deposit.key().to().chain().equals(chain) && deposit.progress().chain() == DepositChainState.FINAL) {
                raise(deposit.block().height());
            }
        } else if (event instanceof Event.WithdrawalChanged changed) {
            Withdrawal withdrawal = changed.withdrawal();
            boolean ended = withdrawal.state() == WithdrawalState.COMPLETED
                    || withdrawal.state() == WithdrawalState.FAILED_ONCHAIN;
            if (ended && withdrawal.request().to().chain().equals(chain)) {
                withdrawal
                        .attempt()
                        .flatMap(Attempt::block)
                        .map(BlockRef::height)
                        .ifPresent(this::raise);
            }
        }
    }
}
