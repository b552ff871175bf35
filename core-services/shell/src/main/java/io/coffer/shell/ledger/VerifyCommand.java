// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.ledger;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyForensics;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.shell.ShellProblem;
import io.coffer.wire.Json;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Reads everything that is on disk and checks it. */
@Service
@Command(
        scope = "ledger",
        name = "verify",
        description = "Check every record, snapshot and id file, and that the books balance")
public final class VerifyCommand extends ReadCommand {
    private boolean good = true;

    @Override
    protected Finding find(Node node) throws Exception {
        List<String> damage = node.require(MoneyForensics.class).verify();
        MoneyCore core = node.require(MoneyCore.class);
        boolean balanced = core.read(state -> state.trialBalance().isBalanced());
        long position = core.status().position();
        good = damage.isEmpty() && balanced;
        return finding(
                Json.members()
                        .put("position", position)
                        .put("balanced", balanced)
                        .put(
                                "damage",
                                Json.sequence(damage.stream().map(Json::text).toList()))
                        .build(),
                screen -> {
                    damage.forEach(screen::print);
                    screen.print((damage.isEmpty() ? "files sound" : damage.size() + " places DAMAGED") + ", books "
                            + (balanced ? "balanced" : "NOT BALANCED") + ", position " + position);
                });
    }

    @Override
    protected void check(Finding finding) throws ShellProblem {
        if (!good) {
            throw new ShellProblem(
                    "ledger: is not sound", "keep the data folder as it is and restore from a copy; docs/operator.md");
        }
    }
}
