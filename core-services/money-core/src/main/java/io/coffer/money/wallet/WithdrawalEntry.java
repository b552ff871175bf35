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
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.Amount;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A withdrawal, the outputs of its own transaction that came back to us, and what was taken back of it.
 *
 * @param changes in the order in which they were seen
 */
record WithdrawalEntry(Withdrawal withdrawal, List<Change> changes, Past past) {
    static final Shelf.Form<WithdrawalEntry> FORM = new Form();

    WithdrawalEntry(Withdrawal withdrawal) {
        this(withdrawal, List.of(), Past.NONE);
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
     */
    record Past(int abandoned, int reopened, BigInteger lent) {
        static final Past NONE = new Past(0, 0, BigInteger.ZERO);
        /** Set in the number of the state where a past follows: most have none. */
        static final int FLAG = 0x80;
    }

    WithdrawalState state() {
        return withdrawal.state();
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

    /** Without the last attempt, of which nothing was signed. */
    WithdrawalEntry unprepared() {
        List<Attempt> attempts = withdrawal.attempts();
        return with(WithdrawalState.QUEUED, withdrawal.refusal(), attempts.subList(0, attempts.size() - 1));
    }

    /** Without the last attempt, for which a signature was asked. */
    WithdrawalEntry abandoned() {
        return unprepared().with(new Past(past.abandoned + 1, past.reopened, past.lent));
    }

    /** On its way again after its end was taken back. */
    WithdrawalEntry reopened(BigInteger moreLent) {
        Attempt attempt = attempt();
        Attempt onItsWay = new Attempt(
                attempt.number(), attempt.preparation(), attempt.signed(), attempt.block(), Optional.empty());
        return with(WithdrawalState.BROADCAST, onItsWay)
                .with(new Past(past.abandoned, past.reopened + 1, past.lent.add(moreLent)));
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

    private WithdrawalEntry with(Past newPast) {
        return new WithdrawalEntry(withdrawal, changes, newPast);
    }

    Attempt attempt() {
        return withdrawal.attempt().orElseThrow(() -> new IllegalStateException(withdrawal.id() + " has no attempt"));
    }

    /** With the last attempt as given. */
    WithdrawalEntry with(WithdrawalState state, Attempt attempt) {
        List<Attempt> attempts = new ArrayList<>(withdrawal.attempts());
        attempts.set(attempts.size() - 1, attempt);
        return with(state, withdrawal.refusal(), attempts);
    }

    private WithdrawalEntry with(WithdrawalState state, Optional<Refusal> refusal, List<Attempt> attempts) {
        return new WithdrawalEntry(
                new Withdrawal(
                        withdrawal.id(), withdrawal.request(), state, refusal, attempts, withdrawal.requestedAtMs()),
                changes,
                past);
    }

    boolean hasChange(int position) {
        return changes.stream().anyMatch(change -> change.position() == position);
    }

    WithdrawalEntry and(Change change) {
        List<Change> more = new ArrayList<>(changes);
        more.add(change);
        return new WithdrawalEntry(withdrawal, more, past);
    }

    /** How an entry is packed. */
    private static final class Form implements Shelf.Form<WithdrawalEntry> {
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
            out.u8(WithdrawalStates.number(withdrawal.state()) | (hasPast ? Past.FLAG : 0));
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
            if (hasPast) {
                out.count(entry.past().abandoned());
                out.count(entry.past().reopened());
                out.big(entry.past().lent());
            }
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
            WithdrawalState state = WithdrawalStates.of(number & ~Past.FLAG, in);
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
            Past past = (number & Past.FLAG) == 0
                    ? Past.NONE
                    : new Past(in.count(Integer.MAX_VALUE), in.count(Integer.MAX_VALUE), in.big());
            return new WithdrawalEntry(withdrawal, changes, past);
        }
    }
}
