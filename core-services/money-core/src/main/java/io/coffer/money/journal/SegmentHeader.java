// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.util.Locale;

/**
 * The first {@value #BYTES} bytes of a segment file.
 *
 * <pre>
 *  0 u32 magic              24 u64 first position
 *  4 u32 format version     32 32 bytes: chain hash before the first position
 *  8 u64 journal id         64 u32 CRC32C of bytes 0 to 63
 * 16 u64 segment number     68 u32 end marker
 * </pre>
 *
 * @param journalId drawn when the journal was made; the same in all of its segments
 * @param number 1 for the first segment of a journal
 */
record SegmentHeader(long journalId, long number, long firstPosition, Hash chainBefore) {
    static final int BYTES = 72;
    static final int MAGIC = 0xC0FFE7A1;
    static final int VERSION = 1;

    private static final int CRC = 64;
    private static final String PREFIX = "journal-";
    private static final String SUFFIX = ".seg";

    /** The name of a segment's file. Names sort as their numbers do. */
    static String fileName(long number) {
        return String.format(Locale.ROOT, "%s%012d%s", PREFIX, number, SUFFIX);
    }

    /** The number in a segment's file name, or 0 if it is not one. */
    static long numberOf(String fileName) {
        if (!fileName.startsWith(PREFIX) || !fileName.endsWith(SUFFIX)) {
            return 0;
        }
        String digits = fileName.substring(PREFIX.length(), fileName.length() - SUFFIX.length());
        if (digits.length() != 12 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        return Long.parseLong(digits);
    }

    /** What the checksums of this journal's frames are xored with. */
    int salt() {
        return (int) (journalId ^ (journalId >>> 32));
    }

    byte[] encode() {
        byte[] bytes = new byte[BYTES];
        Frame.putInt(bytes, 0, MAGIC);
        Frame.putInt(bytes, 4, VERSION);
        Frame.putLong(bytes, 8, journalId);
        Frame.putLong(bytes, 16, number);
        Frame.putLong(bytes, 24, firstPosition);
        chainBefore.copyTo(bytes, 32);
        Frame.putInt(bytes, CRC, Frame.crc(bytes, 0, CRC, 0));
        Frame.putInt(bytes, CRC + 4, Frame.END);
        return bytes;
    }

    /** Whether the first {@value #BYTES} bytes are a header as it was written. */
    static boolean valid(byte[] bytes) {
        return Frame.intAt(bytes, 0) == MAGIC
                && Frame.intAt(bytes, CRC) == Frame.crc(bytes, 0, CRC, 0)
                && Frame.intAt(bytes, CRC + 4) == Frame.END;
    }

    static int version(byte[] bytes) {
        return Frame.intAt(bytes, 4);
    }

    /** Reads a header that is {@link #valid}. */
    static SegmentHeader decode(byte[] bytes) {
        return new SegmentHeader(
                Frame.longAt(bytes, 8), Frame.longAt(bytes, 16), Frame.longAt(bytes, 24), Hash.of(bytes, 32));
    }
}
