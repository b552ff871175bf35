// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.core.MoneyState;
import io.coffer.api.wallet.Withdrawal;
import java.util.Optional;

/**
 * What the books let nobody send now. The money core refuses it by itself; it is not asked, because every refusal is
 * journaled and a stop may last for days.
 */
final class Stops {
    private Stops() {}

    /** Why a withdrawal is not prepared. */
    static Optional<Plan.Wait> ofSending(MoneyState state, Withdrawal withdrawal) {
        return ofReplacing(state, withdrawal)
                .or(() -> withdrawal
                        .request()
                        .account()
                        .flatMap(state::frozenAccount)
                        .map(frozen -> new Plan.Wait(
                                "account.frozen",
                                "nothing leaves account " + frozen.account() + ": " + frozen.reason())));
    }

    /** Why what was reserved is not signed after all. A replacement is one of what is out already. */
    static Optional<Plan.Wait> ofSigning(MoneyState state, Withdrawal withdrawal) {
        boolean replacing =
                withdrawal.attempts().stream().anyMatch(one -> one.signed().isPresent());
        return replacing ? ofReplacing(state, withdrawal) : ofSending(state, withdrawal);
    }

    /** Why what is out already is not replaced: its bytes are out, so a frozen account is no reason. */
    static Optional<Plan.Wait> ofReplacing(MoneyState state, Withdrawal withdrawal) {
        return state.listing(withdrawal.request().amount().asset())
                .flatMap(listing -> state.outboundHalt(listing.ledgerAsset()))
                .map(halt ->
                        new Plan.Wait("asset.halted", "nothing is sent of " + halt.asset() + ": " + halt.reason()));
    }
}
