// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import static io.coffer.money.wallet.World.ACCOUNTS;
import static io.coffer.money.wallet.World.ANNAS;
import static io.coffer.money.wallet.World.BERTS;
import static io.coffer.money.wallet.World.COIN;
import static io.coffer.money.wallet.World.NETWORK_COIN;
import static io.coffer.money.wallet.World.block;
import static io.coffer.money.wallet.World.coin;
import static io.coffer.money.wallet.World.wei;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.Event;
import io.coffer.api.core.LimitCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WithdrawalsTest {
    private static final BigInteger ONE_COIN = BigInteger.valueOf(100_000_000);

    private final WalletFixture fixture = new WalletFixture();

    @BeforeEach
    void fund() {
        fixture.deposit(ANNAS, coin(10));
        fixture.fundHotWallet(coin(50));
    }

    private static WithdrawalCommand.Request request(String id, WithdrawalRequest request) {
        return new WithdrawalCommand.Request(new WithdrawalId(id), request);
    }

    private static WithdrawalRequest to(Address to) {
        return new WithdrawalRequest(
                new Payer.Customer(ANNAS), to, Optional.empty(), coin(1), wei(1_000), Optional.empty());
    }

    private static WithdrawalRequest named(String externalId) {
        return new WithdrawalRequest(
                new Payer.Customer(ANNAS),
                World.outside(ACCOUNTS, "shop"),
                Optional.empty(),
                coin(1),
                wei(1_000),
                Optional.of(externalId));
    }

    private BigInteger held() {
        return fixture.customer(ANNAS, COIN).held();
    }

    private void state(WithdrawalId id, WithdrawalState state) {
        assertThat(fixture.withdrawal(id).state()).isEqualTo(state);
    }

    @Test
    void goesTheWholeWayAndCapturesTheHoldAtTheEnd() {
        WithdrawalId id = fixture.withdraw("w", ANNAS, coin(4));
        state(id, WithdrawalState.SCREENING);
        assertThat(held()).isEqualTo(ONE_COIN.multiply(BigInteger.valueOf(4)));

        fixture.does(new WithdrawalCommand.Screened(id, true, ""));
        state(id, WithdrawalState.AWAITING_APPROVAL);
        fixture.does(new WithdrawalCommand.Approved(id, "policy:none-required"));
        state(id, WithdrawalState.QUEUED);
        fixture.does(new WithdrawalCommand.Prepare(id, WalletFixture.inSequence(0, 500)));
        state(id, WithdrawalState.PREPARED);
        fixture.does(new WithdrawalCommand.BeginSigning(id));
        state(id, WithdrawalState.SIGNING);
        fixture.does(new WithdrawalCommand.Signed(id, WalletFixture.signed(id, ACCOUNTS)));
        state(id, WithdrawalState.SIGNED);
        fixture.does(new WithdrawalCommand.BeginBroadcast(id));
        state(id, WithdrawalState.BROADCASTING);
        fixture.does(new WithdrawalCommand.Broadcast(id));
        state(id, WithdrawalState.BROADCAST);
        fixture.does(new WithdrawalCommand.Mined(id, block(20)));
        state(id, WithdrawalState.CONFIRMING);
        fixture.does(new WithdrawalCommand.Finalized(id, block(20), true, wei(400)));

        state(id, WithdrawalState.COMPLETED);
        assertThat(held()).isZero();
        assertThat(fixture.customer(ANNAS, COIN).total()).isEqualTo(ONE_COIN.multiply(BigInteger.valueOf(6)));
        assertThat(fixture.wallet.custody().units(NETWORK_COIN))
                .isEqualTo(World.coins(56).subtract(BigInteger.valueOf(400)));
        assertThat(fixture.withdrawal(id).attempt().orElseThrow().feePaid()).contains(wei(400));
        assertThat(fixture.wallet.withdrawals().open(ACCOUNTS)).isEmpty();
    }

    @Test
    void showsTheStatesThatARequestPassesThrough() {
        fixture.withdraw("w", ANNAS, coin(4));

        assertThat(fixture.events)
                .filteredOn(Event.WithdrawalChanged.class::isInstance)
                .extracting(
                        event -> ((Event.WithdrawalChanged) event).withdrawal().state())
                .containsExactly(WithdrawalState.REQUESTED, WithdrawalState.POLICY, WithdrawalState.SCREENING);
    }

    @Test
    void rejectsWhatTheBalanceDoesNotCover() {
        WithdrawalCommand.Request command = request("w", WalletFixture.request(ANNAS, coin(11)));

        assertThat(fixture.refusal(command)).isEqualTo("ledger.insufficient-funds");

        Withdrawal rejected = fixture.withdrawal(new WithdrawalId("w"));
        assertThat(rejected.state()).isEqualTo(WithdrawalState.REJECTED);
        assertThat(rejected.refusal().orElseThrow().code()).isEqualTo("ledger.insufficient-funds");
        assertThat(held()).isZero();
        assertThat(fixture.wallet.limits().used(ANNAS, COIN)).isZero();
    }

    @Test
    void neverHoldsMoreThanThereIs() {
        fixture.withdraw("w1", ANNAS, coin(6));

        assertThat(fixture.refusal(request("w2", WalletFixture.request(ANNAS, coin(6)))))
                .isEqualTo("ledger.insufficient-funds");
        fixture.withdraw("w3", ANNAS, coin(4));
        assertThat(fixture.customer(ANNAS, COIN).available()).isZero();
    }

    @Test
    void refusesWhatIsNoWithdrawalWithoutKeepingOne() {
        fixture.refuses("account.unknown", request("w", WalletFixture.request(new AccountId("nobody"), coin(1))));
        fixture.refuses(
                "asset.not-listed",
                request(
                        "w",
                        WalletFixture.request(ANNAS, Amount.of(new NetworkAssetId("devnet:accounts/token:none"), 5))));
        fixture.refuses("destination.chain", request("w", to(World.outside(World.OUTPUTS, "shop"))));
        WithdrawalRequest foreignFee = new WithdrawalRequest(
                new Payer.Customer(ANNAS),
                World.outside(ACCOUNTS, "shop"),
                Optional.empty(),
                coin(1),
                World.sats(10),
                Optional.empty());
        fixture.refuses("withdrawal.fee-asset", request("w", foreignFee));
        assertThat(fixture.wallet.withdrawals().withdrawal(new WithdrawalId("w")))
                .isEmpty();
    }

    @Test
    @DisplayName("H30 a withdrawal to a deposit address of ours is refused")
    void h30_refusesOurOwnDepositAddress() {
        assertThat(fixture.refusal(request("w", to(World.address(ACCOUNTS, KeyPurpose.DEPOSIT, 1)))))
                .isEqualTo("destination.own-address");
        assertThat(held()).isZero();
    }

    @Test
    @DisplayName("H30 a withdrawal to the hot wallet itself is refused")
    void h30_refusesOurOwnHotWallet() {
        assertThat(fixture.refusal(request("w", to(World.hot(ACCOUNTS))))).isEqualTo("destination.own-address");
        state(new WithdrawalId("w"), WithdrawalState.REJECTED);
    }

    @Test
    @DisplayName("H30 the same key on another chain of the family is ours as well")
    void h30_refusesTheSameKeyOnAnotherChainOfTheFamily() {
        NetworkAssetId other = new NetworkAssetId("devnet:third/slip44:1");
        fixture.does(new AssetCommand.ListOnNetwork(World.listing(other, 18, COIN, 0)));
        Address ours =
                new Address(new ChainId("devnet:third"), World.hot(ACCOUNTS).text());
        WithdrawalRequest request = new WithdrawalRequest(
                new Payer.Customer(ANNAS),
                ours,
                Optional.empty(),
                Amount.of(other, 10),
                Amount.of(other, 10),
                Optional.empty());

        assertThat(fixture.refusal(request("w", request))).isEqualTo("destination.own-address");
    }

    @Test
    void rejectsWhileWithdrawalsAreSwitchedOff() {
        NetworkListing on = World.listing(NETWORK_COIN, 18, COIN, 1_000);
        fixture.does(
                new AssetCommand.ListOnNetwork(new NetworkListing(on.asset(), COIN, on.minimumDeposit(), true, false)));

        assertThat(fixture.refusal(request("w", WalletFixture.request(ANNAS, coin(1)))))
                .isEqualTo("withdrawal.disabled");
    }

    @Test
    void takesAnIdAndAnExternalIdOnceForEver() {
        fixture.does(request("w1", named("order-1")));
        fixture.refuses("withdrawal.exists", request("w1", named("order-2")));
        fixture.refuses("withdrawal.external-id-used", request("w2", named("order-1")));
        fixture.does(new WithdrawalCommand.Cancel(new WithdrawalId("w1"), "changed my mind"));
        fixture.refuses("withdrawal.external-id-used", request("w2", named("order-1")));

        assertThat(fixture.wallet.withdrawals().byExternalId("order-1"))
                .map(Withdrawal::id)
                .contains(new WithdrawalId("w1"));
    }

    @Test
    void cancelGivesHoldAndLimitBack() {
        WithdrawalId id = fixture.queue("w", ANNAS, coin(4));
        assertThat(fixture.wallet.limits().used(ANNAS, COIN)).isEqualTo(ONE_COIN.multiply(BigInteger.valueOf(4)));

        fixture.does(new WithdrawalCommand.Cancel(id, "changed my mind"));

        state(id, WithdrawalState.CANCELLED);
        assertThat(held()).isZero();
        assertThat(fixture.wallet.limits().used(ANNAS, COIN)).isZero();
    }

    @Test
    void blockedByScreeningGivesHoldAndLimitBack() {
        WithdrawalId id = fixture.withdraw("w", ANNAS, coin(4));
        fixture.does(new WithdrawalCommand.Screened(id, false, "list 7"));

        state(id, WithdrawalState.BLOCKED);
        assertThat(held()).isZero();
        assertThat(fixture.wallet.limits().used(ANNAS, COIN)).isZero();
        assertThat(fixture.withdrawal(id).refusal().orElseThrow().message()).contains("list 7");
    }

    @Test
    void noStepIsTakenOutOfOrder() {
        WithdrawalId id = fixture.withdraw("w", ANNAS, coin(4));
        List<WithdrawalCommand> tooEarly = List.of(
                new WithdrawalCommand.Approved(id, "x"),
                new WithdrawalCommand.Prepare(id, WalletFixture.inSequence(0, 500)),
                new WithdrawalCommand.Unprepare(id, "x"),
                new WithdrawalCommand.BeginSigning(id),
                new WithdrawalCommand.Signed(id, WalletFixture.signed(id, ACCOUNTS)),
                new WithdrawalCommand.BeginBroadcast(id),
                new WithdrawalCommand.Broadcast(id),
                new WithdrawalCommand.Ambiguous(id, "x"),
                new WithdrawalCommand.Mined(id, block(20)),
                new WithdrawalCommand.Unmined(id, block(20)),
                new WithdrawalCommand.Finalized(id, block(20), true, wei(1)));
        tooEarly.forEach(command -> fixture.refuses("withdrawal.state", command));
        fixture.refuses("withdrawal.unknown", new WithdrawalCommand.Approved(new WithdrawalId("none"), "x"));
    }

    @Test
    void nothingFollowsATerminalState() {
        WithdrawalId id = fixture.queue("w", ANNAS, coin(4));
        fixture.send(id, WalletFixture.inSequence(0, 500));
        fixture.complete(id, wei(1));

        fixture.refuses("withdrawal.state", new WithdrawalCommand.Cancel(id, "too late"));
        fixture.refuses("withdrawal.state", new WithdrawalCommand.Finalized(id, block(20), true, wei(1)));
        fixture.refuses("withdrawal.state", new WithdrawalCommand.Mined(id, block(21)));
    }

    @Test
    void cannotBeCancelledOnceItIsPrepared() {
        WithdrawalId id = fixture.queue("w", ANNAS, coin(4));
        fixture.does(new WithdrawalCommand.Prepare(id, WalletFixture.inSequence(0, 500)));
        fixture.refuses("withdrawal.state", new WithdrawalCommand.Cancel(id, "too late"));

        fixture.does(new WithdrawalCommand.Unprepare(id, "fees rose"));
        fixture.does(new WithdrawalCommand.Cancel(id, "now it can"));
    }

    @Test
    void ambiguousKeepsHoldAndReservationUntilTheChainDecides() {
        WithdrawalId id = fixture.queue("w", ANNAS, coin(4));
        fixture.does(new WithdrawalCommand.Prepare(id, WalletFixture.inSequence(0, 500)));
        fixture.does(new WithdrawalCommand.BeginSigning(id));
        fixture.does(new WithdrawalCommand.Signed(id, WalletFixture.signed(id, ACCOUNTS)));
        fixture.does(new WithdrawalCommand.BeginBroadcast(id));
        fixture.does(new WithdrawalCommand.Ambiguous(id, "the connection broke"));

        assertThat(held()).isEqualTo(ONE_COIN.multiply(BigInteger.valueOf(4)));
        fixture.refuses("withdrawal.state", new WithdrawalCommand.Cancel(id, "no"));
        fixture.refuses("withdrawal.state", new WithdrawalCommand.Unprepare(id, "no"));
        fixture.refuses("withdrawal.state", new WithdrawalCommand.Signed(id, otherBytes(id)));
        assertThat(fixture.wallet.treasury().nextSequence(World.hot(ACCOUNTS))).isEqualTo(1);

        fixture.does(new WithdrawalCommand.Broadcast(id));
        fixture.does(new WithdrawalCommand.Ambiguous(id, "gone again"));
        fixture.does(new WithdrawalCommand.Mined(id, block(20)));
        fixture.complete(id, wei(1));
    }

    private static SignedTx otherBytes(WithdrawalId id) {
        return new SignedTx(ACCOUNTS, new TxId("other-" + id), Bytes.of((byte) 9));
    }

    @Test
    void returnsToBroadcastWhenItsBlockIsRemoved() {
        WithdrawalId id = fixture.queue("w", ANNAS, coin(4));
        fixture.send(id, WalletFixture.inSequence(0, 500));
        fixture.refuses("withdrawal.block", new WithdrawalCommand.Unmined(id, block(21)));
        fixture.refuses("withdrawal.block", new WithdrawalCommand.Finalized(id, block(21), true, wei(1)));

        fixture.does(new WithdrawalCommand.Unmined(id, block(20)));
        state(id, WithdrawalState.BROADCAST);
        fixture.refuses("withdrawal.state", new WithdrawalCommand.Finalized(id, block(20), true, wei(1)));

        fixture.does(new WithdrawalCommand.Mined(id, block(22)));
        fixture.does(new WithdrawalCommand.Finalized(id, block(22), true, wei(1)));
        state(id, WithdrawalState.COMPLETED);
    }

    @Test
    void failedOnChainReleasesTheHoldAndTheFeeIsOurs() {
        WithdrawalId id = fixture.queue("w", ANNAS, coin(4));
        fixture.send(id, WalletFixture.inSequence(0, 50_000));
        fixture.does(new WithdrawalCommand.Finalized(id, block(20), false, wei(30_000)));

        state(id, WithdrawalState.FAILED_ONCHAIN);
        assertThat(fixture.customer(ANNAS, COIN).available()).isEqualTo(ONE_COIN.multiply(BigInteger.TEN));
        assertThat(fixture.wallet.custody().units(NETWORK_COIN))
                .isEqualTo(World.coins(60).subtract(BigInteger.valueOf(30_000)));
    }

    @Test
    void refusesAFeeInAnotherAssetAndOneThatTheLedgerCannotHold() {
        WithdrawalId id = fixture.queue("w", ANNAS, coin(4));
        fixture.send(id, WalletFixture.inSequence(0, 500));

        fixture.refuses(
                "withdrawal.fee-asset",
                new WithdrawalCommand.Finalized(id, block(20), true, Amount.of(World.NETWORK_USDT, 1)));
        Amount absurd = new Amount(NETWORK_COIN, BigInteger.ONE.shiftLeft(255));
        fixture.refuses("ledger.overflow", new WithdrawalCommand.Finalized(id, block(20), true, absurd));
        fixture.complete(id, wei(1));
    }

    @Test
    void twoWithdrawalsCannotHaveTheSameTransaction() {
        WithdrawalId first = fixture.queue("w1", ANNAS, coin(1));
        fixture.send(first, WalletFixture.inSequence(0, 500));
        WithdrawalId second = fixture.queue("w2", ANNAS, coin(1));
        fixture.does(new WithdrawalCommand.Prepare(second, WalletFixture.inSequence(1, 500)));
        fixture.does(new WithdrawalCommand.BeginSigning(second));

        fixture.refuses(
                "withdrawal.transaction", new WithdrawalCommand.Signed(second, WalletFixture.signed(first, ACCOUNTS)));
        fixture.refuses(
                "withdrawal.transaction",
                new WithdrawalCommand.Signed(second, WalletFixture.signed(second, World.OUTPUTS)));
    }

    @Test
    void aTokenIsWithdrawnWithItsFeeInTheCoin() {
        fixture.deposit(BERTS, Amount.of(World.NETWORK_USDT, 5_000_000));
        fixture.fundHotWallet(Amount.of(World.NETWORK_USDT, 9_000_000));
        WithdrawalId id = fixture.queue("w", BERTS, Amount.of(World.NETWORK_USDT, 4_000_000));
        fixture.send(id, WalletFixture.inSequence(0, 500));
        fixture.complete(id, wei(499));

        assertThat(fixture.customer(BERTS, World.USDT).total()).isEqualTo(100_000_000);
        assertThat(fixture.wallet.custody().units(World.NETWORK_USDT)).isEqualTo(10_000_000);
        assertThat(fixture.wallet.treasury().funds(World.hot(ACCOUNTS), World.NETWORK_USDT))
                .isEqualTo(5_000_000);
        assertThat(fixture.nativeFunds(World.hot(ACCOUNTS)))
                .isEqualTo(World.coins(50).subtract(BigInteger.valueOf(499)));
    }

    @Test
    void anAccountMayNotWithdrawWithoutARule() {
        fixture.does(new LimitCommand.RemoveRule(World.generous(COIN).id()));

        assertThat(fixture.refusal(request("w", WalletFixture.request(ANNAS, coin(1)))))
                .isEqualTo("limit.no-rule");
        assertThat(fixture.balance(AccountKind.CUSTOMER, ANNAS.text(), COIN).held())
                .isZero();
    }

    @Test
    void aRestingWithdrawalReadsAsItDidBefore() {
        WithdrawalId id = fixture.queue("w", ANNAS, coin(4));
        fixture.send(id, WalletFixture.inSequence(0, 500));
        Withdrawal before = fixture.withdrawal(id);
        fixture.complete(id, wei(7));

        Withdrawal after = fixture.withdrawal(id);
        assertThat(after.request()).isEqualTo(before.request());
        assertThat(after.attempts().get(0).signed())
                .isEqualTo(before.attempts().get(0).signed());
        assertThat(after.attempts().get(0).preparation())
                .isEqualTo(before.attempts().get(0).preparation());
        assertThat(fixture.restored().withdrawals().withdrawal(id)).contains(after);
    }
}
