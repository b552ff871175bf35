// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import io.coffer.api.node.Chains;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes the chains that the node knows. */
@Service
public final class ChainCompleter extends NodeCompleter {
    @Override
    List<String> candidates(Node node) {
        return node.find(Chains.class).map(Chains::statuses).orElse(List.of()).stream()
                .map(status -> status.chain().caip2())
                .toList();
    }
}
