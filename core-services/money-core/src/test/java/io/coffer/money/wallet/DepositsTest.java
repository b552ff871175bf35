// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import static io.coffer.money.wallet.World.ACCOUNTS;
import static io.coffer.money.wallet.World.ANNAS;
import static io.coffer.money.wallet.World.BERTS;
import static io.coffer.money.wallet.World.COIN;
import static io.coffer.money.wallet.World.NETWORK_COIN;
import static io.coffer.money.wallet.World.USDT;
import static io.coffer.money.wallet.World.block;
import static io.coffer.money.wallet.World.coin;
import static io.coffer.money.wallet.World.wei;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.Event;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.core.MoneyState.FinalDeposits;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.Money;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.DepositState;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.SetAsideSighting;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DepositsTest {
    private static final BigInteger ONE_COIN = BigInteger.valueOf(100_000_000);

    private final WalletFixture fixture = new WalletFixture();

    private void state(DepositKey key, DepositChainState chain, DepositState state) {
        assertThat(fixture.deposit(key).progress().chain()).isEqualTo(chain);
        assertThat(fixture.deposit(key).progress().state()).isEqualTo(state);
    }

    private BigInteger available(io.coffer.api.wallet.AccountId account) {
        return fixture.customer(account, COIN).available();
    }

    @Test
    void creditsOnlyAfterFinalityAndScreening() {
        DepositKey key = fixture.depositTo(ANNAS, ACCOUNTS);

        fixture.does(new DepositCommand.Observe(key, coin(3), block(5)));
        state(key, DepositChainState.CONFIRMING, DepositState.PENDING);
        assertThat(available(ANNAS)).isZero();

        fixture.does(new DepositCommand.Finalized(key, block(5)));
        state(key, DepositChainState.FINAL, DepositState.SCREENING);
        assertThat(available(ANNAS)).isZero();

        fixture.does(new DepositCommand.Screened(key, true, ""));
        state(key, DepositChainState.FINAL, DepositState.AVAILABLE);
        assertThat(available(ANNAS)).isEqualTo(ONE_COIN.multiply(BigInteger.valueOf(3)));
        assertThat(fixture.total(AccountKind.CUSTODY, NETWORK_COIN, COIN)).isEqualTo(available(ANNAS));
        assertThat(fixture.wallet.custody().units(NETWORK_COIN)).isEqualTo(World.coins(3));
    }

    @Test
    @DisplayName("H08 the same deposit reported twice is credited once")
    void h08_sameDepositReportedTwiceIsCreditedOnce() {
        DepositKey key = fixture.deposit(ANNAS, coin(1));

        fixture.does(new DepositCommand.Observe(key, coin(1), block(10)));
        assertThat(fixture.events).isEmpty();
        fixture.does(new DepositCommand.Finalized(key, block(10)));
        assertThat(fixture.events).isEmpty();
        fixture.refuses("deposit.state", new DepositCommand.Screened(key, true, ""));

        assertThat(available(ANNAS)).isEqualTo(ONE_COIN);
    }

    @Test
    @DisplayName("H09 two movements of one transaction to the same address are two deposits")
    void h09_twoMovementsOfOneTransactionAreTwoDeposits() {
        var to = World.address(ACCOUNTS, KeyPurpose.DEPOSIT, 0);
        for (int position = 0; position < 2; position++) {
            DepositKey key = new DepositKey(new TxId("same"), position, to, Optional.empty());
            fixture.does(new DepositCommand.Observe(key, coin(1), block(5)));
            fixture.does(new DepositCommand.Finalized(key, block(5)));
            fixture.does(new DepositCommand.Screened(key, true, ""));
        }

        assertThat(available(ANNAS)).isEqualTo(ONE_COIN.multiply(BigInteger.TWO));
    }

    @Test
    @DisplayName("H10 a deposit that is reorganised before it is final was never spendable")
    void h10_reorganisedBeforeFinalWasNeverSpendable() {
        DepositKey key = fixture.depositTo(ANNAS, ACCOUNTS);
        fixture.does(new DepositCommand.Observe(key, coin(1), block(5)));
        fixture.does(new DepositCommand.Reorged(key, block(5)));
        state(key, DepositChainState.REORGED, DepositState.PENDING);
        fixture.refuses("deposit.block", new DepositCommand.Finalized(key, block(5)));
        assertThat(available(ANNAS)).isZero();

        fixture.does(new DepositCommand.Observe(key, coin(1), block(6, "fork")));
        fixture.refuses("deposit.block", new DepositCommand.Finalized(key, block(5)));
        fixture.does(new DepositCommand.Finalized(key, block(6, "fork")));
        fixture.does(new DepositCommand.Screened(key, true, ""));

        assertThat(available(ANNAS)).isEqualTo(ONE_COIN);
        assertThat(fixture.deposit(key).progress().generation()).isZero();
    }

    @Test
    void vanishesAndComesBack() {
        DepositKey key = fixture.depositTo(ANNAS, ACCOUNTS);
        fixture.does(new DepositCommand.Observe(key, coin(1), block(5)));
        fixture.refuses("deposit.state", new DepositCommand.Vanished(key));
        fixture.does(new DepositCommand.Reorged(key, block(5)));
        assertThat(fixture.wallet.deposits().open(ACCOUNTS)).hasSize(1);

        fixture.does(new DepositCommand.Vanished(key));
        state(key, DepositChainState.VANISHED, DepositState.PENDING);
        assertThat(fixture.wallet.deposits().open(ACCOUNTS)).isEmpty();

        fixture.does(new DepositCommand.Observe(key, coin(1), block(9)));
        state(key, DepositChainState.CONFIRMING, DepositState.PENDING);
    }

    @Test
    void treatsTheDepositAsMovedWhenItIsSeenInAnotherBlock() {
        DepositKey key = fixture.depositTo(ANNAS, ACCOUNTS);
        fixture.does(new DepositCommand.Observe(key, coin(1), block(5)));

        fixture.does(new DepositCommand.Observe(key, coin(1), block(5, "fork")));

        assertThat(fixture.deposit(key).block()).isEqualTo(block(5, "fork"));
        fixture.refuses("deposit.block", new DepositCommand.Reorged(key, block(5)));
    }

    @Test
    void refusesAnotherAmountInTheSameBlock() {
        DepositKey key = fixture.depositTo(ANNAS, ACCOUNTS);
        fixture.does(new DepositCommand.Observe(key, coin(1), block(5)));

        fixture.refuses("deposit.amount", new DepositCommand.Observe(key, coin(2), block(5)));
    }

    @Test
    void refusesWhatIsNotOurs() {
        DepositKey foreign = fixture.depositTo(World.outside(ACCOUNTS, "other"));
        fixture.refuses("deposit.address-unknown", new DepositCommand.Observe(foreign, coin(1), block(5)));
        DepositKey ours = fixture.depositTo(ANNAS, ACCOUNTS);
        fixture.refuses("deposit.asset", new DepositCommand.Observe(ours, World.sats(1_000), block(5)));
        fixture.refuses("deposit.unknown", new DepositCommand.Finalized(ours, block(5)));
    }

    @Test
    void keepsWhatIsBelowTheMinimumWithoutCreditingIt() {
        DepositKey key = fixture.depositTo(ANNAS, ACCOUNTS);
        fixture.does(new DepositCommand.Observe(key, wei(999), block(5)));
        fixture.does(new DepositCommand.Finalized(key, block(5)));

        state(key, DepositChainState.FINAL, DepositState.BELOW_MINIMUM);
        assertThat(fixture.deposit(key).progress().reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("1000"));
        assertThat(available(ANNAS)).isZero();
        assertThat(fixture.wallet.custody().units(NETWORK_COIN)).isEqualTo(999);
    }

    @Test
    void creditsNoDepositOfLessThanOneLedgerUnit() {
        DepositKey key = fixture.depositTo(ANNAS, ACCOUNTS);
        // One ledger unit is 10^10 wei.
        fixture.does(new DepositCommand.Observe(key, wei(9_999_999_999L), block(5)));
        fixture.does(new DepositCommand.Finalized(key, block(5)));

        state(key, DepositChainState.FINAL, DepositState.BELOW_MINIMUM);
    }

    @Test
    void keepsOnTheDeskWhatIsNotListed() {
        NetworkAssetId unlisted = new NetworkAssetId("devnet:accounts/token:spam");
        DepositKey key = fixture.depositTo(ANNAS, ACCOUNTS);
        fixture.does(new DepositCommand.Observe(key, Amount.of(unlisted, 7), block(5)));
        fixture.does(new DepositCommand.Finalized(key, block(5)));

        state(key, DepositChainState.FINAL, DepositState.UNATTRIBUTED);
        assertThat(fixture.deposit(key).progress().reason()).contains(unlisted + " is not listed");
        assertThat(fixture.wallet.custody().units(unlisted)).isZero();
        fixture.refuses("deposit.state", new DepositCommand.Screened(key, true, ""));
    }

    @Test
    void keepsOnTheDeskWhatComesWhileDepositsAreSwitchedOff() {
        NetworkListing on = World.listing(NETWORK_COIN, 18, COIN, 1_000);
        fixture.does(
                new AssetCommand.ListOnNetwork(new NetworkListing(on.asset(), COIN, on.minimumDeposit(), false, true)));
        DepositKey key = fixture.depositTo(ANNAS, ACCOUNTS);
        fixture.does(new DepositCommand.Observe(key, coin(2), block(5)));
        fixture.does(new DepositCommand.Finalized(key, block(5)));

        state(key, DepositChainState.FINAL, DepositState.UNATTRIBUTED);
        assertThat(fixture.total(AccountKind.SUSPENSE, COIN)).isEqualTo(ONE_COIN.multiply(BigInteger.TWO));
        assertThat(available(ANNAS)).isZero();
    }

    @Test
    void keepsOnTheDeskWhatTheLedgerCannotHold() {
        Amount huge = new Amount(World.NETWORK_USDT, BigInteger.ONE.shiftLeft(127));
        DepositKey key = fixture.depositTo(ANNAS, ACCOUNTS);
        fixture.does(new DepositCommand.Observe(key, huge, block(5)));
        fixture.does(new DepositCommand.Finalized(key, block(5)));

        state(key, DepositChainState.FINAL, DepositState.UNATTRIBUTED);
        assertThat(fixture.deposit(key).progress().reason()).contains("more than the ledger can hold");
        assertThat(fixture.customer(ANNAS, USDT).total()).isZero();
    }

    @Test
    void keepsOnTheDeskWhatWouldMakeTheSumsOverflow() {
        // 2^120 network units are 100 times as many ledger units: the second one passes 2^127.
        Amount large = new Amount(World.NETWORK_USDT, BigInteger.ONE.shiftLeft(120));
        fixture.deposit(ANNAS, large);
        DepositKey second = fixture.depositTo(ANNAS, ACCOUNTS);
        fixture.does(new DepositCommand.Observe(second, large, block(5)));
        fixture.does(new DepositCommand.Finalized(second, block(5)));

        state(second, DepositChainState.FINAL, DepositState.UNATTRIBUTED);
        assertThat(fixture.customer(ANNAS, USDT).total())
                .isEqualTo(BigInteger.ONE.shiftLeft(120).multiply(BigInteger.valueOf(100)));
    }

    @Test
    void holdsBackWhatScreeningRefuses() {
        DepositKey key = fixture.depositTo(ANNAS, ACCOUNTS);
        fixture.does(new DepositCommand.Observe(key, coin(1), block(5)));
        fixture.does(new DepositCommand.Finalized(key, block(5)));
        fixture.does(new DepositCommand.Screened(key, false, "list 7"));

        state(key, DepositChainState.FINAL, DepositState.QUARANTINED);
        assertThat(fixture.deposit(key).progress().reason()).contains("list 7");
        assertThat(available(ANNAS)).isZero();
        assertThat(fixture.total(AccountKind.SUSPENSE, COIN)).isEqualTo(ONE_COIN);
    }

    @Test
    void creditsTheHouseForDepositsToTheHotWallet() {
        fixture.fundHotWallet(coin(5));

        assertThat(fixture.total(AccountKind.HOUSE, COIN)).isEqualTo(ONE_COIN.multiply(BigInteger.valueOf(5)));
        assertThat(fixture.nativeFunds(World.hot(ACCOUNTS))).isEqualTo(World.coins(5));
    }

    @Test
    void takesBackACreditThatTheChainReversed() {
        DepositKey key = fixture.deposit(ANNAS, coin(2));
        fixture.does(new DepositCommand.Reorged(key, block(10)));

        state(key, DepositChainState.REORGED, DepositState.REVERSED);
        assertThat(fixture.deposit(key).progress().generation()).isEqualTo(1);
        assertThat(available(ANNAS)).isZero();
        assertThat(fixture.wallet.custody().units(NETWORK_COIN)).isZero();

        fixture.does(new DepositCommand.Observe(key, coin(2), block(12)));
        fixture.does(new DepositCommand.Finalized(key, block(12)));
        fixture.does(new DepositCommand.Screened(key, true, ""));
        state(key, DepositChainState.FINAL, DepositState.AVAILABLE);
        assertThat(available(ANNAS)).isEqualTo(ONE_COIN.multiply(BigInteger.TWO));
        assertThat(fixture.deposit(key).progress().generation()).isEqualTo(1);
    }

    @Test
    void whatWasSpentOfAReversedCreditBecomesExposureAndIsSettledFirst() {
        DepositKey key = fixture.deposit(ANNAS, coin(2));
        LedgerAccountId anna = new LedgerAccountId(AccountKind.CUSTOMER, ANNAS.text(), COIN);
        LedgerAccountId bert = new LedgerAccountId(AccountKind.CUSTOMER, BERTS.text(), COIN);
        fixture.does(new LedgerCommand.Batch(
                List.of(new LedgerOperation.Post(anna, bert, new Money(COIN, ONE_COIN))), "gift"));

        fixture.does(new DepositCommand.Reorged(key, block(10)));
        assertThat(available(ANNAS)).isZero();
        assertThat(available(BERTS)).isEqualTo(ONE_COIN);
        assertThat(fixture.total(AccountKind.EXPOSURE, COIN)).isEqualTo(ONE_COIN);

        fixture.does(new DepositCommand.Observe(key, coin(2), block(12)));
        fixture.does(new DepositCommand.Finalized(key, block(12)));
        fixture.does(new DepositCommand.Screened(key, true, ""));
        assertThat(fixture.total(AccountKind.EXPOSURE, COIN)).isZero();
        assertThat(available(ANNAS)).isEqualTo(ONE_COIN);
    }

    @Test
    void refusesToSeeAFinalDepositElsewhereWithoutItsReversal() {
        DepositKey key = fixture.deposit(ANNAS, coin(2));

        fixture.refuses("deposit.state", new DepositCommand.Observe(key, coin(2), block(11)));
    }

    @Test
    void notesEveryStepAsAnEvent() {
        DepositKey key = fixture.depositTo(ANNAS, ACCOUNTS);
        fixture.does(new DepositCommand.Observe(key, coin(1), block(5)));
        assertThat(fixture.events).containsExactly(new Event.DepositChanged(fixture.deposit(key)));
        fixture.does(new DepositCommand.Finalized(key, block(5)));
        assertThat(fixture.events).containsExactly(new Event.DepositChanged(fixture.deposit(key)));
        fixture.does(new DepositCommand.Screened(key, true, ""));
        assertThat(fixture.events).hasSize(2);
        assertThat(fixture.events.get(0))
                .isInstanceOfSatisfying(
                        Event.LedgerMoved.class,
                        moved -> assertThat(moved.memo()).isEqualTo("deposit " + key.id()));
    }

    @Test
    void findsDepositsByIdOnly() {
        DepositKey key = fixture.deposit(ANNAS, coin(2));

        assertThat(fixture.wallet.deposits().deposit(key.id())).isPresent();
        assertThat(fixture.wallet.deposits().deposit("dep_zz")).isEmpty();
        assertThat(fixture.wallet.deposits().deposit("dep_" + "0".repeat(32))).isEmpty();
    }

    @Test
    void whatCannotBeObservedIsSetAsideByWordAndCreditsNothing() {
        DepositKey key = fixture.deposit(ANNAS, coin(1));
        BigInteger before = available(ANNAS);
        fixture.refuses("deposit.amount", new DepositCommand.Observe(key, coin(2), block(10)));
        DepositCommand aside = new DepositCommand.SetAside(key, coin(2), block(10), "the node told two amounts");

        fixture.does(aside);
        SetAsideSighting sighting =
                new SetAsideSighting(key, coin(2), block(10), "the node told two amounts", fixture.timeMs);
        assertThat(fixture.events).containsExactly(new Event.SightingSetAside(sighting));
        fixture.does(aside);
        assertThat(fixture.events).isEmpty();
        assertThat(fixture.wallet.deposits().setAside(ACCOUNTS)).containsExactly(sighting);
        assertThat(fixture.restored().deposits().setAside(ACCOUNTS)).containsExactly(sighting);
        assertThat(available(ANNAS)).isEqualTo(before);
        state(key, DepositChainState.FINAL, DepositState.AVAILABLE);
    }

    @Test
    void nothingThatCanBeObservedIsSetAside() {
        DepositKey known = fixture.deposit(ANNAS, coin(1));
        fixture.refuses("deposit.observable", new DepositCommand.SetAside(known, coin(1), block(10), "why not"));
        DepositKey fresh = fixture.depositTo(ANNAS, ACCOUNTS);
        fixture.refuses("deposit.observable", new DepositCommand.SetAside(fresh, coin(1), block(10), "why not"));
        fixture.does(new DepositCommand.SetAside(known, coin(1), block(11), "final in block 10 already"));
    }

    @Test
    void finalDepositsAreFoundByHeightPageByPage() {
        DepositKey low = fixture.deposit(ANNAS, coin(1));
        DepositKey high = fixture.depositTo(ANNAS, ACCOUNTS);
        fixture.does(new DepositCommand.Observe(high, coin(2), block(20)));
        FinalDeposits page = fixture.wallet.deposits().finalDeposits(ACCOUNTS, 0, 0, 1);
        assertThat(page.deposits()).extracting(Deposit::key).containsExactly(low);
        assertThat(page.next()).hasValue(1);
        page = fixture.wallet.deposits().finalDeposits(ACCOUNTS, 0, 1, 1);
        assertThat(page.deposits()).isEmpty();
        assertThat(page.next()).isEmpty();

        fixture.does(new DepositCommand.Finalized(high, block(20)));
        assertThat(fixture.wallet.deposits().finalDeposits(ACCOUNTS, 11, 0, 10).deposits())
                .extracting(Deposit::key)
                .containsExactly(high);
        assertThat(fixture.wallet
                        .deposits()
                        .finalDeposits(World.OUTPUTS, 0, 0, 10)
                        .deposits())
                .isEmpty();
    }
}
