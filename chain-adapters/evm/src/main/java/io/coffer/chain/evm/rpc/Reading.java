// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.plugin.Printable;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/** Takes values out of a node's answer; whatever has not exactly the expected form is GARBAGE. */
public final class Reading {
    public static final int WORD_BITS = 256;
    /** Heights, times and sequences stay far below: a greater one is not a number but an attack. */
    public static final int COUNT_BITS = 62;

    private static final Pattern QUANTITY = Pattern.compile("0x[0-9a-fA-F]{1,64}");
    private static final Pattern HASH = Pattern.compile("0x[0-9a-fA-F]{64}");
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");
    private static final Pattern DATA = Pattern.compile("0x([0-9a-fA-F]{2})*");
    private static final int HEX = 16;
    private static final int PREFIX_LENGTH = 2;

    private Reading() {}

    /** @param what names the value in the message of the exception */
    public static BigInteger number(JsonNode value, String what, int bits) throws ChainException {
        BigInteger number = new BigInteger(digits(value, what, QUANTITY, "a number in hexadecimal"), HEX);
        if (number.bitLength() > bits) {
            throw garbage(what, value, "is beyond " + bits + " bits");
        }
        return number;
    }

    public static long count(JsonNode value, String what) throws ChainException {
        return number(value, what, COUNT_BITS).longValueExact();
    }

    /** 32 bytes as 0x and lower-case digits. */
    public static String hash(JsonNode value, String what) throws ChainException {
        return "0x" + digits(value, what, HASH, "32 bytes in hexadecimal");
    }

    public static Bytes address(JsonNode value, String what) throws ChainException {
        return Bytes.hex(digits(value, what, ADDRESS, "20 bytes in hexadecimal"));
    }

    public static Bytes data(JsonNode value, String what) throws ChainException {
        return Bytes.hex(digits(value, what, DATA, "bytes in hexadecimal"));
    }

    public static JsonNode object(JsonNode value, String what) throws ChainException {
        if (!value.isObject()) {
            throw garbage(what, value, "is not an object");
        }
        return value;
    }

    public static JsonNode list(JsonNode value, String what) throws ChainException {
        if (!value.isArray()) {
            throw garbage(what, value, "is not a list");
        }
        return value;
    }

    public static ChainException garbage(String what, JsonNode value, String rule) {
        String shown = value.isMissingNode() ? "missing" : value.isValueNode() ? value.asText() : "a structure";
        return new ChainException(ChainException.Kind.GARBAGE, what + ": " + Printable.of(shown) + " " + rule);
    }

    private static String digits(JsonNode value, String what, Pattern form, String rule) throws ChainException {
        if (!value.isTextual() || !form.matcher(value.textValue()).matches()) {
            throw garbage(what, value, "is not " + rule);
        }
        return value.textValue().substring(PREFIX_LENGTH).toLowerCase(Locale.ROOT);
    }
}
