// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.vault;

import io.coffer.api.signing.KeyVault;
import io.coffer.shell.Node;
import io.coffer.shell.NodeCommand;
import io.coffer.shell.Screen;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** Locks the vault. */
@Service
@Command(scope = "vault", name = "seal", description = "Lock the vault: nothing is signed until it is unsealed")
public final class SealCommand extends NodeCommand {
    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        KeyVault vault = node.require(KeyVault.class);
        vault.seal();
        screen.print("The vault is " + vault.state() + ".");
    }
}
