// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.vault;

import io.coffer.api.signing.KeyVault;
import io.coffer.shell.Node;
import io.coffer.shell.NodeCommand;
import io.coffer.shell.Screen;
import io.coffer.shell.SecretReader;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.console.Session;

/** A command of the vault that reads secrets. */
abstract class VaultCommand extends NodeCommand {
    static final String PASSPHRASE = "Passphrase";
    static final String NEW_PASSPHRASE = "New passphrase";

    @Option(name = "--stdin", description = "Read each secret as one line of standard input, without prompts")
    private boolean stdin;

    @Override
    protected final void perform(Node node, Screen screen, Session session) throws Exception {
        perform(node.require(KeyVault.class), screen, new SecretReader(session, screen, stdin));
    }

    abstract void perform(KeyVault vault, Screen screen, SecretReader secrets) throws Exception;
}
