// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import io.coffer.hd.Digests;
import io.coffer.spi.chain.InvalidAddressException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Ethereum addresses with the checksum of EIP-55, which is in the case of their letters. */
final class Eip55 {
    static final int BYTES = 20;

    private static final Pattern FORM = Pattern.compile("0x[0-9a-fA-F]{40}");

    private Eip55() {}

    /** The canonical spelling of 20 bytes. */
    static String spell(byte[] address) {
        String digits = HexFormat.of().formatHex(address);
        byte[] hash = Digests.keccak256(digits.getBytes(StandardCharsets.US_ASCII));
        StringBuilder text = new StringBuilder("0x");
        for (int i = 0; i < digits.length(); i++) {
            int nibble = (hash[i / 2] >>> (i % 2 == 0 ? 4 : 0)) & 0xf;
            char digit = digits.charAt(i);
            text.append(nibble >= 8 ? Character.toUpperCase(digit) : digit);
        }
        return text.toString();
    }

    /** Reads an address: in one case throughout it carries no checksum, in mixed case the checksum must be right. */
    static byte[] parse(String text) throws InvalidAddressException {
        if (!FORM.matcher(text).matches()) {
            throw new InvalidAddressException("not 0x and 40 hexadecimal digits");
        }
        String digits = text.substring(2);
        byte[] address = HexFormat.of().parseHex(digits);
        boolean oneCase =
                digits.equals(digits.toLowerCase(Locale.ROOT)) || digits.equals(digits.toUpperCase(Locale.ROOT));
        if (!oneCase && !spell(address).equals(text)) {
            throw new InvalidAddressException("the checksum (EIP-55) is wrong");
        }
        return address;
    }
}
