// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import static io.coffer.money.wallet.World.ACCOUNTS;
import static io.coffer.money.wallet.World.ANNAS;
import static io.coffer.money.wallet.World.BERTS;
import static io.coffer.money.wallet.World.COIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.AssetId;
import io.coffer.api.core.LimitCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.Money;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.LimitRuleId;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.money.rules.Rules;
import io.coffer.spi.money.Amount;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final long HOUR = 3_600_000;

    private final WalletFixture fixture = new WalletFixture();
    private int number;

    @BeforeEach
    void fund() {
        fixture.deposit(ANNAS, World.coin(1_000));
        fixture.deposit(BERTS, World.coin(1_000));
        fixture.does(new LimitCommand.RemoveRule(World.generous(COIN).id()));
    }

    /** In ledger units of 10^-8. */
    private static Amount units(long ledgerUnits) {
        return new Amount(World.NETWORK_COIN, BigInteger.valueOf(ledgerUnits).multiply(BigInteger.TEN.pow(10)));
    }

    private void rule(String id, Optional<AccountId> account, long perTransaction, long perDay) {
        fixture.does(new LimitCommand.SetRule(
                new LimitRule(new LimitRuleId(id), account, Money.of(COIN, perTransaction), Money.of(COIN, perDay))));
    }

    private WithdrawalCommand.Request request(AccountId account, long ledgerUnits) {
        return new WithdrawalCommand.Request(
                new WithdrawalId("w" + ++number), WalletFixture.request(account, units(ledgerUnits)));
    }

    private WithdrawalId allows(AccountId account, long ledgerUnits) {
        WithdrawalCommand.Request request = request(account, ledgerUnits);
        fixture.does(request);
        return request.id();
    }

    private void denies(String code, AccountId account, long ledgerUnits) {
        assertThat(fixture.refusal(request(account, ledgerUnits))).isEqualTo(code);
    }

    @Test
    void deniesWhatNoRuleAllows() {
        denies("limit.no-rule", ANNAS, 1);
        rule("bert", Optional.of(BERTS), 100, 100);
        denies("limit.no-rule", ANNAS, 1);
        allows(BERTS, 1);
    }

    @Test
    void limitsEachTransaction() {
        rule("all", Optional.empty(), 100, 1_000);
        allows(ANNAS, 100);
        denies("limit.per-transaction", ANNAS, 101);
    }

    @Test
    void limitsTheSumOfADayForEachAccountByItself() {
        rule("all", Optional.empty(), 100, 150);
        allows(ANNAS, 100);
        denies("limit.per-day", ANNAS, 51);
        allows(ANNAS, 50);
        denies("limit.per-day", ANNAS, 1);
        allows(BERTS, 100);
        assertThat(fixture.wallet.limits().used(ANNAS, COIN)).isEqualTo(150);
    }

    @Test
    void aDayRollsWithEachUse() {
        rule("all", Optional.empty(), 100, 100);
        allows(ANNAS, 60);
        fixture.passTime(12 * HOUR);
        allows(ANNAS, 40);
        fixture.passTime(12 * HOUR - 1);
        denies("limit.per-day", ANNAS, 1);
        fixture.passTime(1);
        denies("limit.per-day", ANNAS, 61);
        allows(ANNAS, 60);
        fixture.passTime(24 * HOUR);
        assertThat(fixture.wallet.limits().used(ANNAS, COIN)).isZero();
    }

    @Test
    void everyRuleThatMatchesMustHold() {
        rule("all", Optional.empty(), 100, 1_000);
        rule("anna", Optional.of(ANNAS), 10, 1_000);
        denies("limit.per-transaction", ANNAS, 11);
        allows(ANNAS, 10);
        allows(BERTS, 100);
    }

    @Test
    void whatWasUsedBeforeCountsUnderANewRule() {
        rule("all", Optional.empty(), 100, 1_000);
        allows(ANNAS, 90);
        rule("all", Optional.empty(), 100, 100);
        denies("limit.per-day", ANNAS, 11);
        allows(ANNAS, 10);
    }

    @Test
    void whatIsCancelledIsGivenBackAndWhatIsRejectedUsesNothing() {
        rule("all", Optional.empty(), 100, 100);
        WithdrawalId id = allows(ANNAS, 80);
        denies("limit.per-day", ANNAS, 21);
        fixture.does(new WithdrawalCommand.Cancel(id, "no"));
        allows(ANNAS, 100);
    }

    @Test
    void aCancelAfterTheDayGivesNothingBackTwice() {
        rule("all", Optional.empty(), 100, 100);
        WithdrawalId id = allows(ANNAS, 80);
        fixture.passTime(25 * HOUR);
        WithdrawalId later = allows(ANNAS, 30);
        fixture.does(new WithdrawalCommand.Cancel(id, "no"));
        assertThat(fixture.wallet.limits().used(ANNAS, COIN)).isEqualTo(30);
        fixture.does(new WithdrawalCommand.Cancel(later, "no"));
        assertThat(fixture.wallet.limits().used(ANNAS, COIN)).isZero();
    }

    @Test
    void aFractionOfALedgerUnitCountsAsAWholeOne() {
        rule("all", Optional.empty(), 1, 1);
        WithdrawalId id = new WithdrawalId("dust");
        fixture.does(new WithdrawalCommand.Request(id, WalletFixture.request(ANNAS, World.wei(1))));
        assertThat(fixture.wallet.limits().used(ANNAS, COIN)).isEqualTo(1);
        assertThat(fixture.customer(ANNAS, COIN).held()).isEqualTo(1);
    }

    @Test
    void refusesRulesForWhatDoesNotExist() {
        LimitRule noAsset = new LimitRule(
                new LimitRuleId("r"),
                Optional.empty(),
                Money.of(new AssetId("NONE"), 1),
                Money.of(new AssetId("NONE"), 1));
        fixture.refuses("limit.asset", new LimitCommand.SetRule(noAsset));
        LimitRule noAccount = new LimitRule(
                new LimitRuleId("r"), Optional.of(new AccountId("nobody")), Money.of(COIN, 1), Money.of(COIN, 1));
        fixture.refuses("account.unknown", new LimitCommand.SetRule(noAccount));
        fixture.refuses("limit.unknown", new LimitCommand.RemoveRule(new LimitRuleId("r")));
    }

    @Test
    void settingARuleAsItIsChangesNothing() {
        rule("all", Optional.empty(), 100, 100);
        rule("all", Optional.empty(), 100, 100);
        assertThat(fixture.events).isEmpty();
    }

    @Test
    void theUseOfLimitsSurvivesASnapshot() {
        rule("all", Optional.empty(), 100, 100);
        allows(ANNAS, 60);
        WithdrawalId cancelled = allows(ANNAS, 30);
        fixture.does(new WithdrawalCommand.Cancel(cancelled, "no"));

        Wallet restored = fixture.restored();

        assertThat(restored.limits().used(ANNAS, COIN)).isEqualTo(60);
        restored.advanceTo(fixture.timeMs + 24 * HOUR, Rules.NEWEST);
        assertThat(restored.limits().used(ANNAS, COIN)).isZero();
        assertThat(restored.withdrawals().open(ACCOUNTS)).hasSize(1);
    }
}
