// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.money;

import java.util.Arrays;
import java.util.HexFormat;

/** An immutable sequence of bytes with value equality. */
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** Copies {@code content}. */
    public static Bytes of(byte... content) {
        return content.length == 0 ? EMPTY : new Bytes(content.clone());
    }

    /**
     * Reads hexadecimal digits without a prefix, in either case.
     *
     * @throws IllegalArgumentException if the digits are odd in number or not hexadecimal
     */
    public static Bytes hex(String digits) {
        return new Bytes(HexFormat.of().parseHex(digits));
    }

    /** A copy: changing it changes nothing here. */
    public byte[] toArray() {
        return content.clone();
    }

    public int length() {
        return content.length;
    }

    public byte at(int index) {
        return content[index];
    }

    /** Lower-case hexadecimal without a prefix. */
    public String toHex() {
        return HexFormat.of().formatHex(content);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(content, other.content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** The length only: bytes may be secret, so they are printed by {@link #toHex} alone. */
    @Override
    public String toString() {
        return "Bytes[" + content.length + "]";
    }
}
