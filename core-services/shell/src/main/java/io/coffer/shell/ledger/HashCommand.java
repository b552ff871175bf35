// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.ledger;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.StateHash;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.wire.Json;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The state in one number. */
@Service
@Command(scope = "ledger", name = "hash", description = "The hash of the whole state at its journal position")
public final class HashCommand extends ReadCommand {
    static Json json(StateHash hash) {
        return Json.members()
                .put("position", hash.position())
                .put("sha256", hash.sha256())
                .build();
    }

    @Override
    protected Finding find(Node node) throws Exception {
        StateHash hash = node.require(MoneyCore.class).stateHash();
        return finding(json(hash), screen -> screen.print(hash.sha256() + " at position " + hash.position()));
    }
}
