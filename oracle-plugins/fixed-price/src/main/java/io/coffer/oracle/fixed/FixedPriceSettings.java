// SPDX-License-Identifier: Apache-2.0
package io.coffer.oracle.fixed;

import io.coffer.plugin.Fields;
import io.coffer.plugin.Setting;
import io.coffer.spi.oracle.PricePair;
import io.coffer.spi.oracle.PriceQuote;
import io.coffer.spi.settings.InvalidSettingsException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code etc/io.coffer.oracle.fixed-price-<name>.cfg}, checked.
 *
 * @param priceE18 1 to 2^192-1
 */
public record FixedPriceSettings(PricePair pair, BigInteger priceE18) {
    /** The platform ends a factory's PID at the first hyphen of a file's name; what follows is the instance. */
    public static final String PID = "io.coffer.oracle.fixed";

    /** 40 digits before the point are more than any price that passes. */
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]{0,39})(?:\\.([0-9]{1,18}))?");

    private static final Setting<PricePair> PAIR =
            Setting.of("pair", PricePair::parse, "is not a pair of two codes such as BTC/USD");

    private static final Setting<BigInteger> PRICE = Setting.of(
                    "price",
                    FixedPriceSettings::decimal,
                    "is not a decimal number such as 65000.12 with at most 18 digits after the point")
            .then(FixedPriceSettings::within, "is not within 10^-18..(2^192-1)/10^18");

    /** Reads the configuration; a message names file, key, value and rule. */
    public static FixedPriceSettings read(Map<String, ?> properties) throws InvalidSettingsException {
        Fields fields = Fields.of(PID, properties, List.of(PAIR, PRICE));
        fields.requireSound();
        return new FixedPriceSettings(fields.value(PAIR), fields.value(PRICE));
    }

    /** Digits only, moved by 18 places: nothing is rounded, and no floating point number is ever made. */
    private static BigInteger decimal(String text) {
        Matcher decimal = DECIMAL.matcher(text);
        if (!decimal.matches()) {
            throw new IllegalArgumentException("price: no decimal number");
        }
        String fraction = decimal.group(2) == null ? "" : decimal.group(2);
        return new BigInteger(decimal.group(1) + fraction + "0".repeat(PriceQuote.DECIMALS - fraction.length()));
    }

    private static BigInteger within(BigInteger price) {
        if (price.signum() == 0 || price.bitLength() > PriceQuote.MAX_BITS) {
            throw new IllegalArgumentException("price: out of range");
        }
        return price;
    }
}
