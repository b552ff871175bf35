// SPDX-License-Identifier: Apache-2.0
package io.coffer.asset.erc20;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.coffer.spi.asset.ContractCall;
import io.coffer.spi.asset.ContractLog;
import io.coffer.spi.asset.TokenMovement;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.money.Bytes;
import io.coffer.testkit.asset.ForwardingToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The kit is worth something only if it fails what is wrong: tokens with one flaw each, and the test that finds it. */
class FlawedTokensTest {
    @Test
    void aTokenThatBelievesEveryContractIsFound() {
        assertThat(failing(BelievesEverybody.class)).contains("h04_anotherContractMovesNothing()");
    }

    @Test
    void aTokenThatTakesTwoEqualTransfersForOneIsFound() {
        assertThat(failing(CountsEqualsOnce.class)).containsExactly("h09_equalTransfersAreTwo()");
    }

    @Test
    void aTokenThatCountsFromOneIsFound() {
        assertThat(failing(CountsFromOne.class))
                .contains("aTransferIsAMovementToTheUnit()", "h09_equalTransfersAreTwo()");
    }

    @Test
    void aTokenThatReadsWhatComesAfterTheEndIsFound() {
        assertThat(failing(ReadsTooMuch.class))
                .containsExactly("aTopicOrByteTooFewOrTooManyMovesNothing()", "h44_anyOtherCallIsNotThatTransfer()");
    }

    @Test
    void aTokenThatPaysSomebodyElseIsFound() {
        assertThat(failing(PaysSomebodyElse.class)).contains("h44_decodeEqualsIntent()");
    }

    @Test
    void aTokenThatThrowsAtAStrangersLogIsFound() {
        assertThat(failing(Throws.class)).contains("h04_anyLogIsReadWithoutException()");
    }

    static class BelievesEverybody extends Kit {
        @Override
        public TokenProtocol protocol() {
            return new ForwardingToken(UsdCoin.protocol()) {
                @Override
                public List<TokenMovement> movements(List<ContractLog> logs) {
                    return super.movements(logs.stream()
                            .map(log -> new ContractLog(log.index(), contract(), log.topics(), log.data()))
                            .toList());
                }
            };
        }
    }

    static class CountsEqualsOnce extends Kit {
        @Override
        public TokenProtocol protocol() {
            return new ForwardingToken(UsdCoin.protocol()) {
                @Override
                public List<TokenMovement> movements(List<ContractLog> logs) {
                    Set<String> seen = new LinkedHashSet<>();
                    return super.movements(logs).stream()
                            .filter(movement ->
                                    seen.add(movement.from() + " " + movement.to() + " " + movement.amount()))
                            .toList();
                }
            };
        }
    }

    static class CountsFromOne extends Kit {
        @Override
        public TokenProtocol protocol() {
            return new ForwardingToken(UsdCoin.protocol()) {
                @Override
                public List<TokenMovement> movements(List<ContractLog> logs) {
                    List<TokenMovement> moved = new ArrayList<>();
                    for (TokenMovement movement : super.movements(logs)) {
                        moved.add(
                                new TokenMovement(moved.size() + 1, movement.from(), movement.to(), movement.amount()));
                    }
                    return moved;
                }
            };
        }
    }

    static class ReadsTooMuch extends Kit {
        @Override
        public TokenProtocol protocol() {
            return new ForwardingToken(UsdCoin.protocol()) {
                @Override
                public List<TokenMovement> movements(List<ContractLog> logs) {
                    return super.movements(logs.stream()
                            .map(log -> new ContractLog(log.index(), log.contract(), log.topics(), cut(log.data(), 32)))
                            .toList());
                }

                @Override
                public Optional<TransferIntent> decode(ContractCall call) {
                    return super.decode(new ContractCall(call.contract(), cut(call.data(), 68)));
                }
            };
        }
    }

    static class PaysSomebodyElse extends Kit {
        @Override
        public TokenProtocol protocol() {
            return new ForwardingToken(UsdCoin.protocol()) {
                @Override
                public ContractCall encode(TransferIntent transfer) {
                    super.encode(transfer);
                    return super.encode(new TransferIntent(UsdCoin.address(3), transfer.amount(), transfer.tag()));
                }
            };
        }
    }

    static class Throws extends Kit {
        @Override
        public TokenProtocol protocol() {
            return new ForwardingToken(UsdCoin.protocol()) {
                @Override
                public List<TokenMovement> movements(List<ContractLog> logs) {
                    logs.forEach(log -> {
                        if (log.data().length() > 64) {
                            throw new IllegalArgumentException("data: too long");
                        }
                    });
                    return super.movements(logs);
                }
            };
        }
    }

    /** The fixture of a token that is right but for what a subclass makes of it. */
    abstract static class Kit extends Erc20ConformanceTest {}

    private static Bytes cut(Bytes whole, int length) {
        return whole.length() <= length ? whole : Bytes.of(Arrays.copyOf(whole.toArray(), length));
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
        assertThat(run[0]).as("tests of the kit").isGreaterThanOrEqualTo(13);
        return failed;
    }
}
