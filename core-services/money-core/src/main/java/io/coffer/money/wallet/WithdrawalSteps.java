// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.spi.money.Amount;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The steps of a withdrawal after it was taken, up to its sending: which may follow which, and what each reserves. */
final class WithdrawalSteps {
    private static final Set<WithdrawalState> BEFORE_PREPARED = EnumSet.of(
            WithdrawalState.REQUESTED,
            WithdrawalState.POLICY,
            WithdrawalState.SCREENING,
            WithdrawalState.AWAITING_APPROVAL,
            WithdrawalState.QUEUED);
    private static final Set<WithdrawalState> REPLACEABLE =
            EnumSet.of(WithdrawalState.BROADCASTING, WithdrawalState.BROADCAST, WithdrawalState.AMBIGUOUS);

    private final Preparations preparations;
    private final Treasury treasury;
    private final Limits limits;
    private final Books books;
    private final Mining mining;

    WithdrawalSteps(Preparations preparations, Treasury treasury, Limits limits, Books books, Mining mining) {
        this.preparations = preparations;
        this.treasury = treasury;
        this.limits = limits;
        this.books = books;
        this.mining = mining;
    }

    Step next(int number, WithdrawalEntry entry, WithdrawalCommand command, Turn turn) {
        if (command instanceof WithdrawalCommand.Screened screened) {
            return screened(number, entry, screened, turn);
        } else if (command instanceof WithdrawalCommand.Approved) {
            return simple(entry, EnumSet.of(WithdrawalState.AWAITING_APPROVAL), WithdrawalState.QUEUED);
        } else if (command instanceof WithdrawalCommand.Prepare prepare) {
            return prepare(number, entry, prepare.preparation());
        } else if (command instanceof WithdrawalCommand.Replace replace) {
            return replace(number, entry, replace);
        } else if (command instanceof WithdrawalCommand.Unprepare) {
            return unprepare(entry);
        } else if (command instanceof WithdrawalCommand.BeginSigning) {
            return beginSigning(entry);
        } else if (command instanceof WithdrawalCommand.Signed signed) {
            return signed(entry, signed);
        } else if (command instanceof WithdrawalCommand.AbandonSigning abandon) {
            return abandonSigning(entry, abandon.attempt());
        } else if (command instanceof WithdrawalCommand.Cancel cancel) {
            return cancel(number, entry, cancel.reason(), turn);
        }
        return afterSigning(number, entry, command, turn);
    }

    private Step afterSigning(int number, WithdrawalEntry entry, WithdrawalCommand command, Turn turn) {
        if (command instanceof WithdrawalCommand.BeginBroadcast) {
            return simple(entry, EnumSet.of(WithdrawalState.SIGNED), WithdrawalState.BROADCASTING);
        } else if (command instanceof WithdrawalCommand.Broadcast) {
            return simple(
                    entry,
                    EnumSet.of(WithdrawalState.BROADCASTING, WithdrawalState.AMBIGUOUS),
                    WithdrawalState.BROADCAST);
        } else if (command instanceof WithdrawalCommand.Ambiguous) {
            return simple(
                    entry,
                    EnumSet.of(WithdrawalState.BROADCASTING, WithdrawalState.BROADCAST),
                    WithdrawalState.AMBIGUOUS);
        }
        return mining.next(number, entry, command, turn);
    }

    private static Step simple(WithdrawalEntry entry, Set<WithdrawalState> from, WithdrawalState to) {
        return from.contains(entry.state()) ? new Step.To(entry.in(to)) : Step.wrongState(entry, to.name());
    }

    private Step screened(int number, WithdrawalEntry entry, WithdrawalCommand.Screened screened, Turn turn) {
        if (screened.passed()) {
            return simple(entry, EnumSet.of(WithdrawalState.SCREENING), WithdrawalState.AWAITING_APPROVAL);
        }
        if (entry.state() != WithdrawalState.SCREENING) {
            return Step.wrongState(entry, "BLOCKED");
        }
        release(number, entry, turn);
        return new Step.To(entry.ended(
                WithdrawalState.BLOCKED,
                RefusalCode.SCREENING_REFUSED
                        .refuse("screening refused it: " + screened.reason(), "open a case with compliance")
                        .refusal()));
    }

    private Step cancel(int number, WithdrawalEntry entry, String reason, Turn turn) {
        if (!BEFORE_PREPARED.contains(entry.state())) {
            return Step.wrongState(entry, "CANCELLED");
        }
        release(number, entry, turn);
        return new Step.To(entry.ended(
                WithdrawalState.CANCELLED,
                RefusalCode.WITHDRAWAL_CANCELLED
                        .refuse("it was cancelled: " + reason, "request it anew if it is still wanted")
                        .refusal()));
    }

    /** The house holds nothing for its own. */
    private void release(int number, WithdrawalEntry entry, Turn turn) {
        if (!entry.isHouse()) {
            var id = entry.withdrawal().id();
            books.demand(List.of(new LedgerOperation.Release(LedgerDesk.holdOf(id, 0))), "withdrawal " + id, turn);
            limits.giveBack(number);
        }
    }

    private Step prepare(int number, WithdrawalEntry entry, Preparation preparation) {
        if (entry.state() != WithdrawalState.QUEUED) {
            return Step.wrongState(entry, "PREPARED");
        }
        Amount amount = entry.withdrawal().request().amount();
        Optional<Outcome.Refused> refused = preparations
                .stopped(entry.withdrawal())
                .or(() -> preparations.check(entry.withdrawal(), preparation))
                .or(() -> treasury.reserve(number, amount, preparation));
        return refused.<Step>map(Step.Refused::new).orElseGet(() -> new Step.To(entry.prepared(preparation)));
    }

    private Step replace(int number, WithdrawalEntry entry, WithdrawalCommand.Replace replace) {
        if (!REPLACEABLE.contains(entry.state())) {
            return Step.wrongState(entry, "PREPARED once more");
        }
        Attempt last = entry.last();
        if (replace.attempt() != last.number()) {
            return Step.wrongAttempt(entry, replace.attempt());
        }
        Optional<Outcome.Refused> refused = preparations
                .halted(entry.withdrawal())
                .or(() -> preparations.checkReplacement(entry.withdrawal(), last, replace.preparation()))
                .or(() -> treasury.replace(number, last.preparation(), replace.preparation()));
        return refused.<Step>map(Step.Refused::new).orElseGet(() -> new Step.To(entry.prepared(replace.preparation())));
    }

    private Step unprepare(WithdrawalEntry entry) {
        if (entry.state() != WithdrawalState.PREPARED) {
            return Step.wrongState(entry, "QUEUED");
        }
        giveBack(entry);
        return new Step.To(entry.unprepared());
    }

    /** What the last attempt has reserved: all that it needs, or what it may cost more than the one before. */
    private void giveBack(WithdrawalEntry entry) {
        if (entry.isReplacing()) {
            mining.giveBackReplacement(entry);
        } else {
            treasury.unreserve(
                    entry.withdrawal().request().amount(), entry.last().preparation());
        }
    }

    private Step beginSigning(WithdrawalEntry entry) {
        if (entry.state() != WithdrawalState.PREPARED) {
            return Step.wrongState(entry, "SIGNING");
        }
        Optional<Outcome.Refused> stopped = entry.isReplacing()
                ? preparations.halted(entry.withdrawal())
                : preparations.stopped(entry.withdrawal());
        if (stopped.isPresent()) {
            return new Step.Refused(stopped.get());
        }
        if (!treasury.stands(entry.last().preparation())) {
            return new Step.Refused(RefusalCode.HOT_WALLET_INSUFFICIENT.refuse(
                    "a reorganisation has taken back an output that withdrawal "
                            + entry.withdrawal().id() + " would spend",
                    "give its preparation up, and choose among the treasury's free outputs"));
        }
        return new Step.To(entry.in(WithdrawalState.SIGNING));
    }

    private Step abandonSigning(WithdrawalEntry entry, int attempt) {
        if (entry.state() != WithdrawalState.SIGNING) {
            return Step.wrongState(entry, "QUEUED");
        }
        if (attempt != entry.last().number()) {
            return Step.wrongAttempt(entry, attempt);
        }
        giveBack(entry);
        return new Step.To(entry.abandoned());
    }

    private Step signed(WithdrawalEntry entry, WithdrawalCommand.Signed signed) {
        if (entry.state() != WithdrawalState.SIGNING) {
            return Step.wrongState(entry, "SIGNED");
        }
        Attempt attempt = entry.last();
        if (signed.attempt() > 0 && signed.attempt() != attempt.number()) {
            return Step.wrongAttempt(entry, signed.attempt());
        }
        if (!signed.transaction()
                .chain()
                .equals(entry.withdrawal().request().to().chain())) {
            return new Step.Refused(RefusalCode.WITHDRAWAL_TRANSACTION.refuse(
                    "the transaction is of chain " + signed.transaction().chain(), "check the signing service"));
        }
        boolean again = entry.withdrawal().attempts().stream()
                .flatMap(earlier -> earlier.signed().stream())
                .anyMatch(earlier -> earlier.id().equals(signed.transaction().id()));
        if (again) {
            return new Step.Refused(RefusalCode.WITHDRAWAL_TRANSACTION.refuse(
                    "transaction " + signed.transaction().id() + " is that of an earlier attempt",
                    "check the chain's adapter"));
        }
        treasury.signed(attempt.preparation());
        return new Step.To(entry.with(
                WithdrawalState.SIGNED,
                new Attempt(
                        attempt.number(),
                        attempt.preparation(),
                        Optional.of(signed.transaction()),
                        Optional.empty(),
                        Optional.empty())));
    }
}
