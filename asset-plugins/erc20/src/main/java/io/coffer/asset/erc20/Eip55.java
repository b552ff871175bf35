// SPDX-License-Identifier: Apache-2.0
package io.coffer.asset.erc20;

import io.coffer.spi.money.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** Addresses of Ethereum-like chains with the checksum of EIP-55, which is in the case of their letters. */
final class Eip55 {
    static final int BYTES = 20;

    private static final Pattern FORM = Pattern.compile("0x[0-9a-fA-F]{40}");
    private static final int HASH_BITS = 256;
    private static final int UPPER_CASE_FROM = 8;

    private Eip55() {}

    /** The one canonical spelling of 20 bytes. */
    static String spell(Bytes address) {
        String digits = address.toHex();
        byte[] ascii = digits.getBytes(StandardCharsets.US_ASCII);
        KeccakDigest keccak = new KeccakDigest(HASH_BITS);
        keccak.update(ascii, 0, ascii.length);
        byte[] hash = new byte[HASH_BITS / Byte.SIZE];
        keccak.doFinal(hash, 0);
        StringBuilder text = new StringBuilder("0x");
        for (int i = 0; i < digits.length(); i++) {
            int nibble = (hash[i / 2] >>> (i % 2 == 0 ? 4 : 0)) & 0xf;
            char digit = digits.charAt(i);
            text.append(nibble >= UPPER_CASE_FROM ? Character.toUpperCase(digit) : digit);
        }
        return text.toString();
    }

    /** The 20 bytes of a canonical spelling; empty for any other text, also for one without a checksum. */
    static Optional<Bytes> read(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        Bytes address = Bytes.hex(text.substring(2));
        return spell(address).equals(text) ? Optional.of(address) : Optional.empty();
    }
}
