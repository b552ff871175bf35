// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.codec;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes primitive values one after the other into one buffer that is used again and again. Not for several threads.
 *
 * <p>Numbers are big-endian; a count is a variable-length integer of seven bits a byte, the lowest first, in its
 * shortest form.
 */
public final class BinaryOut {
    private static final int INITIAL_BYTES = 1 << 10;
    private static final int DRAIN_BYTES = 1 << 16;

    private final @Nullable Drain drain;
    private byte[] bytes;
    private int size;

    /** Keeps all that is written until {@link #clear}. */
    public BinaryOut() {
        this.drain = null;
        this.bytes = new byte[INITIAL_BYTES];
    }

    /** Passes what is written on in pieces; {@link #flush} passes on the last one. */
    public BinaryOut(Drain drain) {
        this.drain = drain;
        this.bytes = new byte[DRAIN_BYTES];
    }

    /** Takes the pieces of a long output. */
    public interface Drain {
        /** The first {@code length} of {@code bytes}, which are overwritten after the call. */
        void accept(byte[] bytes, int length);
    }

    public void clear() {
        size = 0;
    }

    /** How many bytes are in the buffer. */
    public int size() {
        return size;
    }

    /** The buffer itself, valid up to {@link #size} and until the next write. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Copies the bytes from {@code from} on. */
    public void copyTo(ByteBuffer into, int from) {
        into.put(bytes, from, size - from);
    }

    public void flush() {
        if (drain != null && size > 0) {
            drain.accept(bytes, size);
            size = 0;
        }
    }

    public void u8(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    public void bool(boolean value) {
        u8(value ? 1 : 0);
    }

    public void i64(long value) {
        room(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    /** A number that is not negative and usually small. */
    public void count(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("count: " + value + " is negative");
        }
        room(10);
        long rest = value;
        while (rest > 0x7f) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** @throws IllegalArgumentException if there are more than {@link BinaryIn} reads */
    public void bytes(byte[] value) {
        demandWithin("bytes", value.length, Values.MAX_BYTES);
        count(value.length);
        raw(value, 0, value.length);
    }

    /** Bytes without their length. */
    public void raw(byte[] value, int from, int length) {
        room(length);
        System.arraycopy(value, from, bytes, size, length);
        size += length;
    }

    /**
     * In two's complement, in as few bytes as possible.
     *
     * @throws IllegalArgumentException if it is greater than {@link BinaryIn} reads
     */
    public void big(BigInteger value) {
        demandWithin("number", value.bitLength() / Byte.SIZE + 1, Values.MAX_NUMBER_BYTES);
        if (value.bitLength() < 8) {
            u8(1);
            u8(value.intValue());
        } else {
            bytes(value.toByteArray());
        }
    }

    /**
     * Length and UTF-8.
     *
     * @throws IllegalArgumentException if the text has half a surrogate pair, which UTF-8 cannot express, or is longer
     *     than {@link BinaryIn} reads
     */
    public void text(String value) {
        int length = value.length();
        demandWithin("text", length, Values.MAX_TEXT_BYTES);
        room(length + 10);
        int start = size;
        count(length);
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                size = start;
                byte[] encoded = utf8(value);
                demandWithin("text", encoded.length, Values.MAX_TEXT_BYTES);
                bytes(encoded);
                return;
            }
            bytes[size++] = (byte) c;
        }
    }

    public <T> void optional(Optional<T> value, BiConsumer<BinaryOut, T> writer) {
        bool(value.isPresent());
        if (value.isPresent()) {
            writer.accept(this, value.get());
        }
    }

    /** What a journal holds must be read again: nothing is written that would be refused then. */
    static void demandWithin(String what, int length, int limit) {
        if (length > limit) {
            throw new IllegalArgumentException(what + ": " + length + " is more than " + limit);
        }
    }

    private static byte[] utf8(String value) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("text: half a surrogate pair", malformed);
        }
    }

    private void room(int more) {
        if (size + more <= bytes.length) {
            return;
        }
        if (drain != null) {
            flush();
        }
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
