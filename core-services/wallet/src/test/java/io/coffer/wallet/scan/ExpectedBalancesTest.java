// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.MoneyState;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.HousePurpose;
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
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.scan.ExpectedBalances.Expected;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Transfers of the house under way: from and to addresses of ours, of the coin and of a token. */
class ExpectedBalancesTest {
    private static final ChainId CHAIN = new ChainId("scripted:a");
    private static final NetworkAssetId COIN = new NetworkAssetId("scripted:a/slip44:1");
    private static final NetworkAssetId TOKEN = new NetworkAssetId("scripted:a/token:t");
    private static final Address DEPOSIT = new Address(CHAIN, "scdeposit");
    private static final Address TREASURY = new Address(CHAIN, "sctreasury");
    private static final BlockRef FINAL = new BlockRef(10, "ten");
    private static final long FREE = 1_000;

    private static MoneyState state(Withdrawal open, long finalHeight) {
        return (MoneyState) Proxy.newProxyInstance(
                MoneyState.class.getClassLoader(),
                new Class<?>[] {MoneyState.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "finalHeight" -> OptionalLong.of(finalHeight);
                    case "openWithdrawals" -> List.of(open);
                    case "openDeposits", "setAside" -> List.of();
                    case "funds" -> BigInteger.valueOf(FREE);
                    case "outsideBooks" -> BigInteger.valueOf(7);
                    default -> throw new AssertionError(method.getName());
                });
    }

    private static Map<Address, Expected> expected(Withdrawal open) {
        return ExpectedBalances.of(state(open, FINAL.height()), CHAIN, COIN, FINAL, List.of(DEPOSIT, TREASURY));
    }

    /** A sweep of 50 with a fee of 4 at most. */
    private static Withdrawal sweep(NetworkAssetId asset, WithdrawalState state, Optional<Long> minedAt) {
        Preparation preparation = new Preparation(
                DEPOSIT, OptionalLong.of(3), List.of(), new FeeQuote(COIN, BigInteger.valueOf(4), BigInteger.ZERO, 1));
        boolean signed = state != WithdrawalState.PREPARED;
        Attempt attempt = new Attempt(
                1,
                preparation,
                signed ? Optional.of(new SignedTx(CHAIN, new TxId("t"), Bytes.of((byte) 1))) : Optional.empty(),
                minedAt.map(height -> new BlockRef(height, "b" + height)),
                Optional.empty());
        WithdrawalRequest request = new WithdrawalRequest(
                new Payer.House(DEPOSIT, HousePurpose.SWEEP),
                TREASURY,
                Optional.empty(),
                Amount.of(asset, 50),
                Amount.of(COIN, 10),
                Optional.empty());
        return new Withdrawal(new WithdrawalId("w"), request, state, Optional.empty(), List.of(attempt), 0);
    }

    @Test
    void whatIsReservedAndNotSignedHasNotLeft() {
        Map<Address, Expected> expected = expected(sweep(COIN, WithdrawalState.PREPARED, Optional.empty()));
        assertThat(expected.get(DEPOSIT).units()).isEqualTo(FREE + 7 + 54);
        assertThat(expected.get(DEPOSIT).unmined()).isEmpty();
        assertThat(expected.get(TREASURY).units()).isEqualTo(FREE + 7);
    }

    @Test
    void ofATokenOnlyTheFeeIsOfTheCoin() {
        Map<Address, Expected> expected = expected(sweep(TOKEN, WithdrawalState.PREPARED, Optional.empty()));
        assertThat(expected.get(DEPOSIT).units()).isEqualTo(FREE + 7 + 4);
    }

    @Test
    void whatIsMinedAboveTheBlockHadNotLeftAndNotArrived() {
        Map<Address, Expected> expected = expected(sweep(COIN, WithdrawalState.CONFIRMING, Optional.of(11L)));
        assertThat(expected.get(DEPOSIT).units()).isEqualTo(FREE + 7 + 54);
        assertThat(expected.get(TREASURY).units()).isEqualTo(FREE + 7);
    }

    @Test
    void ofWhatIsMinedUpToTheBlockAndNotSettledNothingIsCertain() {
        assertThat(expected(sweep(COIN, WithdrawalState.CONFIRMING, Optional.of(10L))))
                .isEmpty();
    }

    @Test
    void ofASweepThatIsOutNothingIsCertain() {
        assertThat(expected(sweep(COIN, WithdrawalState.BROADCAST, Optional.empty())))
                .isEmpty();
        assertThat(expected(sweep(COIN, WithdrawalState.AMBIGUOUS, Optional.empty())))
                .isEmpty();
    }

    @Test
    void nothingIsCertainAtABlockBelowOneInWhichSomethingWasFinal() {
        MoneyState ahead = state(sweep(COIN, WithdrawalState.PREPARED, Optional.empty()), FINAL.height() + 1);
        assertThat(ExpectedBalances.of(ahead, CHAIN, COIN, FINAL, List.of(DEPOSIT, TREASURY)))
                .isEmpty();
    }
}
