// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.format;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The name of one devnet. Every transaction commits to it.
 *
 * @param text 1 to 32 characters of {@code [a-z0-9-]}
 */
public record ChainName(String text) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9-]{1,32}");

    public ChainName {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("name: not 1..32 characters of [a-z0-9-]");
        }
    }

    /** CAIP-2. */
    public String caip2() {
        return "devnet:" + text;
    }

    /** CAIP-19 of the coin, whose SLIP-44 number is the one that all test coins share. */
    public String coin() {
        return caip2() + "/slip44:1";
    }

    /** {@code varbytes(name)}. */
    byte[] encoded() {
        byte[] name = text.getBytes(StandardCharsets.US_ASCII);
        byte[] encoded = new byte[1 + name.length];
        encoded[0] = (byte) name.length;
        System.arraycopy(name, 0, encoded, 1, name.length);
        return encoded;
    }

    @Override
    public String toString() {
        return text;
    }
}
