// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.ledger;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyForensics;
import io.coffer.api.core.StateHash;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.shell.ShellProblem;
import io.coffer.wire.Json;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Replays the journal on a state of its own and compares. */
@Service
@Command(
        scope = "ledger",
        name = "replay",
        description = "Replay the journal and compare its hash with the running state's")
public final class ReplayCommand extends ReadCommand {
    private static final int NOW = 0;

    @Argument(name = "position", description = "Replay up to here only; nothing is compared then")
    private long position = NOW;

    private boolean equal = true;

    @Override
    protected Finding find(Node node) throws Exception {
        if (position < 0) {
            throw new ShellProblem("position: is negative", "give a journal position from 1 on, or none");
        }
        MoneyForensics forensics = node.require(MoneyForensics.class);
        Optional<StateHash> running =
                position == NOW ? Optional.of(node.require(MoneyCore.class).stateHash()) : Optional.empty();
        // Up to where the running state stood: it may go on meanwhile.
        StateHash replayed = forensics.replay(running.map(StateHash::position).orElse(position));
        equal = running.isEmpty() || running.get().equals(replayed);
        Json.Members json = Json.members().put("replayed", HashCommand.json(replayed));
        running.ifPresent(hash -> json.put("running", HashCommand.json(hash)).put("equal", equal));
        return finding(json.build(), screen -> {
            screen.print("replayed " + replayed.sha256() + " at position " + replayed.position());
            running.ifPresent(hash -> {
                screen.print("running  " + hash.sha256() + " at position " + hash.position());
                screen.print(equal ? "equal" : "NOT EQUAL");
            });
        });
    }

    @Override
    protected void check(Finding finding) throws ShellProblem {
        if (!equal) {
            throw new ShellProblem(
                    "replay: the journal does not give the running state",
                    "keep the data folder as it is, and look with ledger:verify");
        }
    }
}
