// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import io.coffer.wire.Json;
import java.util.Collection;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.console.Session;

/** A command that changes nothing and shows what it found for people or, with {@code --json}, for programs. */
public abstract class ReadCommand extends NodeCommand {
    @Option(name = "--json", description = "Print one line of JSON instead of a table")
    private boolean json;

    /** What was found, in both forms. */
    public interface Finding {
        Json json();

        void show(Screen screen);
    }

    protected abstract Finding find(Node node) throws Exception;

    @Override
    protected final void perform(Node node, Screen screen, Session session) throws Exception {
        Finding finding = find(node);
        if (json) {
            screen.print(finding.json());
        } else {
            finding.show(screen);
        }
        check(finding);
    }

    /** Fails where what was found is itself a failure, such as books that do not balance. It has been shown by then. */
    protected void check(Finding finding) throws ShellProblem {}

    /** A finding made of its two forms. */
    protected static Finding finding(Json json, java.util.function.Consumer<Screen> show) {
        return new Finding() {
            @Override
            public Json json() {
                return json;
            }

            @Override
            public void show(Screen screen) {
                show.accept(screen);
            }
        };
    }

    /** {@code {"items": […]}}. */
    protected static Json items(Collection<? extends Json> items) {
        return Json.members().put("items", Json.sequence(items)).build();
    }

    final void asJson() {
        json = true;
    }
}
