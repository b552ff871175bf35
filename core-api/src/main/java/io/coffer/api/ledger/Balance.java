// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.ledger;

import java.math.BigInteger;

/**
 * An account at one journal position, in ledger units.
 *
 * @param debits sum of all debits ever
 * @param credits sum of all credits ever
 * @param held sum of the open holds
 */
public record Balance(LedgerAccountId account, BigInteger debits, BigInteger credits, BigInteger held) {
    /** Balance on the account's normal side, holds included; negative only where the kind is not guarded. */
    public BigInteger total() {
        return account.kind().isDebitNormal() ? debits.subtract(credits) : credits.subtract(debits);
    }

    /** What may be spent: {@link #total} less {@link #held}. */
    public BigInteger available() {
        return total().subtract(held);
    }
}
