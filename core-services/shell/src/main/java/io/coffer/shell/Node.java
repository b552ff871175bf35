// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import io.coffer.api.node.RequestKey;
import java.util.List;
import java.util.Optional;

/** The services of the node as a command sees them for the time of one call. */
public interface Node {
    <T> Optional<T> find(Class<T> service);

    /** The service, or a problem that says what is missing. */
    default <T> T require(Class<T> service) throws ShellProblem {
        return find(service)
                .orElseThrow(() -> new ShellProblem(
                        "service.absent: " + service.getSimpleName() + " is not running",
                        "see what is installed with feature:list -i and scr:list, and the log with log:tail"));
    }

    /** Bundles that were installed and do not run, because they cannot be wired. */
    List<Unresolved> unresolved();

    /** A key that no other request has: an operator's command is a new request each time. */
    RequestKey newKey();

    /** The version of this software. */
    String version();
}
