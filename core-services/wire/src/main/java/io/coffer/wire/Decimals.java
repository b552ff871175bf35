// SPDX-License-Identifier: Apache-2.0
package io.coffer.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** Amounts as people write them and as the node counts them. Exact both ways: nothing is ever rounded. */
public final class Decimals {
    /** More bits than these no amount has. */
    public static final int MAX_BITS = 256;

    private static final int MAX_LENGTH = 128;
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]*)(\\.[0-9]+)?");
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]*");

    private Decimals() {}

    /**
     * Reads {@code 1.5} with 6 decimals as 1500000. ASCII digits and one point; no sign, exponent, space, separator or
     * needless leading zero, and no more digits after the point than there are decimals, even if they are zeros.
     *
     * @return 0 to 2^256-1
     */
    public static BigInteger units(String text, int decimals) throws MalformedAmountException {
        require(text, DECIMAL, "a decimal number such as 1.5, in ASCII digits, without sign or exponent");
        int point = text.indexOf('.');
        int digits = point < 0 ? 0 : text.length() - point - 1;
        if (digits > decimals) {
            throw new MalformedAmountException(
                    "has " + digits + " digits after the point, but the asset has " + decimals + " decimals");
        }
        return inRange(new BigInteger(text.replace(".", "") + "0".repeat(decimals - digits)));
    }

    /** Reads a whole number of units. */
    public static BigInteger atomic(String text) throws MalformedAmountException {
        require(text, WHOLE, "a whole number of the smallest units, in ASCII digits, without sign");
        return inRange(new BigInteger(text));
    }

    /** Writes 1500000 with 6 decimals as {@code 1.5}: no exponent, no needless zero. */
    public static String text(BigInteger units, int decimals) {
        if (units.signum() == 0) {
            return "0";
        }
        return new BigDecimal(units, decimals).stripTrailingZeros().toPlainString();
    }

    private static void require(String text, Pattern form, String what) throws MalformedAmountException {
        if (text.length() > MAX_LENGTH || !form.matcher(text).matches()) {
            throw new MalformedAmountException("is not " + what);
        }
    }

    private static BigInteger inRange(BigInteger units) throws MalformedAmountException {
        if (units.bitLength() > MAX_BITS) {
            throw new MalformedAmountException("is more than 2^256-1 units");
        }
        return units;
    }
}
