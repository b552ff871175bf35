// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import static io.coffer.money.wallet.World.ACCOUNTS;
import static io.coffer.money.wallet.World.ANNAS;
import static io.coffer.money.wallet.World.BTC;
import static io.coffer.money.wallet.World.NETWORK_BTC;
import static io.coffer.money.wallet.World.NETWORK_COIN;
import static io.coffer.money.wallet.World.OUTPUTS;
import static io.coffer.money.wallet.World.block;
import static io.coffer.money.wallet.World.coin;
import static io.coffer.money.wallet.World.sats;
import static io.coffer.money.wallet.World.wei;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.Utxo;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TreasuryTest {
    private static final Address HOT = World.hot(ACCOUNTS);

    private final WalletFixture fixture = new WalletFixture();

    private BigInteger funds() {
        return fixture.nativeFunds(HOT);
    }

    private List<Utxo> outputs() {
        return fixture.wallet.treasury().freeOutputs(OUTPUTS);
    }

    private static WithdrawalCommand.Prepare prepare(WithdrawalId id, Preparation preparation) {
        return new WithdrawalCommand.Prepare(id, preparation);
    }

    @Test
    @DisplayName("H23 a sequence is given to one withdrawal and without a gap")
    void h23_aSequenceIsGivenToOneWithdrawalAndWithoutAGap() {
        fixture.deposit(ANNAS, coin(10));
        fixture.fundHotWallet(coin(50));
        WithdrawalId first = fixture.queue("w1", ANNAS, coin(1));
        WithdrawalId second = fixture.queue("w2", ANNAS, coin(1));

        fixture.refuses("hot-wallet.sequence", prepare(first, WalletFixture.inSequence(1, 500)));
        fixture.does(prepare(first, WalletFixture.inSequence(0, 500)));
        fixture.refuses("hot-wallet.busy", prepare(second, WalletFixture.inSequence(0, 500)));
        fixture.refuses("hot-wallet.busy", prepare(second, WalletFixture.inSequence(1, 500)));
        fixture.does(new WithdrawalCommand.BeginSigning(first));
        fixture.refuses("hot-wallet.busy", prepare(second, WalletFixture.inSequence(1, 500)));
        fixture.does(new WithdrawalCommand.Signed(first, WalletFixture.signed(first, ACCOUNTS)));

        fixture.refuses("hot-wallet.sequence", prepare(second, WalletFixture.inSequence(0, 500)));
        fixture.refuses("hot-wallet.sequence", prepare(second, WalletFixture.inSequence(2, 500)));
        fixture.does(prepare(second, WalletFixture.inSequence(1, 500)));
        assertThat(fixture.wallet.treasury().nextSequence(HOT)).isEqualTo(2);
    }

    @Test
    @DisplayName("H23 a sequence that was given back is the next one again")
    void h23_aSequenceThatWasGivenBackIsTheNextOneAgain() {
        fixture.deposit(ANNAS, coin(10));
        fixture.fundHotWallet(coin(50));
        WithdrawalId first = fixture.queue("w1", ANNAS, coin(1));
        WithdrawalId second = fixture.queue("w2", ANNAS, coin(1));
        fixture.does(prepare(first, WalletFixture.inSequence(0, 500)));
        fixture.does(new WithdrawalCommand.Unprepare(first, "fees rose"));
        assertThat(fixture.withdrawal(first).attempts()).isEmpty();

        fixture.does(prepare(second, WalletFixture.inSequence(0, 500)));
        assertThat(fixture.wallet.treasury().nextSequence(HOT)).isEqualTo(1);
    }

    @Test
    void fundsAreDepositsLessWhatLeftAndWhatIsReserved() {
        fixture.deposit(ANNAS, coin(10));
        fixture.fundHotWallet(coin(50));
        WithdrawalId id = fixture.queue("w1", ANNAS, coin(4));
        assertThat(funds()).isEqualTo(World.coins(50));

        fixture.does(prepare(id, WalletFixture.inSequence(0, 500)));
        assertThat(funds()).isEqualTo(World.coins(46).subtract(BigInteger.valueOf(500)));
        fixture.does(new WithdrawalCommand.Unprepare(id, "fees rose"));
        assertThat(funds()).isEqualTo(World.coins(50));

        fixture.send(id, WalletFixture.inSequence(0, 700));
        assertThat(funds()).isEqualTo(World.coins(46).subtract(BigInteger.valueOf(700)));
        fixture.complete(id, wei(300));
        assertThat(funds()).isEqualTo(World.coins(46).subtract(BigInteger.valueOf(300)));
    }

    @Test
    void ofAFailedTransactionOnlyTheFeeIsGone() {
        fixture.deposit(ANNAS, coin(10));
        fixture.fundHotWallet(coin(50));
        WithdrawalId id = fixture.queue("w1", ANNAS, coin(4));
        fixture.send(id, WalletFixture.inSequence(0, 700));
        fixture.does(new WithdrawalCommand.Finalized(id, block(20), false, wei(600)));

        assertThat(funds()).isEqualTo(World.coins(50).subtract(BigInteger.valueOf(600)));
    }

    @Test
    void theHotWalletPaysNoMoreThanItHasToTheUnit() {
        fixture.deposit(ANNAS, coin(10));
        fixture.fundHotWallet(coin(4));
        WithdrawalId id = fixture.queue("w1", ANNAS, coin(4));
        fixture.refuses("hot-wallet.insufficient", prepare(id, WalletFixture.inSequence(0, 500)));
        assertThat(fixture.withdrawal(id).state()).isEqualTo(WithdrawalState.QUEUED);

        fixture.fundHotWallet(wei(499));
        fixture.refuses("hot-wallet.insufficient", prepare(id, WalletFixture.inSequence(0, 500)));
        fixture.fundHotWallet(wei(1));
        fixture.does(prepare(id, WalletFixture.inSequence(0, 500)));
        assertThat(funds()).isZero();
    }

    @Test
    void whatIsNotFinalIsNotThereToBeSpent() {
        DepositKey key = fixture.depositTo(HOT);
        fixture.does(new DepositCommand.Observe(key, coin(5), block(5)));
        assertThat(funds()).isZero();
        fixture.does(new DepositCommand.Finalized(key, block(5)));
        assertThat(funds()).isZero();
        fixture.does(new DepositCommand.Screened(key, true, ""));
        assertThat(funds()).isEqualTo(World.coins(5));
        fixture.does(new DepositCommand.Reorged(key, block(5)));
        assertThat(funds()).isZero();
    }

    @Test
    void refusesAPreparationThatDoesNotFit() {
        fixture.deposit(ANNAS, coin(10));
        fixture.fundHotWallet(coin(50));
        WithdrawalId id = fixture.queue("w1", ANNAS, coin(4));
        FeeQuote fee = WalletFixture.inSequence(0, 500).fee();
        Address foreign = World.outside(ACCOUNTS, "hot");
        fixture.refuses(
                "hot-wallet.unknown", prepare(id, new Preparation(foreign, OptionalLong.of(0), List.of(), fee)));
        Address deposits = World.address(ACCOUNTS, KeyPurpose.DEPOSIT, 0);
        fixture.refuses(
                "hot-wallet.unknown", prepare(id, new Preparation(deposits, OptionalLong.of(0), List.of(), fee)));
        fixture.refuses(
                "hot-wallet.unknown",
                prepare(id, new Preparation(World.hot(OUTPUTS), OptionalLong.of(0), List.of(), fee)));
        fixture.refuses(
                "withdrawal.preparation", prepare(id, new Preparation(HOT, OptionalLong.empty(), List.of(), fee)));
        fixture.refuses("withdrawal.fee-cap", prepare(id, WalletFixture.inSequence(0, 100_001)));
        FeeQuote inToken = new FeeQuote(World.NETWORK_USDT, BigInteger.ONE, BigInteger.ZERO, 1);
        fixture.refuses(
                "withdrawal.fee-asset", prepare(id, new Preparation(HOT, OptionalLong.of(0), List.of(), inToken)));
        fixture.does(prepare(id, WalletFixture.inSequence(0, 100_000)));
    }

    private WithdrawalId queuedBitcoin(long units) {
        return fixture.queue("b" + units, ANNAS, sats(units));
    }

    @Test
    void anOutputIsReservedForOneWithdrawalAndSpentWithIt() {
        fixture.deposit(ANNAS, sats(100_000));
        fixture.fundHotWallet(sats(30_000));
        fixture.fundHotWallet(sats(20_000));
        assertThat(outputs())
                .extracting(utxo -> utxo.amount().units().intValue())
                .containsExactly(30_000, 20_000);
        Utxo first = outputs().get(0);
        WithdrawalId id = queuedBitcoin(25_000);

        fixture.refuses("hot-wallet.insufficient", prepare(id, WalletFixture.spending(List.of(first), 5_001)));
        fixture.refuses("hot-wallet.insufficient", prepare(id, WalletFixture.spending(List.of(first, first), 5_001)));
        fixture.does(prepare(id, WalletFixture.spending(List.of(first), 5_000)));
        assertThat(outputs()).doesNotContain(first).hasSize(1);
        fixture.does(new WithdrawalCommand.BeginSigning(id));
        fixture.does(new WithdrawalCommand.Signed(id, WalletFixture.signed(id, OUTPUTS)));

        WithdrawalId other = queuedBitcoin(24_000);
        fixture.refuses("hot-wallet.insufficient", prepare(other, WalletFixture.spending(List.of(first), 500)));
    }

    @Test
    void anOutputThatIsGivenBackIsFreeAgainInItsOldPlace() {
        fixture.deposit(ANNAS, sats(100_000));
        fixture.fundHotWallet(sats(30_000));
        fixture.fundHotWallet(sats(20_000));
        List<Utxo> before = outputs();
        WithdrawalId id = queuedBitcoin(25_000);
        fixture.does(prepare(id, WalletFixture.spending(before.subList(0, 1), 500)));
        fixture.does(new WithdrawalCommand.Unprepare(id, "fees rose"));

        assertThat(outputs()).isEqualTo(before);
    }

    @Test
    void refusesInputsThatAreNotTheTreasurysOwn() {
        fixture.deposit(ANNAS, sats(100_000));
        fixture.fundHotWallet(sats(30_000));
        Utxo real = outputs().get(0);
        WithdrawalId id = queuedBitcoin(25_000);
        Utxo invented = new Utxo(new TxId("none"), 0, real.address(), real.amount(), real.owner());
        Utxo enlarged = new Utxo(real.tx(), real.index(), real.address(), sats(90_000), real.owner());

        fixture.refuses("hot-wallet.insufficient", prepare(id, WalletFixture.spending(List.of(invented), 500)));
        fixture.refuses("hot-wallet.insufficient", prepare(id, WalletFixture.spending(List.of(enlarged), 500)));
    }

    private DepositKey change(WithdrawalId id, int position) {
        return new DepositKey(WalletFixture.signed(id, OUTPUTS).id(), position, World.hot(OUTPUTS), Optional.empty());
    }

    @Test
    void changeOfOurOwnIsNoDepositButAnOutputOnceItIsFinal() {
        fixture.deposit(ANNAS, sats(100_000));
        fixture.fundHotWallet(sats(30_000));
        WithdrawalId id = queuedBitcoin(25_000);
        fixture.send(id, WalletFixture.spending(outputs(), 500));
        fixture.does(new DepositCommand.Observe(change(id, 1), sats(4_600), block(20)));
        fixture.does(new DepositCommand.Observe(change(id, 1), sats(4_600), block(20)));
        assertThat(fixture.wallet.deposits().open(OUTPUTS)).isEmpty();
        assertThat(outputs()).isEmpty();

        fixture.complete(id, sats(400));

        assertThat(outputs()).singleElement().satisfies(utxo -> {
            assertThat(utxo.tx()).isEqualTo(new TxId("tx-" + id));
            assertThat(utxo.index()).isEqualTo(1);
            assertThat(utxo.amount()).isEqualTo(sats(4_600));
        });
        assertThat(fixture.wallet.custody().units(NETWORK_BTC)).isEqualTo(100_000 + 4_600);
        assertThat(fixture.total(AccountKind.HOUSE, BTC)).isEqualTo(30_000);
        assertThat(fixture.total(AccountKind.GAS_EXPENSE, NETWORK_BTC, BTC)).isEqualTo(400);
        assertThat(fixture.nativeFunds(World.hot(OUTPUTS))).isEqualTo(4_600);
    }

    @Test
    void changeThatIsSeenAfterTheEndIsAnOutputAtOnceAndOnce() {
        fixture.deposit(ANNAS, sats(100_000));
        fixture.fundHotWallet(sats(30_000));
        WithdrawalId id = queuedBitcoin(25_000);
        fixture.send(id, WalletFixture.spending(outputs(), 500));
        fixture.complete(id, sats(400));
        fixture.does(new DepositCommand.Observe(change(id, 1), sats(4_600), block(20)));
        assertThat(outputs()).hasSize(1);

        WithdrawalId next = queuedBitcoin(4_000);
        fixture.send(next, WalletFixture.spending(outputs(), 500));
        fixture.complete(next, sats(400));
        fixture.does(new DepositCommand.Observe(change(id, 1), sats(4_600), block(20)));
        assertThat(outputs()).as("a rescan brings nothing back that is spent").isEmpty();
    }

    @Test
    void whatAContractSendsBackToACustomerIsThatCustomersDeposit() {
        fixture.deposit(ANNAS, coin(10));
        fixture.fundHotWallet(coin(50));
        WithdrawalId id = fixture.queue("w1", ANNAS, coin(4));
        fixture.send(id, WalletFixture.inSequence(0, 500));
        DepositKey back = new DepositKey(
                WalletFixture.signed(id, ACCOUNTS).id(),
                1,
                World.address(ACCOUNTS, KeyPurpose.DEPOSIT, 1),
                Optional.empty());

        fixture.does(new DepositCommand.Observe(back, coin(4), block(20)));

        assertThat(fixture.deposit(back).account()).contains(World.BERTS);
    }

    @Test
    void theHotWalletSurvivesASnapshot() {
        fixture.deposit(ANNAS, coin(10));
        fixture.deposit(ANNAS, sats(100_000));
        fixture.fundHotWallet(coin(50));
        fixture.fundHotWallet(sats(30_000));
        WithdrawalId id = fixture.queue("w1", ANNAS, coin(4));
        fixture.does(prepare(id, WalletFixture.inSequence(0, 500)));
        WithdrawalId bitcoin = queuedBitcoin(25_000);
        fixture.does(prepare(bitcoin, WalletFixture.spending(outputs(), 500)));

        Wallet restored = fixture.restored();

        assertThat(restored.treasury().nextSequence(HOT)).isEqualTo(1);
        assertThat(WalletFixture.nativeFunds(restored, HOT)).isEqualTo(funds());
        assertThat(restored.treasury().freeOutputs(OUTPUTS)).isEmpty();
        assertThat(restored.custody().units(NETWORK_COIN)).isEqualTo(World.coins(60));
    }
}
