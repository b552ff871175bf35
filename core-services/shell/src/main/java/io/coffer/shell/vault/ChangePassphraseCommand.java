// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.vault;

import io.coffer.api.signing.KeyVault;
import io.coffer.shell.Screen;
import io.coffer.shell.SecretReader;
import java.util.Arrays;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Seals the same seed with another passphrase. */
@Service
@Command(scope = "vault", name = "change-passphrase", description = "Seal the same seed with another passphrase")
public final class ChangePassphraseCommand extends VaultCommand {
    @Override
    void perform(KeyVault vault, Screen screen, SecretReader secrets) throws Exception {
        char[] present = secrets.read(PASSPHRASE);
        try {
            char[] next = secrets.readNew(NEW_PASSPHRASE);
            try {
                vault.changePassphrase(present, next);
            } finally {
                Arrays.fill(next, '\0');
            }
        } finally {
            Arrays.fill(present, '\0');
        }
        screen.print("The passphrase is changed; copies of the vault file from before still open with the old one.");
    }
}
