// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.MoneyState;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.spi.chain.ChainId;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Decisions.Decision;

/**
 * The highest block that was ever taken for final. The cursor alone does not tell: it steps back in a reorganisation,
 * and a second one may then begin where the first has led.
 *
 * <p>The money core keeps it as far as anything was done because of it; here it is also known what was only said to be
 * final since the start. One thread.
 */
final class FinalMark {
    private final ChainId chain;
    private final Decisions decisions;
    private long said = Finality.NONE;

    FinalMark(ChainId chain, Decisions decisions) {
        this.chain = chain;
        this.decisions = decisions;
    }

    /** Blocks up to {@code finalHeight} are about to be taken for final. */
    void raise(long finalHeight) {
        said = Math.max(said, finalHeight);
    }

    /** The height of the highest, or {@link Finality#NONE}. */
    long height() {
        return Math.max(said, decisions.read(state -> state.finalHeight(chain).orElse(Finality.NONE)));
    }

    /** Forgets what was said since the start of blocks above a height; what the core keeps stays. */
    void forgetAbove(long height) {
        said = Math.min(said, height);
    }

    /** Forgets what lies above a block that an operator has judged to be the last that holds. */
    void lowerTo(long height) throws CoreUnavailableException {
        forgetAbove(height);
        long position = decisions.read(MoneyState::position);
        decisions.submit(Decision.of(
                "finality-lowered", chain + "@" + height, position, new ChainCommand.LowerFinality(chain, height)));
    }
}
