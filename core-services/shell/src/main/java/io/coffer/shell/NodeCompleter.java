// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.osgi.framework.BundleContext;

/** Completes what the node knows at this moment; nothing while it cannot be asked. */
abstract class NodeCompleter implements Completer {
    @Reference
    @SuppressWarnings("NullAway.Init")
    private BundleContext context;

    abstract List<String> candidates(Node node);

    @Override
    public final int complete(Session session, CommandLine line, List<String> found) {
        try (OsgiNode node = new OsgiNode(context)) {
            return new StringsCompleter(candidates(node)).complete(session, line, found);
        }
    }
}
