// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.vault;

import io.coffer.api.signing.KeyVault;
import io.coffer.shell.Screen;
import io.coffer.shell.SecretReader;
import java.util.Arrays;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Unlocks the vault. */
@Service
@Command(scope = "vault", name = "unseal", description = "Unlock the vault, so that withdrawals are signed")
public final class UnsealCommand extends VaultCommand {
    @Override
    void perform(KeyVault vault, Screen screen, SecretReader secrets) throws Exception {
        char[] passphrase = secrets.read(PASSPHRASE);
        try {
            vault.unseal(passphrase);
        } finally {
            Arrays.fill(passphrase, '\0');
        }
        screen.print("The vault is " + vault.state() + ".");
    }
}
