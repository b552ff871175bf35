// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import static io.coffer.money.wallet.World.ACCOUNTS;
import static io.coffer.money.wallet.World.ANNAS;
import static io.coffer.money.wallet.World.BERTS;
import static io.coffer.money.wallet.World.COIN;
import static io.coffer.money.wallet.World.NETWORK_COIN;
import static io.coffer.money.wallet.World.NETWORK_USDT;
import static io.coffer.money.wallet.World.USDT;
import static io.coffer.money.wallet.World.block;
import static io.coffer.money.wallet.World.coin;
import static io.coffer.money.wallet.World.wei;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.FundedAddress;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.money.Amount;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TransfersTest {
    private static final Address HOT = World.hot(ACCOUNTS);
    private static final Address ANNA = World.address(ACCOUNTS, KeyPurpose.DEPOSIT, 0);
    private static final Address BERT = World.address(ACCOUNTS, KeyPurpose.DEPOSIT, 1);

    private final WalletFixture fixture = new WalletFixture();

    private static Amount usdt(long units) {
        return Amount.of(NETWORK_USDT, units);
    }

    private static WithdrawalCommand.Request transfer(
            String id, HousePurpose purpose, Address from, Address to, Amount amount) {
        return new WithdrawalCommand.Request(
                new WithdrawalId(id),
                new WithdrawalRequest(
                        new Payer.House(from, purpose), to, Optional.empty(), amount, wei(1_000), Optional.empty()));
    }

    private WithdrawalId sweep(String id, Address from, Amount amount) {
        fixture.does(transfer(id, HousePurpose.SWEEP, from, HOT, amount));
        return new WithdrawalId(id);
    }

    private static Preparation from(Address sender, long sequence, long fee) {
        return new Preparation(
                sender,
                OptionalLong.of(sequence),
                List.of(),
                new FeeQuote(NETWORK_COIN, BigInteger.valueOf(fee), BigInteger.ZERO, 1));
    }

    private static DepositCommand.Observe arrival(
            WithdrawalId id, Address to, int position, Amount amount, BlockRef in) {
        return new DepositCommand.Observe(
                new DepositKey(WalletFixture.signed(id, ACCOUNTS).id(), position, to, Optional.empty()), amount, in);
    }

    private static WithdrawalCommand.Finalized finalized(WithdrawalId id, boolean succeeded, long fee) {
        return new WithdrawalCommand.Finalized(id, block(20), succeeded, wei(fee));
    }

    /** Too little to be credited, but it is in the books and pays for fees. */
    private void dust(long units) {
        DepositKey key = fixture.depositTo(ANNA);
        fixture.does(new DepositCommand.Observe(key, wei(units), block(10)));
        fixture.does(new DepositCommand.Finalized(key, block(10)));
    }

    private BigInteger free(Address address, Amount of) {
        return fixture.wallet.treasury().funds(address, of.asset());
    }

    private BigInteger custody(Amount of) {
        return fixture.wallet.custody().units(of.asset());
    }

    /** A token deposit of five at Anna's address, with some coin for its fee, and its sweep, mined. */
    private WithdrawalId minedSweep() {
        fixture.deposit(ANNAS, usdt(5_000_000));
        dust(1_000_000);
        WithdrawalId id = sweep("s1", ANNA, usdt(5_000_000));
        fixture.send(id, from(ANNA, 0, 500));
        return id;
    }

    private void assertCustomersUntouched() {
        assertThat(fixture.customer(ANNAS, USDT).total()).isEqualTo(500_000_000);
        assertThat(fixture.customer(ANNAS, USDT).held()).isZero();
        assertThat(fixture.customer(BERTS, USDT).total()).isZero();
        assertThat(fixture.total(AccountKind.HOUSE, USDT)).isZero();
    }

    @Test
    void aSweepMovesFundsToTheTreasuryAndOnlyItsFeeIsExpense() {
        WithdrawalId id = minedSweep();
        assertThat(free(ANNA, usdt(0))).isZero();
        assertThat(free(ANNA, wei(0))).isEqualTo(999_500);
        fixture.does(arrival(id, HOT, 1, usdt(5_000_000), block(20)));
        assertThat(free(HOT, usdt(0))).as("not before it is final").isZero();
        fixture.does(finalized(id, true, 300));

        assertThat(fixture.withdrawal(id).state()).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(free(HOT, usdt(0))).isEqualTo(5_000_000);
        assertThat(free(ANNA, wei(0))).isEqualTo(999_700);
        assertThat(custody(usdt(0))).isEqualTo(5_000_000);
        assertThat(custody(wei(0))).isEqualTo(999_700);
        assertThat(fixture.total(AccountKind.GAS_EXPENSE, NETWORK_USDT, USDT)).isZero();
        assertCustomersUntouched();
        assertThat(fixture.wallet.deposits().open(ACCOUNTS)).isEmpty();
        assertThat(fixture.wallet.treasury().nextSequence(ANNA)).isEqualTo(1);
        assertThat(fixture.wallet.treasury().nextSequence(HOT)).isZero();
    }

    @Test
    void anArrivalMayBeSeenBeforeTheTransactionCountsAsMined() {
        fixture.deposit(ANNAS, usdt(5_000_000));
        dust(1_000_000);
        WithdrawalId id = sweep("s1", ANNA, usdt(5_000_000));
        fixture.does(new WithdrawalCommand.Prepare(id, from(ANNA, 0, 500)));
        fixture.does(new WithdrawalCommand.BeginSigning(id));
        fixture.does(new WithdrawalCommand.Signed(id, WalletFixture.signed(id, ACCOUNTS)));
        fixture.does(arrival(id, HOT, 1, usdt(5_000_000), block(20)));
        fixture.does(arrival(id, HOT, 1, usdt(5_000_000), block(20)));
        fixture.does(new WithdrawalCommand.Mined(id, block(20)));
        fixture.does(finalized(id, true, 300));
        assertThat(free(HOT, usdt(0))).isEqualTo(5_000_000);
    }

    @Test
    @DisplayName("H07 what a fee-on-transfer token swallows of a sweep is expense and custody is what arrived")
    void h07_whatAFeeOnTransferTokenSwallowsOfASweepIsExpenseAndCustodyIsWhatArrived() {
        WithdrawalId id = minedSweep();
        fixture.does(arrival(id, HOT, 1, usdt(4_900_000), block(20)));
        fixture.does(finalized(id, true, 300));

        assertThat(free(HOT, usdt(0))).isEqualTo(4_900_000);
        assertThat(custody(usdt(0))).isEqualTo(4_900_000);
        assertThat(fixture.total(AccountKind.GAS_EXPENSE, NETWORK_USDT, USDT)).isEqualTo(10_000_000);
        assertCustomersUntouched();

        fixture.does(new WithdrawalCommand.Reopened(id, block(20)));
        assertThat(free(HOT, usdt(0))).isZero();
        assertThat(custody(usdt(0))).isEqualTo(5_000_000);
        assertThat(fixture.total(AccountKind.GAS_EXPENSE, NETWORK_USDT, USDT)).isZero();
        assertThat(fixture.wallet.halts().halt(USDT)).isPresent();
        assertThat(fixture.wallet.halts().frozen()).isEmpty();
    }

    @Test
    void aTokenThatAddsSomethingLeavesTheBooksExact() {
        WithdrawalId id = minedSweep();
        fixture.does(arrival(id, HOT, 1, usdt(5_000_000), block(20)));
        fixture.does(arrival(id, HOT, 3, usdt(7), block(20)));
        fixture.does(finalized(id, true, 300));
        assertThat(custody(usdt(0))).isEqualTo(5_000_007);
        assertThat(free(HOT, usdt(0))).isEqualTo(5_000_007);
        assertThat(fixture.total(AccountKind.GAS_EXPENSE, NETWORK_USDT, USDT)).isEqualTo(-700);

        fixture.does(arrival(id, HOT, 4, usdt(2), block(20)));
        assertThat(custody(usdt(0))).as("seen after its end").isEqualTo(5_000_009);
        assertThat(free(HOT, usdt(0))).isEqualTo(5_000_009);
        fixture.does(arrival(id, HOT, 4, usdt(2), block(20)));
        assertThat(custody(usdt(0))).isEqualTo(5_000_009);
        fixture.does(new WithdrawalCommand.Reopened(id, block(20)));
        assertThat(custody(usdt(0))).isEqualTo(5_000_000);
        assertCustomersUntouched();
    }

    @Test
    @DisplayName("H07 a sweep of which it is known that nothing came ends, and all of it is expense")
    void h07_aSweepOfWhichItIsKnownThatNothingCameEndsAndAllOfItIsExpense() {
        WithdrawalId id = minedSweep();
        fixture.refuses("transfer.arrival", finalized(id, true, 300));
        fixture.does(arrival(id, HOT, 1, usdt(0), block(20)));
        assertThat(fixture.restored().withdrawals().withdrawal(id)).contains(fixture.withdrawal(id));
        fixture.does(finalized(id, true, 300));

        assertThat(fixture.withdrawal(id).state()).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(free(HOT, usdt(0))).isZero();
        assertThat(custody(usdt(0))).isZero();
        assertThat(fixture.total(AccountKind.GAS_EXPENSE, NETWORK_USDT, USDT)).isEqualTo(500_000_000);
        fixture.does(arrival(id, HOT, 1, usdt(0), block(20)));
        fixture.refuses("deposit.amount", arrival(id, HOT, 1, usdt(5_000_000), block(20)));
        Wallet restored = fixture.restored();
        assertThat(restored.withdrawals().contradiction(arrival(id, HOT, 1, usdt(5_000_000), block(20))))
                .as("the known zero is in the snapshot")
                .isPresent();
        assertThat(restored.withdrawals().contradiction(arrival(id, HOT, 1, usdt(0), block(20))))
                .isEmpty();
        assertCustomersUntouched();

        fixture.does(new WithdrawalCommand.Reopened(id, block(20)));
        assertThat(custody(usdt(0))).isEqualTo(5_000_000);
        assertThat(fixture.total(AccountKind.GAS_EXPENSE, NETWORK_USDT, USDT)).isZero();
        fixture.does(new WithdrawalCommand.Mined(id, block(21, "x")));
        fixture.refuses("transfer.arrival", new WithdrawalCommand.Finalized(id, block(21, "x"), true, wei(300)));
    }

    @Test
    @DisplayName("H07 a second movement of which nothing came is not booked when it is seen again as it was logged")
    void h07_aSecondMovementOfWhichNothingCameIsNotBookedWhenItIsSeenAgain() {
        WithdrawalId id = minedSweep();
        fixture.does(arrival(id, HOT, 1, usdt(4_900_000), block(20)));
        fixture.does(arrival(id, HOT, 2, usdt(0), block(20)));
        fixture.does(finalized(id, true, 300));
        fixture.refuses("deposit.amount", arrival(id, HOT, 2, usdt(100_000), block(20)));
        assertThat(custody(usdt(0))).isEqualTo(4_900_000);
        assertThat(free(HOT, usdt(0))).isEqualTo(4_900_000);
    }

    @Test
    void aSweepThatFailedMayBeKnownToHaveBroughtNothing() {
        WithdrawalId id = minedSweep();
        fixture.does(arrival(id, HOT, 1, usdt(0), block(20)));
        fixture.does(finalized(id, false, 400));
        assertThat(free(ANNA, usdt(0))).isEqualTo(5_000_000);
        assertThat(custody(usdt(0))).isEqualTo(5_000_000);
    }

    @Test
    void onlyATransferOfTheHouseMayBeKnownToHaveBroughtNothing() {
        WithdrawalId id = minedSweep();
        fixture.refuses("deposit.zero", arrival(id, BERT, 2, usdt(0), block(20)));
        fixture.refuses("deposit.zero", arrival(id, HOT, 2, wei(0), block(20)));
        fixture.refuses("deposit.zero", new DepositCommand.Observe(fixture.depositTo(BERT), usdt(0), block(20)));
        assertThat(fixture.wallet.deposits().open(ACCOUNTS)).isEmpty();
    }

    @Test
    void untilItsEndWhatIsSaidLastOfAnArrivalInItsBlockHolds() {
        WithdrawalId id = minedSweep();
        fixture.does(arrival(id, HOT, 1, usdt(5_000_000), block(20)));
        fixture.does(arrival(id, HOT, 1, usdt(4_900_000), block(20)));
        fixture.does(finalized(id, true, 300));
        assertThat(custody(usdt(0))).isEqualTo(4_900_000);
        assertThat(free(HOT, usdt(0))).isEqualTo(4_900_000);
        assertThat(fixture.total(AccountKind.GAS_EXPENSE, NETWORK_USDT, USDT)).isEqualTo(10_000_000);
        fixture.refuses("deposit.amount", arrival(id, HOT, 1, usdt(5_000_000), block(20)));
    }

    @Test
    @DisplayName("H05 a sweep that is said to have succeeded but brought nothing waits visibly")
    void h05_aSweepThatIsSaidToHaveSucceededButBroughtNothingWaitsVisibly() {
        WithdrawalId id = minedSweep();
        fixture.refuses("transfer.arrival", finalized(id, true, 300));
        fixture.does(arrival(id, HOT, 1, usdt(5_000_000), block(20)));
        fixture.refuses("transfer.arrival", finalized(id, false, 300));
        fixture.does(finalized(id, true, 300));
    }

    @Test
    void aSweepThatFailedCostsItsFeeAndTheFundsStay() {
        WithdrawalId id = minedSweep();
        fixture.does(finalized(id, false, 400));
        assertThat(free(ANNA, usdt(0))).isEqualTo(5_000_000);
        assertThat(free(ANNA, wei(0))).isEqualTo(999_600);
        assertThat(custody(usdt(0))).isEqualTo(5_000_000);
        fixture.refuses("deposit.state", arrival(id, HOT, 1, usdt(5_000_000), block(20)));
        assertCustomersUntouched();
        fixture.does(new WithdrawalCommand.Reopened(id, block(20)));
        assertThat(free(ANNA, usdt(0))).isZero();
        assertThat(free(ANNA, wei(0))).isEqualTo(999_500);
    }

    @Test
    void otherMovementsOfTheSameTransactionAreDeposits() {
        WithdrawalId id = minedSweep();
        DepositCommand.Observe elsewhere = arrival(id, BERT, 2, usdt(30), block(20));
        DepositCommand.Observe otherAsset = arrival(id, HOT, 0, wei(40_000), block(20));
        fixture.does(elsewhere);
        fixture.does(otherAsset);
        assertThat(fixture.deposit(elsewhere.key()).account()).contains(BERTS);
        assertThat(fixture.deposit(otherAsset.key()).amount()).isEqualTo(wei(40_000));
        fixture.refuses("transfer.arrival", finalized(id, true, 300));
    }

    @Test
    void whatArrivedInARemovedBlockIsForgottenAndMayBeAnotherAmountElsewhere() {
        WithdrawalId id = minedSweep();
        fixture.does(arrival(id, HOT, 1, usdt(5_000_000), block(20)));
        fixture.does(new WithdrawalCommand.Unmined(id, block(20)));
        fixture.does(new WithdrawalCommand.Mined(id, block(21, "x")));
        WithdrawalCommand.Finalized end = new WithdrawalCommand.Finalized(id, block(21, "x"), true, wei(300));
        fixture.refuses("transfer.arrival", end);
        fixture.does(arrival(id, HOT, 1, usdt(4_000_000), block(21, "x")));
        assertThat(fixture.restored().withdrawals().withdrawal(id)).contains(fixture.withdrawal(id));
        fixture.does(end);
        assertThat(custody(usdt(0))).isEqualTo(4_000_000);
    }

    @Test
    void anArrivalInTheNextBlockDoesNotGoWithTheRemovalOfTheOldOne() {
        WithdrawalId id = minedSweep();
        fixture.does(arrival(id, HOT, 1, usdt(5_000_000), block(20)));
        fixture.does(arrival(id, HOT, 1, usdt(4_000_000), block(21, "x")));
        fixture.does(new WithdrawalCommand.Unmined(id, block(20)));
        fixture.does(new WithdrawalCommand.Mined(id, block(21, "x")));
        fixture.does(new WithdrawalCommand.Finalized(id, block(21, "x"), true, wei(300)));
        assertThat(custody(usdt(0))).isEqualTo(4_000_000);
    }

    @Test
    void aSightingThatContradictsIsRefusedAndMayBeSetAside() {
        WithdrawalId id = minedSweep();
        fixture.does(arrival(id, HOT, 1, usdt(5_000_000), block(20)));
        DepositCommand.Observe other = arrival(id, HOT, 1, usdt(4), block(20));
        fixture.does(finalized(id, true, 300));
        fixture.refuses("deposit.amount", other);
        fixture.refuses("deposit.state", arrival(id, HOT, 1, usdt(5_000_000), block(21)));
        fixture.refuses(
                "deposit.observable",
                new DepositCommand.SetAside(
                        arrival(id, HOT, 1, usdt(5_000_000), block(20)).key(), usdt(5_000_000), block(20), "why"));
        fixture.does(new DepositCommand.SetAside(other.key(), other.amount(), other.block(), "a lying node"));
        assertThat(custody(usdt(0))).isEqualTo(5_000_000);
    }

    @Test
    void gasGoesFromTheTreasuryToADepositAddressAndIsNobodysDeposit() {
        fixture.fundHotWallet(coin(2));
        fixture.does(transfer("g1", HousePurpose.GAS, HOT, ANNA, wei(70_000)));
        WithdrawalId id = new WithdrawalId("g1");
        fixture.send(id, from(HOT, 0, 500));
        fixture.does(arrival(id, ANNA, 0, wei(70_000), block(20)));
        fixture.does(finalized(id, true, 300));

        assertThat(free(ANNA, wei(0))).isEqualTo(70_000);
        assertThat(free(HOT, wei(0))).isEqualTo(World.coins(2).subtract(BigInteger.valueOf(70_300)));
        assertThat(custody(wei(0))).isEqualTo(World.coins(2).subtract(BigInteger.valueOf(300)));
        assertThat(fixture.customer(ANNAS, COIN).total()).isZero();
    }

    @Test
    void refusesATransferThatIsNone() {
        fixture.deposit(ANNAS, usdt(5_000_000));
        fixture.fundHotWallet(coin(2));
        fixture.refuses("transfer.insufficient", transfer("t", HousePurpose.SWEEP, ANNA, HOT, usdt(5_000_001)));
        fixture.refuses("transfer.address", transfer("t", HousePurpose.SWEEP, HOT, HOT, coin(1)));
        fixture.refuses("transfer.address", transfer("t", HousePurpose.SWEEP, ANNA, BERT, usdt(5)));
        fixture.refuses(
                "transfer.address", transfer("t", HousePurpose.SWEEP, ANNA, World.outside(ACCOUNTS, "shop"), usdt(5)));
        fixture.refuses(
                "transfer.address",
                transfer("t", HousePurpose.SWEEP, World.address(World.OUTPUTS, KeyPurpose.DEPOSIT, 0), HOT, usdt(5)));
        fixture.refuses("transfer.address", transfer("t", HousePurpose.GAS, ANNA, HOT, wei(5)));
        fixture.refuses("transfer.asset", transfer("t", HousePurpose.GAS, HOT, ANNA, usdt(5)));
        fixture.refuses(
                "withdrawal.fee-asset",
                new WithdrawalCommand.Request(
                        new WithdrawalId("t"),
                        new WithdrawalRequest(
                                new Payer.House(ANNA, HousePurpose.SWEEP),
                                HOT,
                                Optional.empty(),
                                usdt(5),
                                usdt(5),
                                Optional.empty())));
    }

    @Test
    void aTransferIsQueuedAtOnceAndSentFromItsOwnAddressOnly() {
        fixture.deposit(ANNAS, usdt(5_000_000));
        dust(1_000);
        fixture.fundHotWallet(coin(2));
        WithdrawalId id = sweep("s1", ANNA, usdt(5_000_000));
        assertThat(fixture.withdrawal(id).state()).isEqualTo(WithdrawalState.QUEUED);
        fixture.refuses("hot-wallet.unknown", new WithdrawalCommand.Prepare(id, from(HOT, 0, 500)));
        fixture.refuses("hot-wallet.unknown", new WithdrawalCommand.Prepare(id, from(BERT, 0, 500)));
        fixture.refuses("hot-wallet.sequence", new WithdrawalCommand.Prepare(id, from(ANNA, 1, 500)));
        fixture.refuses("withdrawal.fee-cap", new WithdrawalCommand.Prepare(id, from(ANNA, 0, 1_001)));
        fixture.does(new WithdrawalCommand.Prepare(id, from(ANNA, 0, 1_000)));
        fixture.refuses("transfer.insufficient", transfer("s2", HousePurpose.SWEEP, ANNA, HOT, usdt(1)));
        WithdrawalId customers = fixture.queue("w1", ANNAS, usdt(1));
        fixture.refuses("hot-wallet.unknown", new WithdrawalCommand.Prepare(customers, from(ANNA, 1, 500)));
        fixture.does(new WithdrawalCommand.Unprepare(id, "later"));
        fixture.does(new WithdrawalCommand.Cancel(id, "not worth it"));
        assertThat(free(ANNA, usdt(0))).isEqualTo(5_000_000);
        assertThat(fixture.wallet.treasury().nextSequence(ANNA)).isZero();
    }

    @Test
    void aDepositThatIsReversedWhileItsSweepIsOnItsWayLeavesLessThanNothing() {
        dust(1_000_000);
        DepositKey key = fixture.deposit(ANNAS, usdt(5_000_000));
        WithdrawalId id = sweep("s1", ANNA, usdt(5_000_000));
        fixture.send(id, from(ANNA, 0, 500));
        fixture.does(new DepositCommand.Reorged(key, block(10)));
        assertThat(free(ANNA, usdt(0))).isEqualTo(-5_000_000);
        assertThat(funded(usdt(1))).isEmpty();
        assertThat(fixture.restored().treasury().funds(ANNA, NETWORK_USDT)).isEqualTo(-5_000_000);
        fixture.does(new DepositCommand.Observe(key, usdt(5_000_000), block(22)));
        fixture.does(new DepositCommand.Finalized(key, block(22)));
        fixture.does(new DepositCommand.Screened(key, true, ""));
        assertThat(free(ANNA, usdt(0))).isZero();
    }

    private List<FundedAddress> funded(Amount atLeast) {
        return fixture.wallet.treasury().funded(ACCOUNTS, atLeast.asset(), atLeast.units(), 10);
    }

    @Test
    void depositAddressesWithFundsAreFoundRichestFirst() {
        fixture.deposit(ANNAS, usdt(50));
        fixture.deposit(BERTS, usdt(80));
        fixture.fundHotWallet(usdt(1_000));
        assertThat(funded(usdt(1))).extracting(each -> each.address().address()).containsExactly(BERT, ANNA);
        assertThat(funded(usdt(51))).extracting(FundedAddress::units).containsExactly(BigInteger.valueOf(80));
        assertThat(fixture.wallet.treasury().funded(World.OUTPUTS, NETWORK_USDT, BigInteger.ONE, 10))
                .isEmpty();
        fixture.deposit(ANNAS, usdt(30));
        assertThat(funded(usdt(1)))
                .as("as much: the older address first")
                .extracting(each -> each.address().address())
                .containsExactly(ANNA, BERT);
    }

    @Test
    void aSweepMayBeReplacedAndItsFirstAttemptMinedAllTheSame() {
        fixture.deposit(ANNAS, usdt(5_000_000));
        dust(1_000_000);
        WithdrawalId id = sweep("s1", ANNA, usdt(5_000_000));
        fixture.does(new WithdrawalCommand.Prepare(id, from(ANNA, 0, 500)));
        fixture.does(new WithdrawalCommand.BeginSigning(id));
        fixture.does(new WithdrawalCommand.Signed(id, WalletFixture.signed(id, ACCOUNTS)));
        fixture.does(new WithdrawalCommand.BeginBroadcast(id));
        fixture.does(new WithdrawalCommand.Replace(id, 1, from(ANNA, 0, 900)));
        fixture.does(new WithdrawalCommand.BeginSigning(id));
        fixture.does(new WithdrawalCommand.Signed(id, WalletFixture.signed(new WithdrawalId("s1b"), ACCOUNTS)));
        fixture.does(arrival(id, HOT, 1, usdt(5_000_000), block(20)));
        fixture.does(new WithdrawalCommand.Mined(id, 1, block(20)));
        fixture.does(finalized(id, true, 450));
        assertThat(free(HOT, usdt(0))).isEqualTo(5_000_000);
        assertThat(free(ANNA, wei(0))).isEqualTo(999_550);
        assertCustomersUntouched();
    }
}
