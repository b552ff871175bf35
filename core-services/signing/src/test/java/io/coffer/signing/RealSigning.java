// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.signing.KeyVault;
import io.coffer.api.signing.SigningService;
import io.coffer.api.signing.VaultException;
import io.coffer.keys.VaultComponent;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * The vault that the node really has and the signing service that is paired with it, without OSGi. Making one takes a
 * good part of a second, for the passphrase.
 */
public final class RealSigning {
    private static final char[] PASSPHRASE = "long enough to pass".toCharArray();

    private final VaultComponent vault;
    private final ApprovedSigner signer;

    private RealSigning(VaultComponent vault) {
        this.vault = vault;
        this.signer = new ApprovedSigner(vault, vault.pair(), InstantSource.system());
    }

    /**
     * An unsealed vault: that of a folder if there is one already, else a new one there.
     *
     * @param words BIP-39, of which a new one is made
     */
    public static RealSigning open(Path folder, String words) throws VaultException {
        VaultComponent vault = vault(folder);
        if (vault.state() == KeyVault.State.ABSENT) {
            vault.restore(words.toCharArray(), PASSPHRASE.clone());
        } else {
            vault.unseal(PASSPHRASE.clone());
        }
        return new RealSigning(vault);
    }

    static VaultComponent vault(Path folder) {
        BundleContext context = Fakes.of(
                BundleContext.class,
                Map.of(
                        "getProperty", arguments -> folder.toString(),
                        "registerService", arguments -> Fakes.of(ServiceRegistration.class, Map.of())));
        return new VaultComponent(context, Map.of());
    }

    public KeyVault vault() {
        return vault;
    }

    /** Signs what this core says was approved. */
    public SigningService on(MoneyCore core) {
        return new CheckingSigningService(
                new CoreIntents(core), () -> core.read(MoneyState::keyrings), signer, Set.of());
    }
}
