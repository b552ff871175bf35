// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.spi.chain.Utxo;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses which outputs pay, the same for the same outputs in whatever order they come: the smallest single one that
 * suffices, else the largest ones until they do.
 */
final class CoinSelection {
    private static final Comparator<Utxo> BY_UNITS_THEN_PLACE = Comparator.comparing(
                    (Utxo utxo) -> utxo.amount().units())
            .thenComparing(Utxo::tx)
            .thenComparingInt(Utxo::index);

    private CoinSelection() {}

    /**
     * @param target what must be covered, fee included, in native units
     * @param maxInputs most outputs that may be taken
     * @return empty if that many outputs do not cover the target
     */
    static Optional<List<Utxo>> choose(List<Utxo> outputs, BigInteger target, int maxInputs) {
        List<Utxo> sorted = new ArrayList<>(outputs);
        sorted.sort(BY_UNITS_THEN_PLACE);
        for (Utxo output : sorted) {
            if (output.amount().units().compareTo(target) >= 0) {
                return Optional.of(List.of(output));
            }
        }
        List<Utxo> chosen = new ArrayList<>();
        BigInteger covered = BigInteger.ZERO;
        for (int i = sorted.size() - 1; i >= 0 && chosen.size() < maxInputs; i--) {
            chosen.add(sorted.get(i));
            covered = covered.add(sorted.get(i).amount().units());
            if (covered.compareTo(target) >= 0) {
                return Optional.of(chosen);
            }
        }
        return Optional.empty();
    }

    static BigInteger sum(List<Utxo> outputs) {
        return outputs.stream().map(output -> output.amount().units()).reduce(BigInteger.ZERO, BigInteger::add);
    }
}
