// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.format;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** Amounts of the coin in its smallest unit: 0 to 2^96-1. */
public final class Coins {
    public static final int DECIMALS = 8;
    public static final int MAX_BITS = 96;

    private static final Pattern FORM = Pattern.compile("0|[1-9][0-9]{0,28}");

    private Coins() {}

    /** Refuses an amount that the format cannot hold. */
    public static BigInteger checked(BigInteger units) {
        if (units.signum() < 0 || units.bitLength() > MAX_BITS) {
            throw new IllegalArgumentException("amount: not within 0..2^96-1");
        }
        return units;
    }

    /** Reads a decimal string without sign, leading zero or separator. */
    public static BigInteger parse(String text) throws MalformedException {
        if (!FORM.matcher(text).matches()) {
            throw new MalformedException("not a whole number in decimal digits");
        }
        BigInteger units = new BigInteger(text);
        if (units.bitLength() > MAX_BITS) {
            throw new MalformedException("more than 2^96-1");
        }
        return units;
    }
}
