// SPDX-License-Identifier: Apache-2.0
package io.coffer.oracle.fixed;

import io.coffer.spi.oracle.PricePair;
import io.coffer.spi.oracle.PriceQuote;
import io.coffer.spi.settings.InvalidSettingsException;
import io.coffer.spi.settings.Settings;
import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code etc/io.coffer.oracle.fixed-price-<name>.cfg}, checked.
 *
 * @param source the file, for messages
 * @param priceE18 1 to 2^192-1
 */
public record FixedPriceSettings(String source, PricePair pair, BigInteger priceE18) {
    /** The platform ends a factory's PID at the first hyphen of a file's name; what follows is the instance. */
    public static final String PID = "io.coffer.oracle.fixed";

    private static final String PAIR = "pair";
    private static final String PRICE = "price";

    /** 40 digits before the point are more than any price that passes. */
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]{0,39})(?:\\.([0-9]{1,18}))?");

    /** Reads the configuration; a message names file, key, value and rule. */
    public static FixedPriceSettings read(Map<String, ?> properties) throws InvalidSettingsException {
        Settings settings = Settings.of(PID, properties, Set.of(PAIR, PRICE));
        return new FixedPriceSettings(settings.source(), pair(settings), priceE18(settings));
    }

    /** An update brings another price, not another pair: that would be half a file, or a slip. */
    void requireUpdateOf(FixedPriceSettings before) throws InvalidSettingsException {
        if (!pair.equals(before.pair)) {
            throw new InvalidSettingsException(source + ": " + PAIR + " would change from " + before.pair + " to "
                    + pair + "; remove the file to end that price");
        }
    }

    private static PricePair pair(Settings settings) throws InvalidSettingsException {
        String text = settings.text(PAIR);
        try {
            return PricePair.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw settings.invalid(PAIR, text, "is not a pair of two codes such as BTC/USD");
        }
    }

    /** Digits only, moved by 18 places: nothing is rounded, and no floating point number is ever made. */
    private static BigInteger priceE18(Settings settings) throws InvalidSettingsException {
        String text = settings.text(PRICE);
        Matcher decimal = DECIMAL.matcher(text);
        if (!decimal.matches()) {
            throw settings.invalid(
                    PRICE, text, "is not a decimal number such as 65000.12 with at most 18 digits after the point");
        }
        String fraction = decimal.group(2) == null ? "" : decimal.group(2);
        BigInteger price =
                new BigInteger(decimal.group(1) + fraction + "0".repeat(PriceQuote.DECIMALS - fraction.length()));
        if (price.signum() == 0 || price.bitLength() > PriceQuote.MAX_BITS) {
            throw settings.invalid(PRICE, text, "is not within 10^-18..(2^192-1)/10^18");
        }
        return price;
    }
}
