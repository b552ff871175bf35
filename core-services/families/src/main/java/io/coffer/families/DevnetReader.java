// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import java.math.BigInteger;
import java.util.Arrays;

/** Reads the bytes of a devnet transaction from front to back. */
final class DevnetReader {
    private static final int AMOUNT_BYTES = 12;

    private final byte[] bytes;
    private int position;

    DevnetReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** All that has been read so far. */
    byte[] before() {
        return Arrays.copyOf(bytes, position);
    }

    byte[] take(int length) throws UnreadableTransactionException {
        if (length > bytes.length - position) {
            throw new UnreadableTransactionException("transaction: ends too early");
        }
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    int u8() throws UnreadableTransactionException {
        return take(1)[0] & 0xff;
    }

    /** Unsigned 96 bits. */
    BigInteger amount() throws UnreadableTransactionException {
        return new BigInteger(1, take(AMOUNT_BYTES));
    }

    /** An unsigned number of {@code length} bytes that this node can also hold. */
    long number(int length, long most, String field) throws UnreadableTransactionException {
        BigInteger value = new BigInteger(1, take(length));
        if (value.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new UnreadableTransactionException(field + ": " + value + " is more than " + most);
        }
        return value.longValueExact();
    }

    void requireEnd() throws UnreadableTransactionException {
        if (position != bytes.length) {
            throw new UnreadableTransactionException("transaction: " + (bytes.length - position) + " bytes too many");
        }
    }
}
