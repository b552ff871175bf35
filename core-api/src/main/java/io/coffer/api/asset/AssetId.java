// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.asset;

import java.util.regex.Pattern;

/**
 * An asset of the ledger: {@code BTC}, {@code USDT}. It may live on several networks. Never reused.
 *
 * @param code 1 to 16 characters of {@code [A-Z0-9._-]}, the first a letter or digit
 */
public record AssetId(String code) implements Comparable<AssetId> {
    private static final Pattern FORM = Pattern.compile("[A-Z0-9][A-Z0-9._-]{0,15}");

    public AssetId {
        if (!FORM.matcher(code).matches()) {
            throw new IllegalArgumentException("asset: not 1..16 characters of A-Z 0-9 . _ -: " + code);
        }
    }

    @Override
    public int compareTo(AssetId other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
