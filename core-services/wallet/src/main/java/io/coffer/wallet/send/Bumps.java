// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.core.MoneyState;
import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.ChainId;
import java.util.Optional;

/** Whether an operator may have a transaction replaced now. */
final class Bumps {
    private Bumps() {}

    /** Why not; empty if it is tried. What it must offer is found out then. */
    static Optional<Refusal> refusal(MoneyState state, ChainId chain, WithdrawalId id) {
        Optional<Withdrawal> found = state.withdrawal(id);
        if (found.isEmpty() || !found.get().request().to().chain().equals(chain)) {
            return Optional.of(new Refusal(
                    "withdrawal.unknown", chain + " has no withdrawal " + id, "wallet:withdrawals shows them"));
        }
        Withdrawal withdrawal = found.get();
        boolean isOut =
                withdrawal.state() == WithdrawalState.BROADCAST || withdrawal.state() == WithdrawalState.AMBIGUOUS;
        if (!isOut) {
            return Optional.of(new Refusal(
                    "withdrawal.state",
                    "withdrawal " + id + " is " + withdrawal.state()
                            + ": only what is BROADCAST or AMBIGUOUS is replaced",
                    "look at it with wallet:withdrawal " + id));
        }
        if (Transactions.sequence(withdrawal).isEmpty()) {
            return Optional.of(new Refusal(
                    "withdrawal.replacement",
                    chain + " has no sequences by which a transaction could be replaced",
                    "wait: the same bytes are offered again by themselves"));
        }
        return Outboxes.of(state, chain)
                .of(withdrawal.lastAttempt().orElseThrow().preparation().sender())
                .flatMap(Outbox::lowestUnmined)
                .filter(lowest -> !lowest.id().equals(id))
                .map(lowest -> new Refusal(
                        "withdrawal.not-lowest",
                        "withdrawal " + lowest.id()
                                + " of the same sender comes before it, and nothing is mined before that",
                        "wallet:bump " + lowest.id()));
    }
}
