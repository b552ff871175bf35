// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.chain.evm.EvmChain;
import io.coffer.testkit.node.AnvilNode;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EvmResourcesAnvilIT {
    private static final int CYCLES = 20;
    private static final long LIMIT_SECONDS = 60;

    /** Threads that an adapter or its HTTP client made. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(thread ->
                        thread.getName().startsWith("evm-") || thread.getName().startsWith("HttpClient-"))
                .collect(Collectors.toSet());
    }

    /** An HTTP client's own thread ends once the collector has found that nobody holds the client any more. */
    private static boolean comesTrue(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            System.gc();
            Thread.sleep(50);
        }
        return condition.getAsBoolean();
    }

    @Test
    @DisplayName("twenty adapters that were at work and closed leave no thread and nothing that can be reached")
    void closedAdaptersLeaveNothing() throws Exception {
        try (AnvilNode node = AnvilNode.start(AnvilFixture.WORK, AnvilFixture.CHAIN_ID, OptionalInt.empty())) {
            Set<Thread> before = threads();
            List<WeakReference<EvmChain>> closed = new ArrayList<>();
            for (int i = 0; i < CYCLES; i++) {
                closed.add(atWorkAndClosed(node));
            }
            assertThat(comesTrue(
                            () -> threads().stream().map(Thread::getName).noneMatch(name -> name.startsWith("evm-"))))
                    .as("its own threads end with it: %s", threads())
                    .isTrue();
            assertThat(comesTrue(() -> before.containsAll(threads())))
                    .as("threads left: %s", threads())
                    .isTrue();
            assertThat(comesTrue(() -> closed.stream().allMatch(adapter -> adapter.get() == null)))
                    .as("adapters that can still be reached")
                    .isTrue();
        }
    }

    private static WeakReference<EvmChain> atWorkAndClosed(AnvilNode node) throws Exception {
        EvmChain adapter = AnvilFixture.open(node, Clock.systemUTC(), "internalTransfers", "trace");
        try (adapter) {
            adapter.reader().read(adapter.reader().at(0), 10);
            assertThat(threads()).extracting(Thread::getName).anyMatch(name -> name.startsWith("evm-anvil-"));
        }
        return new WeakReference<>(adapter);
    }
}
