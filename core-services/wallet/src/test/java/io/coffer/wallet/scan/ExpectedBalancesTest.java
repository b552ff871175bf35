// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.MoneyState;
import io.coffer.api.wallet.AccountId;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transfers of the house under way: from and to addresses of ours, of the coin and of a token. */
class ExpectedBalancesTest {
    private static final ChainId CHAIN = new ChainId("scripted:a");
    private static final NetworkAssetId COIN = new NetworkAssetId("scripted:a/slip44:1");
    private static final NetworkAssetId TOKEN = new NetworkAssetId("scripted:a/token:t");
    private static final Address DEPOSIT = new Address(CHAIN, "scdeposit");
    private static final Address TREASURY = new Address(CHAIN, "sctreasury");
    private static final BlockRef FINAL = new BlockRef(10, "ten");
    private static final Payer SWEEP = new Payer.House(DEPOSIT, HousePurpose.SWEEP);
    private static final Payer GAS = new Payer.House(TREASURY, HousePurpose.GAS);
    private static final Payer CUSTOMER = new Payer.Customer(new AccountId("acc_1"));
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
        boolean signed = state != WithdrawalState.PREPARED;
        return transfer(SWEEP, TREASURY, asset, state, List.of(attempt(1, DEPOSIT, 4, signed, minedAt)));
    }

    private static Attempt attempt(int number, Address sender, long fee, boolean signed, Optional<Long> minedAt) {
        Preparation preparation = new Preparation(
                sender, OptionalLong.of(3), List.of(), new FeeQuote(COIN, BigInteger.valueOf(fee), BigInteger.ZERO, 1));
        SignedTx bytes = new SignedTx(CHAIN, new TxId("t" + number), Bytes.of((byte) number));
        return new Attempt(
                number,
                preparation,
                signed ? Optional.of(bytes) : Optional.empty(),
                minedAt.map(height -> new BlockRef(height, "b" + height)),
                Optional.empty());
    }

    private static Withdrawal transfer(
            Payer payer, Address to, NetworkAssetId asset, WithdrawalState state, List<Attempt> attempts) {
        WithdrawalRequest request = new WithdrawalRequest(
                payer, to, Optional.empty(), Amount.of(asset, 50), Amount.of(COIN, 10), Optional.empty());
        return new Withdrawal(new WithdrawalId("w"), request, state, Optional.empty(), attempts, 0);
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

    @ParameterizedTest
    @EnumSource(names = {"SIGNED", "BROADCASTING", "BROADCAST", "AMBIGUOUS"})
    void aSweepThatIsOutMayHaveReachedTheTreasuryAndHasLeftOnlyIfItsSequenceIsMined(WithdrawalState state) {
        Map<Address, Expected> expected = expected(sweep(COIN, state, Optional.empty()));
        assertThat(expected).containsOnlyKeys(DEPOSIT);
        assertThat(expected.get(DEPOSIT))
                .isEqualTo(new Expected(BigInteger.valueOf(FREE + 7 + 54), OptionalLong.of(3)));
    }

    @Test
    void aSweepOfATokenBringsTheTreasuryNoCoin() {
        Map<Address, Expected> expected = expected(sweep(TOKEN, WithdrawalState.BROADCAST, Optional.empty()));
        assertThat(expected.get(TREASURY)).isEqualTo(new Expected(BigInteger.valueOf(FREE + 7), OptionalLong.empty()));
        assertThat(expected.get(DEPOSIT)).isEqualTo(new Expected(BigInteger.valueOf(FREE + 7 + 4), OptionalLong.of(3)));
        assertThat(expected(sweep(TOKEN, WithdrawalState.CONFIRMING, Optional.of(10L))))
                .containsOnlyKeys(TREASURY);
    }

    @Test
    void gasThatIsOutLeavesTheTreasuryCertainAndNotTheAddressThatNeedsIt() {
        Map<Address, Expected> expected = expected(transfer(
                GAS,
                DEPOSIT,
                COIN,
                WithdrawalState.BROADCAST,
                List.of(attempt(1, TREASURY, 4, true, Optional.empty()))));
        assertThat(expected).containsOnlyKeys(TREASURY);
        assertThat(expected.get(TREASURY))
                .isEqualTo(new Expected(BigInteger.valueOf(FREE + 7 + 54), OptionalLong.of(3)));
    }

    @ParameterizedTest
    @EnumSource(names = {"PREPARED", "SIGNING", "BROADCAST"})
    void ofOneThatIsReplacedTheLastAttemptsFeeIsReservedAndTheFirstMayBeMined(WithdrawalState state) {
        List<Attempt> attempts = List.of(
                attempt(1, TREASURY, 4, true, Optional.empty()),
                attempt(2, TREASURY, 9, state == WithdrawalState.BROADCAST, Optional.empty()));
        Address outside = new Address(CHAIN, "scoutside");
        assertThat(expected(transfer(CUSTOMER, outside, COIN, state, attempts)).get(TREASURY))
                .isEqualTo(new Expected(BigInteger.valueOf(FREE + 7 + 59), OptionalLong.of(3)));
        assertThat(expected(transfer(CUSTOMER, outside, TOKEN, state, attempts)).get(TREASURY))
                .isEqualTo(new Expected(BigInteger.valueOf(FREE + 7 + 9), OptionalLong.of(3)));
    }

    @Test
    void whereAnEarlierAttemptIsMinedAboveTheBlockTheLastAttemptsFeeIsReserved() {
        List<Attempt> attempts =
                List.of(attempt(1, DEPOSIT, 4, true, Optional.of(11L)), attempt(2, DEPOSIT, 9, true, Optional.empty()));
        Map<Address, Expected> expected =
                expected(transfer(SWEEP, TREASURY, COIN, WithdrawalState.CONFIRMING, attempts));
        assertThat(expected.get(DEPOSIT))
                .isEqualTo(new Expected(BigInteger.valueOf(FREE + 7 + 59), OptionalLong.empty()));
        assertThat(expected.get(TREASURY).units()).isEqualTo(FREE + 7);
    }

    @Test
    void nothingIsCertainAtABlockBelowOneInWhichSomethingWasFinal() {
        MoneyState ahead = state(sweep(COIN, WithdrawalState.PREPARED, Optional.empty()), FINAL.height() + 1);
        assertThat(ExpectedBalances.of(ahead, CHAIN, COIN, FINAL, List.of(DEPOSIT, TREASURY)))
                .isEmpty();
    }
}
