// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.oracle;

import java.math.BigInteger;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A price that somebody saw.
 *
 * @param priceE18 10<sup>18</sup> times the units of the quote that one unit of the base costs; 1 to 2<sup>192</sup>-1
 * @param observedAt when the source says that the price was right, not when it was asked
 * @param source who says so, 1 to 64 characters of {@code [a-z0-9._-]}; the same source has the same name in each of
 *     its quotes, so that it is counted once
 */
public record PriceQuote(PricePair pair, BigInteger priceE18, Instant observedAt, String source) {
    /** Digits after the point of a price. */
    public static final int DECIMALS = 18;

    /** More bits than these no price has. */
    public static final int MAX_BITS = 192;

    private static final Pattern SOURCE = Pattern.compile("[a-z0-9._-]{1,64}");

    public PriceQuote {
        if (priceE18.signum() <= 0 || priceE18.bitLength() > MAX_BITS) {
            throw new IllegalArgumentException("priceE18: not within 1..2^" + MAX_BITS + "-1");
        }
        if (!SOURCE.matcher(source).matches()) {
            throw new IllegalArgumentException("source: not 1..64 characters of a-z 0-9 . _ -: " + source);
        }
    }
}
