// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.format;

import java.util.Arrays;
import java.util.HexFormat;

/** An immutable sequence of bytes with value equality, ordered as unsigned bytes. */
public final class Octets implements Comparable<Octets> {
    private final byte[] content;

    private Octets(byte[] content) {
        this.content = content;
    }

    /** Copies {@code content}. */
    public static Octets of(byte... content) {
        return new Octets(content.clone());
    }

    /** So many bytes of zero. */
    public static Octets zeros(int length) {
        return new Octets(new byte[length]);
    }

    /** Reads lower-case hexadecimal digits, the only spelling that the format prints and takes. */
    public static Octets hex(String digits) throws MalformedException {
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if ("0123456789abcdef".indexOf(digit) < 0) {
                throw new MalformedException("not lower-case hexadecimal");
            }
        }
        if (digits.length() % 2 != 0) {
            throw new MalformedException("an odd number of hexadecimal digits");
        }
        return new Octets(HexFormat.of().parseHex(digits));
    }

    /** As {@link #hex(String)}, of exactly {@code length} bytes. */
    public static Octets hex(String digits, int length) throws MalformedException {
        Octets octets = hex(digits);
        if (octets.length() != length) {
            throw new MalformedException(octets.length() + " bytes, expected " + length);
        }
        return octets;
    }

    public int length() {
        return content.length;
    }

    public byte at(int index) {
        return content[index];
    }

    public Octets slice(int from, int to) {
        return new Octets(Arrays.copyOfRange(content, from, to));
    }

    /** The first eight bytes as a big-endian number, as a key for indexes. */
    public long prefix() {
        long prefix = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            prefix = (prefix << 8) | (content[i] & 0xff);
        }
        return prefix;
    }

    /** A copy: changing it changes nothing here. */
    public byte[] toArray() {
        return content.clone();
    }

    public String toHex() {
        return HexFormat.of().formatHex(content);
    }

    @Override
    public int compareTo(Octets other) {
        return Arrays.compareUnsigned(content, other.content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
