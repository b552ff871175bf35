// SPDX-License-Identifier: Apache-2.0
package io.coffer.vectors.runner;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.HexFormat;

/** Bytes and numbers as vectors write them. */
public final class Hex {
    private static final HexFormat HEX = HexFormat.of();

    private Hex() {}

    /** Hexadecimal digits, with or without 0x; one digit too few stands for a leading zero. */
    public static byte[] bytes(JsonNode text) {
        String digits = text.textValue();
        if (digits.startsWith("0x")) {
            digits = digits.substring(2);
        }
        return HEX.parseHex(digits.length() % 2 == 0 ? digits : "0" + digits);
    }

    public static String text(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    /** A number in JSON, or hexadecimal digits after 0x; nothing is zero. */
    public static BigInteger number(JsonNode number) {
        if (number.isMissingNode() || number.isNull()) {
            return BigInteger.ZERO;
        }
        return number.isNumber() ? number.bigIntegerValue() : new BigInteger(1, bytes(number));
    }
}
