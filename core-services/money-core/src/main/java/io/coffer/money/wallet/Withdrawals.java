// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.Event;
import io.coffer.api.core.MoneyState.FinalWithdrawals;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.request.CommandId;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.ledger.DenseIndex;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.money.wallet.WithdrawalEntry.Change;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import java.io.IOException;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All withdrawals: taking them, finding them, and knowing our own transactions. A withdrawal at rest takes some 600
 * bytes, for ever; what was rejected some 300.
 */
public final class Withdrawals {
    private static final Set<WithdrawalState> MINED_FOR_GOOD =
            EnumSet.of(WithdrawalState.COMPLETED, WithdrawalState.FAILED_ONCHAIN);

    private final Shelf<WithdrawalEntry> shelf = new Shelf<>(WithdrawalEntry.FORM);
    private final NumberMap byExternalId = new NumberMap();
    private final NumberMap byTransaction = new NumberMap();
    private final Intake intake;
    private final WithdrawalSteps steps;
    private final Arrivals arrivals;
    private final Treasury treasury;
    private final Addresses addresses;

    Withdrawals(Intake intake, WithdrawalSteps steps, Arrivals arrivals, Treasury treasury, Addresses addresses) {
        this.intake = intake;
        this.steps = steps;
        this.arrivals = arrivals;
        this.treasury = treasury;
        this.addresses = addresses;
    }

    public Outcome apply(WithdrawalCommand command, Turn turn) {
        if (command instanceof WithdrawalCommand.Request request) {
            return request(request, turn);
        }
        int number = shelf.find(key(command.id()));
        if (number == DenseIndex.ABSENT) {
            return RefusalCode.WITHDRAWAL_UNKNOWN.refuse("there is no withdrawal " + command.id(), "request it first");
        }
        WithdrawalEntry before = shelf.at(number);
        if (command instanceof WithdrawalCommand.Signed signed && isTaken(signed.transaction(), number)) {
            return RefusalCode.WITHDRAWAL_TRANSACTION.refuse(
                    "transaction " + signed.transaction().id() + " belongs to another withdrawal",
                    "check the chain's adapter");
        }
        Step step = steps.next(number, before, command, turn);
        if (step instanceof Step.Refused refused) {
            return refused.refused();
        }
        WithdrawalEntry after = ((Step.To) step).entry();
        if (!after.equals(before)) {
            shelf.put(number, after);
            indexTransaction(number, after);
            boolean wasCompleted = before.state() == WithdrawalState.COMPLETED;
            boolean isCompleted = after.state() == WithdrawalState.COMPLETED;
            // The change of one whose end is let stand was received when it ended.
            boolean stood = wasCompleted && command instanceof WithdrawalCommand.LetStand;
            if (isCompleted && !stood) {
                after.changes().forEach(change -> receive(after, change));
            } else if (wasCompleted && !isCompleted) {
                before.changes().forEach(change -> lose(before, change));
            }
            turn.note(new Event.WithdrawalChanged(after.withdrawal()));
        }
        return Outcome.DONE;
    }

    private Outcome request(WithdrawalCommand.Request command, Turn turn) {
        WithdrawalRequest request = command.request();
        if (shelf.find(key(command.id())) != DenseIndex.ABSENT) {
            return RefusalCode.WITHDRAWAL_EXISTS.refuse("withdrawal " + command.id() + " exists", "choose another id");
        }
        if (request.externalId().isPresent() && isUsed(request.externalId().get())) {
            return RefusalCode.WITHDRAWAL_EXTERNAL_ID.refuse(
                    "external id " + request.externalId().get() + " was used before",
                    "look at that withdrawal, or choose another external id");
        }
        Optional<Outcome.Refused> malformed = intake.malformed(request);
        if (malformed.isPresent()) {
            return malformed.get();
        }
        Optional<AccountId> account = request.account();
        return account.isPresent() ? request(account.get(), command, turn) : transfer(command, turn);
    }

    private Outcome transfer(WithdrawalCommand.Request command, Turn turn) {
        Optional<Outcome.Refused> refused = intake.decideTransfer(command.request());
        if (refused.isPresent()) {
            return refused.get();
        }
        Withdrawal queued = new Withdrawal(
                command.id(), command.request(), WithdrawalState.QUEUED, Optional.empty(), List.of(), turn.timeMs());
        shelf.add(key(command.id()), new WithdrawalEntry(queued));
        turn.note(new Event.WithdrawalChanged(queued));
        return Outcome.DONE;
    }

    private Outcome request(AccountId account, WithdrawalCommand.Request command, Turn turn) {
        WithdrawalRequest request = command.request();
        Optional<Outcome.Refused> refused = intake.decide(shelf.size(), account, command, turn);
        Withdrawal requested = new Withdrawal(
                command.id(), request, WithdrawalState.REQUESTED, Optional.empty(), List.of(), turn.timeMs());
        WithdrawalEntry entry = new WithdrawalEntry(requested);
        turn.note(new Event.WithdrawalChanged(requested));
        turn.note(new Event.WithdrawalChanged(entry.in(WithdrawalState.POLICY).withdrawal()));
        WithdrawalEntry decided = refused.isPresent()
                ? entry.ended(WithdrawalState.REJECTED, refused.get().refusal())
                : entry.in(WithdrawalState.SCREENING);
        int number = shelf.add(key(command.id()), decided);
        request.externalId().ifPresent(external -> byExternalId.add(externalKey(external), number));
        turn.note(new Event.WithdrawalChanged(decided.withdrawal()));
        return refused.isPresent() ? refused.get() : Outcome.DONE;
    }

    private boolean isUsed(String externalId) {
        return byExternalId.find(externalKey(externalId)) != DenseIndex.ABSENT;
    }

    private boolean isTaken(SignedTx transaction, int number) {
        int owner = byTransaction.find(transactionKey(transaction.chain(), transaction.id()));
        return owner != DenseIndex.ABSENT && owner != number;
    }

    private void indexTransaction(int number, WithdrawalEntry entry) {
        for (Attempt attempt : entry.withdrawal().attempts()) {
            attempt.signed().ifPresent(signed -> {
                CommandId key = transactionKey(signed.chain(), signed.id());
                if (byTransaction.find(key) == DenseIndex.ABSENT) {
                    byTransaction.add(key, number);
                }
            });
        }
    }

    /** Why a sighting contradicts what is known of a transaction of ours; empty if it is none, or fits. */
    Optional<Outcome.Refused> contradiction(DepositCommand.Observe observe) {
        return arriving(observe).flatMap(entry -> arrivals.contradiction(entry, observe));
    }

    /** Whether it is what a transfer of the house brings to where it was sent. */
    boolean isArrival(DepositCommand.Observe observe) {
        return arriving(observe).isPresent();
    }

    /** Whether it is what a transfer of the house brought that has ended, and was not known. */
    boolean isLateArrival(DepositCommand.Observe observe) {
        return arriving(observe)
                .filter(entry -> arrivals.isLate(entry, observe))
                .isPresent();
    }

    /** The transfer of the house whose arrival it is. */
    private Optional<WithdrawalEntry> arriving(DepositCommand.Observe observe) {
        int number = byTransaction.find(
                transactionKey(observe.key().to().chain(), observe.key().tx()));
        return number == DenseIndex.ABSENT
                ? Optional.empty()
                : Optional.of(shelf.at(number)).filter(entry -> Arrivals.isArrival(entry, observe));
    }

    /**
     * Notes what of one of our own transactions came to an address of ours: an output that came back to us, or what a
     * transfer of the house brings. In a chain without outputs nothing comes back: what a contract sends to a
     * customer's address within our own transaction is that customer's deposit.
     *
     * @return empty if it is neither; else what became of it
     */
    Optional<Outcome> note(OwnAddress to, DepositCommand.Observe observe, Turn turn) {
        DepositKey key = observe.key();
        int number = byTransaction.find(transactionKey(key.to().chain(), key.tx()));
        if (number == DenseIndex.ABSENT) {
            return Optional.empty();
        }
        WithdrawalEntry entry = shelf.at(number);
        if (Arrivals.isArrival(entry, observe)) {
            return Optional.of(arrive(number, entry, observe, turn));
        }
        if (entry.last().preparation().sequence().isPresent()) {
            return Optional.empty();
        }
        if (!entry.hasChange(key.position())) {
            Change change = new Change(key.position(), to.address(), observe.amount());
            WithdrawalEntry noted = entry.and(change);
            shelf.put(number, noted);
            if (noted.state() == WithdrawalState.COMPLETED) {
                receive(noted, change);
            }
        }
        return Optional.of(Outcome.DONE);
    }

    private Outcome arrive(int number, WithdrawalEntry entry, DepositCommand.Observe observe, Turn turn) {
        Optional<Outcome.Refused> contradiction = arrivals.contradiction(entry, observe);
        if (contradiction.isPresent()) {
            return contradiction.get();
        }
        Optional<WithdrawalEntry> noted = arrivals.note(entry, observe, turn);
        if (noted.isEmpty()) {
            return RefusalCode.LEDGER_OVERFLOW.refuse(
                    observe.amount().units() + " units more are more than the ledger can hold",
                    "check the chain's adapter");
        }
        shelf.put(number, noted.get());
        return Outcome.DONE;
    }

    private void receive(WithdrawalEntry entry, Change change) {
        TxId tx = entry.attempt().signed().orElseThrow().id();
        treasuryAddress(change).ifPresent(own -> treasury.receive(own, tx, change.position(), change.amount()));
    }

    private void lose(WithdrawalEntry entry, Change change) {
        TxId tx = entry.attempt().signed().orElseThrow().id();
        treasuryAddress(change).ifPresent(own -> treasury.loseAgain(own, tx, change.position(), change.amount()));
    }

    private Optional<OwnAddress> treasuryAddress(Change change) {
        return addresses.find(change.to()).filter(own -> own.key().purpose() == KeyPurpose.TREASURY);
    }

    private static CommandId key(WithdrawalId id) {
        return CommandId.of("withdrawal", id.text());
    }

    private static CommandId externalKey(String externalId) {
        return CommandId.of("external", externalId);
    }

    private static CommandId transactionKey(ChainId chain, TxId tx) {
        return CommandId.of("transaction", chain.caip2(), tx.text());
    }

    public Optional<Withdrawal> withdrawal(WithdrawalId id) {
        return at(shelf.find(key(id)));
    }

    public Optional<Withdrawal> byExternalId(String externalId) {
        return at(byExternalId.find(externalKey(externalId)));
    }

    private Optional<Withdrawal> at(int number) {
        return number == DenseIndex.ABSENT
                ? Optional.empty()
                : Optional.of(shelf.at(number).withdrawal());
    }

    /** What left the sender of one that has ended in a block, in network units of what it was to move. */
    public BigInteger left(WithdrawalId id) {
        int number = shelf.find(key(id));
        return number == DenseIndex.ABSENT
                        || !MINED_FOR_GOOD.contains(shelf.at(number).state())
                ? BigInteger.ZERO
                : shelf.at(number).left();
    }

    /** Not terminal, oldest first. */
    public List<Withdrawal> open(ChainId chain) {
        return shelf.open(chain).stream().map(WithdrawalEntry::withdrawal).toList();
    }

    /** Those of a chain that ended in a block at a height or above, among the next {@code most} of all. */
    public FinalWithdrawals finalWithdrawals(ChainId chain, long fromHeight, int after, int most) {
        Shelf.Look<WithdrawalEntry> look = shelf.look(
                after,
                most,
                entry -> MINED_FOR_GOOD.contains(entry.state())
                        && !entry.past().stands()
                        && WithdrawalEntry.FORM.chain(entry).equals(chain)
                        && entry.attempt()
                                .block()
                                .filter(block -> block.height() >= fromHeight)
                                .isPresent());
        return new FinalWithdrawals(
                look.found().stream().map(WithdrawalEntry::withdrawal).toList(), look.next());
    }

    public void writeTo(BinaryOut out) {
        shelf.writeTo(out);
    }

    public void readFrom(BinaryIn in) throws IOException {
        shelf.readFrom(in, (number, entry) -> {
            indexTransaction(number, entry);
            entry.withdrawal()
                    .request()
                    .externalId()
                    .ifPresent(external -> byExternalId.add(externalKey(external), number));
        });
    }
}
