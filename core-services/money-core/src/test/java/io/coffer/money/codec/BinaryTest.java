// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BinaryTest {
    private interface Script {
        void run(BinaryOut out);
    }

    private static BinaryIn in(Script script) {
        BinaryOut out = new BinaryOut();
        script.run(out);
        return new BinaryIn(out.toByteArray());
    }

    @Test
    void countsAreShortAndKeepTheirValue() throws IOException {
        for (long value : new long[] {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, Long.MAX_VALUE}) {
            assertThat(in(out -> out.count(value)).count()).isEqualTo(value);
        }
        BinaryOut out = new BinaryOut();
        out.count(127);
        assertThat(out.size()).isEqualTo(1);
        assertThatThrownBy(() -> out.count(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCountHasOneFormOnly() {
        assertThatThrownBy(() -> new BinaryIn(new byte[] {(byte) 0x80, 0}).count())
                .isInstanceOf(UnreadableException.class);
        byte[] tooLong = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
        assertThatThrownBy(() -> new BinaryIn(tooLong).count()).isInstanceOf(UnreadableException.class);
        assertThatThrownBy(() -> in(out -> out.count(11)).count(10))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("11");
    }

    @Test
    void numbersKeepTheirValueOnBothSidesOfZero() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            BigInteger value = new BigInteger(random.nextInt(300), random);
            BigInteger signed = random.nextBoolean() ? value : value.negate();
            assertThat(in(out -> out.big(signed)).big()).isEqualTo(signed);
        }
    }

    @Test
    void aNumberHasOneFormOnly() {
        assertThatThrownBy(() -> new BinaryIn(new byte[] {2, 0, 5}).big()).isInstanceOf(UnreadableException.class);
        assertThatThrownBy(() -> new BinaryIn(new byte[] {2, -1, -5}).big()).isInstanceOf(UnreadableException.class);
        assertThatThrownBy(() -> new BinaryIn(new byte[] {0}).big()).isInstanceOf(UnreadableException.class);
        assertThatThrownBy(() -> new BinaryIn(new byte[] {2}).bool()).isInstanceOf(UnreadableException.class);
    }

    @Test
    void textKeepsEveryCharacter() throws IOException {
        for (String text : new String[] {"", "plain", "caf\u00e9", "\u20ac\ud83d\ude00", "line\nend\u0000"}) {
            assertThat(in(out -> out.text(text)).text()).isEqualTo(text);
        }
        assertThatThrownBy(() -> in(out -> out.text("a\ud800b"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BinaryIn(new byte[] {2, (byte) 0xc3, 0x28}).text())
                .isInstanceOf(UnreadableException.class);
    }

    @Test
    void aLongOutputIsTheSameInPiecesAsAtOnce() throws IOException {
        Script script = out -> {
            Random random = new Random(3);
            for (int i = 0; i < 40_000; i++) {
                out.i64(random.nextLong());
                out.text("entry " + i + (i % 7 == 0 ? "\u20ac" : ""));
                out.big(BigInteger.valueOf(i).shiftLeft(i % 90));
                out.bytes(new byte[i % 50]);
            }
        };
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        BinaryOut drained = new BinaryOut((bytes, length) -> pieces.write(bytes, 0, length));
        script.run(drained);
        drained.flush();
        BinaryOut whole = new BinaryOut();
        script.run(whole);
        assertThat(pieces.toByteArray()).isEqualTo(whole.toByteArray());

        BinaryIn in = new BinaryIn(trickling(pieces.toByteArray()));
        Random random = new Random(3);
        for (int i = 0; i < 40_000; i++) {
            assertThat(in.i64()).isEqualTo(random.nextLong());
            assertThat(in.text()).startsWith("entry " + i);
            assertThat(in.big()).isEqualTo(BigInteger.valueOf(i).shiftLeft(i % 90));
            assertThat(in.bytes(50)).hasSize(i % 50);
        }
        in.end();
        assertThat(in.offset()).isEqualTo(pieces.size());
    }

    /** A stream that answers with odd pieces, as a file may. */
    private static InputStream trickling(byte[] content) {
        return new ByteArrayInputStream(content) {
            private int calls;

            @Override
            public synchronized int read(byte[] into, int from, int length) {
                calls++;
                return super.read(into, from, Math.min(length, 1 + calls % 1_000));
            }
        };
    }
}
