// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.Wallets;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.shell.Node;
import io.coffer.shell.NodeCommand;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** Takes a withdrawal back that has not been prepared. */
@Service
@Command(
        scope = "wallet",
        name = "cancel",
        description = "Take a withdrawal back before it is prepared; its hold is released")
public final class CancelCommand extends NodeCommand {
    private static final int MAX_REASON_LENGTH = 200;

    @Argument(name = "withdrawal", required = true, description = "Its id")
    private String withdrawal = "";

    @Argument(index = 1, name = "reason", required = true, description = "Why, in words; no personal data")
    private String reason = "";

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        if (reason.length() > MAX_REASON_LENGTH) {
            throw new ShellProblem("reason: is longer than " + MAX_REASON_LENGTH + " characters", "shorten it");
        }
        WithdrawalId id = new WithdrawalId(withdrawal);
        if (node.require(MoneyCore.class)
                .<Boolean>read(state -> state.withdrawal(id).isEmpty())) {
            throw ShellProblem.unknown("withdrawal", withdrawal);
        }
        Withdrawal cancelled = ShellProblem.done(node.require(Wallets.class).cancel(node.newKey(), id, reason));
        screen.print("Withdrawal " + cancelled.id() + " is " + cancelled.state() + ".");
    }
}
