// SPDX-License-Identifier: Apache-2.0
package io.coffer.wire;

import io.coffer.api.asset.AssetId;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.LedgerAccountId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Ids of ledger accounts as text. */
public final class LedgerAccounts {
    private LedgerAccounts() {}

    /** Reads what {@link LedgerAccountId#toString} writes, {@code kind|owner|asset}; empty if it is anything else. */
    public static Optional<LedgerAccountId> parse(String text) {
        String[] parts = text.split("\\|", -1);
        Optional<AccountKind> kind = Arrays.stream(AccountKind.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(parts[0]))
                .findFirst();
        if (parts.length != 3 || kind.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LedgerAccountId(kind.get(), parts[1], new AssetId(parts[2])));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
