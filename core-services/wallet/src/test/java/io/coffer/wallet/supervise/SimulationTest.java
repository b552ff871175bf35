// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Customers pay in and out while nodes fail, chains reorganise and the wallet is killed between two commands, over and
 * over; in the end nothing is lost, nothing was sent twice, and ledger and chain say the same.
 *
 * <p>{@code -Dwallet.seeds=n} takes another number of seeds, {@code -Dwallet.seed=s} one that is known.
 */
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("wallet.seeds", 8);
    private static final int STEPS = Integer.getInteger("wallet.steps", 250);

    @TempDir
    Path folder;

    static LongStream seeds() {
        Long known = Long.getLong("wallet.seed");
        return known != null ? LongStream.of(known) : new Random().longs(SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void losesNothingAndSendsNothingTwiceOnAChainWithAccounts(long seed) throws Exception {
        try (Simulation simulation = new Simulation(folder, false, seed)) {
            simulation.run(STEPS);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void losesNothingAndSendsNothingTwiceOnAChainWithOutputs(long seed) throws Exception {
        try (Simulation simulation = new Simulation(folder, true, seed)) {
            simulation.run(STEPS);
        }
    }
}
