// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.AssetId;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.Balance;
import io.coffer.api.ledger.HoldId;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.LedgerOperation.Capture;
import io.coffer.api.ledger.LedgerOperation.Hold;
import io.coffer.api.ledger.LedgerOperation.Post;
import io.coffer.api.ledger.LedgerOperation.Release;
import io.coffer.api.ledger.Money;
import io.coffer.api.wallet.AccountId;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final AssetId BTC = new AssetId("BTC");
    private static final AssetId USD = new AssetId("USD");
    private static final LedgerAccountId BANK = account(AccountKind.EXPOSURE, "", BTC);
    private static final LedgerAccountId ANNA = account(AccountKind.CUSTOMER, "anna", BTC);
    private static final LedgerAccountId BERT = account(AccountKind.CUSTOMER, "bert", BTC);
    private static final HoldId HOLD = new HoldId("hold-1");
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);

    private final Ledger ledger = new Ledger();

    private static LedgerAccountId account(AccountKind kind, String owner, AssetId asset) {
        return new LedgerAccountId(kind, owner, asset);
    }

    private static Money btc(long units) {
        return Money.of(BTC, units);
    }

    @BeforeEach
    void fund() {
        does(new Post(BANK, ANNA, btc(100)));
    }

    private void does(LedgerOperation... operations) {
        assertThat(ledger.apply(List.of(operations))).isEmpty();
        assertThat(ledger.trialBalance(0).isBalanced()).isTrue();
    }

    private void refuses(String code, LedgerOperation... operations) {
        byte[] before = bytes();
        assertThat(ledger.apply(List.of(operations)))
                .hasValueSatisfying(
                        refused -> assertThat(refused.refusal().code()).isEqualTo(code));
        assertThat(bytes()).isEqualTo(before);
    }

    private byte[] bytes() {
        BinaryOut out = new BinaryOut();
        ledger.writeTo(out);
        return out.toByteArray();
    }

    private Balance anna() {
        return ledger.balance(ANNA);
    }

    @Test
    void aPostMovesValueBetweenAccounts() {
        does(new Post(ANNA, BERT, btc(30)));

        assertThat(anna().available()).isEqualTo(70);
        assertThat(ledger.balance(BERT).available()).isEqualTo(30);
        assertThat(ledger.balance(BANK).total()).isEqualTo(100);
    }

    @Test
    void aGuardedAccountNeverFallsBelowZero() {
        refuses("ledger.insufficient-funds", new Post(ANNA, BERT, btc(101)));
        does(new Post(ANNA, BERT, btc(100)));
        refuses("ledger.insufficient-funds", new Post(ANNA, BERT, btc(1)));
    }

    @Test
    void anUnguardedAccountMay() {
        LedgerAccountId rounding = account(AccountKind.ROUNDING, "x", BTC);
        does(new Post(rounding, BERT, btc(5)));
        assertThat(ledger.balance(rounding).total()).isEqualTo(-5);
    }

    @Test
    void whatIsHeldCannotBeSpent() {
        does(new Hold(HOLD, ANNA, btc(60)));

        assertThat(anna().total()).isEqualTo(100);
        assertThat(anna().available()).isEqualTo(40);
        refuses("ledger.insufficient-funds", new Post(ANNA, BERT, btc(41)));
        refuses("ledger.insufficient-funds", new Hold(new HoldId("hold-2"), ANNA, btc(41)));
    }

    @Test
    void aCaptureSpendsOfTheHoldAndEndsItAtZero() {
        does(new Hold(HOLD, ANNA, btc(60)));
        does(new Capture(HOLD, BERT, btc(25)));
        assertThat(anna().held()).isEqualTo(35);
        refuses("ledger.hold-too-small", new Capture(HOLD, BERT, btc(36)));
        does(new Capture(HOLD, BERT, btc(35)));

        refuses("ledger.hold-unknown", new Capture(HOLD, BERT, btc(1)));
        assertThat(anna())
                .isEqualTo(new Balance(ANNA, BigInteger.valueOf(60), BigInteger.valueOf(100), BigInteger.ZERO));
        assertThat(ledger.openHolds()).isZero();
    }

    @Test
    void aReleaseGivesBackWhatIsLeft() {
        does(new Hold(HOLD, ANNA, btc(60)), new Capture(HOLD, BERT, btc(20)));
        does(new Release(HOLD));

        assertThat(anna().available()).isEqualTo(80);
        refuses("ledger.hold-unknown", new Release(HOLD));
    }

    @Test
    void aHoldsIdIsNeverUsedTwice() {
        does(new Hold(HOLD, ANNA, btc(10)));
        refuses("ledger.hold-used", new Hold(HOLD, ANNA, btc(10)));
        does(new Release(HOLD));
        refuses("ledger.hold-used", new Hold(HOLD, ANNA, btc(10)));
    }

    @Test
    void aHoldThatWasRolledBackWasNeverUsed() {
        refuses("ledger.insufficient-funds", new Hold(HOLD, ANNA, btc(10)), new Post(ANNA, BERT, btc(91)));
        does(new Hold(HOLD, ANNA, btc(10)));
    }

    @Test
    void oneBatchMayHoldCaptureAndRelease() {
        does(new Hold(HOLD, ANNA, btc(10)), new Capture(HOLD, BERT, btc(4)), new Release(HOLD));
        refuses("ledger.hold-used", new Hold(HOLD, ANNA, btc(10)));
        refuses(
                "ledger.hold-used",
                new Hold(new HoldId("twice"), ANNA, btc(1)),
                new Release(new HoldId("twice")),
                new Hold(new HoldId("twice"), ANNA, btc(1)));
        assertThat(anna().available()).isEqualTo(96);
    }

    @Test
    void aBatchIsAppliedWholeOrNotAtAll() {
        does(new Hold(HOLD, ANNA, btc(50)));
        LedgerAccountId fresh = account(AccountKind.CUSTOMER, "fresh", USD);

        refuses(
                "ledger.insufficient-funds",
                new Post(account(AccountKind.EXPOSURE, "", USD), fresh, Money.of(USD, 9)),
                new Capture(HOLD, BERT, btc(50)),
                new Post(ANNA, BERT, btc(10)),
                new Post(ANNA, BERT, btc(41)));
    }

    @Test
    void laterOperationsMaySpendWhatEarlierOnesBrought() {
        does(new Post(BANK, BERT, btc(5)), new Post(BERT, ANNA, btc(5)));
        assertThat(anna().available()).isEqualTo(105);
        refuses("ledger.insufficient-funds", new Post(BERT, ANNA, btc(5)), new Post(BANK, BERT, btc(5)));
    }

    @Test
    void refusesWhatMakesNoSense() {
        refuses("ledger.zero-amount", new Post(ANNA, BERT, btc(0)));
        refuses("ledger.asset-mismatch", new Post(ANNA, BERT, Money.of(USD, 1)));
        refuses("ledger.asset-mismatch", new Post(ANNA, account(AccountKind.CUSTOMER, "bert", USD), btc(1)));
        refuses("ledger.same-account", new Post(ANNA, ANNA, btc(1)));
        refuses("ledger.not-guarded", new Hold(HOLD, BANK, btc(1)));
        does(new Hold(HOLD, ANNA, btc(1)));
        refuses("ledger.same-account", new Capture(HOLD, ANNA, btc(1)));
        refuses("ledger.asset-mismatch", new Capture(HOLD, BERT, Money.of(USD, 1)));
    }

    @Test
    void refusesSumsBeyondTheLimitOfAnAccountOrAnAsset() {
        LedgerAccountId other = account(AccountKind.EXPOSURE, "", USD);
        LedgerAccountId rich = account(AccountKind.CUSTOMER, "rich", USD);
        does(new Post(other, rich, new Money(USD, MOST)));
        refuses("ledger.overflow", new Post(other, rich, Money.of(USD, 1)));
        // Another account has room, but the asset's own sum has not.
        refuses(
                "ledger.overflow",
                new Post(
                        account(AccountKind.BAD_DEBT, "", USD), account(AccountKind.HOUSE, "", USD), Money.of(USD, 1)));
        assertThat(ledger.balance(rich).available()).isEqualTo(MOST);
        does(new Hold(HOLD, rich, new Money(USD, MOST)));
        assertThat(ledger.balance(rich).available()).isZero();
    }

    @Test
    void listsAccountsInOrderAndInPages() {
        does(new Post(BANK, BERT, btc(1)), new Post(BANK, account(AccountKind.HOUSE, "", BTC), btc(1)));

        List<Balance> first = ledger.accounts(Optional.empty(), 2);
        List<Balance> rest = ledger.accounts(Optional.of(first.get(1).account()), 10);
        assertThat(first).extracting(Balance::account).containsExactly(ANNA, BERT);
        assertThat(rest).extracting(Balance::account).containsExactly(account(AccountKind.HOUSE, "", BTC), BANK);
        assertThat(ledger.balances(new AccountId("anna"))).containsExactly(anna());
        assertThat(ledger.balances(new AccountId("ann"))).isEmpty();
        assertThat(ledger.balances(new AccountId("zoe"))).isEmpty();
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        does(new Hold(HOLD, ANNA, btc(7)), new Post(ANNA, BERT, btc(3)));
        does(new Hold(new HoldId("gone"), ANNA, btc(7)), new Release(new HoldId("gone")));

        Ledger copy = new Ledger();
        BinaryIn in = new BinaryIn(bytes());
        copy.readFrom(in);
        in.end();

        BinaryOut again = new BinaryOut();
        copy.writeTo(again);
        assertThat(again.toByteArray()).isEqualTo(bytes());
        assertThat(copy.apply(List.of(new Hold(new HoldId("gone"), ANNA, btc(1)))))
                .isPresent();
        assertThat(copy.apply(List.of(new Capture(HOLD, BERT, btc(7))))).isEmpty();
    }
}
