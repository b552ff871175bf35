// SPDX-License-Identifier: Apache-2.0
package io.coffer.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Paired measurements. A machine that is noisy is noisy for both of a pair, so each pair gives one ratio. */
final class Ratios {
    private final List<Double> ratios = new ArrayList<>();

    /** Notes how many times as long as the reference the measured thing took. */
    void addTimes(long measuredNs, long referenceNs) {
        ratios.add((double) measuredNs / (double) referenceNs);
    }

    /** Notes how many times as much as the reference the measured thing did, both having done the same in these times. */
    void addThroughputs(long measuredNs, long referenceNs) {
        ratios.add((double) referenceNs / (double) measuredNs);
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
