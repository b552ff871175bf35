// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import static io.coffer.money.wallet.World.ACCOUNTS;
import static io.coffer.money.wallet.World.ANNAS;
import static io.coffer.money.wallet.World.BERTS;
import static io.coffer.money.wallet.World.BTC;
import static io.coffer.money.wallet.World.COIN;
import static io.coffer.money.wallet.World.NETWORK_BTC;
import static io.coffer.money.wallet.World.NETWORK_COIN;
import static io.coffer.money.wallet.World.OUTPUTS;
import static io.coffer.money.wallet.World.block;
import static io.coffer.money.wallet.World.coin;
import static io.coffer.money.wallet.World.sats;
import static io.coffer.money.wallet.World.wei;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.Money;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.Amount;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a reorganisation deeper than finality does to withdrawals that had ended, and to the outputs they spend. */
class ReopeningTest {
    private static final long COIN_UNITS = 100_000_000;
    private static final Address HOT = World.hot(ACCOUNTS);

    private final WalletFixture fixture = new WalletFixture();

    private WithdrawalId ended(long coins, boolean succeeded, long fee) {
        fixture.deposit(ANNAS, coin(10));
        fixture.fundHotWallet(coin(50));
        WithdrawalId id = fixture.queue("w1", ANNAS, coin(coins));
        fixture.send(id, WalletFixture.inSequence(0, 50_000));
        fixture.does(new WithdrawalCommand.Finalized(id, block(20), succeeded, wei(fee)));
        return id;
    }

    private void reopen(WithdrawalId id) {
        fixture.does(new WithdrawalCommand.Reopened(id, block(20)));
    }

    private void endAgain(WithdrawalId id, boolean succeeded, long fee) {
        fixture.does(new WithdrawalCommand.Mined(id, block(21, "x")));
        fixture.does(new WithdrawalCommand.Finalized(id, block(21, "x"), succeeded, wei(fee)));
    }

    private BigInteger hotFunds() {
        return fixture.nativeFunds(HOT);
    }

    private BigInteger custody() {
        return fixture.wallet.custody().units(NETWORK_COIN);
    }

    private BigInteger exposure() {
        return fixture.total(AccountKind.EXPOSURE, COIN);
    }

    private BigInteger gas() {
        return fixture.total(AccountKind.GAS_EXPENSE, NETWORK_COIN, COIN);
    }

    /** Books the customer's money away, as when it was traded. */
    private void spend(long ledgerUnits) {
        fixture.does(new LedgerCommand.Batch(
                List.of(new LedgerOperation.Post(
                        customer(ANNAS.text()), customer(BERTS.text()), Money.of(COIN, ledgerUnits))),
                "trade"));
    }

    private static LedgerAccountId customer(String owner) {
        return new LedgerAccountId(AccountKind.CUSTOMER, owner, COIN);
    }

    @Test
    void aCompletedOneIsOnItsWayAgainWithItsSequenceItsBytesAndItsHold() {
        WithdrawalId id = ended(4, true, 30_000);
        SignedTx signed =
                fixture.withdrawal(id).attempt().orElseThrow().signed().orElseThrow();
        assertThat(hotFunds()).isEqualTo(World.coins(46).subtract(BigInteger.valueOf(30_000)));

        reopen(id);

        assertThat(fixture.withdrawal(id).state()).isEqualTo(WithdrawalState.BROADCAST);
        assertThat(fixture.withdrawal(id).attempt().orElseThrow().signed()).contains(signed);
        assertThat(fixture.withdrawal(id).attempt().orElseThrow().feePaid()).isEmpty();
        assertThat(fixture.wallet.withdrawals().open(ACCOUNTS)).hasSize(1);
        assertThat(fixture.customer(ANNAS, COIN).held()).isEqualTo(4 * COIN_UNITS);
        assertThat(fixture.customer(ANNAS, COIN).available()).isEqualTo(6 * COIN_UNITS);
        assertThat(custody()).isEqualTo(World.coins(60));
        assertThat(gas()).isZero();
        assertThat(exposure()).isZero();
        assertThat(hotFunds()).isEqualTo(World.coins(46).subtract(BigInteger.valueOf(50_000)));
        assertThat(fixture.wallet.treasury().nextSequence(HOT)).isEqualTo(1);
        fixture.refuses("withdrawal.state", new WithdrawalCommand.Cancel(id, "too late"));
        fixture.refuses("withdrawal.state", new WithdrawalCommand.Prepare(id, WalletFixture.inSequence(1, 1)));
    }

    @Test
    void aCompletedOneSettlesOnceWhenItIsMinedAgain() {
        WithdrawalId id = ended(4, true, 30_000);
        byte[] before = fixture.bytes();
        reopen(id);
        endAgain(id, true, 40_000);

        assertThat(fixture.bytes()).isNotEqualTo(before);
        assertThat(fixture.withdrawal(id).state()).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(fixture.customer(ANNAS, COIN).total()).isEqualTo(6 * COIN_UNITS);
        assertThat(fixture.customer(ANNAS, COIN).held()).isZero();
        assertThat(custody()).isEqualTo(World.coins(56).subtract(BigInteger.valueOf(40_000)));
        assertThat(hotFunds()).isEqualTo(World.coins(46).subtract(BigInteger.valueOf(40_000)));
        fixture.refuses("withdrawal.state", new WithdrawalCommand.Finalized(id, block(21, "x"), true, wei(40_000)));
    }

    @Test
    void aCompletedOneMayFailWhenItIsMinedAgainAndThenGivesItsHoldBack() {
        WithdrawalId id = ended(4, true, 30_000);
        reopen(id);
        endAgain(id, false, 40_000);

        assertThat(fixture.customer(ANNAS, COIN).available()).isEqualTo(10 * COIN_UNITS);
        assertThat(custody()).isEqualTo(World.coins(60).subtract(BigInteger.valueOf(40_000)));
        assertThat(hotFunds()).isEqualTo(World.coins(50).subtract(BigInteger.valueOf(40_000)));
        assertThat(exposure()).isZero();
    }

    @Test
    void aFailedOneIsHeldAnewWhereTheCustomerStillHasTheMoney() {
        WithdrawalId id = ended(4, false, 30_000);
        assertThat(fixture.customer(ANNAS, COIN).available()).isEqualTo(10 * COIN_UNITS);

        reopen(id);

        assertThat(fixture.customer(ANNAS, COIN).held()).isEqualTo(4 * COIN_UNITS);
        assertThat(fixture.customer(ANNAS, COIN).total()).isEqualTo(10 * COIN_UNITS);
        assertThat(exposure()).isZero();
        assertThat(hotFunds()).isEqualTo(World.coins(46).subtract(BigInteger.valueOf(50_000)));
        endAgain(id, true, 1);
        assertThat(fixture.customer(ANNAS, COIN).total()).isEqualTo(6 * COIN_UNITS);
    }

    @Test
    void whatTheCustomerSpentOfAReleasedHoldIsTheHousesExposure() {
        WithdrawalId id = ended(4, false, 30_000);
        spend(7 * COIN_UNITS);

        reopen(id);

        assertThat(exposure()).isEqualTo(COIN_UNITS);
        assertThat(fixture.customer(ANNAS, COIN).held()).isEqualTo(4 * COIN_UNITS);
        assertThat(fixture.customer(ANNAS, COIN).available()).isZero();
        endAgain(id, true, 40_000);
        assertThat(fixture.customer(ANNAS, COIN).total()).isZero();
        assertThat(exposure()).as("paid out without cover").isEqualTo(COIN_UNITS);
        assertThat(custody()).isEqualTo(World.coins(56).subtract(BigInteger.valueOf(40_000)));
    }

    @Test
    void whatTheHouseHasLentComesBackIfItFailsAgain() {
        WithdrawalId id = ended(4, false, 30_000);
        spend(9 * COIN_UNITS);
        reopen(id);
        assertThat(exposure()).isEqualTo(3 * COIN_UNITS);

        endAgain(id, false, 40_000);

        assertThat(exposure()).isZero();
        assertThat(fixture.customer(ANNAS, COIN).available()).isEqualTo(COIN_UNITS);
        fixture.does(new WithdrawalCommand.Reopened(id, block(21, "x")));
        assertThat(exposure()).isEqualTo(3 * COIN_UNITS);
    }

    @Test
    void anExposureSurvivesACompletionThatIsTakenBackToo() {
        WithdrawalId id = ended(4, false, 30_000);
        spend(9 * COIN_UNITS);
        reopen(id);
        endAgain(id, true, 1);
        fixture.does(new WithdrawalCommand.Reopened(id, block(21, "x")));
        assertThat(exposure()).isEqualTo(3 * COIN_UNITS);
        assertThat(fixture.customer(ANNAS, COIN).held()).isEqualTo(4 * COIN_UNITS);

        endAgain(id, false, 1);

        assertThat(exposure()).isZero();
        assertThat(fixture.customer(ANNAS, COIN).available()).isEqualTo(COIN_UNITS);
    }

    @Test
    void onlyWhatEndedInTheRemovedBlockIsReopened() {
        WithdrawalId id = ended(4, true, 30_000);
        fixture.refuses("withdrawal.block", new WithdrawalCommand.Reopened(id, block(20, "other")));
        reopen(id);
        fixture.refuses("withdrawal.state", new WithdrawalCommand.Reopened(id, block(20)));
        WithdrawalId queued = fixture.queue("w2", ANNAS, coin(1));
        fixture.refuses("withdrawal.state", new WithdrawalCommand.Reopened(queued, block(20)));
    }

    @Test
    void aReopenedOneSurvivesASnapshotWithWhatWasLent() {
        WithdrawalId id = ended(4, false, 30_000);
        spend(9 * COIN_UNITS);
        reopen(id);
        Wallet restored = fixture.restored();
        assertThat(restored.withdrawals().withdrawal(id)).contains(fixture.withdrawal(id));
        assertThat(restored.withdrawals().open(ACCOUNTS)).hasSize(1);
    }

    @Test
    void booksStayExactWhenEndsAreTakenBackOverAndOver() {
        long seed = 20_260_202;
        Random random = new Random(seed);
        fixture.fundHotWallet(coin(1_000));
        BigInteger chain = World.coins(1_000);
        for (int i = 0; i < 200; i++) {
            BigInteger units = new BigInteger(60, random).add(BigInteger.TEN.pow(10));
            Amount amount = new Amount(NETWORK_COIN, units);
            fixture.deposit(ANNAS, new Amount(NETWORK_COIN, units.add(BigInteger.TEN.pow(10))));
            chain = chain.add(units).add(BigInteger.TEN.pow(10));
            WithdrawalId id = fixture.queue("w" + i, ANNAS, amount);
            fixture.send(id, WalletFixture.inSequence(i, 90_000));
            boolean succeeded = random.nextBoolean();
            long fee = random.nextInt(90_000);
            fixture.does(new WithdrawalCommand.Finalized(id, block(20), succeeded, wei(fee)));
            for (int again = random.nextInt(4); again > 0; again--) {
                BlockAndEnd next = new BlockAndEnd(random.nextBoolean(), random.nextInt(90_000));
                fixture.does(new WithdrawalCommand.Reopened(
                        id,
                        fixture.withdrawal(id)
                                .lastAttempt()
                                .orElseThrow()
                                .block()
                                .orElseThrow()));
                fixture.judgeAll();
                assertThat(fixture.wallet.custody().units(NETWORK_COIN))
                        .as("seed %d", seed)
                        .isEqualTo(chain);
                endAgain(id, next.succeeded, next.fee);
                succeeded = next.succeeded;
                fee = next.fee;
            }
            chain = chain.subtract(BigInteger.valueOf(fee)).subtract(succeeded ? units : BigInteger.ZERO);
            assertThat(fixture.wallet.custody().units(NETWORK_COIN))
                    .as("seed %d", seed)
                    .isEqualTo(chain);
            assertThat(fixture.total(AccountKind.CUSTODY, NETWORK_COIN, COIN))
                    .as("seed %d", seed)
                    .isEqualTo(chain.divide(BigInteger.TEN.pow(10)));
            assertThat(fixture.customer(ANNAS, COIN).held()).isZero();
        }
        assertThat(exposure()).isZero();
    }

    private record BlockAndEnd(boolean succeeded, long fee) {}

    private static WithdrawalCommand.LetStand letStand(WithdrawalId id) {
        return new WithdrawalCommand.LetStand(id, block(20), "operator:ann", "spent by w2, which is final elsewhere");
    }

    /** What an adapter says that cannot be: w1 had no effect, and w2 spends the same output. */
    private WithdrawalId refusedForGood() {
        fixture.deposit(ANNAS, sats(100_000));
        fund(30_000);
        List<Utxo> inputs = outputs();
        WithdrawalId id = fixture.queue("w1", ANNAS, sats(25_000));
        fixture.send(id, WalletFixture.spending(inputs, 500));
        fixture.does(new WithdrawalCommand.Finalized(id, block(20), false, sats(400)));
        WithdrawalId other = fixture.queue("w2", ANNAS, sats(24_000));
        fixture.send(other, WalletFixture.spending(inputs, 500));
        fixture.refuses("hot-wallet.insufficient", new WithdrawalCommand.Reopened(id, block(20)));
        return id;
    }

    @Test
    void anEndThatTheBooksRefuseToTakeBackStandsByAnOperatorsWord() {
        WithdrawalId id = refusedForGood();
        BigInteger custody = fixture.wallet.custody().units(NETWORK_BTC);
        BigInteger available = fixture.customer(ANNAS, BTC).available();
        assertThat(fixture.wallet
                        .withdrawals()
                        .finalWithdrawals(OUTPUTS, 0, 0, 10)
                        .withdrawals())
                .extracting(Withdrawal::id)
                .contains(id);
        fixture.does(letStand(id));

        assertThat(fixture.withdrawal(id).state()).isEqualTo(WithdrawalState.FAILED_ONCHAIN);
        assertThat(fixture.withdrawal(id).refusal().orElseThrow().code()).isEqualTo("withdrawal.stands");
        assertThat(fixture.withdrawal(id).refusal().orElseThrow().message())
                .contains("operator:ann", "spent by w2", "is not free for it any more");
        assertThat(fixture.wallet.halts().halt(BTC)).isPresent();
        assertThat(fixture.wallet.custody().units(NETWORK_BTC)).isEqualTo(custody);
        assertThat(fixture.customer(ANNAS, BTC).available()).isEqualTo(available);
        for (Wallet wallet : List.of(fixture.wallet, fixture.restored())) {
            assertThat(wallet.withdrawals().finalWithdrawals(OUTPUTS, 0, 0, 10).withdrawals())
                    .as("nobody asks for its reversal again")
                    .isEmpty();
        }
        byte[] before = fixture.bytes();
        fixture.does(letStand(id));
        assertThat(fixture.bytes()).as("once").isEqualTo(before);
        assertThat(fixture.events).isEmpty();
    }

    @Test
    void anOperatorsWordDoesNotLetStandWhatCanBeTakenBack() {
        fixture.deposit(ANNAS, sats(100_000));
        fund(30_000);
        WithdrawalId id = fixture.queue("w1", ANNAS, sats(25_000));
        fixture.refuses("withdrawal.state", letStand(id));
        fixture.send(id, WalletFixture.spending(outputs(), 500));
        fixture.refuses("withdrawal.state", letStand(id));
        fixture.complete(id, sats(400));
        fixture.refuses(
                "withdrawal.block", new WithdrawalCommand.LetStand(id, block(20, "other"), "operator:ann", "why not"));
        fixture.does(letStand(id));
        assertThat(fixture.withdrawal(id).state()).isEqualTo(WithdrawalState.BROADCAST);
        assertThat(fixture.withdrawal(id).refusal()).isEmpty();
        assertThat(fixture.customer(ANNAS, BTC).held()).isEqualTo(25_000);
    }

    @Test
    void anEndThatWasTakenBackTooOftenStandsByAnOperatorsWord() {
        fixture.deposit(ANNAS, coin(1));
        fixture.fundHotWallet(coin(1));
        WithdrawalId id = fixture.queue("w1", ANNAS, wei(50_000_000_000_000_000L));
        fixture.send(id, WalletFixture.inSequence(0, 500));
        fixture.complete(id, wei(400));
        for (int i = 0; i < 9_999; i++) {
            fixture.does(new WithdrawalCommand.Reopened(id, block(20)));
            fixture.does(new WithdrawalCommand.Mined(id, block(20)));
            fixture.complete(id, wei(400));
        }
        fixture.refuses("withdrawal.reopened-too-often", new WithdrawalCommand.Reopened(id, block(20)));
        fixture.does(letStand(id));
        assertThat(fixture.withdrawal(id).state()).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(fixture.restored().withdrawals().withdrawal(id)).contains(fixture.withdrawal(id));
    }

    private List<Utxo> outputs() {
        return fixture.wallet.treasury().freeOutputs(OUTPUTS);
    }

    private DepositKey fund(long units) {
        return fixture.deposit(World.hot(OUTPUTS), sats(units));
    }

    private void takeBack(DepositKey key) {
        fixture.does(new DepositCommand.Reorged(key, block(10)));
        fixture.judgeAll();
    }

    private void creditAgain(DepositKey key, long units) {
        fixture.does(new DepositCommand.Observe(key, sats(units), block(11, "x")));
        fixture.does(new DepositCommand.Finalized(key, block(11, "x")));
        fixture.does(new DepositCommand.Screened(key, true, ""));
    }

    @Test
    void aReservedOutputThatIsTakenBackAndMinedAgainIsStillReserved() {
        fixture.deposit(ANNAS, sats(100_000));
        DepositKey key = fund(30_000);
        List<Utxo> inputs = outputs();
        WithdrawalId id = fixture.queue("w1", ANNAS, sats(25_000));
        fixture.send(id, WalletFixture.spending(inputs, 500));

        takeBack(key);
        assertThat(outputs()).isEmpty();
        creditAgain(key, 30_000);

        assertThat(outputs()).as("it is spent by bytes that exist").isEmpty();
        WithdrawalId other = fixture.queue("w2", ANNAS, sats(24_000));
        fixture.refuses(
                "hot-wallet.insufficient", new WithdrawalCommand.Prepare(other, WalletFixture.spending(inputs, 500)));
        fixture.complete(id, sats(400));
        assertThat(outputs()).isEmpty();
        assertThat(fixture.nativeFunds(World.hot(OUTPUTS))).isZero();
    }

    @Test
    void aSpentOutputThatIsTakenBackAndMinedAgainIsStillSpent() {
        fixture.deposit(ANNAS, sats(100_000));
        DepositKey key = fund(30_000);
        WithdrawalId id = fixture.queue("w1", ANNAS, sats(25_000));
        fixture.send(id, WalletFixture.spending(outputs(), 500));
        fixture.complete(id, sats(400));

        takeBack(key);
        assertThat(fixture.restored().treasury().freeOutputs(OUTPUTS)).isEmpty();
        creditAgain(key, 30_000);

        assertThat(outputs()).isEmpty();
    }

    @Test
    void aReservationIsGivenUpAlsoWhileItsOutputIsNotThere() {
        fixture.deposit(ANNAS, sats(100_000));
        DepositKey key = fund(30_000);
        WithdrawalId id = fixture.queue("w1", ANNAS, sats(25_000));
        fixture.does(new WithdrawalCommand.Prepare(id, WalletFixture.spending(outputs(), 500)));
        takeBack(key);

        fixture.refuses("hot-wallet.insufficient", new WithdrawalCommand.BeginSigning(id));
        fixture.does(new WithdrawalCommand.Unprepare(id, "gone"));
        assertThat(outputs()).isEmpty();
        creditAgain(key, 30_000);
        assertThat(outputs()).hasSize(1);
    }

    @Test
    void aReopenedOneHasItsOutputsAgainAndItsChangeIsNot() {
        for (boolean depositFirst : new boolean[] {true, false}) {
            WalletFixture other = new WalletFixture();
            other.deposit(ANNAS, sats(100_000));
            DepositKey key = other.deposit(World.hot(OUTPUTS), sats(30_000));
            WithdrawalId parent = other.queue("w1", ANNAS, sats(20_000));
            other.send(parent, WalletFixture.spending(other.wallet.treasury().freeOutputs(OUTPUTS), 500));
            DepositKey change =
                    new DepositKey(WalletFixture.signed(parent, OUTPUTS).id(), 1, World.hot(OUTPUTS), Optional.empty());
            other.does(new DepositCommand.Observe(change, sats(9_600), block(20)));
            other.complete(parent, sats(400));
            WithdrawalId child = other.queue("w2", ANNAS, sats(9_000));
            other.send(child, WalletFixture.spending(other.wallet.treasury().freeOutputs(OUTPUTS), 500));
            other.complete(child, sats(500));
            BigInteger custody = other.wallet.custody().units(NETWORK_BTC);

            if (depositFirst) {
                other.does(new DepositCommand.Reorged(key, block(10)));
                other.does(new WithdrawalCommand.Reopened(parent, block(20)));
                other.does(new WithdrawalCommand.Reopened(child, block(20)));
            } else {
                other.does(new WithdrawalCommand.Reopened(child, block(20)));
                other.does(new WithdrawalCommand.Reopened(parent, block(20)));
                other.does(new DepositCommand.Reorged(key, block(10)));
            }

            assertThat(other.wallet.treasury().freeOutputs(OUTPUTS)).isEmpty();
            assertThat(other.wallet.custody().units(NETWORK_BTC)).isEqualTo(100_000);
            assertThat(other.customer(ANNAS, BTC).held()).isEqualTo(29_000);
            other.does(new DepositCommand.Observe(key, sats(30_000), block(11, "x")));
            other.does(new DepositCommand.Finalized(key, block(11, "x")));
            other.does(new DepositCommand.Screened(key, true, ""));
            assertThat(other.wallet.treasury().freeOutputs(OUTPUTS)).isEmpty();
            other.does(new DepositCommand.Observe(change, sats(9_600), block(21)));
            for (WithdrawalId id : List.of(parent, child)) {
                other.does(new WithdrawalCommand.Mined(id, block(21)));
                other.does(new WithdrawalCommand.Finalized(id, block(21), true, sats(id.equals(parent) ? 400 : 500)));
                assertThat(other.wallet.treasury().freeOutputs(OUTPUTS))
                        .as("the change is the child's")
                        .isEmpty();
            }
            assertThat(other.wallet.custody().units(NETWORK_BTC)).isEqualTo(custody);
            assertThat(other.nativeFunds(World.hot(OUTPUTS))).isZero();
        }
    }
}
