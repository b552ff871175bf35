// SPDX-License-Identifier: Apache-2.0
package io.coffer.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Paired measurements. A machine that is noisy is noisy for both of a pair, so each pair gives one ratio. */
final class Ratios {
    private final List<Double> ratios = new ArrayList<>();

    void add(double measured, double reference) {
        ratios.add(measured / reference);
    }

    double median() {
        List<Double> sorted = new ArrayList<>(ratios);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** With a decimal point, whatever the machine's language. */
    static String figure(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }
}
