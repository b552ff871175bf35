// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import io.coffer.hd.Digests;
import io.coffer.spi.chain.InvalidAddressException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The 32 bytes by which EIP-712 encodes a value that is neither array nor struct. */
final class TypedDataWord {
    static final int BYTES = 32;

    private static final int MAX_BITS = 256;
    private static final Pattern NUMBER = Pattern.compile("(u?)int([1-9][0-9]{0,2})");
    private static final Pattern FIXED = Pattern.compile("bytes([1-9][0-9]?)");
    private static final Pattern DIGITS = Pattern.compile("-?(0|[1-9][0-9]{0,77})");
    private static final Pattern HEX = Pattern.compile("0x(?:[0-9a-fA-F]{2})*");

    private TypedDataWord() {}

    static boolean isType(String type) {
        Matcher number = NUMBER.matcher(type);
        if (number.matches()) {
            int bits = Integer.parseInt(number.group(2));
            return bits <= MAX_BITS && bits % Byte.SIZE == 0;
        }
        Matcher fixed = FIXED.matcher(type);
        if (fixed.matches()) {
            return Integer.parseInt(fixed.group(1)) <= BYTES;
        }
        return switch (type) {
            case "address", "bool", "bytes", "string" -> true;
            default -> false;
        };
    }

    /** Encodes {@code value}, which must fit {@code type} exactly. */
    static byte[] of(String type, Object value, String where) {
        if (type.equals("bool") && value instanceof Boolean bool) {
            return number(bool ? BigInteger.ONE : BigInteger.ZERO);
        }
        if (type.equals("string") && value instanceof String text) {
            return Digests.keccak256(text.getBytes(StandardCharsets.UTF_8));
        }
        Matcher number = NUMBER.matcher(type);
        if (number.matches()) {
            boolean signed = number.group(1).isEmpty();
            return number(fitting(value, signed, Integer.parseInt(number.group(2)), type, where));
        }
        if (type.equals("address") && value instanceof String text) {
            return address(text, where);
        }
        if (type.startsWith("bytes")
                && value instanceof String text
                && HEX.matcher(text).matches()) {
            return bytes(type, HexFormat.of().parseHex(text.substring(2)), where);
        }
        throw unfit(type, where);
    }

    private static BigInteger fitting(Object value, boolean signed, int bits, String type, String where) {
        BigInteger number;
        if (value instanceof BigInteger given) {
            number = given;
        } else if (value instanceof String text && DIGITS.matcher(text).matches()) {
            number = new BigInteger(text);
        } else {
            throw unfit(type, where);
        }
        boolean fits = signed ? number.bitLength() < bits : number.signum() >= 0 && number.bitLength() <= bits;
        if (!fits) {
            throw unfit(type, where);
        }
        return number;
    }

    private static byte[] address(String text, String where) {
        try {
            return leftPadded(Eip55.parse(text));
        } catch (InvalidAddressException wrong) {
            throw new IllegalArgumentException(where + ": is no address: " + wrong.getMessage(), wrong);
        }
    }

    private static byte[] bytes(String type, byte[] content, String where) {
        if (type.equals("bytes")) {
            return Digests.keccak256(content);
        }
        if (!type.equals("bytes" + content.length)) {
            throw unfit(type, where);
        }
        return Arrays.copyOf(content, BYTES);
    }

    /** Two's complement, as the contract ABI has it. */
    private static byte[] number(BigInteger number) {
        BigInteger unsigned = number.signum() < 0 ? number.add(BigInteger.ONE.shiftLeft(MAX_BITS)) : number;
        byte[] bytes = unsigned.toByteArray();
        return leftPadded(Arrays.copyOfRange(bytes, Math.max(0, bytes.length - BYTES), bytes.length));
    }

    private static byte[] leftPadded(byte[] content) {
        byte[] word = new byte[BYTES];
        System.arraycopy(content, 0, word, BYTES - content.length, content.length);
        return word;
    }

    private static IllegalArgumentException unfit(String type, String where) {
        return new IllegalArgumentException(where + ": is no " + type);
    }
}
