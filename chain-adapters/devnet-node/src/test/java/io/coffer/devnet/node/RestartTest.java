// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.devnet.format.Octets;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestartTest {
    private static final int STEPS = 60;
    private static final long SEED = 5;

    @TempDir
    Path folder;

    /** What can be seen of a chain. */
    private record View(Octets head, List<Chain.Holdings> holdings, List<Object> standings) {
        static View of(Chain chain, RandomOperations operations) throws Refusal {
            List<Chain.Holdings> holdings = new ArrayList<>();
            for (Octets owner : operations.owners()) {
                holdings.add(chain.holdings(owner));
            }
            return new View(chain.head().hash(), holdings, List.of(chain.pending()));
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aFileThatEndsAtAnyByteGivesTheLastWholeStep(Mode mode) throws Exception {
        Path file = folder.resolve("chain");
        NavigableMap<Long, View> steps = new TreeMap<>();
        try (Chain chain = TestChain.open(mode, file)) {
            RandomOperations operations = new RandomOperations(chain, SEED);
            steps.put(Files.size(file), View.of(chain, operations));
            for (int i = 0; i < STEPS; i++) {
                operations.step();
                steps.put(Files.size(file), View.of(chain, operations));
            }
        }
        assertThat(steps).hasSizeGreaterThan(20);
        byte[] whole = Files.readAllBytes(file);
        long everyByteFrom = new ArrayList<>(steps.keySet()).get(steps.size() - 3);
        Random random = new Random(SEED);
        List<Integer> cuts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            cuts.add(random.nextInt(steps.firstKey().intValue(), whole.length));
        }
        for (int i = (int) everyByteFrom; i <= whole.length; i++) {
            cuts.add(i);
        }
        Path cutFile = folder.resolve("cut");
        for (int cut : cuts) {
            Files.write(cutFile, Arrays.copyOf(whole, cut));
            Map.Entry<Long, View> expected = steps.floorEntry((long) cut);
            try (Chain chain = TestChain.open(mode, cutFile)) {
                assertThat(View.of(chain, new RandomOperations(chain, SEED)))
                        .as("cut at %d", cut)
                        .isEqualTo(expected.getValue());
                assertThat(chain.tornBytes()).isEqualTo(cut - expected.getKey());
                assertThat(Files.size(cutFile)).isEqualTo(expected.getKey());
            }
        }
    }

    @Test
    void aFlippedBitBeforeTheLastRecordIsFoundAndNamed() throws Exception {
        Path file = folder.resolve("chain");
        long lastRecord;
        try (Chain chain = TestChain.open(Mode.ACCOUNT, file)) {
            chain.faucet(Wallet.of(Mode.ACCOUNT, 1).address(), BigInteger.TEN);
            chain.mine(5);
            lastRecord = Files.size(file);
            chain.mine(1);
        }
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(SEED);
        Path flipped = folder.resolve("flipped");
        for (int i = 0; i < 200; i++) {
            byte[] damaged = whole.clone();
            int at = random.nextInt((int) lastRecord);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(flipped, damaged);
            assertThatThrownBy(() -> TestChain.open(Mode.ACCOUNT, flipped))
                    .as("flip at %d", at)
                    .isInstanceOf(DamagedFileException.class)
                    .hasMessageContaining("at byte ");
            assertThat(Files.readAllBytes(flipped)).isEqualTo(damaged);
        }
    }

    @Test
    void whatWaitsAndWhatItWillDoSurvives() throws Exception {
        Path file = folder.resolve("chain");
        Wallet alice = Wallet.of(Mode.ACCOUNT, 1);
        Wallet bob = Wallet.of(Mode.ACCOUNT, 2);
        NodeTransaction fails = alice.pay(0, bob.address(), 10, 100);
        NodeTransaction future = alice.pay(2, bob.address(), 20, 100);
        Octets orphan;
        try (Chain chain = TestChain.open(Mode.ACCOUNT, file)) {
            TestChain.fund(chain, alice, 10_000);
            chain.mine(1);
            orphan = chain.head().hash();
            TestChain.reorg(chain, 1);
            chain.submit(fails);
            chain.submit(future);
            chain.fail(fails.id());
            chain.duplicate(fails.id());
        }
        try (Chain chain = TestChain.open(Mode.ACCOUNT, file)) {
            assertThat(chain.pending()).isEqualTo(2);
            assertThat(chain.block(orphan).orElseThrow().canonical()).isFalse();
            chain.submit(alice.pay(1, bob.address(), 1, 100));
            chain.mine(1);
            assertThat(TestChain.ids(chain, 3)).hasSize(3);
            assertThat(chain.block(3).orElseThrow().repeated()).containsExactly(fails.id());
            assertThat(TestChain.balance(chain, bob)).isEqualTo(21);
            TestChain.reorg(chain, 1);
            assertThat(chain.head().hash()).isNotEqualTo(orphan);
        }
    }

    @Test
    void aFileOfAnotherChainIsRefused() throws Exception {
        Path file = folder.resolve("chain");
        TestChain.open(Mode.ACCOUNT, file).close();
        assertThatThrownBy(() -> TestChain.open(Mode.UTXO, file))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("--name test --mode account --seed 42");
        TestChain.open(Mode.ACCOUNT, file).close();
    }

    @Test
    void twoChainsNeverShareAFile() throws Exception {
        Path file = folder.resolve("chain");
        try (Chain first = TestChain.open(Mode.ACCOUNT, file)) {
            assertThatThrownBy(() -> TestChain.open(Mode.ACCOUNT, file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
            first.mine(1);
        }
        TestChain.open(Mode.ACCOUNT, file).close();
    }

    @Test
    void anEmptyFileIsANewChain() throws Exception {
        Path file = Files.createFile(folder.resolve("chain"));
        try (Chain chain = TestChain.open(Mode.ACCOUNT, file)) {
            assertThat(chain.head().height()).isZero();
        }
    }

    @Test
    void afterAFailedWriteNothingIsAnswered() throws Exception {
        Chain chain = TestChain.open(Mode.ACCOUNT, folder.resolve("chain"));
        chain.close();
        AccountChainTest.refused("stopped", () -> chain.mine(1));
        AccountChainTest.refused("stopped", chain::head);
        AccountChainTest.refused("stopped", () -> chain.reorg(1, Set.of(), Set.of()));
    }
}
