// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** A SHA-256 value: 32 bytes, compared by content. */
public record Hash(long first, long second, long third, long fourth) {
    /** The length of a hash in bytes. */
    public static final int BYTES = 32;

    /** What the chain of a new journal starts from. */
    public static final Hash ZERO = new Hash(0, 0, 0, 0);

    /** Reads 32 bytes from {@code bytes} at {@code offset}. */
    public static Hash of(byte[] bytes, int offset) {
        ByteBuffer view = ByteBuffer.wrap(bytes, offset, BYTES);
        return new Hash(view.getLong(), view.getLong(), view.getLong(), view.getLong());
    }

    /** Writes the 32 bytes into {@code bytes} at {@code offset}. */
    public void copyTo(byte[] bytes, int offset) {
        ByteBuffer.wrap(bytes, offset, BYTES)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth);
    }

    /** The 32 bytes, in a new array. */
    public byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        copyTo(bytes, 0);
        return bytes;
    }

    /** 64 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
