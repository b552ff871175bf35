// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import io.coffer.api.core.MoneyCore;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes the limit rules. */
@Service
public final class RuleCompleter extends NodeCompleter {
    @Override
    List<String> candidates(Node node) {
        return node.find(MoneyCore.class)
                .map(core -> core.<List<String>>read(state -> state.limitRules().stream()
                        .map(rule -> rule.id().text())
                        .toList()))
                .orElse(List.of());
    }
}
