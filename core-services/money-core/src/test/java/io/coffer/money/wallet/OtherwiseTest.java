// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import static io.coffer.money.wallet.World.ACCOUNTS;
import static io.coffer.money.wallet.World.ANNAS;
import static io.coffer.money.wallet.World.NETWORK_COIN;
import static io.coffer.money.wallet.World.NETWORK_USDT;
import static io.coffer.money.wallet.World.USDT;
import static io.coffer.money.wallet.World.block;
import static io.coffer.money.wallet.World.wei;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.money.Amount;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The end of a transfer whose token moved another amount than it was to move (H07). */
class OtherwiseTest {
    private static final Address HOT = World.hot(ACCOUNTS);
    private static final Address ANNA = World.address(ACCOUNTS, KeyPurpose.DEPOSIT, 0);
    /** Ledger units of one network unit. */
    private static final long SCALE = 100;

    private final WalletFixture fixture = new WalletFixture();

    private static Amount usdt(long units) {
        return Amount.of(NETWORK_USDT, units);
    }

    private static WithdrawalCommand.FinalizedOtherwise end(WithdrawalId id, long left, long back) {
        return new WithdrawalCommand.FinalizedOtherwise(id, block(20), usdt(left), usdt(back), wei(300));
    }

    private BigInteger free(Address address) {
        return fixture.wallet.treasury().funds(address, NETWORK_USDT);
    }

    private BigInteger custody() {
        return fixture.wallet.custody().units(NETWORK_USDT);
    }

    private BigInteger expense() {
        return fixture.total(AccountKind.GAS_EXPENSE, NETWORK_USDT, USDT);
    }

    private BigInteger anna() {
        return fixture.customer(ANNAS, USDT).available();
    }

    /** Anna has a thousand, the hot wallet two thousand of its own, and her withdrawal of a hundred is mined. */
    private WithdrawalId minedWithdrawal() {
        fixture.deposit(ANNAS, usdt(1_000));
        fixture.fundHotWallet(usdt(2_000));
        fixture.fundHotWallet(wei(1_000_000));
        WithdrawalId id = fixture.queue("w1", ANNAS, usdt(100));
        fixture.send(id, WalletFixture.inSequence(0, 500));
        return id;
    }

    /** A deposit of a thousand at Anna's address and its sweep, mined. */
    private WithdrawalId minedSweep() {
        fixture.deposit(ANNAS, usdt(1_000));
        DepositKey dust = fixture.depositTo(ANNA);
        fixture.does(new DepositCommand.Observe(dust, wei(1_000_000), block(10)));
        fixture.does(new DepositCommand.Finalized(dust, block(10)));
        WithdrawalId id = new WithdrawalId("s1");
        fixture.does(new WithdrawalCommand.Request(
                id,
                new WithdrawalRequest(
                        new Payer.House(ANNA, HousePurpose.SWEEP),
                        HOT,
                        Optional.empty(),
                        usdt(1_000),
                        wei(1_000),
                        Optional.empty())));
        fixture.send(
                id,
                new Preparation(
                        ANNA,
                        OptionalLong.of(0),
                        List.of(),
                        new FeeQuote(NETWORK_COIN, BigInteger.valueOf(500), BigInteger.ZERO, 1)));
        return id;
    }

    private void arrives(WithdrawalId id, long units) {
        DepositKey key = new DepositKey(WalletFixture.signed(id, ACCOUNTS).id(), 1, HOT, Optional.empty());
        fixture.does(new DepositCommand.Observe(key, usdt(units), block(20)));
    }

    @ParameterizedTest(name = "{0} left, {1} came back: {2} is paid for")
    @CsvSource({"105, 0, 100", "100, 0, 100", "90, 0, 90", "100, 10, 90", "130, 10, 100", "1, 0, 1"})
    @DisplayName("H07 a customer pays for what left and did not come back, at most what was asked for")
    void h07_whatACustomerPaysFor(long left, long back, long paid) {
        WithdrawalId id = minedWithdrawal();
        fixture.does(end(id, left, back));
        assertThat(fixture.withdrawal(id).state()).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(anna()).isEqualTo((1_000 - paid) * SCALE);
        assertThat(fixture.customer(ANNAS, USDT).held()).isZero();
        assertThat(expense()).isEqualTo((left - paid) * SCALE);
        assertThat(custody()).isEqualTo(3_000 - left);
        assertThat(free(HOT)).isEqualTo(2_000 - left);
        assertThat(fixture.wallet.withdrawals().left(id)).isEqualTo(left);
        assertThat(fixture.wallet.halts().halt(USDT).orElseThrow().reason()).contains("w1", "to move 100");
        assertThat(fixture.withdrawal(id).refusal().map(Refusal::code)).contains("transfer.otherwise");
        assertThat(fixture.restored().withdrawals().left(id)).isEqualTo(left);
    }

    @ParameterizedTest(name = "{0} left, {1} came back")
    @CsvSource({"0, 0", "100, 100", "0, 7", "60, 90"})
    @DisplayName("H05 what did not leave for good is not marked as sent")
    void h05_whatDidNotLeaveIsNotSent(long left, long back) {
        WithdrawalId id = minedWithdrawal();
        fixture.does(end(id, left, back));
        assertThat(fixture.withdrawal(id).state()).isEqualTo(WithdrawalState.FAILED_ONCHAIN);
        assertThat(anna()).isEqualTo(1_000 * SCALE);
        assertThat(fixture.customer(ANNAS, USDT).held()).isZero();
        assertThat(expense()).isEqualTo(left * SCALE);
        assertThat(custody()).isEqualTo(3_000 - left);
        assertThat(free(HOT)).isEqualTo(2_000 - left);
        assertThat(fixture.wallet.halts().halt(USDT)).isPresent();
    }

    @ParameterizedTest(name = "{0} left, {1} came back")
    @CsvSource({"105, 0", "90, 0", "0, 0", "60, 90"})
    void theEndCanBeTakenBackAndTheNextOneIsAnOrdinaryOne(long left, long back) {
        WithdrawalId id = minedWithdrawal();
        fixture.does(end(id, left, back));
        fixture.does(new WithdrawalCommand.Reopened(id, block(20)));
        assertThat(fixture.withdrawal(id).refusal()).isEmpty();
        assertThat(fixture.withdrawal(id).state()).isEqualTo(WithdrawalState.BROADCAST);
        assertThat(anna()).isEqualTo(900 * SCALE);
        assertThat(fixture.customer(ANNAS, USDT).held()).isEqualTo(100 * SCALE);
        assertThat(expense()).isZero();
        assertThat(custody()).isEqualTo(3_000);
        assertThat(free(HOT)).isEqualTo(1_900);
        assertThat(fixture.wallet.withdrawals().left(id)).isZero();

        fixture.does(new WithdrawalCommand.Mined(id, block(21, "x")));
        fixture.does(new WithdrawalCommand.Finalized(id, block(21, "x"), true, wei(300)));
        assertThat(fixture.wallet.withdrawals().left(id)).isEqualTo(100);
        assertThat(anna()).isEqualTo(900 * SCALE);
        assertThat(custody()).isEqualTo(2_900);
        assertThat(free(HOT)).isEqualTo(1_900);
        assertThat(fixture.total(AccountKind.EXPOSURE, USDT)).isZero();
    }

    @Test
    void whatACustomerHasSpentMeanwhileIsLentAndComesBackFirst() {
        WithdrawalId id = minedWithdrawal();
        fixture.does(end(id, 40, 0));
        fixture.judgeAll();
        fixture.queue("w2", ANNAS, usdt(950));
        assertThat(anna()).isEqualTo(10 * SCALE);
        fixture.does(new WithdrawalCommand.Reopened(id, block(20)));
        assertThat(anna()).isZero();
        assertThat(fixture.total(AccountKind.EXPOSURE, USDT))
                .as("asked 100, there 10 + 40")
                .isEqualTo(50 * SCALE);
        fixture.does(new WithdrawalCommand.Mined(id, block(20)));
        fixture.does(end(id, 70, 0));
        assertThat(fixture.total(AccountKind.EXPOSURE, USDT))
                .as("30 are given back")
                .isEqualTo(20 * SCALE);
        assertThat(anna()).isZero();
        fixture.does(new WithdrawalCommand.Reopened(id, block(20)));
        assertThat(fixture.total(AccountKind.EXPOSURE, USDT)).isEqualTo(50 * SCALE);
        fixture.does(new WithdrawalCommand.Mined(id, block(20)));
        fixture.does(new WithdrawalCommand.Finalized(id, block(20), false, wei(300)));
        assertThat(fixture.total(AccountKind.EXPOSURE, USDT)).isZero();
        assertThat(anna()).isEqualTo(50 * SCALE);
    }

    @Test
    @DisplayName("H07 of a sweep all that left and did not arrive is expense, what did not leave is still there")
    void h07_aSweep() {
        WithdrawalId id = minedSweep();
        arrives(id, 700);
        fixture.does(end(id, 950, 0));
        assertThat(fixture.withdrawal(id).state()).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(free(ANNA)).isEqualTo(50);
        assertThat(free(HOT)).isEqualTo(700);
        assertThat(custody()).isEqualTo(750);
        assertThat(expense()).isEqualTo(250 * SCALE);
        assertThat(anna()).isEqualTo(1_000 * SCALE);
        assertThat(fixture.wallet.halts().halt(USDT)).isPresent();

        fixture.does(new WithdrawalCommand.Reopened(id, block(20)));
        assertThat(free(ANNA)).isZero();
        assertThat(free(HOT)).isZero();
        assertThat(custody()).isEqualTo(1_000);
        assertThat(expense()).isZero();
    }

    @Test
    @DisplayName("H07 a sweep of which nothing left and nothing arrived has failed")
    void h07_aSweepThatMovedNothing() {
        WithdrawalId id = minedSweep();
        fixture.does(end(id, 0, 3));
        assertThat(fixture.withdrawal(id).state()).isEqualTo(WithdrawalState.FAILED_ONCHAIN);
        assertThat(free(ANNA)).isEqualTo(1_000);
        assertThat(custody()).isEqualTo(1_000);
    }

    @Test
    @DisplayName("H07 what arrives by a sweep that did not leave is ours all the same")
    void h07_aSweepThatSomebodyElsePaid() {
        WithdrawalId id = minedSweep();
        arrives(id, 30);
        fixture.does(end(id, 0, 0));
        assertThat(fixture.withdrawal(id).state()).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(free(ANNA)).isEqualTo(1_000);
        assertThat(free(HOT)).isEqualTo(30);
        assertThat(custody()).isEqualTo(1_030);
        assertThat(expense()).isEqualTo(-30 * SCALE);
    }

    @Test
    void aSweepOfWhichSomethingLeftWaitsUntilItIsKnownWhatArrived() {
        WithdrawalId id = minedSweep();
        fixture.refuses("transfer.arrival", end(id, 900, 0));
        arrives(id, 0);
        fixture.does(end(id, 900, 0));
        assertThat(expense()).isEqualTo(900 * SCALE);
        assertThat(custody()).isEqualTo(100);
    }

    @Test
    void isRefusedWhereItCannotBe() {
        WithdrawalId id = minedWithdrawal();
        fixture.refuses(
                "withdrawal.block",
                new WithdrawalCommand.FinalizedOtherwise(id, block(21), usdt(90), usdt(0), wei(300)));
        fixture.refuses(
                "withdrawal.fee-asset",
                new WithdrawalCommand.FinalizedOtherwise(id, block(20), usdt(90), usdt(0), usdt(3)));
        fixture.refuses(
                "withdrawal.transaction",
                new WithdrawalCommand.FinalizedOtherwise(id, block(20), wei(90), wei(0), wei(300)));
        Amount absurd = new Amount(NETWORK_USDT, BigInteger.ONE.shiftLeft(200));
        fixture.refuses(
                "ledger.overflow", new WithdrawalCommand.FinalizedOtherwise(id, block(20), absurd, usdt(0), wei(300)));
        fixture.does(end(id, 90, 0));
        fixture.refuses("withdrawal.state", end(id, 90, 0));
    }

    @Test
    void ofACoinNothingElseCanLeave() {
        fixture.deposit(ANNAS, World.coin(1));
        fixture.fundHotWallet(World.coin(1));
        WithdrawalId id = fixture.queue("w1", ANNAS, wei(50_000_000_000_000_000L));
        fixture.send(id, WalletFixture.inSequence(0, 500));
        fixture.refuses(
                "withdrawal.transaction",
                new WithdrawalCommand.FinalizedOtherwise(id, block(20), wei(1), wei(0), wei(300)));
    }
}
