// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

/**
 * Tells from a wrong CRC32C which single bit was flipped, if it was one.
 *
 * <p>A CRC is linear: the difference between the checksum found and the one expected depends only on which
 * bits differ. CRC32C has Hamming distance 4 or more up to 2^31 - 1 bits, so that each single bit of a frame
 * has a difference of its own, and it is found by stepping the shift register backwards over all of them.
 */
final class FlipLocator {
    private static final int POLYNOMIAL = 0x82F63B78;

    private FlipLocator() {}

    /**
     * Which bit, of {@code length} checksummed bytes and the big-endian checksum that follows them, was flipped:
     * eight times the index of the byte plus the bit in it, lowest first; -1 if no single bit explains it.
     */
    static long locate(int found, int expected, int length) {
        int difference = found ^ expected;
        if (Integer.bitCount(difference) == 1) {
            int fromTop = Integer.numberOfLeadingZeros(difference);
            return 8L * (length + fromTop / 8) + 7 - fromTop % 8;
        }
        int state = 1;
        for (long steps = 1; steps <= 8L * length; steps++) {
            state = (state >>> 1) ^ (POLYNOMIAL & -(state & 1));
            if (state == difference) {
                long bytesFromEnd = (steps + 7) / 8;
                return 8 * (length - bytesFromEnd) + 8 * bytesFromEnd - steps;
            }
        }
        return -1;
    }
}
