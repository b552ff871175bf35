// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.Transfers;
import io.coffer.money.codec.Values;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.Amount;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A withdrawal, what of its own transaction came to addresses of ours, and what was taken back of it.
 *
 * @param changes outputs that came back to us, in the order in which they were seen
 * @param arrival of a transfer of the house: what was seen to arrive
 * @param otherwise of one that has ended: what its token moved, if it was not what was asked for
 */
record WithdrawalEntry(
        Withdrawal withdrawal,
        List<Change> changes,
        Optional<Arrival> arrival,
        Past past,
        Optional<Otherwise> otherwise) {
    static final Shelf.Form<WithdrawalEntry> FORM = new Form();

    WithdrawalEntry(Withdrawal withdrawal) {
        this(withdrawal, List.of(), Optional.empty(), Past.NONE, Optional.empty());
    }

    WithdrawalEntry {
        changes = List.copyOf(changes);
    }

    /** An output of our own transaction at an address of ours. */
    record Change(int position, Address to, Amount amount) {}

    /**
     * What was taken back.
     *
     * @param abandoned attempts that were given up while they were to be signed: their numbers are not used again
     * @param reopened how often its end was taken back
     * @param lent ledger units that the house has lent for its hold, as exposure
     * @param stands whether its end stands although its block was removed, by an operator's word
     */
    record Past(int abandoned, int reopened, BigInteger lent, boolean stands) {
        static final Past NONE = new Past(0, 0, BigInteger.ZERO);

        Past(int abandoned, int reopened, BigInteger lent) {
            this(abandoned, reopened, lent, false);
        }
    }

    /**
     * What a token moved that was to move something else.
     *
     * @param left network units that left the sender
     * @param paid network units of that which the customer pays for; all else is the house's expense
     */
    record Otherwise(BigInteger left, BigInteger paid) {
        BigInteger beyond() {
            return left.subtract(paid);
        }
    }

    WithdrawalState state() {
        return withdrawal.state();
    }

    boolean isHouse() {
        return withdrawal.request().house().isPresent();
    }

    WithdrawalEntry in(WithdrawalState state) {
        return with(state, withdrawal.refusal(), withdrawal.attempts());
    }

    WithdrawalEntry ended(WithdrawalState state, Refusal refusal) {
        return with(state, Optional.of(refusal), withdrawal.attempts());
    }

    /** With one more attempt. */
    WithdrawalEntry prepared(Preparation preparation) {
        List<Attempt> attempts = new ArrayList<>(withdrawal.attempts());
        int number = past.abandoned + attempts.size() + 1;
        attempts.add(new Attempt(number, preparation, Optional.empty(), Optional.empty(), Optional.empty()));
        return with(WithdrawalState.PREPARED, withdrawal.refusal(), attempts);
    }

    /** Whether an attempt that is not signed yet is to replace one that is. */
    boolean isReplacing() {
        return withdrawal.attempts().size() > 1 && last().signed().isEmpty();
    }

    /** Without the last attempt, of which nothing was signed: back to where it was prepared. */
    WithdrawalEntry unprepared() {
        List<Attempt> attempts = withdrawal.attempts();
        return with(
                attempts.size() > 1 ? WithdrawalState.BROADCAST : WithdrawalState.QUEUED,
                withdrawal.refusal(),
                attempts.subList(0, attempts.size() - 1));
    }

    /** Without the last attempt, for which a signature was asked. */
    WithdrawalEntry abandoned() {
        return unprepared().with(new Past(past.abandoned + 1, past.reopened, past.lent));
    }

    /** In a block by one attempt, and so by no other. */
    WithdrawalEntry mined(int number, BlockRef block) {
        List<Attempt> attempts = withdrawal.attempts().stream()
                .map(attempt -> new Attempt(
                        attempt.number(),
                        attempt.preparation(),
                        attempt.signed(),
                        attempt.number() == number ? Optional.of(block) : Optional.empty(),
                        Optional.empty()))
                .toList();
        return with(WithdrawalState.CONFIRMING, withdrawal.refusal(), attempts);
    }

    /** On its way again after its end was taken back. */
    WithdrawalEntry reopened(BigInteger moreLent) {
        Attempt attempt = attempt();
        Attempt onItsWay = new Attempt(
                attempt.number(), attempt.preparation(), attempt.signed(), attempt.block(), Optional.empty());
        Past once = new Past(past.abandoned, past.reopened + 1, past.lent.add(moreLent));
        WithdrawalEntry again = with(WithdrawalState.BROADCAST, onItsWay).with(once);
        return otherwise.isEmpty()
                ? again
                : again.moved(Optional.empty()).with(again.state(), Optional.empty(), again.withdrawal.attempts());
    }

    /** At its end in a block. What was lent for a hold that is released has been given back. */
    WithdrawalEntry concluded(boolean succeeded, Amount feePaid) {
        Attempt attempt = attempt();
        Attempt paid = new Attempt(
                attempt.number(), attempt.preparation(), attempt.signed(), attempt.block(), Optional.of(feePaid));
        return succeeded
                ? with(WithdrawalState.COMPLETED, paid)
                : with(WithdrawalState.FAILED_ONCHAIN, paid)
                        .with(new Past(past.abandoned, past.reopened, BigInteger.ZERO));
    }

    /**
     * At its end in a block, in which its token moved something else than was asked for.
     *
     * @param lent ledger units that the house still lends for its hold
     * @param why for whoever looks at it
     */
    WithdrawalEntry concludedOtherwise(
            Otherwise how, WithdrawalState state, Amount feePaid, BigInteger lent, Refusal why) {
        Attempt attempt = attempt();
        Attempt paid = new Attempt(
                attempt.number(), attempt.preparation(), attempt.signed(), attempt.block(), Optional.of(feePaid));
        WithdrawalEntry ended = with(state, paid);
        return ended.with(state, Optional.of(why), ended.withdrawal.attempts())
                .with(new Past(past.abandoned, past.reopened, lent))
                .moved(Optional.of(how));
    }

    /** With what its token is known to have moved. */
    WithdrawalEntry moved(Optional<Otherwise> how) {
        return new WithdrawalEntry(withdrawal, changes, arrival, past, how);
    }

    /** What has left the sender, in network units. */
    BigInteger left() {
        BigInteger asked = state() == WithdrawalState.COMPLETED
                ? withdrawal.request().amount().units()
                : BigInteger.ZERO;
        return otherwise.map(Otherwise::left).orElse(asked);
    }

    /** At its end for good, whatever has become of its block. */
    WithdrawalEntry standing(Refusal why) {
        return with(state(), Optional.of(why), withdrawal.attempts())
                .with(new Past(past.abandoned, past.reopened, past.lent, true));
    }

    private WithdrawalEntry with(Past newPast) {
        return new WithdrawalEntry(withdrawal, changes, arrival, newPast, otherwise);
    }

    /** The one that counts: in a block, the mined one. */
    Attempt attempt() {
        return withdrawal.attempt().orElseThrow(this::noAttempt);
    }

    /** The newest: what it may cost is reserved. */
    Attempt last() {
        return withdrawal.lastAttempt().orElseThrow(this::noAttempt);
    }

    private IllegalStateException noAttempt() {
        return new IllegalStateException(withdrawal.id() + " has no attempt");
    }

    /** With the attempt of the same number as given. */
    WithdrawalEntry with(WithdrawalState state, Attempt changed) {
        List<Attempt> attempts = withdrawal.attempts().stream()
                .map(attempt -> attempt.number() == changed.number() ? changed : attempt)
                .toList();
        return with(state, withdrawal.refusal(), attempts);
    }

    private WithdrawalEntry with(WithdrawalState state, Optional<Refusal> refusal, List<Attempt> attempts) {
        return new WithdrawalEntry(
                new Withdrawal(
                        withdrawal.id(), withdrawal.request(), state, refusal, attempts, withdrawal.requestedAtMs()),
                changes,
                arrival,
                past,
                otherwise);
    }

    boolean hasChange(int position) {
        return changes.stream().anyMatch(change -> change.position() == position);
    }

    WithdrawalEntry and(Change change) {
        List<Change> more = new ArrayList<>(changes);
        more.add(change);
        return new WithdrawalEntry(withdrawal, more, arrival, past, otherwise);
    }

    WithdrawalEntry and(Arrival seen) {
        return new WithdrawalEntry(withdrawal, changes, Optional.of(seen), past, otherwise);
    }

    /** Without what arrived in a block that was removed. */
    WithdrawalEntry forgotten(BlockRef block) {
        return new WithdrawalEntry(
                withdrawal, changes, arrival.filter(seen -> !seen.block().equals(block)), past, otherwise);
    }

    /** How an entry is packed. */
    private static final class Form implements Shelf.Form<WithdrawalEntry> {
        /** Set in the number of the state where a past follows, or an arrival: most have neither. */
        private static final int PAST = 0x80;

        private static final int ARRIVAL = 0x40;
        private static final int OTHERWISE = 0x20;
        /** Added to how often its end was taken back, where it stands: far above how often that may be. */
        private static final int STANDS = 1 << 20;

        @Override
        public boolean isOpen(WithdrawalEntry entry) {
            return !entry.state().isTerminal();
        }

        @Override
        public ChainId chain(WithdrawalEntry entry) {
            return entry.withdrawal().request().to().chain();
        }

        @Override
        public void write(BinaryOut out, WithdrawalEntry entry) {
            Withdrawal withdrawal = entry.withdrawal();
            Transfers.write(out, withdrawal.id());
            Transfers.write(out, withdrawal.request());
            boolean hasPast = !entry.past().equals(Past.NONE);
            boolean arrived = entry.arrival().isPresent();
            out.u8(WithdrawalStates.number(withdrawal.state())
                    | (hasPast ? PAST : 0)
                    | (arrived ? ARRIVAL : 0)
                    | (entry.otherwise().isPresent() ? OTHERWISE : 0));
            out.optional(withdrawal.refusal(), Values::write);
            out.count(withdrawal.attempts().size());
            withdrawal.attempts().forEach(attempt -> write(out, attempt));
            out.i64(withdrawal.requestedAtMs());
            out.count(entry.changes().size());
            for (Change change : entry.changes()) {
                out.count(change.position());
                Values.write(out, change.to());
                Values.write(out, change.amount());
            }
            entry.arrival().ifPresent(arrival -> arrival.writeTo(out));
            if (hasPast) {
                out.count(entry.past().abandoned());
                out.count(entry.past().reopened() + (entry.past().stands() ? STANDS : 0));
                out.big(entry.past().lent());
            }
            entry.otherwise().ifPresent(how -> {
                out.big(how.left());
                out.big(how.paid());
            });
        }

        private static Past past(BinaryIn in) throws IOException {
            int abandoned = in.count(Integer.MAX_VALUE);
            int reopened = in.count(Integer.MAX_VALUE);
            return new Past(abandoned, reopened % STANDS, in.big(), reopened >= STANDS);
        }

        private static void write(BinaryOut out, Attempt attempt) {
            out.count(attempt.number());
            Transfers.write(out, attempt.preparation());
            out.optional(attempt.signed(), Transfers::write);
            out.optional(attempt.block(), Values::write);
            out.optional(attempt.feePaid(), Values::write);
        }

        @Override
        public WithdrawalEntry read(BinaryIn in) throws IOException {
            var id = Transfers.withdrawalId(in);
            var request = Transfers.withdrawalRequest(in);
            int number = in.u8();
            WithdrawalState state = WithdrawalStates.of(number & ~(PAST | ARRIVAL | OTHERWISE), in);
            var refusal = in.optional(Values::refusal);
            int attemptCount = in.count(Integer.MAX_VALUE);
            List<Attempt> attempts = new ArrayList<>();
            for (int i = 0; i < attemptCount; i++) {
                attempts.add(new Attempt(
                        in.count(Integer.MAX_VALUE),
                        Transfers.preparation(in),
                        in.optional(Transfers::signedTx),
                        in.optional(Values::blockRef),
                        in.optional(Values::amount)));
            }
            Withdrawal withdrawal = new Withdrawal(id, request, state, refusal, attempts, in.i64());
            int changeCount = in.count(Integer.MAX_VALUE);
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < changeCount; i++) {
                changes.add(new Change(in.count(Integer.MAX_VALUE), Values.address(in), Values.amount(in)));
            }
            Optional<Arrival> arrival = (number & ARRIVAL) == 0 ? Optional.empty() : Optional.of(Arrival.readFrom(in));
            Past past = (number & PAST) == 0 ? Past.NONE : past(in);
            Optional<Otherwise> otherwise =
                    (number & OTHERWISE) == 0 ? Optional.empty() : Optional.of(new Otherwise(in.big(), in.big()));
            return new WithdrawalEntry(withdrawal, changes, arrival, past, otherwise);
        }
    }
}
