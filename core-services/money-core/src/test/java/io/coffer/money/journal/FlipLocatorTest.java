// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FlipLocatorTest {
    @Test
    void namesEveryFlippedBitOfContentAndChecksum() {
        Random random = new Random(1);
        byte[] content = new byte[97];
        random.nextBytes(content);
        int crc = Frame.crc(content, 0, content.length, 77);
        for (int bit = 0; bit < 8 * content.length; bit++) {
            byte[] flipped = content.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(FlipLocator.locate(crc, Frame.crc(flipped, 0, flipped.length, 77), content.length))
                    .isEqualTo(bit);
        }
        for (int bit = 0; bit < 32; bit++) {
            byte[] stored = new byte[4];
            Frame.putInt(stored, 0, crc);
            stored[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(FlipLocator.locate(Frame.intAt(stored, 0), crc, content.length))
                    .isEqualTo(8L * content.length + bit);
        }
    }

    @Test
    void namesNoBitWhereTwoOrThreeWereFlipped() {
        Random random = new Random(2);
        byte[] content = new byte[300];
        random.nextBytes(content);
        int crc = Frame.crc(content, 0, content.length, 0);
        for (int round = 0; round < 2000; round++) {
            byte[] flipped = content.clone();
            int first = random.nextInt(2400);
            int second = (first + 1 + random.nextInt(2399)) % 2400;
            flipped[first / 8] ^= (byte) (1 << (first % 8));
            flipped[second / 8] ^= (byte) (1 << (second % 8));
            assertThat(FlipLocator.locate(crc, Frame.crc(flipped, 0, flipped.length, 0), content.length))
                    .isEqualTo(-1);
        }
    }
}
