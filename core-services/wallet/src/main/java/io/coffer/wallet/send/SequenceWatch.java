// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainException;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Pause;
import java.time.InstantSource;
import java.util.Optional;

/** Notices that the hot wallet's key is used by someone else: more of its transactions are mined than were sent here. */
final class SequenceWatch {
    static final long ASK_EVERY_MS = 5_000;

    private final Decisions decisions;
    private final InstantSource clock;
    private Optional<Pause> pause = Optional.empty();
    private Optional<String> finding = Optional.empty();

    SequenceWatch(Decisions decisions, InstantSource clock) {
        this.decisions = decisions;
        this.clock = clock;
    }

    /** What is wrong with the sender's sequence, as last asked; empty if nothing is, or the chain has none. */
    Optional<String> foreignUse(Address sender, Lane lane) throws ChainException {
        boolean resting = pause.isPresent() && pause.get().lasts(clock);
        if (!(lane.adapter().bare() instanceof AccountChain) || resting) {
            return finding;
        }
        long mined = lane.ask("mined sequence", adapter -> ((AccountChain) adapter).minedSequence(sender));
        // Read after the node was asked: what is reserved only grows, so an older number could be the smaller one.
        long reserved = decisions.read(state -> state.nextSequence(sender));
        pause = Optional.of(Pause.from(clock, ASK_EVERY_MS));
        finding = mined <= reserved
                ? Optional.empty()
                : Optional.of("sequence.foreign: the node has " + mined + " transactions of " + sender + ", but only "
                        + reserved + " were made here: its key is used elsewhere");
        return finding;
    }
}
