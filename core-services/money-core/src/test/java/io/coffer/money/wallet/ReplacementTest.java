// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import static io.coffer.money.wallet.World.ACCOUNTS;
import static io.coffer.money.wallet.World.ANNAS;
import static io.coffer.money.wallet.World.COIN;
import static io.coffer.money.wallet.World.NETWORK_COIN;
import static io.coffer.money.wallet.World.OUTPUTS;
import static io.coffer.money.wallet.World.block;
import static io.coffer.money.wallet.World.coin;
import static io.coffer.money.wallet.World.sats;
import static io.coffer.money.wallet.World.wei;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplacementTest {
    private static final Address HOT = World.hot(ACCOUNTS);
    private static final BigInteger FUNDS = World.coins(50);

    private final WalletFixture fixture = new WalletFixture();
    private final WithdrawalId id = new WithdrawalId("w1");

    @BeforeEach
    void broadcast() {
        fixture.deposit(ANNAS, coin(10));
        fixture.fundHotWallet(coin(50));
        fixture.queue("w1", ANNAS, coin(4));
        fixture.does(new WithdrawalCommand.Prepare(id, fee(500, 1)));
        sign(1);
        fixture.does(new WithdrawalCommand.BeginBroadcast(id));
        fixture.does(new WithdrawalCommand.Broadcast(id));
    }

    private static Preparation fee(long rate, long tip) {
        return at(0, rate, tip);
    }

    private static Preparation at(long sequence, long rate, long tip) {
        FeeQuote fee = new FeeQuote(NETWORK_COIN, BigInteger.valueOf(rate), BigInteger.valueOf(tip), 1);
        return new Preparation(HOT, OptionalLong.of(sequence), List.of(), fee);
    }

    private void sign(int attempt) {
        fixture.does(new WithdrawalCommand.BeginSigning(id));
        fixture.does(new WithdrawalCommand.Signed(id, attempt, bytes(attempt)));
    }

    private static SignedTx bytes(int attempt) {
        return new SignedTx(ACCOUNTS, new TxId("own-" + attempt), Bytes.of((byte) attempt));
    }

    private BigInteger reserved() {
        return FUNDS.subtract(World.coins(4)).subtract(fixture.nativeFunds(HOT));
    }

    private WithdrawalState state() {
        return fixture.withdrawal(id).state();
    }

    private List<Integer> attempts() {
        return fixture.withdrawal(id).attempts().stream().map(Attempt::number).toList();
    }

    /** One debit of the customer, whichever attempt was mined. */
    private void assertPaidOnce(long fee) {
        assertThat(fixture.customer(ANNAS, COIN).total()).isEqualTo(600_000_000);
        assertThat(fixture.customer(ANNAS, COIN).held()).isZero();
        assertThat(fixture.nativeFunds(HOT)).isEqualTo(World.coins(46).subtract(BigInteger.valueOf(fee)));
        assertThat(fixture.wallet.custody().units(NETWORK_COIN))
                .isEqualTo(World.coins(56).subtract(BigInteger.valueOf(fee)));
        assertThat(fixture.wallet.treasury().nextSequence(HOT)).isEqualTo(1);
    }

    @Test
    void aReplacementReservesOnlyWhatItMayCostMore() {
        fixture.does(new WithdrawalCommand.Replace(id, 1, fee(800, 2)));

        assertThat(reserved()).isEqualTo(800);
        assertThat(state()).isEqualTo(WithdrawalState.PREPARED);
        assertThat(attempts()).containsExactly(1, 2);
        assertThat(fixture.wallet.treasury().nextSequence(HOT)).isEqualTo(1);
        sign(2);
        fixture.does(new WithdrawalCommand.BeginBroadcast(id));
        fixture.does(new WithdrawalCommand.Replace(id, 2, fee(1_000, 3)));
        assertThat(reserved()).isEqualTo(1_000);
    }

    @Test
    void anyOfTheSignedAttemptsMayBeMinedAndTheCustomerPaysOnce() {
        for (int mined = 1; mined <= 3; mined++) {
            ReplacementTest other = new ReplacementTest();
            other.broadcast();
            other.fixture.does(new WithdrawalCommand.Replace(id, 1, fee(800, 2)));
            other.sign(2);
            other.fixture.does(new WithdrawalCommand.BeginBroadcast(id));
            other.fixture.does(new WithdrawalCommand.Replace(id, 2, fee(1_000, 3)));
            other.sign(3);
            other.fixture.does(new WithdrawalCommand.Mined(id, mined, block(20)));
            assertThat(other.fixture.withdrawal(id).attempt().orElseThrow().number())
                    .isEqualTo(mined);
            other.fixture.does(new WithdrawalCommand.Finalized(id, block(20), true, wei(450)));
            other.assertPaidOnce(450);
        }
    }

    @Test
    void anEarlierAttemptThatIsMinedDropsAReplacementThatIsNotSigned() {
        fixture.does(new WithdrawalCommand.Replace(id, 1, fee(800, 2)));
        fixture.refuses("withdrawal.attempt", new WithdrawalCommand.Mined(id, block(20)));
        fixture.refuses("withdrawal.attempt", new WithdrawalCommand.Mined(id, 2, block(20)));
        fixture.does(new WithdrawalCommand.Mined(id, 1, block(20)));

        assertThat(attempts()).containsExactly(1);
        assertThat(reserved()).isEqualTo(500);
        fixture.queue("w2", ANNAS, coin(1));
        fixture.does(new WithdrawalCommand.Prepare(new WithdrawalId("w2"), at(1, 500, 1)));
        fixture.does(new WithdrawalCommand.Unprepare(new WithdrawalId("w2"), "only to see that nobody is busy"));
        fixture.does(new WithdrawalCommand.Cancel(new WithdrawalId("w2"), "only to see that nobody is busy"));
        fixture.does(new WithdrawalCommand.Finalized(id, block(20), true, wei(450)));
        assertPaidOnce(450);
    }

    @Test
    void bytesOfAReplacementThatWasDroppedWhileItWasSignedAreNotTaken() {
        fixture.does(new WithdrawalCommand.Replace(id, 1, fee(800, 2)));
        fixture.does(new WithdrawalCommand.BeginSigning(id));
        fixture.does(new WithdrawalCommand.Mined(id, 1, block(20)));
        fixture.refuses("withdrawal.state", new WithdrawalCommand.Signed(id, 2, bytes(2)));
        fixture.does(new WithdrawalCommand.Unmined(id, block(20)));
        fixture.does(new WithdrawalCommand.Replace(id, 1, fee(900, 2)));
        assertThat(attempts()).as("2 may have been signed").containsExactly(1, 3);
        fixture.does(new WithdrawalCommand.BeginSigning(id));
        fixture.refuses("withdrawal.attempt", new WithdrawalCommand.Signed(id, 2, bytes(2)));
        fixture.refuses("withdrawal.transaction", new WithdrawalCommand.Signed(id, 3, bytes(1)));
        fixture.does(new WithdrawalCommand.Signed(id, 3, bytes(3)));
    }

    @Test
    void aReplacementThatIsGivenUpGoesBackToBroadcastAndKeepsTheSequence() {
        fixture.does(new WithdrawalCommand.Replace(id, 1, fee(800, 2)));
        fixture.does(new WithdrawalCommand.Unprepare(id, "the vault is sealed"));
        assertThat(state()).isEqualTo(WithdrawalState.BROADCAST);
        assertThat(reserved()).isEqualTo(500);
        assertThat(fixture.wallet.treasury().nextSequence(HOT)).isEqualTo(1);

        fixture.does(new WithdrawalCommand.Replace(id, 1, fee(800, 2)));
        fixture.does(new WithdrawalCommand.BeginSigning(id));
        fixture.refuses("withdrawal.attempt", new WithdrawalCommand.AbandonSigning(id, 1, "olga", "why"));
        fixture.does(new WithdrawalCommand.AbandonSigning(id, 2, "olga", "why"));
        assertThat(state()).isEqualTo(WithdrawalState.BROADCAST);
        assertThat(reserved()).isEqualTo(500);
        assertThat(fixture.wallet.treasury().nextSequence(HOT)).isEqualTo(1);
        fixture.does(new WithdrawalCommand.Mined(id, block(20)));
        fixture.does(new WithdrawalCommand.Finalized(id, block(20), true, wei(450)));
        assertPaidOnce(450);
    }

    @Test
    void refusesAReplacementThatIsNone() {
        fixture.refuses("withdrawal.attempt", new WithdrawalCommand.Replace(id, 2, fee(800, 2)));
        fixture.refuses("withdrawal.replacement", new WithdrawalCommand.Replace(id, 1, at(1, 800, 2)));
        fixture.refuses("withdrawal.replacement", new WithdrawalCommand.Replace(id, 1, fee(500, 2)));
        fixture.refuses("withdrawal.replacement", new WithdrawalCommand.Replace(id, 1, fee(800, 1)));
        fixture.refuses("withdrawal.fee-cap", new WithdrawalCommand.Replace(id, 1, fee(100_001, 2)));
        Address other = World.address(ACCOUNTS, KeyPurpose.DEPOSIT, 0);
        fixture.refuses(
                "withdrawal.replacement",
                new WithdrawalCommand.Replace(
                        id,
                        1,
                        new Preparation(
                                other,
                                OptionalLong.of(0),
                                List.of(),
                                fee(800, 2).fee())));
        fixture.queue("w2", ANNAS, coin(1));
        fixture.does(new WithdrawalCommand.Prepare(new WithdrawalId("w2"), at(1, 500, 1)));
        fixture.refuses("hot-wallet.busy", new WithdrawalCommand.Replace(id, 1, fee(800, 2)));
        fixture.refuses("withdrawal.state", new WithdrawalCommand.Replace(new WithdrawalId("w2"), 1, at(1, 800, 2)));
    }

    @Test
    void refusesAReplacementThatTheSenderCannotPay() {
        fixture.deposit(ANNAS, coin(60));
        fixture.queue(
                "w2", ANNAS, new Amount(NETWORK_COIN, fixture.nativeFunds(HOT).subtract(BigInteger.TEN)));
        fixture.does(new WithdrawalCommand.Prepare(new WithdrawalId("w2"), at(1, 10, 1)));
        fixture.does(new WithdrawalCommand.BeginSigning(new WithdrawalId("w2")));
        fixture.does(new WithdrawalCommand.Signed(new WithdrawalId("w2"), bytes(9)));
        assertThat(fixture.nativeFunds(HOT)).isZero();
        fixture.refuses("hot-wallet.insufficient", new WithdrawalCommand.Replace(id, 1, fee(501, 2)));
    }

    @Test
    void aHaltKeepsAReplacementBackAndAFrozenAccountDoesNot() {
        fixture.does(new AssetCommand.HaltOutbound(COIN, "an incident"));
        fixture.refuses("asset.halted", new WithdrawalCommand.Replace(id, 1, fee(800, 2)));
        fixture.does(new AssetCommand.ReleaseOutbound(COIN, "olga", "looked at"));
        fixture.does(new CustomerCommand.FreezeAccount(ANNAS, "an incident"));
        fixture.does(new WithdrawalCommand.Replace(id, 1, fee(800, 2)));
        sign(2);
    }

    @Test
    void aTransactionThatSpendsOutputsIsNotReplaced() {
        fixture.deposit(ANNAS, sats(100_000));
        fixture.fundHotWallet(sats(30_000));
        WithdrawalId bitcoin = fixture.queue("b1", ANNAS, sats(25_000));
        Preparation preparation =
                WalletFixture.spending(fixture.wallet.treasury().freeOutputs(OUTPUTS), 500);
        fixture.does(new WithdrawalCommand.Prepare(bitcoin, preparation));
        fixture.does(new WithdrawalCommand.BeginSigning(bitcoin));
        fixture.does(new WithdrawalCommand.Signed(bitcoin, WalletFixture.signed(bitcoin, OUTPUTS)));
        fixture.does(new WithdrawalCommand.BeginBroadcast(bitcoin));
        fixture.refuses(
                "withdrawal.replacement",
                new WithdrawalCommand.Replace(bitcoin, 1, WalletFixture.spending(preparation.inputs(), 800)));
    }

    @Test
    void aReorganisationMayBringAnotherAttemptAndReopenEither() {
        fixture.does(new WithdrawalCommand.Replace(id, 1, fee(800, 2)));
        sign(2);
        fixture.does(new WithdrawalCommand.BeginBroadcast(id));
        fixture.does(new WithdrawalCommand.Mined(id, 1, block(20)));
        fixture.does(new WithdrawalCommand.Unmined(id, block(20)));
        assertThat(state()).isEqualTo(WithdrawalState.BROADCAST);
        fixture.does(new WithdrawalCommand.Mined(id, 2, block(20, "x")));
        fixture.refuses("withdrawal.block", new WithdrawalCommand.Finalized(id, block(20), true, wei(450)));
        assertThat(fixture.withdrawal(id).attempts().stream()
                        .filter(each -> each.block().isPresent()))
                .hasSize(1);
        fixture.does(new WithdrawalCommand.Finalized(id, block(20, "x"), true, wei(700)));
        assertPaidOnce(700);

        fixture.does(new WithdrawalCommand.Reopened(id, block(20, "x")));
        assertThat(reserved()).isEqualTo(800);
        assertThat(fixture.customer(ANNAS, COIN).held()).isEqualTo(400_000_000);
        assertThat(fixture.restored().withdrawals().withdrawal(id)).contains(fixture.withdrawal(id));
        fixture.does(new WithdrawalCommand.Mined(id, 1, block(21, "y")));
        fixture.does(new WithdrawalCommand.Finalized(id, block(21, "y"), false, wei(500)));
        assertThat(fixture.customer(ANNAS, COIN).available()).isEqualTo(1_000_000_000);
        assertThat(fixture.nativeFunds(HOT)).isEqualTo(FUNDS.subtract(BigInteger.valueOf(500)));
        assertThat(fixture.total(AccountKind.EXPOSURE, COIN)).isZero();
    }

    @Test
    void aReplacementSurvivesASnapshot() {
        fixture.does(new WithdrawalCommand.Replace(id, 1, fee(800, 2)));
        Wallet restored = fixture.restored();
        assertThat(restored.withdrawals().withdrawal(id)).contains(fixture.withdrawal(id));
        assertThat(WalletFixture.nativeFunds(restored, HOT)).isEqualTo(fixture.nativeFunds(HOT));
    }
}
