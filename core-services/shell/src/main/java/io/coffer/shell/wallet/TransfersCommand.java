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
import io.coffer.shell.ShellProblem;
import io.coffer.spi.chain.ChainId;
import java.util.Collection;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** What the house moves between its own addresses. */
@Service
@Command(
        scope = "wallet",
        name = "transfers",
        description = "Sweeps and gas of the house that are under way, oldest first; wallet:withdrawal shows one")
public final class TransfersCommand extends SentCommand {
    @Override
    Collection<Withdrawal> open(MoneyState state, ChainId of) {
        return state.openWithdrawals(of).stream()
                .filter(withdrawal -> withdrawal.request().house().isPresent())
                .toList();
    }

    @Override
    HistoryPage<Recorded<Withdrawal>> past(History history, Optional<AccountId> of, Paging paging)
            throws HistoryUnavailableException, ShellProblem {
        if (of.isPresent()) {
            throw new ShellProblem("a transfer of the house is of no account", "leave --account out");
        }
        return history.transfers(paging);
    }
}
