// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.format;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Reads the fields of a transaction in order and refuses what is too short. */
final class ByteReader {
    private final Octets content;
    private int position;

    ByteReader(Octets content) {
        this.content = content;
    }

    int u8() throws MalformedException {
        return bytes(1).at(0) & 0xff;
    }

    long u32() throws MalformedException {
        return new BigInteger(1, bytes(4).toArray()).longValueExact();
    }

    /** Above 2^63-1 the number is negative, as {@link Long} treats unsigned ones. */
    long u64() throws MalformedException {
        return new BigInteger(1, bytes(8).toArray()).longValue();
    }

    BigInteger u96() throws MalformedException {
        return new BigInteger(1, bytes(12).toArray());
    }

    ChainName name() throws MalformedException {
        String text = new String(bytes(u8()).toArray(), StandardCharsets.US_ASCII);
        try {
            return new ChainName(text);
        } catch (IllegalArgumentException invalid) {
            throw new MalformedException("not a chain name", invalid);
        }
    }

    Octets publicKey() throws MalformedException {
        Octets key = bytes(Secp256k1.PUBLIC_KEY_LENGTH);
        if (!Secp256k1.hasKeyShape(key)) {
            throw new MalformedException("not 33 bytes that begin with 2 or 3");
        }
        return key;
    }

    Octets bytes(int length) throws MalformedException {
        if (length > content.length() - position) {
            throw new MalformedException("too short");
        }
        position += length;
        return content.slice(position - length, position);
    }

    int position() {
        return position;
    }

    boolean isAtEnd() {
        return position == content.length();
    }
}
