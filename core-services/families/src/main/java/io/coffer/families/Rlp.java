// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import io.coffer.spi.money.Bytes;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Recursive length prefix (Ethereum yellow paper, appendix B), read in its one canonical form only. */
sealed interface Rlp {
    /** Ethereum's own limit on a transaction in a node's pool; ours need 200 bytes. */
    int MAX_BYTES = 128 * 1024;

    /** A transaction has four levels at most: itself, access list, entry, storage keys. */
    int MAX_DEPTH = 8;

    /** A string of bytes. */
    record Item(Bytes content) implements Rlp {}

    /** A list. */
    record Sequence(List<Rlp> items) implements Rlp {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    static Item of(BigInteger number) {
        byte[] signed = number.toByteArray();
        return new Item(Bytes.of(signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed));
    }

    /** Reads exactly one element that takes all of {@code encoded}. */
    static Rlp decode(byte[] encoded) throws UnreadableTransactionException {
        if (encoded.length > MAX_BYTES) {
            throw new UnreadableTransactionException("rlp: more than " + MAX_BYTES + " bytes");
        }
        Cursor cursor = new Cursor(encoded, 0, encoded.length, 0);
        Rlp element = cursor.next();
        if (cursor.at != encoded.length) {
            throw new UnreadableTransactionException("rlp: " + (encoded.length - cursor.at) + " bytes too many");
        }
        return element;
    }

    static byte[] encode(Rlp element) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (element instanceof Item item) {
            byte[] content = item.content().toArray();
            if (content.length != 1 || (content[0] & 0x80) != 0) {
                writeLength(out, content.length, 0x80);
            }
            out.writeBytes(content);
        } else if (element instanceof Sequence sequence) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            sequence.items().forEach(each -> content.writeBytes(encode(each)));
            writeLength(out, content.size(), 0xc0);
            out.writeBytes(content.toByteArray());
        }
        return out.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length, int offset) {
        if (length <= 55) {
            out.write(offset + length);
            return;
        }
        byte[] digits = of(BigInteger.valueOf(length)).content().toArray();
        out.write(offset + 55 + digits.length);
        out.writeBytes(digits);
    }

    /** A place in the bytes of one list. */
    final class Cursor {
        private final byte[] bytes;
        private final int end;
        private final int depth;
        private int at;

        private Cursor(byte[] bytes, int at, int end, int depth) {
            this.bytes = bytes;
            this.at = at;
            this.end = end;
            this.depth = depth;
        }

        private Rlp next() throws UnreadableTransactionException {
            int first = take(1)[0] & 0xff;
            if (first < 0x80) {
                return new Item(Bytes.of((byte) first));
            }
            if (first < 0xc0) {
                byte[] content = take(length(first - 0x80));
                if (content.length == 1 && (content[0] & 0x80) == 0) {
                    throw new UnreadableTransactionException("rlp: a small byte has a length");
                }
                return new Item(Bytes.of(content));
            }
            return sequence(length(first - 0xc0));
        }

        private Sequence sequence(int length) throws UnreadableTransactionException {
            if (depth == MAX_DEPTH) {
                throw new UnreadableTransactionException("rlp: nested deeper than " + MAX_DEPTH);
            }
            require(length);
            Cursor inner = new Cursor(bytes, at, at + length, depth + 1);
            List<Rlp> items = new ArrayList<>();
            while (inner.at < inner.end) {
                items.add(inner.next());
            }
            at += length;
            return new Sequence(items);
        }

        /** The length that a prefix states: itself up to 55, above that in as many bytes more. */
        private int length(int prefix) throws UnreadableTransactionException {
            if (prefix <= 55) {
                return prefix;
            }
            byte[] digits = take(prefix - 55);
            BigInteger length = new BigInteger(1, digits);
            if (digits[0] == 0 || length.compareTo(BigInteger.valueOf(55)) <= 0) {
                throw new UnreadableTransactionException("rlp: a length is not in its shortest form");
            }
            if (length.bitLength() > 31) {
                throw new UnreadableTransactionException("rlp: ends too early");
            }
            return length.intValueExact();
        }

        private byte[] take(int length) throws UnreadableTransactionException {
            require(length);
            at += length;
            return Arrays.copyOfRange(bytes, at - length, at);
        }

        private void require(int length) throws UnreadableTransactionException {
            if (length > end - at) {
                throw new UnreadableTransactionException("rlp: ends too early");
            }
        }
    }
}
