// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.ledger;

import io.coffer.api.core.CoreClock;
import io.coffer.api.core.CoreClock.Held;
import io.coffer.shell.Node;
import io.coffer.shell.NodeCommand;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** Lets journaled time follow the system clock after a step that the node did not believe. */
@Service
@Command(
        scope = "ledger",
        name = "clock-accept",
        description =
                "Follow the system clock again after a step that nothing explained; limits then forget what is older")
public final class ClockAcceptCommand extends NodeCommand {
    @Argument(
            name = "now",
            required = true,
            description = "The time in UTC by your own watch, to the minute, such as 2026-11-22T00:30:00Z")
    private String now = "";

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        CoreClock clock = node.require(CoreClock.class);
        Held held = clock.held()
                .orElseThrow(
                        () -> new ShellProblem("clock: the system clock is followed", "nothing is to be accepted"));
        if (!clock.accept(time())) {
            throw new ShellProblem(
                    "now: " + now + " is not what the system clock says: " + Instant.ofEpochMilli(held.clockMs()),
                    "set the system clock right; if the journal's time is right then, it goes on by itself");
        }
        screen.print("The system clock is followed from " + Instant.ofEpochMilli(held.clockMs()) + " on.");
    }

    private Instant time() throws ShellProblem {
        try {
            return Instant.parse(now);
        } catch (DateTimeParseException malformed) {
            throw new ShellProblem("now: " + now + " is no time in UTC", "write it as 2026-11-22T00:30:00Z");
        }
    }
}
