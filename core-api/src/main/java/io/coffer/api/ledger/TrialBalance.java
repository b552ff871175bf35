// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.ledger;

import io.coffer.api.asset.AssetId;
import java.math.BigInteger;
import java.util.List;

/**
 * The sums of all accounts for each asset at one journal position.
 *
 * @param rows by asset id
 */
public record TrialBalance(long position, List<Row> rows) {
    /** One asset: whole ledger units. */
    public record Row(AssetId asset, BigInteger debits, BigInteger credits, BigInteger held) {
        public boolean isBalanced() {
            return debits.equals(credits);
        }
    }

    public TrialBalance {
        rows = List.copyOf(rows);
    }

    public boolean isBalanced() {
        return rows.stream().allMatch(Row::isBalanced);
    }
}
