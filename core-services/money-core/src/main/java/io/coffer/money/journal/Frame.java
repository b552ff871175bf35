// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The layout of one frame: a header of {@value #HEADER_BYTES} bytes, then the payload. Big endian.
 *
 * <pre>
 *  0 u32 magic: record or seal        24 u32 index of the record in its group; seal: records in the group
 *  4 u32 payload length               28 u32 CRC32C of the payload
 *  8 u64 position                     32 u32 CRC32C of bytes 0 to 31
 * 16 u64 term
 * </pre>
 *
 * <p>Both checksums are xored with a salt drawn when the journal was made, so that a payload that holds the
 * bytes of a frame is not taken for one. The payload of a seal is the chain hash and {@link #END}.
 */
final class Frame {
    static final int HEADER_BYTES = 36;
    static final int RECORD = 0x9C3B52D1;
    static final int SEAL = 0x5EA1C4E7;
    static final int SEAL_PAYLOAD_BYTES = Hash.BYTES + 4;
    static final int SEAL_BYTES = HEADER_BYTES + SEAL_PAYLOAD_BYTES;

    /** The last four bytes of every seal. A cut always takes several bits of the last byte, a flip one. */
    static final int END = 0xD9368EA5;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int LENGTH = 4;
    private static final int POSITION = 8;
    private static final int TERM = 16;
    private static final int INDEX = 24;
    private static final int PAYLOAD_CRC = 28;
    private static final int HEADER_CRC = 32;

    private Frame() {}

    static int intAt(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    static void putInt(byte[] bytes, int offset, int value) {
        INT.set(bytes, offset, value);
    }

    static long longAt(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    static void putLong(byte[] bytes, int offset, long value) {
        LONG.set(bytes, offset, value);
    }

    static int magic(byte[] bytes, int frame) {
        return intAt(bytes, frame);
    }

    static int length(byte[] bytes, int frame) {
        return intAt(bytes, frame + LENGTH);
    }

    static long position(byte[] bytes, int frame) {
        return longAt(bytes, frame + POSITION);
    }

    static long term(byte[] bytes, int frame) {
        return longAt(bytes, frame + TERM);
    }

    static int index(byte[] bytes, int frame) {
        return intAt(bytes, frame + INDEX);
    }

    static int payloadCrc(byte[] bytes, int frame) {
        return intAt(bytes, frame + PAYLOAD_CRC);
    }

    static int headerCrc(byte[] bytes, int frame) {
        return intAt(bytes, frame + HEADER_CRC);
    }

    static int crc(byte[] bytes, int offset, int length, int salt) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue() ^ salt;
    }

    /** Notes what is known of a record before its position is: length and term. */
    static void reserve(byte[] bytes, int frame, int length, long term) {
        putInt(bytes, frame + LENGTH, length);
        putLong(bytes, frame + TERM, term);
    }

    /** Completes the header of a frame whose length and term are in place and whose payload follows it. */
    static void complete(byte[] bytes, int frame, int magic, long position, int index, int salt) {
        putInt(bytes, frame, magic);
        putLong(bytes, frame + POSITION, position);
        putInt(bytes, frame + INDEX, index);
        putInt(bytes, frame + PAYLOAD_CRC, crc(bytes, frame + HEADER_BYTES, length(bytes, frame), salt));
        putInt(bytes, frame + HEADER_CRC, crc(bytes, frame, HEADER_CRC, salt));
    }

    /** Writes a seal after a group of {@code count} records that ends with {@code position}. */
    static void seal(byte[] bytes, int frame, long position, long term, int count, Hash chain, int salt) {
        reserve(bytes, frame, SEAL_PAYLOAD_BYTES, term);
        chain.copyTo(bytes, frame + HEADER_BYTES);
        putInt(bytes, frame + HEADER_BYTES + Hash.BYTES, END);
        complete(bytes, frame, SEAL, position, count, salt);
    }

    /** Whether a whole header with a right checksum lies at {@code frame}, all of it before {@code end}. */
    static boolean headerValid(byte[] bytes, int frame, int end, int salt) {
        if (frame + HEADER_BYTES > end) {
            return false;
        }
        int magic = magic(bytes, frame);
        return (magic == RECORD || magic == SEAL)
                && length(bytes, frame) >= 0
                && headerCrc(bytes, frame) == crc(bytes, frame, HEADER_CRC, salt);
    }

    /** Whether the payload of a frame with a valid header is whole, all of it before {@code end}. */
    static boolean payloadValid(byte[] bytes, int frame, int end, int salt) {
        int length = length(bytes, frame);
        return length <= end - frame - HEADER_BYTES
                && payloadCrc(bytes, frame) == crc(bytes, frame + HEADER_BYTES, length, salt);
    }

    /** Where the next frame begins after one with a valid header. */
    static int next(byte[] bytes, int frame) {
        return frame + HEADER_BYTES + length(bytes, frame);
    }

    /** The position of the first record of the group that a frame with a valid header belongs to. */
    static long groupStart(byte[] bytes, int frame) {
        long position = position(bytes, frame);
        int index = index(bytes, frame);
        return magic(bytes, frame) == SEAL ? position - index + 1 : position - index;
    }
}
