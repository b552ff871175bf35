// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.format;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Writes the fields of a transaction in order, big-endian. */
final class ByteWriter {
    private static final int U96_LENGTH = 12;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    ByteWriter u8(int value) {
        out.write(value);
        return this;
    }

    ByteWriter u32(long value) {
        return bytes(ByteBuffer.allocate(4).putInt((int) value).array());
    }

    ByteWriter u64(long value) {
        return bytes(ByteBuffer.allocate(8).putLong(value).array());
    }

    ByteWriter u96(BigInteger value) {
        byte[] field = new byte[U96_LENGTH];
        byte[] signed = Coins.checked(value).toByteArray();
        int from = signed.length > U96_LENGTH ? 1 : 0;
        int length = signed.length - from;
        System.arraycopy(signed, from, field, U96_LENGTH - length, length);
        return bytes(field);
    }

    ByteWriter bytes(byte[] value) {
        out.write(value, 0, value.length);
        return this;
    }

    ByteWriter octets(Octets value) {
        return bytes(value.toArray());
    }

    Octets done() {
        return Octets.of(out.toByteArray());
    }
}
