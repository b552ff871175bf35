// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.screening;

import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainException;
import io.coffer.wallet.adapter.GuardedAdapter;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Decisions.Decision;
import io.coffer.wallet.core.WaitingList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes withdrawals through screening and approval: judges the destination, journals the verdict, and, as long as no
 * rule asks for a person, the approval. Any thread may call.
 */
public final class Admission {
    /** Who approves where nobody has to. */
    public static final String NO_APPROVER = "policy:none-required";

    private final Decisions decisions;
    private final Screening screening;

    public Admission(Decisions decisions, Screening screening) {
        this.decisions = decisions;
        this.screening = screening;
    }

    /**
     * Admits or blocks every withdrawal that stands before QUEUED and can be judged now.
     *
     * @param allowContracts whether a contract is a destination like any other
     * @return whether anything moved
     */
    public boolean admit(
            List<Withdrawal> open, long position, boolean allowContracts, GuardedAdapter adapter, WaitingList waiting)
            throws CoreUnavailableException {
        List<Decision> due = new ArrayList<>();
        for (Withdrawal withdrawal : open) {
            if (withdrawal.state() == WithdrawalState.AWAITING_APPROVAL) {
                due.add(approval(withdrawal.id(), position));
            } else if (withdrawal.state() == WithdrawalState.SCREENING) {
                try {
                    Screening.Verdict verdict = judge(withdrawal, allowContracts, adapter);
                    due.addAll(consequences(withdrawal.id(), position, verdict));
                } catch (ChainException silent) {
                    waiting.note(withdrawal.id(), "screening.no-answer", String.valueOf(silent.getMessage()));
                }
            }
        }
        decisions.submitAll(due);
        return !due.isEmpty();
    }

    /**
     * Judges a withdrawal while the one who ordered it waits. If it does not pass, it is blocked when this returns; if
     * it passes, or cannot be judged now, it goes on by itself.
     */
    public void admitAtOnce(Withdrawal withdrawal, boolean allowContracts, GuardedAdapter adapter)
            throws CoreUnavailableException {
        long position = decisions.read(state -> state.position());
        Screening.Verdict verdict;
        try {
            verdict = judge(withdrawal, allowContracts, adapter);
        } catch (ChainException silent) {
            return;
        }
        if (verdict.passed()) {
            consequences(withdrawal.id(), position, verdict).forEach(decisions::beginOnly);
        } else {
            decisions.submit(new Decision(
                    refusalId(withdrawal.id()),
                    new WithdrawalCommand.Screened(withdrawal.id(), false, verdict.reason())));
        }
    }

    /** The id of the verdict by which an order was refused while the one who ordered it waited. */
    public static CommandId refusalId(WithdrawalId withdrawal) {
        return CommandId.of("withdrawal-refused-at-once", withdrawal.text());
    }

    private Screening.Verdict judge(Withdrawal withdrawal, boolean allowContracts, GuardedAdapter adapter)
            throws ChainException {
        Address to = withdrawal.request().to();
        if (decisions.read(state -> state.ownAddress(to).isPresent())) {
            return Screening.Verdict.refused(
                    "the destination is an address of this node: book an internal transfer instead");
        }
        if (!allowContracts) {
            Optional<Boolean> contract = adapter.isContract(to);
            if (contract.isPresent() && contract.get()) {
                return Screening.Verdict.refused("the destination is a contract, and the chain's settings allow none");
            }
        }
        return screening.withdrawal(withdrawal);
    }

    private static List<Decision> consequences(WithdrawalId id, long position, Screening.Verdict verdict) {
        Decision screened = Decision.of(
                "withdrawal-screened",
                id.text(),
                position,
                new WithdrawalCommand.Screened(id, verdict.passed(), verdict.reason()));
        return verdict.passed() ? List.of(screened, approval(id, position)) : List.of(screened);
    }

    private static Decision approval(WithdrawalId id, long position) {
        return Decision.of("withdrawal-approved", id.text(), position, new WithdrawalCommand.Approved(id, NO_APPROVER));
    }
}
