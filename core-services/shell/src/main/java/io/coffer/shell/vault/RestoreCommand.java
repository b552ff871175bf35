// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.vault;

import io.coffer.api.signing.KeyVault;
import io.coffer.shell.Screen;
import io.coffer.shell.SecretReader;
import java.util.Arrays;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Makes the vault from words that were written down. */
@Service
@Command(scope = "vault", name = "restore", description = "Make the vault from its written words and a new passphrase")
public final class RestoreCommand extends VaultCommand {
    @Override
    void perform(KeyVault vault, Screen screen, SecretReader secrets) throws Exception {
        char[] words = secrets.read("Words");
        try {
            char[] passphrase = secrets.readNew(NEW_PASSPHRASE);
            try {
                vault.restore(words, passphrase);
            } finally {
                Arrays.fill(passphrase, '\0');
            }
        } finally {
            Arrays.fill(words, '\0');
        }
        screen.print("The vault is " + vault.state() + ".");
    }
}
