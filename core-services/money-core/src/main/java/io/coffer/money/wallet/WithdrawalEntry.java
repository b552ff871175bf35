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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A withdrawal and the outputs of its own transaction that came back to us.
 *
 * @param changes in the order in which they were seen
 */
record WithdrawalEntry(Withdrawal withdrawal, List<Change> changes) {
    static final Shelf.Form<WithdrawalEntry> FORM = new Form();

    WithdrawalEntry {
        changes = List.copyOf(changes);
    }

    /** An output of our own transaction at an address of ours. */
    record Change(int position, Address to, Amount amount) {}

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
        attempts.add(
                new Attempt(attempts.size() + 1, preparation, Optional.empty(), Optional.empty(), Optional.empty()));
        return with(WithdrawalState.PREPARED, withdrawal.refusal(), attempts);
    }

    /** Without the last attempt, of which nothing was signed. */
    WithdrawalEntry unprepared() {
        List<Attempt> attempts = withdrawal.attempts();
        return with(WithdrawalState.QUEUED, withdrawal.refusal(), attempts.subList(0, attempts.size() - 1));
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
                changes);
    }

    boolean hasChange(int position) {
        return changes.stream().anyMatch(change -> change.position() == position);
    }

    WithdrawalEntry and(Change change) {
        List<Change> more = new ArrayList<>(changes);
        more.add(change);
        return new WithdrawalEntry(withdrawal, more);
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
            out.u8(WithdrawalStates.number(withdrawal.state()));
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
            WithdrawalState state = WithdrawalStates.read(in);
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
            return new WithdrawalEntry(withdrawal, changes);
        }
    }
}
