// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.oracle;

import java.util.regex.Pattern;

/**
 * What is priced in what: {@code BTC/USD}.
 *
 * @param base one whole unit of it is priced; 1 to 16 characters of {@code [A-Z0-9._-]}, the first a letter or digit
 * @param quote in which; of the same form, and another
 */
public record PricePair(String base, String quote) {
    private static final Pattern CODE = Pattern.compile("[A-Z0-9][A-Z0-9._-]{0,15}");

    public PricePair {
        requireCode("base", base);
        requireCode("quote", quote);
        if (base.equals(quote)) {
            throw new IllegalArgumentException("quote: " + quote + " is the base as well");
        }
    }

    /**
     * Reads {@code BTC/USD}.
     *
     * @throws IllegalArgumentException if it is not two codes with one slash between them
     */
    public static PricePair parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("pair: has no slash between base and quote: " + text);
        }
        return new PricePair(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return base + "/" + quote;
    }

    private static void requireCode(String field, String code) {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException(field + ": not 1..16 characters of A-Z 0-9 . _ -: " + code);
        }
    }
}
