// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.signing;

import io.coffer.api.wallet.KeyRef;
import io.coffer.spi.chain.SigningMode;
import io.coffer.spi.money.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Leave to sign one message with one key, for a short time.
 *
 * @param message what the mode signs: for ECDSA the 32-byte digest
 * @param expiresAtMs milliseconds since 1970 UTC; not valid from then on
 * @param term of the run of the node that approved; the vault refuses an older one than it has seen
 */
public record Approval(KeyRef key, SigningMode mode, Bytes message, long expiresAtMs, long term) {
    private static final String ALGORITHM = "HmacSHA256";

    /**
     * Seals the approval, so that the vault knows who gave it.
     *
     * @param approvalKey from {@link SigningKeys#pair}
     */
    public ApprovedPayload sealedWith(Bytes approvalKey) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(approvalKey.toArray(), ALGORITHM));
            return new ApprovedPayload(this, Bytes.of(mac.doFinal(canonical())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** One line for each element; no element has a line feed of its own. */
    private byte[] canonical() {
        String text = String.join(
                "\n",
                "coffer approval 1",
                key.chain().caip2(),
                key.path(),
                modeName(),
                message.toHex(),
                Long.toString(expiresAtMs),
                Long.toString(term));
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String modeName() {
        if (mode instanceof SigningMode.SchnorrTaproot taproot) {
            return "schnorr-taproot " + taproot.tweak().toHex();
        }
        return mode instanceof SigningMode.Ed25519 ? "ed25519" : "ecdsa-secp256k1";
    }
}
