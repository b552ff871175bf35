// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.Chains;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.shell.ShellProblem;
import io.coffer.wire.Json;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Has a transaction replaced that waits too long for its block. */
@Service
@Command(
        scope = "wallet",
        name = "bump",
        description = "Replace the transaction of a withdrawal or transfer now by one that offers a higher fee")
public final class BumpCommand extends ReadCommand {
    @Argument(name = "withdrawal", required = true, description = "Its id, or the exchange's own external id")
    private String withdrawal = "";

    @Override
    protected Finding find(Node node) throws Exception {
        Withdrawal found = node.require(MoneyCore.class)
                .read(state -> WithdrawalsCommand.isOpaque(withdrawal)
                        ? state.withdrawal(new WithdrawalId(withdrawal))
                                .or(() -> state.withdrawalByExternalId(withdrawal))
                        : state.withdrawalByExternalId(withdrawal))
                .orElseThrow(() -> ShellProblem.unknown("withdrawal", withdrawal));
        ShellProblem.demand(node.require(Chains.class).bump(found.id()));
        int attempts = found.attempts().size();
        Json json = Json.members()
                .put("withdrawal", found.id().text())
                .put("state", found.state().name())
                .put("attempts", attempts)
                .build();
        return finding(
                json,
                screen -> screen.print("Attempt " + attempts + " of " + found.id()
                        + " is replaced in a moment, if the fee cap allows it; all attempts are followed further. Look"
                        + " with wallet:withdrawal " + found.id() + "."));
    }
}
