// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainException;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Pause;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many transactions of each sender are mined. By that a gap is found, and that a key is used by someone else: more
 * of its transactions are mined than were sent here. One thread.
 */
final class SequenceWatch {
    static final long ASK_EVERY_MS = 5_000;
    /** What everything of a sender waits for whose key is used elsewhere. */
    static final String FOREIGN = "sequence.foreign";

    private final Decisions decisions;
    private final InstantSource clock;
    private final Map<Address, Answer> answers = new HashMap<>();

    /** What a node said, until it is asked again. */
    private record Answer(long mined, Optional<String> finding, Pause trusted) {}

    SequenceWatch(Decisions decisions, InstantSource clock) {
        this.decisions = decisions;
        this.clock = clock;
    }

    /** How many transactions of a sender are mined, as last asked; empty if the chain does not count them. */
    OptionalLong mined(Address sender, Lane lane) throws ChainException {
        return lane.adapter().bare() instanceof AccountChain
                ? OptionalLong.of(answer(sender, lane).mined())
                : OptionalLong.empty();
    }

    /** What is wrong with a sender's sequence, as last asked; empty if nothing is, or the chain has none. */
    Optional<String> foreignUse(Address sender, Lane lane) throws ChainException {
        return lane.adapter().bare() instanceof AccountChain
                ? answer(sender, lane).finding()
                : Optional.empty();
    }

    void keepOnly(Collection<Address> senders) {
        answers.keySet().retainAll(senders);
    }

    private Answer answer(Address sender, Lane lane) throws ChainException {
        Answer before = answers.get(sender);
        if (before != null && before.trusted().lasts(clock)) {
            return before;
        }
        long mined = lane.ask("mined sequence", adapter -> ((AccountChain) adapter).minedSequence(sender));
        // Read after the node was asked: what is reserved only grows, so an older number could be the smaller one.
        long reserved = decisions.read(state -> state.nextSequence(sender));
        Optional<String> finding = mined <= reserved
                ? Optional.empty()
                : Optional.of(FOREIGN + ": the node has " + mined + " transactions of " + sender + ", but only "
                        + reserved + " were made here: its key is used elsewhere");
        Answer fresh = new Answer(mined, finding, Pause.from(clock, ASK_EVERY_MS));
        answers.put(sender, fresh);
        return fresh;
    }
}
