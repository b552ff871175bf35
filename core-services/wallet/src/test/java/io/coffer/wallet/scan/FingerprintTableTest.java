// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FingerprintTableTest {
    private static final ChainId CHAIN = new ChainId("scripted:a");
    private static final int MANY = 200_000;

    private final FingerprintTable table = new FingerprintTable(1, 2);

    private static Address address(String kind, int number) {
        return new Address(CHAIN, kind + Integer.toHexString(number * 0x9E3779B1));
    }

    @Test
    void findsEveryAddressThatWasPutInAndNoOther() {
        for (int i = 0; i < MANY; i++) {
            table.add(address("in", i));
        }
        assertThat(table.size()).isEqualTo(MANY);
        for (int i = 0; i < MANY; i++) {
            assertThat(table.mayContain(address("in", i))).isTrue();
            assertThat(table.mayContain(address("out", i))).isFalse();
        }
    }

    @Test
    void takesLessThan24BytesForAnAddress() {
        for (int i = 0; i < MANY; i++) {
            table.add(address("in", i));
        }
        assertThat(table.bytes() / MANY).isLessThan(24);
    }

    @Test
    void addingAgainChangesNothing() {
        for (int i = 0; i < 10; i++) {
            table.add(address("in", 7));
        }
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void hashesAsTheAuthorsOfSipHashDo() {
        // The example of appendix A of "SipHash: a fast short-input PRF" (Aumasson, Bernstein, 2012).
        byte[] message = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e");
        assertThat(SipHash.of(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, message))
                .isEqualTo(0xa129ca6149be45e5L);
    }
}
