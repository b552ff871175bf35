// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.Octets;
import java.math.BigInteger;

/** Who holds what after the head of the chain. It moves by one transaction forth and back. */
sealed interface State permits AccountState, UtxoState {
    /** The coins that genesis pays to the test account, in the smallest unit: 21 million. */
    BigInteger SUPPLY = BigInteger.valueOf(21_000_000L * 100_000_000L);

    /** Whether the transaction can be mined now. */
    boolean isReady(NodeTransaction transaction);

    /** Carries out a transaction that is ready. */
    void apply(NodeTransaction transaction, long height);

    /** Takes back the transaction that was applied last. */
    void revert(NodeTransaction transaction);

    BigInteger balance(Octets owner);

    /** All balances together with the fees that were paid: always {@link #SUPPLY}. */
    BigInteger supply();

    /** Entries kept in memory. */
    int size();
}
