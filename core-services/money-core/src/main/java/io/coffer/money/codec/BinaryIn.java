// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.codec;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what {@link BinaryOut} wrote, and nothing that it would not have written. Not for several threads. */
public final class BinaryIn {
    private static final int PIECE_BYTES = 1 << 16;

    private final @Nullable InputStream source;
    private byte[] bytes;
    private int at;
    private int end;
    private long before;

    public BinaryIn(byte[] bytes, int from, int to) {
        this.source = null;
        this.bytes = bytes;
        this.at = from;
        this.end = to;
        this.before = -(long) from;
    }

    public BinaryIn(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Reads in pieces; the stream is not closed. */
    public BinaryIn(InputStream source) {
        this.source = source;
        this.bytes = new byte[PIECE_BYTES];
    }

    /** Reads one element. */
    public interface Reader<T> {
        T read(BinaryIn in) throws IOException;
    }

    /** How many bytes were read. */
    public long offset() {
        return before + at;
    }

    public int u8() throws IOException {
        need(1);
        return bytes[at++] & 0xff;
    }

    public boolean bool() throws IOException {
        int value = u8();
        if (value > 1) {
            throw broken("a truth value of " + value);
        }
        return value == 1;
    }

    public long i64() throws IOException {
        need(Long.BYTES);
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = (value << 8) | (bytes[at++] & 0xff);
        }
        return value;
    }

    public long count() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = u8();
            value |= (next & 0x7fL) << shift;
            if (next < 0x80) {
                if (next == 0 && shift > 0) {
                    throw broken("a count that is longer than it need be");
                }
                return value;
            }
        }
        throw broken("a count of more than 63 bits");
    }

    /** A count that is used as a size or number; at most {@code limit}. */
    public int count(int limit) throws IOException {
        long value = count();
        if (value > limit) {
            throw broken("a count of " + value + " where at most " + limit + " can be");
        }
        return (int) value;
    }

    public byte[] bytes(int limit) throws IOException {
        return raw(count(limit));
    }

    /** Bytes without their length. */
    public byte[] raw(int length) throws IOException {
        byte[] value = new byte[length];
        int done = 0;
        while (done < length) {
            need(1);
            int piece = Math.min(length - done, end - at);
            System.arraycopy(bytes, at, value, done, piece);
            at += piece;
            done += piece;
        }
        return value;
    }

    public BigInteger big() throws IOException {
        byte[] value = bytes(Values.MAX_NUMBER_BYTES);
        if (value.length == 0
                || (value.length > 1 && ((value[0] == 0 && value[1] >= 0) || (value[0] == -1 && value[1] < 0)))) {
            throw broken("a number that is not in its shortest form");
        }
        return value.length <= Long.BYTES ? BigInteger.valueOf(small(value)) : new BigInteger(value);
    }

    private static long small(byte[] value) {
        long result = value[0];
        for (int i = 1; i < value.length; i++) {
            result = (result << 8) | (value[i] & 0xff);
        }
        return result;
    }

    public String text() throws IOException {
        byte[] value = bytes(Values.MAX_TEXT_BYTES);
        for (byte b : value) {
            if (b < 0) {
                return utf8(value);
            }
        }
        return new String(value, StandardCharsets.ISO_8859_1);
    }

    private String utf8(byte[] value) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw broken("text that is not UTF-8");
        }
    }

    public <T> Optional<T> optional(Reader<T> reader) throws IOException {
        return bool() ? Optional.of(reader.read(this)) : Optional.empty();
    }

    /** Requires that nothing is left. */
    public void end() throws IOException {
        if (at < end || refill()) {
            throw broken("more bytes than were expected");
        }
    }

    public UnreadableException broken(String what) {
        return new UnreadableException(what + ", at byte " + offset());
    }

    private void need(int length) throws IOException {
        while (end - at < length) {
            if (!refill()) {
                throw broken("an end where " + length + " more bytes were expected");
            }
        }
    }

    private boolean refill() throws IOException {
        if (source == null) {
            return false;
        }
        int rest = end - at;
        System.arraycopy(bytes, at, bytes, 0, rest);
        before += at;
        at = 0;
        end = rest;
        int got = source.read(bytes, end, bytes.length - end);
        if (got <= 0) {
            return false;
        }
        end += got;
        return true;
    }
}
