// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ledger;

import io.coffer.api.asset.AssetId;
import io.coffer.api.ledger.Balance;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.TrialBalance;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The accounts, numbered in the order of their first entry, and their sums; beside them the sums of each asset. */
final class AccountTable {
    private final List<LedgerAccountId> ids = new ArrayList<>();
    private final Map<LedgerAccountId, Integer> rows = new HashMap<>();
    private final NavigableMap<LedgerAccountId, Integer> ordered = new TreeMap<>();
    private final WideColumn debits = new WideColumn();
    private final WideColumn credits = new WideColumn();
    private final WideColumn held = new WideColumn();
    private int[] assetRows = new int[64];

    private final List<AssetId> assets = new ArrayList<>();
    private final Map<AssetId, Integer> assetNumbers = new HashMap<>();
    private final WideColumn assetDebits = new WideColumn();
    private final WideColumn assetCredits = new WideColumn();
    private final WideColumn assetHeld = new WideColumn();

    int size() {
        return ids.size();
    }

    int assetCount() {
        return assets.size();
    }

    /** The row of an account, made if it is new. */
    int row(LedgerAccountId id) {
        Integer row = rows.get(id);
        return row == null ? add(id) : row;
    }

    private int add(LedgerAccountId id) {
        int row = ids.size();
        ids.add(id);
        rows.put(id, row);
        ordered.put(id, row);
        debits.grow(row + 1);
        credits.grow(row + 1);
        held.grow(row + 1);
        if (row == assetRows.length) {
            assetRows = Arrays.copyOf(assetRows, row * 2);
        }
        assetRows[row] = assetRow(id.asset());
        return row;
    }

    private int assetRow(AssetId asset) {
        Integer known = assetNumbers.get(asset);
        if (known != null) {
            return known;
        }
        int row = assets.size();
        assets.add(asset);
        assetNumbers.put(asset, row);
        assetDebits.grow(row + 1);
        assetCredits.grow(row + 1);
        assetHeld.grow(row + 1);
        return row;
    }

    /** Forgets accounts and assets that a refused batch made; their sums are zero again. */
    void truncate(int size, int assetSize) {
        while (ids.size() > size) {
            LedgerAccountId id = ids.remove(ids.size() - 1);
            rows.remove(id);
            ordered.remove(id);
        }
        while (assets.size() > assetSize) {
            assetNumbers.remove(assets.remove(assets.size() - 1));
        }
    }

    LedgerAccountId id(int row) {
        return ids.get(row);
    }

    /** False, and nothing is changed, if a sum would be too great. */
    boolean debit(int row, long high, long low) {
        if (!debits.add(row, high, low)) {
            return false;
        }
        if (!assetDebits.add(assetRows[row], high, low)) {
            debits.subtract(row, high, low);
            return false;
        }
        return true;
    }

    void undoDebit(int row, long high, long low) {
        debits.subtract(row, high, low);
        assetDebits.subtract(assetRows[row], high, low);
    }

    boolean credit(int row, long high, long low) {
        if (!credits.add(row, high, low)) {
            return false;
        }
        if (!assetCredits.add(assetRows[row], high, low)) {
            credits.subtract(row, high, low);
            return false;
        }
        return true;
    }

    void undoCredit(int row, long high, long low) {
        credits.subtract(row, high, low);
        assetCredits.subtract(assetRows[row], high, low);
    }

    boolean hold(int row, long high, long low) {
        if (!held.add(row, high, low)) {
            return false;
        }
        if (!assetHeld.add(assetRows[row], high, low)) {
            held.subtract(row, high, low);
            return false;
        }
        return true;
    }

    void unhold(int row, long high, long low) {
        held.subtract(row, high, low);
        assetHeld.subtract(assetRows[row], high, low);
    }

    /** Whether what is held is covered by the balance on the account's normal side. */
    boolean covered(int row) {
        boolean debitNormal = ids.get(row).kind().isDebitNormal();
        return debitNormal ? debits.covers(row, credits, held) : credits.covers(row, debits, held);
    }

    /** Whether the asset of an account has as much debited as credited. */
    boolean balanced(int row) {
        int asset = assetRows[row];
        return assetDebits.equal(asset, assetCredits);
    }

    Balance balance(int row) {
        return new Balance(ids.get(row), debits.number(row), credits.number(row), held.number(row));
    }

    Optional<Balance> balance(LedgerAccountId id) {
        return Optional.ofNullable(rows.get(id)).map(this::balance);
    }

    /** The accounts from {@code first} on, in order. */
    Iterable<Integer> from(LedgerAccountId first, boolean inclusive) {
        return ordered.tailMap(first, inclusive).values();
    }

    Iterable<Integer> all() {
        return ordered.values();
    }

    List<TrialBalance.Row> trialBalance() {
        return new TreeMap<>(assetNumbers)
                .values().stream()
                        .map(asset -> new TrialBalance.Row(
                                assets.get(asset),
                                assetDebits.number(asset),
                                assetCredits.number(asset),
                                assetHeld.number(asset)))
                        .toList();
    }

    void writeTo(BinaryOut out) {
        out.count(assets.size());
        assets.forEach(asset -> Values.write(out, asset));
        out.count(ids.size());
        for (int row = 0; row < ids.size(); row++) {
            Values.write(out, ids.get(row));
            write(out, debits, row);
            write(out, credits, row);
            write(out, held, row);
        }
    }

    private static void write(BinaryOut out, WideColumn column, int row) {
        out.big(column.number(row));
    }

    void readFrom(BinaryIn in) throws IOException {
        int assetCount = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < assetCount; i++) {
            assetRow(Values.assetId(in));
        }
        int count = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < count; i++) {
            int row = add(Values.ledgerAccountId(in));
            boolean sound = restore(in, (high, low) -> debit(row, high, low))
                    && restore(in, (high, low) -> credit(row, high, low))
                    && restore(in, (high, low) -> hold(row, high, low));
            if (!sound) {
                throw in.broken("sums of account " + ids.get(row) + " that are too great");
            }
        }
    }

    private static boolean restore(BinaryIn in, Entry entry) throws IOException {
        var units = in.big();
        return units.signum() >= 0
                && units.bitLength() < 128
                && entry.add(WideColumn.high(units), WideColumn.low(units));
    }

    private interface Entry {
        boolean add(long high, long low);
    }
}
