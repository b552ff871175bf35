// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import io.coffer.api.asset.OutboundHalt;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.wallet.FrozenAccount;
import java.util.List;

/** Assets that are not sent and accounts that nothing leaves, until a person says so. */
record Stops(List<OutboundHalt> halts, List<FrozenAccount> frozen) {
    static Stops of(MoneyCore core) {
        return core.read(state -> new Stops(state.outboundHalts(), state.frozenAccounts()));
    }

    /** Such as {@code nothing}, or {@code not sent: BTC; frozen: 2 accounts}. */
    String line() {
        if (halts.isEmpty() && frozen.isEmpty()) {
            return "nothing";
        }
        String assets = halts.isEmpty()
                ? ""
                : "not sent: "
                        + String.join(
                                " ",
                                halts.stream().map(halt -> halt.asset().code()).toList());
        String accounts = frozen.isEmpty() ? "" : "frozen accounts: " + frozen.size();
        return assets + (assets.isEmpty() || accounts.isEmpty() ? "" : "; ") + accounts;
    }
}
