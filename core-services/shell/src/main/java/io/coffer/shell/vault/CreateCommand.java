// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.vault;

import io.coffer.api.signing.KeyVault;
import io.coffer.shell.Screen;
import io.coffer.shell.SecretReader;
import io.coffer.shell.ShellProblem;
import java.util.Arrays;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Makes the vault and shows its words, this once. */
@Service
@Command(
        scope = "vault",
        name = "create",
        description = "Make a new seed, sealed by a passphrase; shows its words once")
public final class CreateCommand extends VaultCommand {
    @Override
    void perform(KeyVault vault, Screen screen, SecretReader secrets) throws Exception {
        if (vault.state() != KeyVault.State.ABSENT) {
            // Before a passphrase is typed for nothing.
            throw new ShellProblem("vault: there is one already", "vault:status shows its state");
        }
        char[] passphrase = secrets.readNew(NEW_PASSPHRASE);
        try {
            char[] words = vault.create(passphrase);
            try {
                screen.print("Write these words down; they are the only way back and are not shown again:");
                screen.secret(words);
            } finally {
                Arrays.fill(words, '\0');
            }
            screen.print("The vault is UNSEALED. Next: wallet:enrol for each chain.");
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }
}
