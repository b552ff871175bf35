// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.devnet.format.Octets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainPropertyTest {
    private static final int STEPS = 600;

    @TempDir
    Path folder;

    /** A failure names mode and seed; the same seed fails again. */
    @ParameterizedTest(name = "mode {0}, seed {1}")
    @CsvSource({"ACCOUNT, 1", "ACCOUNT, 2", "ACCOUNT, 3", "UTXO, 1", "UTXO, 2", "UTXO, 3"})
    void whateverHappensNothingIsMadeOrLost(Mode mode, long seed) throws Exception {
        Path file = folder.resolve("chain");
        try (Chain chain = TestChain.open(mode, file)) {
            RandomOperations operations = new RandomOperations(chain, seed);
            for (int i = 0; i < STEPS; i++) {
                operations.step();
                if (i % 20 == 0) {
                    FreshReplay.check(chain, operations.owners());
                }
            }
            FreshReplay.check(chain, operations.owners());
            assertThat(operations.reorgs()).isGreaterThan(20);
            assertThat(operations.refused()).isBetween(20, STEPS / 2 + STEPS / 4);
            assertReopensAsItWas(mode, file, chain, operations);
        }
    }

    /** The file is copied, because the chain still holds its lock. */
    private void assertReopensAsItWas(Mode mode, Path file, Chain chain, RandomOperations operations) throws Exception {
        Path copy = folder.resolve("copy");
        Files.copy(file, copy);
        try (Chain reopened = TestChain.open(mode, copy)) {
            assertThat(reopened.head()).isEqualTo(chain.head());
            assertThat(standings(reopened, operations.sent())).isEqualTo(standings(chain, operations.sent()));
            for (long height = 0; height <= chain.head().height(); height++) {
                assertThat(reopened.block(height)).isEqualTo(chain.block(height));
            }
            for (Octets owner : operations.owners()) {
                assertThat(reopened.holdings(owner)).isEqualTo(chain.holdings(owner));
            }
            reopened.mine(1);
            chain.mine(1);
            assertThat(reopened.head()).isEqualTo(chain.head());
            FreshReplay.check(reopened, operations.owners());
        }
    }

    private static List<Object> standings(Chain chain, List<Octets> ids) throws Refusal {
        List<Object> standings = new ArrayList<>();
        for (Octets id : ids) {
            standings.add(chain.transaction(id));
        }
        return standings;
    }
}
