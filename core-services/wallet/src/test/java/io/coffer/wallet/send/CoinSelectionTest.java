// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoinSelectionTest {
    private static final NetworkAssetId COIN = new NetworkAssetId("scripted:a/slip44:1");
    private static final Address OWNER = new Address(new ChainId("scripted:a"), "sc1");
    private static final PublicKey KEY = new PublicKey(PublicKey.Curve.SECP256K1, Bytes.hex("02" + "11".repeat(32)));

    private static Utxo output(String tx, long units) {
        return new Utxo(new TxId(tx), 0, OWNER, Amount.of(COIN, units), KEY);
    }

    private static Optional<List<Long>> choose(long target, int maxInputs, long... units) {
        List<Utxo> outputs = new ArrayList<>();
        for (int i = 0; i < units.length; i++) {
            outputs.add(output("t" + i, units[i]));
        }
        return CoinSelection.choose(outputs, BigInteger.valueOf(target), maxInputs)
                .map(chosen -> chosen.stream()
                        .map(utxo -> utxo.amount().units().longValueExact())
                        .toList());
    }

    @Test
    void takesTheSmallestSingleOutputThatSuffices() {
        assertThat(choose(50, 10, 200, 60, 50, 40)).contains(List.of(50L));
        assertThat(choose(51, 10, 200, 60, 50, 40)).contains(List.of(60L));
    }

    @Test
    void takesTheLargestOnesIfNoSingleOneSuffices() {
        assertThat(choose(100, 10, 10, 60, 50, 40)).contains(List.of(60L, 50L));
    }

    @Test
    void givesUpWhereTheLimitOfInputsIsReached() {
        assertThat(choose(100, 2, 40, 30, 30, 30)).isEmpty();
        assertThat(choose(1, 2)).isEmpty();
    }

    @Test
    void choosesTheSameInWhateverOrderOutputsComeAndNeverTooLittle() {
        long seed = new Random().nextLong();
        System.out.println("CoinSelectionTest seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<Utxo> outputs = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                outputs.add(output("t" + i, 1 + random.nextInt(50)));
            }
            BigInteger target = BigInteger.valueOf(1 + random.nextInt(300));
            int maxInputs = 1 + random.nextInt(10);
            Optional<List<Utxo>> chosen = CoinSelection.choose(outputs, target, maxInputs);
            Collections.shuffle(outputs, random);
            assertThat(CoinSelection.choose(outputs, target, maxInputs)).isEqualTo(chosen);
            chosen.ifPresent(list -> {
                assertThat(list).hasSizeLessThanOrEqualTo(maxInputs).doesNotHaveDuplicates();
                assertThat(CoinSelection.sum(list)).isGreaterThanOrEqualTo(target);
            });
        }
    }
}
