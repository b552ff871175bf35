// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text that a contract gives when it undoes a call: {@code Error(string)} of Solidity's contract ABI. */
final class RevertReason {
    /** Some nodes put a word before it. */
    private static final Pattern ERROR_STRING = Pattern.compile("(?:Reverted )?0x08c379a0((?:[0-9a-fA-F]{2})+)");

    private static final int WORD = 32;
    private static final int MAX_BYTES = 1_024;

    private RevertReason() {}

    /** @param data of the node's error; empty if that is no such text */
    static Optional<String> of(String data) {
        Matcher matcher = ERROR_STRING.matcher(data);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        byte[] content = Bytes.hex(matcher.group(1)).toArray();
        // One word with the place of the text, one with its length, the text.
        if (content.length < 2 * WORD || !number(content, 0).equals(BigInteger.valueOf(WORD))) {
            return Optional.empty();
        }
        int most = Math.min(MAX_BYTES, content.length - 2 * WORD);
        BigInteger length = number(content, WORD);
        if (length.signum() == 0 || length.compareTo(BigInteger.valueOf(most)) > 0) {
            return Optional.empty();
        }
        byte[] text = Arrays.copyOfRange(content, 2 * WORD, 2 * WORD + length.intValueExact());
        return Optional.of(new String(text, StandardCharsets.UTF_8));
    }

    private static BigInteger number(byte[] content, int at) {
        return new BigInteger(1, content, at, WORD);
    }
}
