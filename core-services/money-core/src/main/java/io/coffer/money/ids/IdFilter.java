// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ids;

/**
 * The Bloom filter in the head of a run: {@value #PROBES} bits for each id. With about 11.9 bits per id it
 * wrongly says "perhaps" for one absent id in some 300, and then a block is read in vain.
 */
final class IdFilter {
    private static final int PROBES = 8;
    private static final int OFFSET = IdFileWriter.RUN_BLOCKS * IdFileWriter.KEY_BYTES;
    private static final int BITS = (IdFileWriter.BLOCK_BYTES - 4 - OFFSET) * 8;

    private IdFilter() {}

    static void add(byte[] head, long high, long low) {
        long mixed = IdOrder.mix(high, low);
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = bit(mixed, probe);
            head[OFFSET + (bit >>> 3)] |= (byte) (1 << (bit & 7));
        }
    }

    static boolean mayHold(byte[] head, long high, long low) {
        long mixed = IdOrder.mix(high, low);
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = bit(mixed, probe);
            if ((head[OFFSET + (bit >>> 3)] & (1 << (bit & 7))) == 0) {
                return false;
            }
        }
        return true;
    }

    // Two halves of the hash give all probes (Kirsch and Mitzenmacher 2006).
    private static int bit(long mixed, int probe) {
        int hash = (int) mixed + probe * ((int) (mixed >>> 32) | 1);
        return (int) (((hash & 0xFFFFFFFFL) * BITS) >>> 32);
    }
}
