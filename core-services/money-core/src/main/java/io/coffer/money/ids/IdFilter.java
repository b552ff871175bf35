// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ids;

/**
 * The Bloom filter in the head of a run: {@value #PROBES} bits for each id, all in one line of 64 bytes, so that an
 * absent id costs one miss of the processor's cache and not several. With 11.7 bits per id it wrongly says "perhaps"
 * for about one absent id in a hundred, and then a block is read in vain.
 */
final class IdFilter {
    private static final int PROBES = 6;
    private static final int LINE_BYTES = 64;
    private static final int LINE_BIT_BITS = 9;
    private static final int OFFSET = IdFileWriter.RUN_BLOCKS * IdFileWriter.KEY_BYTES;
    private static final int LINES = (IdFileWriter.BLOCK_BYTES - 4 - OFFSET) / LINE_BYTES;

    private IdFilter() {}

    static void add(byte[] head, long high, long low) {
        long mixed = IdOrder.mix(high, low);
        int line = line(mixed);
        long bits = bits(mixed);
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = (int) bits & (LINE_BYTES * 8 - 1);
            head[line + (bit >>> 3)] |= (byte) (1 << (bit & 7));
            bits >>>= LINE_BIT_BITS;
        }
    }

    static boolean mayHold(byte[] head, long high, long low) {
        long mixed = IdOrder.mix(high, low);
        int line = line(mixed);
        long bits = bits(mixed);
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = (int) bits & (LINE_BYTES * 8 - 1);
            if ((head[line + (bit >>> 3)] & (1 << (bit & 7))) == 0) {
                return false;
            }
            bits >>>= LINE_BIT_BITS;
        }
        return true;
    }

    private static int line(long mixed) {
        return OFFSET + (int) (((mixed >>> 32) * LINES) >>> 32) * LINE_BYTES;
    }

    // Another multiplication, so that the bits do not follow from the line.
    private static long bits(long mixed) {
        return (mixed * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - PROBES * LINE_BIT_BITS);
    }
}
