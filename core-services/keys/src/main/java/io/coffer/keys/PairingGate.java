// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import io.coffer.api.signing.ApprovedPayload;
import io.coffer.api.signing.SigningKeys;
import io.coffer.api.signing.VaultException;
import io.coffer.api.wallet.KeyRef;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.money.Bytes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the vault's keys to the signing bundle of the node and to nobody else, and pairs once in the life of the vault.
 * Any thread may call.
 */
final class PairingGate implements ServiceFactory<SigningKeys> {
    /** As the node's own list names it. */
    static final String SIGNING_BUNDLE = "io.coffer.signing";

    private static final Logger LOG = LoggerFactory.getLogger(PairingGate.class);

    private final SigningKeys vault;
    private final BundleContext context;
    private final AtomicBoolean paired = new AtomicBoolean();

    /** @param context through which all bundles are seen */
    PairingGate(SigningKeys vault, BundleContext context) {
        this.vault = vault;
        this.context = context;
    }

    /** Null, which the platform hands on as no service, for everyone but the signing bundle. */
    @Override
    public @Nullable SigningKeys getService(Bundle asking, ServiceRegistration<SigningKeys> registration) {
        if (!isSigning(asking)) {
            LOG.error(
                    "Bundle {} [{}] from {} asked for the vault's keys and does not get them: they are for {} alone."
                            + " If you did not expect it, remove that bundle and ask where it came from",
                    asking.getSymbolicName(),
                    asking.getBundleId(),
                    asking.getLocation(),
                    SIGNING_BUNDLE);
            return null;
        }
        return new Keys();
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<SigningKeys> registration, SigningKeys service) {
        // What was handed out ends with the vault.
    }

    /** A name is easily taken: of several bundles with it only the first that was installed is the node's. */
    private boolean isSigning(Bundle asking) {
        if (!SIGNING_BUNDLE.equals(asking.getSymbolicName())) {
            return false;
        }
        for (Bundle other : context.getBundles()) {
            if (other.getBundleId() < asking.getBundleId() && SIGNING_BUNDLE.equals(other.getSymbolicName())) {
                return false;
            }
        }
        return true;
    }

    /** The vault, as the signing bundle sees it. */
    private final class Keys implements SigningKeys {
        @Override
        public Bytes pair() {
            if (!paired.compareAndSet(false, true)) {
                LOG.error("Somebody asked to be paired with the vault, which has been paired already, and is refused."
                        + " After an update of the signing bundle restart the bundle of the vault, too; if there was"
                        + " none, stop the node and ask who that was");
                throw new IllegalStateException("the vault pairs once, and has been paired: restart its bundle");
            }
            return vault.pair();
        }

        @Override
        public PublicKey publicKey(KeyRef key) throws VaultException {
            return vault.publicKey(key);
        }

        @Override
        public Bytes sign(ApprovedPayload payload) throws VaultException {
            return vault.sign(payload);
        }
    }
}
