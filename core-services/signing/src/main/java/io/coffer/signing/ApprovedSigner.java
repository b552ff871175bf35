// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import io.coffer.api.signing.Approval;
import io.coffer.api.signing.SigningKeys;
import io.coffer.api.signing.VaultException;
import io.coffer.api.wallet.KeyRef;
import io.coffer.spi.chain.SigningMode;
import io.coffer.spi.money.Bytes;
import java.time.InstantSource;

/** Seals approvals and takes them to the vault. */
final class ApprovedSigner {
    /** Long enough for one signature, also on a busy machine; nothing keeps an approval. */
    private static final long VALID_MS = 30_000;

    private final SigningKeys vault;
    private final Bytes approvalKey;
    private final InstantSource clock;

    /** @param approvalKey what the vault answered when it was paired with */
    ApprovedSigner(SigningKeys vault, Bytes approvalKey, InstantSource clock) {
        this.vault = vault;
        this.approvalKey = approvalKey;
        this.clock = clock;
    }

    SigningKeys vault() {
        return vault;
    }

    /** For one transaction. */
    Signing begin() {
        return new Signing();
    }

    /** The signatures of one transaction: remembers whether there may be one. One thread. */
    final class Signing {
        private boolean keyUsed;

        Bytes sign(KeyRef key, SigningMode mode, Bytes message, long term) throws VaultException {
            Approval approval = new Approval(key, mode, message, clock.millis() + VALID_MS, term);
            boolean usedBefore = keyUsed;
            keyUsed = true;
            try {
                return vault.sign(approval.sealedWith(approvalKey));
            } catch (VaultException refused) {
                keyUsed = usedBefore || !comesBeforeTheKey(refused.kind());
                throw refused;
            }
        }

        /** Whether a signature may exist. */
        boolean keyUsed() {
            return keyUsed;
        }

        /** What a vault says before it takes a key. Whatever else it says, it may have signed. */
        private static boolean comesBeforeTheKey(VaultException.Kind kind) {
            return switch (kind) {
                case ABSENT, SEALED, INVALID -> true;
                default -> false;
            };
        }
    }
}
