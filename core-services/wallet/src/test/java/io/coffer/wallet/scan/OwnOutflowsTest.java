// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.MoneyState.FinalWithdrawals;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.core.Decisions;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is remembered of our own transfers of a token, over many blocks with one transfer in each. */
class OwnOutflowsTest {
    private static final ChainId CHAIN = new ChainId("scripted:a");
    private static final NetworkAssetId COIN = new NetworkAssetId("scripted:a/slip44:1");
    private static final NetworkAssetId TOKEN = new NetworkAssetId("scripted:a/token:t");
    private static final Address SENDER = new Address(CHAIN, "scsender");
    private static final int WINDOW = 20;

    private final Map<WithdrawalId, Withdrawal> withdrawals = new LinkedHashMap<>();
    private final OwnOutflows outflows = new OwnOutflows(CHAIN, new Decisions(core()));
    private int lookedThrough;

    private MoneyCore core() {
        return (MoneyCore) Proxy.newProxyInstance(
                MoneyCore.class.getClassLoader(), new Class<?>[] {MoneyCore.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("read")) {
                        throw new AssertionError(method.getName());
                    }
                    return read(arguments[0]);
                });
    }

    @SuppressWarnings("unchecked")
    private Object read(Object query) {
        return ((Function<MoneyState, Object>) query).apply(state());
    }

    private MoneyState state() {
        return (MoneyState) Proxy.newProxyInstance(
                MoneyState.class.getClassLoader(),
                new Class<?>[] {MoneyState.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "nextSequence" -> 1L;
                    case "withdrawal" -> Optional.ofNullable(withdrawals.get((WithdrawalId) arguments[0]));
                    case "leftSender" -> BigInteger.valueOf(5);
                    case "openWithdrawals" -> List.of();
                    case "finalWithdrawals" -> endedFrom((Long) arguments[1]);
                    default -> throw new AssertionError(method.getName());
                });
    }

    private FinalWithdrawals endedFrom(long height) {
        lookedThrough++;
        return new FinalWithdrawals(
                withdrawals.values().stream()
                        .filter(one -> one.attempt()
                                        .orElseThrow()
                                        .block()
                                        .orElseThrow()
                                        .height()
                                >= height)
                        .toList(),
                OptionalInt.empty());
    }

    private static BlockRef block(long height) {
        return new BlockRef(height, "b" + height);
    }

    private Withdrawal in(long height, WithdrawalState state) {
        Preparation preparation = new Preparation(
                SENDER, OptionalLong.of(height), List.of(), new FeeQuote(COIN, BigInteger.ONE, BigInteger.ZERO, 1));
        WithdrawalRequest request = new WithdrawalRequest(
                new Payer.Customer(new AccountId("acc_1")),
                new Address(CHAIN, "scto"),
                Optional.empty(),
                Amount.of(TOKEN, 5),
                Amount.of(COIN, 10),
                Optional.empty());
        Attempt attempt = new Attempt(1, preparation, Optional.empty(), Optional.of(block(height)), Optional.empty());
        return new Withdrawal(new WithdrawalId("w" + height), request, state, Optional.empty(), List.of(attempt), 0);
    }

    /** A block with one transfer that ends in the next. */
    private void step(long height, Set<BlockRef> needed) {
        Withdrawal confirming = in(height, WithdrawalState.CONFIRMING);
        withdrawals.put(confirming.id(), confirming);
        outflows.note(List.of(confirming));
        withdrawals.put(confirming.id(), in(height, WithdrawalState.COMPLETED));
        outflows.keepOnly(height - WINDOW, needed);
    }

    private Optional<BigInteger> of(long height) {
        return outflows.of(block(height), SENDER, TOKEN);
    }

    @Test
    void somethingThatNeverEndsKeepsItsOwnBlockAndNoOther() {
        Set<BlockRef> needed = Set.of(block(3));
        for (long height = 1; height <= 2_000; height++) {
            step(height, needed);
        }
        assertThat(outflows.size()).isLessThanOrEqualTo(WINDOW + 2);
        assertThat(of(3)).contains(BigInteger.valueOf(5));
        assertThat(lookedThrough)
                .as("nothing was known of the blocks before the first question")
                .isEqualTo(1);
        for (long height = 2_001; height <= 4_000; height++) {
            step(height, needed);
            assertThat(of(3)).contains(BigInteger.valueOf(5));
            assertThat(of(height)).contains(BigInteger.valueOf(5));
        }
        assertThat(outflows.size()).isLessThanOrEqualTo(WINDOW + 2);
        assertThat(lookedThrough).as("and what is kept is not looked for again").isEqualTo(1);
    }

    @Test
    void whatWasForgottenIsFoundAgainWhenItIsNeeded() {
        for (long height = 1; height <= 100; height++) {
            step(height, Set.of());
        }
        assertThat(of(100)).contains(BigInteger.valueOf(5));
        assertThat(of(7)).contains(BigInteger.valueOf(5));
        assertThat(of(8)).contains(BigInteger.valueOf(5));
        assertThat(lookedThrough).isEqualTo(2);
        outflows.keepOnly(80, Set.of(block(8)));
        assertThat(outflows.size()).isEqualTo(22);
        assertThat(of(8)).contains(BigInteger.valueOf(5));
        assertThat(lookedThrough).isEqualTo(2);
        assertThat(of(9)).contains(BigInteger.valueOf(5));
        assertThat(lookedThrough).isEqualTo(3);
    }

    @Test
    void whileOneHasNotEndedNothingIsSaidOfItsBlock() {
        Withdrawal confirming = in(4, WithdrawalState.CONFIRMING);
        withdrawals.put(confirming.id(), confirming);
        outflows.note(List.of(confirming));
        assertThat(of(4)).isEmpty();
        assertThat(outflows.ofOthers(block(4), SENDER, TOKEN, new WithdrawalId("another")))
                .isEqualTo(5);
        assertThat(outflows.ofOthers(block(4), SENDER, TOKEN, confirming.id())).isZero();
    }
}
