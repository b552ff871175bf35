// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.signing;

import io.coffer.spi.money.Bytes;
import java.security.MessageDigest;

/**
 * An approval with its seal: all that the vault signs.
 *
 * @param seal HMAC-SHA-256 over the approval by the key that vault and signing service share
 */
public record ApprovedPayload(Approval approval, Bytes seal) {
    /** Whether the seal was made with {@code approvalKey}. Takes the same time for every wrong seal. */
    public boolean isSealedWith(Bytes approvalKey) {
        return MessageDigest.isEqual(
                seal.toArray(), approval.sealedWith(approvalKey).seal().toArray());
    }
}
