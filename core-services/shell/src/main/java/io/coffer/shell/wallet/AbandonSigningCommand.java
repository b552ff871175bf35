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
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** Gives up a signature that will not come, on somebody's own responsibility. */
@Service
@Command(
        scope = "wallet",
        name = "abandon-signing",
        description = "Take a withdrawal that stays SIGNING back to the queue; a signature of it may exist")
public final class AbandonSigningCommand extends NodeCommand {
    private static final int MAX_LENGTH = 200;

    @Option(
            name = "--may-be-paid-twice",
            description = "I answer for it: if signed bytes of this attempt exist and are mined, it is paid twice")
    private boolean accepted;

    @Argument(name = "withdrawal", required = true, description = "Its id")
    private String withdrawal = "";

    @Argument(index = 1, name = "attempt", required = true, description = "Number of the attempt that you looked at")
    private int attempt;

    @Argument(index = 2, name = "name", required = true, description = "Who decides this")
    private String name = "";

    @Argument(index = 3, name = "reason", required = true, description = "Why, in words; no personal data")
    private String reason = "";

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        if (!accepted) {
            throw new ShellProblem(
                    "a signature of attempt " + attempt + " may exist: if it is mined, the withdrawal is paid twice",
                    "make sure that there is none, then repeat with --may-be-paid-twice before the id");
        }
        if (attempt < 1 || name.isBlank() || name.length() > MAX_LENGTH || reason.length() > MAX_LENGTH) {
            throw new ShellProblem(
                    "attempt, name, reason: not from 1, not 1.." + MAX_LENGTH + " characters", "correct and repeat");
        }
        WithdrawalId id = new WithdrawalId(withdrawal);
        if (node.require(MoneyCore.class)
                .<Boolean>read(state -> state.withdrawal(id).isEmpty())) {
            throw ShellProblem.unknown("withdrawal", withdrawal);
        }
        Withdrawal abandoned = ShellProblem.done(
                node.require(Wallets.class).abandonSigning(node.newKey(), id, attempt, "operator:" + name, reason));
        screen.print("Withdrawal " + abandoned.id() + " is " + abandoned.state() + ".");
    }
}
