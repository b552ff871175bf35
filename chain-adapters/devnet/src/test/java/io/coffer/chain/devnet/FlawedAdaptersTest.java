// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockPage;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.TxStatus;
import io.coffer.testkit.chain.ChainReaderContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The kit is worth something only if it fails what is wrong: readers with one flaw each, and the test that finds it. */
class FlawedAdaptersTest {
    @Test
    void aReaderThatLosesWhatABlockMovedAfterARestartIsFound() {
        assertThat(failing(ForgetsAfterACut.class)).contains("h08_readingGoesOnFromAnyBlock()");
    }

    @Test
    void aReaderThatSkipsABlockAtThePagesEndIsFound() {
        assertThat(failing(SkipsABlock.class)).contains("pagesOfEverySizeHoldTheSameBlocks()");
    }

    @Test
    void aReaderThatReportsAMovementTwiceIsFound() {
        assertThat(failing(ReportsTwice.class)).containsExactly("h08_aPaymentIsReportedOnce()");
    }

    @Test
    void aReaderThatKeepsStillAboutAReorganisationIsFound() {
        assertThat(failing(HidesRemovals.class)).contains("h10_aBlockThatIsGoneIsRemoved()");
    }

    static class ForgetsAfterACut extends Kit {
        @Override
        List<BlockEvent> told(List<BlockEvent> events, int limit) {
            List<BlockEvent> changed = new ArrayList<>(events);
            if (!events.isEmpty() && events.get(0) instanceof BlockEvent.Added first) {
                changed.set(0, new BlockEvent.Added(first.block(), first.parentHash(), List.of()));
            }
            return changed;
        }
    }

    static class SkipsABlock extends Kit {
        @Override
        List<BlockEvent> told(List<BlockEvent> events, int limit) {
            List<BlockEvent> changed = new ArrayList<>(events);
            if (limit == 7 && events.size() == limit) {
                changed.remove(limit - 2);
            }
            return changed;
        }
    }

    static class ReportsTwice extends Kit {
        @Override
        List<BlockEvent> told(List<BlockEvent> events, int limit) {
            List<BlockEvent> changed = new ArrayList<>();
            for (BlockEvent event : events) {
                if (event instanceof BlockEvent.Added block) {
                    var twice = new ArrayList<>(block.movements());
                    twice.addAll(block.movements());
                    changed.add(new BlockEvent.Added(block.block(), block.parentHash(), twice));
                } else {
                    changed.add(event);
                }
            }
            return changed;
        }
    }

    static class HidesRemovals extends Kit {
        @Override
        List<BlockEvent> told(List<BlockEvent> events, int limit) {
            return events.stream().filter(BlockEvent.Added.class::isInstance).toList();
        }
    }

    /** The kit with the real adapter, whose events a subclass spoils. */
    abstract static class Kit extends ChainReaderContract {
        @TempDir
        Path folder;

        abstract List<BlockEvent> told(List<BlockEvent> events, int limit);

        @Override
        protected ChainReaderContract.Fixture open() throws Exception {
            DevnetFixture right = new DevnetFixture("account", folder);
            return new ChainReaderContract.Fixture() {
                @Override
                public ChainReader reader() {
                    return spoilt(right.reader());
                }

                @Override
                public Payment pay() throws Exception {
                    return right.pay();
                }

                @Override
                public void mine(int blocks) throws Exception {
                    right.mine(blocks);
                }

                @Override
                public void reorganise(int depth) throws Exception {
                    right.reorganise(depth);
                }

                @Override
                public TxId unknown() {
                    return right.unknown();
                }

                @Override
                public void close() throws Exception {
                    right.close();
                }
            };
        }

        private ChainReader spoilt(ChainReader right) {
            return new ChainReader() {
                @Override
                public BlockRef head() throws ChainException {
                    return right.head();
                }

                @Override
                public BlockRef at(long height) throws ChainException {
                    return right.at(height);
                }

                @Override
                public BlockPage read(BlockRef after, int blockLimit) throws ChainException {
                    BlockPage page = right.read(after, blockLimit);
                    return new BlockPage(told(page.events(), blockLimit), page.head());
                }

                @Override
                public TxStatus status(TxId transaction) throws ChainException {
                    return right.status(transaction);
                }
            };
        }
    }

    /** The names of the kit's tests that fail. */
    private static Set<String> failing(Class<?> suite) {
        Set<String> failed = new TreeSet<>();
        int[] run = new int[1];
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(suite))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    run[0]++;
                    if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                        failed.add(test.getLegacyReportingName());
                    }
                }
            }
        });
        assertThat(run[0]).as("tests of the kit").isGreaterThanOrEqualTo(10);
        return failed;
    }
}
