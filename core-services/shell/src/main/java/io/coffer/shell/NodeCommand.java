// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import io.coffer.api.node.HistoryUnavailableException;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.signing.VaultException;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.wire.MalformedAmountException;
import io.coffer.wire.SafeText;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/** A command on the node's services. What goes wrong is said in one or two lines, with the next step. */
public abstract class NodeCommand implements Action {
    @Reference
    @SuppressWarnings("NullAway.Init")
    private BundleContext context;

    @Reference
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Override
    public final @Nullable Object execute() throws Exception {
        try (OsgiNode node = new OsgiNode(context)) {
            run(node, new Screen(session.getConsole()), session);
            return null;
        }
    }

    /** As the shell does it, with a node of any kind. */
    final void run(Node node, Screen screen, Session in) throws Exception {
        try {
            perform(node, screen, in);
        } catch (ShellProblem problem) {
            throw failure(problem);
        } catch (CoreUnavailableException unavailable) {
            throw failure(ShellProblem.of(unavailable));
        } catch (VaultException vault) {
            throw failure(ShellProblem.of(vault));
        } catch (HistoryUnavailableException history) {
            throw failure(new ShellProblem(
                    "history: " + history.getMessage(), "it is rebuilt by itself; look with coffer:status"));
        } catch (InvalidAddressException | MalformedAmountException invalid) {
            throw failure(new ShellProblem("" + invalid.getMessage(), "correct it and try again"));
        } catch (IllegalArgumentException invalid) {
            // The values of the API say which field breaks which rule.
            throw failure(new ShellProblem("" + invalid.getMessage(), "correct it and try again"));
        }
    }

    /** Does the work. Arguments and options are set. */
    protected abstract void perform(Node node, Screen screen, Session session) throws Exception;

    private static CommandException failure(ShellProblem problem) {
        String text = problem.text().lines().map(SafeText::of).collect(Collectors.joining("\n"));
        return new CommandException(text, text);
    }

    /** An option or argument that was not given is empty. */
    protected static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
