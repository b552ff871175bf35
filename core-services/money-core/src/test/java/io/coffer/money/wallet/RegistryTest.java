// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import static io.coffer.money.wallet.World.ACCOUNTS;
import static io.coffer.money.wallet.World.ANNA;
import static io.coffer.money.wallet.World.ANNAS;
import static io.coffer.money.wallet.World.BTC;
import static io.coffer.money.wallet.World.COIN;
import static io.coffer.money.wallet.World.NETWORK_COIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.HoldId;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.Money;
import io.coffer.api.wallet.Account;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Customer;
import io.coffer.api.wallet.CustomerId;
import io.coffer.api.wallet.WithdrawalId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Assets, customers, and what batches from outside may touch. */
class RegistryTest {
    private final WalletFixture fixture = new WalletFixture();

    @Test
    void anAssetsDecimalsArePinned() {
        fixture.does(new AssetCommand.ListAsset(new Asset(COIN, 8)));
        assertThat(fixture.events).isEmpty();
        fixture.refuses("asset.decimals-pinned", new AssetCommand.ListAsset(new Asset(COIN, 9)));
    }

    @Test
    void aListingsDecimalsAndLedgerAssetArePinned() {
        fixture.refuses(
                "asset.listing-pinned", new AssetCommand.ListOnNetwork(World.listing(NETWORK_COIN, 17, COIN, 0)));
        fixture.refuses(
                "asset.listing-pinned", new AssetCommand.ListOnNetwork(World.listing(NETWORK_COIN, 18, BTC, 0)));
        fixture.refuses(
                "asset.unknown",
                new AssetCommand.ListOnNetwork(World.listing(NETWORK_COIN, 18, new AssetId("NONE"), 0)));
    }

    @Test
    void switchesAndMinimumOfAListingMayChange() {
        NetworkListing before = fixture.wallet.assets().listing(NETWORK_COIN).orElseThrow();
        NetworkListing off = new NetworkListing(before.asset(), COIN, World.wei(5), false, false);
        fixture.does(new AssetCommand.ListOnNetwork(off));
        assertThat(fixture.wallet.assets().listing(NETWORK_COIN)).contains(off);
    }

    @Test
    void customersAndAccountsExistOnce() {
        fixture.refuses("customer.exists", new CustomerCommand.CreateCustomer(ANNA));
        fixture.refuses("account.exists", new CustomerCommand.OpenAccount(ANNAS, ANNA));
        fixture.refuses(
                "customer.unknown", new CustomerCommand.OpenAccount(new AccountId("new"), new CustomerId("none")));
        fixture.does(new CustomerCommand.OpenAccount(new AccountId("new"), ANNA));

        assertThat(fixture.wallet.customers().accounts(ANNA))
                .extracting(Account::id)
                .containsExactly(ANNAS, new AccountId("new"));
        assertThat(fixture.wallet.customers().customer(ANNA)).contains(new Customer(ANNA, fixture.timeMs));
        assertThat(fixture.restored().customers().accounts(ANNA)).hasSize(2);
    }

    private static LedgerAccountId account(AccountKind kind, String owner) {
        return new LedgerAccountId(kind, owner, COIN);
    }

    private static LedgerCommand.Batch batch(LedgerOperation operation) {
        return new LedgerCommand.Batch(List.of(operation), "memo");
    }

    private static LedgerCommand.Batch post(LedgerAccountId debit, LedgerAccountId credit) {
        return batch(new LedgerOperation.Post(debit, credit, Money.of(COIN, 5)));
    }

    @Test
    void aBatchDoesNotMoveWhatTheChainsDecide() {
        LedgerAccountId anna = account(AccountKind.CUSTOMER, ANNAS.text());
        fixture.refuses("ledger.account-managed", post(account(AccountKind.CUSTODY, NETWORK_COIN.caip19()), anna));
        fixture.refuses("ledger.account-managed", post(account(AccountKind.ROUNDING, NETWORK_COIN.caip19()), anna));
        fixture.does(post(account(AccountKind.EXPOSURE, ""), anna));
    }

    @Test
    void aBatchDoesNotTouchTheHoldOfAWithdrawal() {
        fixture.deposit(ANNAS, World.coin(1));
        fixture.withdraw("w", ANNAS, World.coin(1));
        HoldId hold = LedgerDesk.holdOf(new WithdrawalId("w"), 0);
        fixture.refuses("ledger.hold-managed", batch(new LedgerOperation.Release(hold)));
        fixture.refuses(
                "ledger.hold-managed",
                batch(new LedgerOperation.Capture(hold, account(AccountKind.HOUSE, ""), Money.of(COIN, 1))));
        fixture.refuses(
                "ledger.hold-managed",
                batch(new LedgerOperation.Hold(
                        new HoldId("withdrawal:mine"),
                        account(AccountKind.CUSTOMER, ANNAS.text()),
                        Money.of(COIN, 1))));
    }

    @Test
    void aBatchNamesOwnersThatExist() {
        LedgerAccountId exposure = account(AccountKind.EXPOSURE, "");
        fixture.refuses("ledger.owner-unknown", post(exposure, account(AccountKind.CUSTOMER, "nobody")));
        fixture.refuses("ledger.owner-unknown", post(exposure, account(AccountKind.CUSTOMER, "not an id")));
        fixture.refuses("ledger.owner-unknown", post(exposure, account(AccountKind.HOUSE, "someone")));
        fixture.refuses("ledger.owner-unknown", post(account(AccountKind.GAS_EXPENSE, "x"), exposure));
        fixture.refuses(
                "ledger.asset-unknown",
                batch(new LedgerOperation.Post(
                        new LedgerAccountId(AccountKind.EXPOSURE, "", new AssetId("NONE")),
                        new LedgerAccountId(AccountKind.HOUSE, "", new AssetId("NONE")),
                        Money.of(new AssetId("NONE"), 5))));
        fixture.does(post(account(AccountKind.GAS_EXPENSE, NETWORK_COIN.caip19()), account(AccountKind.HOUSE, "")));
    }

    @Test
    void aLongWithdrawalIdHasAHold() {
        fixture.deposit(ANNAS, World.coin(1));
        fixture.withdraw("w".repeat(64), ANNAS, World.coin(1));
        assertThat(fixture.wallet.withdrawals().open(ACCOUNTS)).hasSize(1);
    }
}
