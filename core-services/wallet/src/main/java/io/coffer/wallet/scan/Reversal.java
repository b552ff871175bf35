// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.Halts.Kind;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Decisions.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes back what was final in blocks that a chain does not have any more: deposits, and ends of withdrawals. */
final class Reversal {
    private static final Logger LOG = LoggerFactory.getLogger(Reversal.class);

    private final ChainId chain;
    private final Decisions decisions;

    Reversal(ChainId chain, Decisions decisions) {
        this.chain = chain;
        this.decisions = decisions;
    }

    /**
     * A deposit or a withdrawal that was final in a block.
     *
     * @param takenBack the decision that undoes it, by the journal position of the state that it rests on
     */
    record Settled(String name, BlockRef block, LongFunction<Decision> takenBack) {}

    /** What is final at a height or above: deposits first, as withdrawals may have spent them. */
    List<Settled> settledFrom(long height) {
        List<Settled> found = new ArrayList<>();
        FinalRecords records = new FinalRecords(chain, decisions);
        records.deposits(height, deposit -> found.add(settled(deposit)));
        records.withdrawals(height, withdrawal -> found.add(settled(withdrawal)));
        return found;
    }

    /**
     * What a node's chain has left.
     *
     * @param removed those whose block is gone
     * @param standing the highest of the blocks that still stand
     */
    record Judged(List<Settled> removed, Optional<BlockRef> standing) {}

    /** Asks the node for their blocks. Those below one that still stands do so, too, and are not asked for. */
    static Judged judge(List<Settled> settled, Lane lane) throws ChainException {
        List<Settled> highestFirst = new ArrayList<>(settled);
        highestFirst.sort(
                Comparator.<Settled>comparingLong(one -> one.block().height()).reversed());
        Set<BlockRef> gone = new HashSet<>();
        Optional<BlockRef> standing = Optional.empty();
        for (Settled one : highestFirst) {
            if (!gone.contains(one.block())) {
                if (Reorganisation.isOnChain(one.block(), lane)) {
                    standing = Optional.of(one.block());
                    break;
                }
                gone.add(one.block());
            }
        }
        return new Judged(
                settled.stream().filter(one -> gone.contains(one.block())).toList(), standing);
    }

    /** @throws HaltException if the core refuses one of them; the others are taken back */
    void takeBack(List<Settled> settled) throws CoreUnavailableException, HaltException {
        long position = decisions.read(MoneyState::position);
        List<Decision> due =
                settled.stream().map(one -> one.takenBack().apply(position)).toList();
        List<Result> results = decisions.submitAll(due);
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof Result.Refused refused) {
                throw refused(settled.get(i).name(), due.get(i), refused);
            }
        }
        if (!settled.isEmpty()) {
            LOG.error(
                    "{}: {} deposits and withdrawals that were final are taken back: look at the exposure account",
                    chain,
                    settled.size());
        }
    }

    private static HaltException refused(String name, Decision decision, Result.Refused refused) {
        String message = "the core refuses to take back " + name + ": "
                + refused.refusal().message();
        return decision.command() instanceof WithdrawalCommand.Reopened reopened
                ? new HaltException(reopened, name, message)
                : new HaltException(Kind.STEP_REFUSED, name, message);
    }

    private static Settled settled(Deposit deposit) {
        return new Settled(
                "deposit " + deposit.key().id(),
                deposit.block(),
                position -> Reorganisation.reorged(deposit, position));
    }

    private static Settled settled(Withdrawal withdrawal) {
        BlockRef block = withdrawal.attempt().flatMap(Attempt::block).orElseThrow();
        return new Settled(
                "withdrawal " + withdrawal.id(),
                block,
                position -> Decision.of(
                        "withdrawal-reopened",
                        withdrawal.id() + "@" + block,
                        position,
                        new WithdrawalCommand.Reopened(withdrawal.id(), block)));
    }
}
