// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.ChainName;
import io.coffer.devnet.format.Coins;
import io.coffer.devnet.format.Hashes;
import io.coffer.devnet.format.Octets;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What makes one devnet differ from another. All but {@code minFee} is fixed when the block file is created.
 *
 * @param seed the test account's key and every salt come from it, so that a run can be repeated
 * @param minFee the least fee of a transaction
 */
public record ChainSettings(ChainName name, Mode mode, long seed, BigInteger minFee) {
    private static final BigInteger MAX_FEE =
            BigInteger.ONE.shiftLeft(Coins.MAX_BITS).subtract(BigInteger.ONE);

    public ChainSettings {
        Coins.checked(minFee);
    }

    /** Half as much again as the least, rounded up. */
    public BigInteger suggestedFee() {
        return minFee.add(minFee.add(BigInteger.ONE).shiftRight(1)).min(MAX_FEE);
    }

    /**
     * Eight bytes that look random and depend on nothing but the settings and {@code numbers}.
     *
     * @param purpose keeps the uses apart
     */
    Octets derived(String purpose, long... numbers) {
        ByteBuffer rest = ByteBuffer.allocate(Long.BYTES * (1 + numbers.length)).putLong(seed);
        for (long number : numbers) {
            rest.putLong(number);
        }
        String text = "devnet|" + purpose + "|" + name + "|" + mode.word() + "|";
        return Hashes.sha256d(text.getBytes(StandardCharsets.US_ASCII), rest.array());
    }
}
