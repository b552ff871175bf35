// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import static io.coffer.money.wallet.World.ACCOUNTS;
import static io.coffer.money.wallet.World.ANNAS;
import static io.coffer.money.wallet.World.COIN;
import static io.coffer.money.wallet.World.coin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way back from SIGNING. */
class AbandonedSigningTest {
    private final WalletFixture fixture = new WalletFixture();
    private WithdrawalId id = new WithdrawalId("none");

    @BeforeEach
    void begin() {
        fixture.deposit(ANNAS, coin(10));
        fixture.fundHotWallet(coin(50));
        id = fixture.queue("w1", ANNAS, coin(4));
        askForASignature();
    }

    private void askForASignature() {
        fixture.does(new WithdrawalCommand.Prepare(id, WalletFixture.inSequence(0, 500)));
        fixture.does(new WithdrawalCommand.BeginSigning(id));
    }

    private WithdrawalCommand abandon(int attempt) {
        return new WithdrawalCommand.AbandonSigning(id, attempt, "operator:eve", "the vault was replaced");
    }

    private static SignedTx bytes(String tx) {
        return new SignedTx(ACCOUNTS, new TxId(tx), Bytes.of((byte) 1));
    }

    @Test
    void givesTheSequenceAndTheFundsBackAndKeepsTheHold() {
        fixture.does(abandon(1));

        Withdrawal withdrawal = fixture.withdrawal(id);
        assertThat(withdrawal.state()).isEqualTo(WithdrawalState.QUEUED);
        assertThat(withdrawal.attempts()).isEmpty();
        assertThat(fixture.wallet.treasury().nextSequence(World.hot(ACCOUNTS))).isZero();
        assertThat(fixture.nativeFunds(World.hot(ACCOUNTS))).isEqualTo(World.coins(50));
        assertThat(fixture.customer(ANNAS, COIN).held()).isEqualTo(400_000_000);
        WithdrawalId next = fixture.queue("w2", ANNAS, coin(1));
        fixture.does(new WithdrawalCommand.Prepare(next, WalletFixture.inSequence(0, 500)));
    }

    @Test
    void theOperatorMayCancelItAfterwards() {
        fixture.does(abandon(1));
        fixture.does(new WithdrawalCommand.Cancel(id, "given up"));
        assertThat(fixture.customer(ANNAS, COIN).available()).isEqualTo(1_000_000_000);
    }

    @Test
    void bytesOfAnAbandonedAttemptAreRefusedForTheNextOne() {
        fixture.does(abandon(1));
        fixture.refuses("withdrawal.state", new WithdrawalCommand.Signed(id, 1, bytes("late")));
        askForASignature();
        assertThat(fixture.withdrawal(id).attempt().orElseThrow().number()).isEqualTo(2);
        fixture.refuses("withdrawal.attempt", new WithdrawalCommand.Signed(id, 1, bytes("late")));
        fixture.does(new WithdrawalCommand.Signed(id, 2, bytes("present")));
        assertThat(fixture.withdrawal(id).state()).isEqualTo(WithdrawalState.SIGNED);
    }

    @Test
    void anAbandonedNumberIsNotUsedAgainAfterASnapshot() {
        fixture.does(abandon(1));
        byte[] before = fixture.bytes();
        assertThat(fixture.restored().withdrawals().withdrawal(id)).contains(fixture.withdrawal(id));
        assertThat(fixture.bytes()).isEqualTo(before);
        askForASignature();
        fixture.does(abandon(2));
        askForASignature();
        assertThat(fixture.withdrawal(id).attempt().orElseThrow().number()).isEqualTo(3);
    }

    @Test
    void onlyThePresentAttemptThatIsBeingSignedIsAbandoned() {
        fixture.refuses("withdrawal.attempt", abandon(2));
        fixture.does(new WithdrawalCommand.Signed(id, 1, bytes("made")));
        fixture.refuses("withdrawal.state", abandon(1));
    }

    @Test
    void somebodyAnswersForIt() {
        assertThatThrownBy(() -> new WithdrawalCommand.AbandonSigning(id, 1, " ", "why"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WithdrawalCommand.AbandonSigning(id, 0, "eve", "why"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
