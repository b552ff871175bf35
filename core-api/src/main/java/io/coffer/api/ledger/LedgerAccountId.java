// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.ledger;

import io.coffer.api.asset.AssetId;

/**
 * One account of the ledger, in one asset. It comes into being with its first entry.
 *
 * @param owner what {@link AccountKind} says, or empty; at most 200 characters
 */
public record LedgerAccountId(AccountKind kind, String owner, AssetId asset) implements Comparable<LedgerAccountId> {
    public static final int MAX_OWNER_LENGTH = 200;

    public LedgerAccountId {
        if (owner.length() > MAX_OWNER_LENGTH) {
            throw new IllegalArgumentException("owner: longer than " + MAX_OWNER_LENGTH + " characters");
        }
    }

    @Override
    public int compareTo(LedgerAccountId other) {
        int byKind = kind.compareTo(other.kind);
        int byOwner = byKind != 0 ? byKind : owner.compareTo(other.owner);
        return byOwner != 0 ? byOwner : asset.compareTo(other.asset);
    }

    /** Such as {@code customer:acc_1:BTC} or {@code house::BTC}. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + "|" + owner + "|" + asset;
    }
}
