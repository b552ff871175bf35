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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.OutboundHalt;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.Event;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.HoldId;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.Money;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.DepositState;
import io.coffer.api.wallet.FrozenAccount;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.money.Amount;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HaltsTest {
    private final WalletFixture fixture = new WalletFixture();

    private static LedgerAccountId of(AccountId account) {
        return new LedgerAccountId(AccountKind.CUSTOMER, account.text(), COIN);
    }

    private static LedgerCommand batch(LedgerOperation operation) {
        return new LedgerCommand.Batch(List.of(operation), "test");
    }

    @Test
    @DisplayName("H11 a reversal after credit is a compensating entry, halts the asset and freezes the account at once")
    void h11_aReversalAfterCreditIsACompensatingEntryHaltsTheAssetAndFreezesTheAccountAtOnce() {
        fixture.deposit(BERTS, coin(5));
        DepositKey key = fixture.deposit(ANNAS, coin(3));
        fixture.does(batch(new LedgerOperation.Post(of(ANNAS), of(BERTS), Money.of(COIN, 100_000_000))));

        fixture.does(new DepositCommand.Reorged(key, block(10)));

        String reason =
                "deposit " + key.id() + " was taken back after it was credited: block " + block(10) + " was removed";
        assertThat(fixture.events)
                .contains(
                        new Event.OutboundHalted(new OutboundHalt(COIN, reason, fixture.timeMs)),
                        new Event.AccountFrozen(new FrozenAccount(ANNAS, reason, fixture.timeMs)));
        assertThat(fixture.wallet.halts().halts())
                .extracting(OutboundHalt::asset)
                .containsExactly(COIN);
        assertThat(fixture.wallet.halts().frozen())
                .extracting(FrozenAccount::account)
                .containsExactly(ANNAS);
        assertThat(fixture.customer(ANNAS, COIN).total()).isZero();
        assertThat(fixture.total(AccountKind.EXPOSURE, COIN)).isEqualTo(100_000_000);
        assertThat(fixture.wallet.custody().units(NETWORK_COIN)).isEqualTo(World.coins(5));
    }

    @Test
    @DisplayName("H11 the same transfer mined again is credited again, once, to the account that stays frozen")
    void h11_theSameTransferMinedAgainIsCreditedAgainOnceToTheAccountThatStaysFrozen() {
        DepositKey key = fixture.deposit(ANNAS, coin(3));
        fixture.does(new DepositCommand.Reorged(key, block(10)));
        for (int times = 0; times < 2; times++) {
            fixture.does(new DepositCommand.Observe(key, coin(3), block(12, "x")));
            fixture.does(new DepositCommand.Finalized(key, block(12, "x")));
        }
        fixture.does(new DepositCommand.Screened(key, true, ""));
        fixture.refuses("deposit.state", new DepositCommand.Screened(key, true, ""));

        assertThat(fixture.customer(ANNAS, COIN).total()).isEqualTo(300_000_000);
        assertThat(fixture.deposit(key).progress().generation()).isEqualTo(1);
        assertThat(fixture.wallet.halts().frozen(ANNAS)).isPresent();
        assertThat(fixture.wallet.halts().halt(COIN)).isPresent();
    }

    @Test
    @DisplayName("H10 a deposit that is removed before it is final halts and freezes nothing")
    void h10_aDepositThatIsRemovedBeforeItIsFinalHaltsAndFreezesNothing() {
        DepositKey key = fixture.depositTo(ANNAS, ACCOUNTS);
        fixture.does(new DepositCommand.Observe(key, coin(3), block(10)));
        assertThat(fixture.wallet.treasury().funds(key.to(), NETWORK_COIN)).isZero();
        fixture.does(new DepositCommand.Reorged(key, block(10)));

        assertThat(fixture.deposit(key).progress().state()).isEqualTo(DepositState.PENDING);
        assertThat(fixture.wallet.halts().halts()).isEmpty();
        assertThat(fixture.wallet.halts().frozen()).isEmpty();
    }

    @Test
    void whatWasOnlyHeldBackIsTakenBackWithoutAHalt() {
        DepositKey key = fixture.depositTo(ANNAS, ACCOUNTS);
        fixture.does(new DepositCommand.Observe(key, coin(3), block(10)));
        fixture.does(new DepositCommand.Finalized(key, block(10)));
        fixture.does(new DepositCommand.Screened(key, false, "on a list"));
        assertThat(fixture.wallet.treasury().funds(key.to(), NETWORK_COIN)).isEqualTo(World.coins(3));

        fixture.does(new DepositCommand.Reorged(key, block(10)));

        assertThat(fixture.wallet.treasury().funds(key.to(), NETWORK_COIN)).isZero();
        assertThat(fixture.wallet.halts().halts()).isEmpty();
        assertThat(fixture.wallet.halts().frozen()).isEmpty();
    }

    @Test
    void ofAHaltedAssetRequestsAreTakenAndWaitAndOthersAreSent() {
        fixture.deposit(ANNAS, coin(10));
        fixture.deposit(ANNAS, Amount.of(World.NETWORK_USDT, 5_000_000));
        fixture.fundHotWallet(coin(50));
        fixture.fundHotWallet(Amount.of(World.NETWORK_USDT, 5_000_000));
        fixture.does(new AssetCommand.HaltOutbound(COIN, "an incident"));

        WithdrawalId coins = fixture.queue("w1", ANNAS, coin(1));
        fixture.refuses("asset.halted", new WithdrawalCommand.Prepare(coins, WalletFixture.inSequence(0, 500)));
        assertThat(fixture.withdrawal(coins).state()).isEqualTo(WithdrawalState.QUEUED);
        WithdrawalId token = fixture.queue("w2", ANNAS, Amount.of(World.NETWORK_USDT, 1_000_000));
        fixture.does(new WithdrawalCommand.Prepare(token, WalletFixture.inSequence(0, 500)));
        fixture.does(new WithdrawalCommand.Unprepare(token, "later"));

        fixture.does(new AssetCommand.ReleaseOutbound(COIN, "olga", "looked at"));
        assertThat(fixture.events).containsExactly(new Event.OutboundReleased(COIN, "olga", "looked at"));
        fixture.does(new WithdrawalCommand.Prepare(coins, WalletFixture.inSequence(0, 500)));
    }

    @Test
    void whatIsPreparedWhenAHaltComesIsNotSigned() {
        fixture.deposit(ANNAS, coin(10));
        fixture.fundHotWallet(coin(50));
        WithdrawalId id = fixture.queue("w1", ANNAS, coin(1));
        fixture.does(new WithdrawalCommand.Prepare(id, WalletFixture.inSequence(0, 500)));
        fixture.does(new AssetCommand.HaltOutbound(COIN, "an incident"));
        fixture.refuses("asset.halted", new WithdrawalCommand.BeginSigning(id));
        fixture.does(new AssetCommand.ReleaseOutbound(COIN, "olga", "looked at"));
        fixture.does(new CustomerCommand.FreezeAccount(ANNAS, "an incident"));
        fixture.refuses("account.frozen", new WithdrawalCommand.BeginSigning(id));
        fixture.does(new CustomerCommand.UnfreezeAccount(ANNAS, "olga", "looked at"));
        fixture.does(new WithdrawalCommand.BeginSigning(id));
    }

    @Test
    void nothingLeavesAFrozenAccountAndDepositsAreCredited() {
        fixture.deposit(ANNAS, coin(10));
        fixture.fundHotWallet(coin(50));
        WithdrawalId waiting = fixture.queue("w1", ANNAS, coin(1));
        fixture.does(batch(new LedgerOperation.Hold(new HoldId("order"), of(ANNAS), Money.of(COIN, 7))));
        fixture.does(new CustomerCommand.FreezeAccount(ANNAS, "an incident"));

        assertThat(fixture.refusal(
                        new WithdrawalCommand.Request(new WithdrawalId("w2"), WalletFixture.request(ANNAS, coin(1)))))
                .isEqualTo("account.frozen");
        assertThat(fixture.withdrawal(new WithdrawalId("w2")).state()).isEqualTo(WithdrawalState.REJECTED);
        fixture.refuses("account.frozen", new WithdrawalCommand.Prepare(waiting, WalletFixture.inSequence(0, 500)));
        fixture.refuses("account.frozen", batch(new LedgerOperation.Post(of(ANNAS), of(BERTS), Money.of(COIN, 1))));
        fixture.refuses(
                "account.frozen", batch(new LedgerOperation.Hold(new HoldId("more"), of(ANNAS), Money.of(COIN, 1))));
        fixture.refuses(
                "account.frozen",
                batch(new LedgerOperation.Capture(new HoldId("order"), of(BERTS), Money.of(COIN, 1))));
        fixture.does(batch(new LedgerOperation.Release(new HoldId("order"))));
        fixture.deposit(ANNAS, coin(1));
        assertThat(fixture.customer(ANNAS, COIN).total()).isEqualTo(1_100_000_000);

        fixture.deposit(BERTS, coin(2));
        fixture.does(batch(new LedgerOperation.Post(of(BERTS), of(ANNAS), Money.of(COIN, 1))));
        fixture.queue("w3", BERTS, coin(1));
        fixture.does(new CustomerCommand.UnfreezeAccount(ANNAS, "olga", "looked at"));
        assertThat(fixture.events).containsExactly(new Event.AccountUnfrozen(ANNAS, "olga", "looked at"));
        fixture.does(new WithdrawalCommand.Prepare(waiting, WalletFixture.inSequence(0, 500)));
    }

    @Test
    void whatIsUnderWayOfAFrozenAccountEndsAsItWould() {
        fixture.deposit(ANNAS, coin(10));
        fixture.fundHotWallet(coin(50));
        WithdrawalId id = fixture.queue("w1", ANNAS, coin(4));
        fixture.send(id, WalletFixture.inSequence(0, 500));
        fixture.does(new CustomerCommand.FreezeAccount(ANNAS, "an incident"));
        fixture.complete(id, wei(300));

        assertThat(fixture.customer(ANNAS, COIN).total()).isEqualTo(600_000_000);
        assertThat(fixture.customer(ANNAS, COIN).held()).isZero();
    }

    @Test
    @DisplayName("H11 the end of a withdrawal that is taken back halts its asset and freezes nobody")
    void h11_theEndOfAWithdrawalThatIsTakenBackHaltsItsAssetAndFreezesNobody() {
        fixture.deposit(ANNAS, coin(10));
        fixture.fundHotWallet(coin(50));
        WithdrawalId id = fixture.queue("w1", ANNAS, coin(4));
        fixture.send(id, WalletFixture.inSequence(0, 500));
        fixture.complete(id, wei(300));
        fixture.does(new WithdrawalCommand.Reopened(id, block(20)));

        assertThat(fixture.wallet.halts().halt(COIN).orElseThrow().reason())
                .contains("w1")
                .contains(block(20).toString());
        assertThat(fixture.wallet.halts().frozen()).isEmpty();
    }

    @Test
    void theFirstReasonStaysAndASecondHaltSaysNothing() {
        fixture.does(new AssetCommand.HaltOutbound(COIN, "first"));
        fixture.does(new AssetCommand.HaltOutbound(COIN, "second"));
        assertThat(fixture.events).isEmpty();
        assertThat(fixture.wallet.halts().halt(COIN).orElseThrow().reason()).isEqualTo("first");
        fixture.does(new CustomerCommand.FreezeAccount(ANNAS, "first"));
        fixture.does(new CustomerCommand.FreezeAccount(ANNAS, "second"));
        assertThat(fixture.events).isEmpty();
        assertThat(fixture.wallet.halts().frozen(ANNAS).orElseThrow().reason()).isEqualTo("first");
    }

    @Test
    void refusesWhatIsNotThereToBeHaltedOrReleased() {
        fixture.refuses("asset.unknown", new AssetCommand.HaltOutbound(new AssetId("NONE"), "why"));
        fixture.refuses("asset.not-halted", new AssetCommand.ReleaseOutbound(USDT, "olga", "why"));
        fixture.refuses("account.unknown", new CustomerCommand.FreezeAccount(new AccountId("nobody"), "why"));
        fixture.refuses("account.not-frozen", new CustomerCommand.UnfreezeAccount(ANNAS, "olga", "why"));
        assertThatThrownBy(() -> new AssetCommand.HaltOutbound(COIN, " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reason");
        assertThatThrownBy(() -> new CustomerCommand.UnfreezeAccount(ANNAS, "", "why"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("decidedBy");
        assertThatThrownBy(() -> new AssetCommand.ReleaseOutbound(COIN, "olga", "x".repeat(1_001)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reason");
    }

    @Test
    void haltsAndFreezesSurviveASnapshot() {
        fixture.does(new AssetCommand.HaltOutbound(COIN, "an incident"));
        fixture.does(new AssetCommand.HaltOutbound(USDT, "another"));
        fixture.does(new CustomerCommand.FreezeAccount(BERTS, "an incident"));

        Wallet restored = fixture.restored();

        assertThat(restored.halts().halts()).isEqualTo(fixture.wallet.halts().halts());
        assertThat(restored.halts().frozen()).isEqualTo(fixture.wallet.halts().frozen());
    }
}
