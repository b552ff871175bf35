// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.core.MoneyState;
import io.coffer.api.node.History;
import io.coffer.api.node.HistoryPage;
import io.coffer.api.node.HistoryUnavailableException;
import io.coffer.api.node.Paging;
import io.coffer.api.node.Recorded;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.spi.chain.ChainId;
import java.util.Collection;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Customers' withdrawals that are under way. */
@Service
@Command(
        scope = "wallet",
        name = "withdrawals",
        description = "Customers' withdrawals that are under way, oldest first")
public final class WithdrawalsCommand extends SentCommand {
    static boolean isOpaque(String text) {
        return text.matches("[A-Za-z0-9_-]{1,64}");
    }

    @Override
    Collection<Withdrawal> open(MoneyState state, ChainId of) {
        return state.openWithdrawals(of).stream()
                .filter(withdrawal -> withdrawal.request().account().isPresent())
                .toList();
    }

    @Override
    HistoryPage<Recorded<Withdrawal>> past(History history, Optional<AccountId> of, Paging paging)
            throws HistoryUnavailableException {
        return history.withdrawals(of, paging);
    }
}
