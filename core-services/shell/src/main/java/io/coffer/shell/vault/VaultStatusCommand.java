// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.vault;

import io.coffer.api.signing.KeyVault;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.wire.Json;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Whether the vault can be used. */
@Service
@Command(scope = "vault", name = "status", description = "Whether there is a vault and whether it is sealed")
public final class VaultStatusCommand extends ReadCommand {
    @Override
    protected Finding find(Node node) throws Exception {
        String state = node.require(KeyVault.class).state().name();
        return finding(
                Json.members().put("state", state).build(), screen -> screen.print("The vault is " + state + "."));
    }
}
