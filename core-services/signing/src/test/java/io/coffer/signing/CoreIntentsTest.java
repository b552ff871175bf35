// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.core.CoreStatus;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CoreIntentsTest {
    private static final Set<WithdrawalState> SIGNING = Set.of(WithdrawalState.SIGNING);
    private final SigningScene scene = SigningScene.utxo();
    private final WithdrawalRequest request = new WithdrawalRequest(
            new Payer.Customer(new AccountId("a-1")),
            scene.to,
            Optional.of("tag"),
            scene.amount,
            scene.feeCap,
            Optional.empty());

    @Test
    void readsWhatWasApprovedAndWhoPays() throws Exception {
        Intent intent = intents(withdrawal(WithdrawalState.SIGNING, unsigned())).intent(SigningScene.ID, SIGNING);
        assertThat(intent)
                .isEqualTo(new Intent(
                        new TransferIntent(scene.to, scene.amount, Optional.of("tag")),
                        scene.feeCap,
                        scene.preparation,
                        new Payer.Customer(new AccountId("a-1")),
                        scene.own,
                        SigningScene.TERM));
        assertThat(intent.own(scene.to)).isEmpty();
        assertThat(intent.own()).hasSize(2);
    }

    @Test
    void checksInEveryStateThatItIsAllowedTo() throws Exception {
        Intent intent = intents(withdrawal(WithdrawalState.PREPARED, unsigned()))
                .intent(SigningScene.ID, Set.of(WithdrawalState.PREPARED, WithdrawalState.SIGNING));
        assertThat(intent.preparation()).isEqualTo(scene.preparation);
    }

    @Test
    void takesTheLastAttempt() throws Exception {
        Attempt first = new Attempt(
                1,
                new SigningScene("devnet:main").preparation,
                Optional.of(new SignedTx(scene.chain, new TxId("00"), Bytes.EMPTY)),
                Optional.empty(),
                Optional.empty());
        Intent intent =
                intents(withdrawal(WithdrawalState.SIGNING, first, unsigned())).intent(SigningScene.ID, SIGNING);
        assertThat(intent.preparation()).isEqualTo(scene.preparation);
    }

    @Test
    void readsOfTheHouseWhereItPaysTo() throws Exception {
        Payer house = new Payer.House(scene.preparation.sender(), HousePurpose.SWEEP);
        Address to = scene.own(9, KeyPurpose.TREASURY);
        WithdrawalRequest sweep =
                new WithdrawalRequest(house, to, Optional.empty(), scene.amount, scene.feeCap, Optional.empty());
        Withdrawal withdrawal = new Withdrawal(
                SigningScene.ID, sweep, WithdrawalState.SIGNING, Optional.empty(), List.of(unsigned()), 0);
        Intent intent = intents(withdrawal).intent(SigningScene.ID, SIGNING);
        assertThat(intent.payer()).isEqualTo(house);
        assertThat(intent.own(to)).hasValue(scene.own.get(to));
    }

    @ParameterizedTest
    @EnumSource(value = WithdrawalState.class, mode = EnumSource.Mode.EXCLUDE, names = "SIGNING")
    void signsInNoOtherState(WithdrawalState state) {
        denies(withdrawal(state, unsigned()), "withdrawal.state");
    }

    @Test
    void signsNothingUnknownUnpreparedOrSigned() {
        assertThatThrownBy(() -> intents(withdrawal(WithdrawalState.SIGNING, unsigned()))
                        .intent(new WithdrawalId("w-2"), SIGNING))
                .isInstanceOfSatisfying(
                        DeniedException.class, e -> assertThat(e.rule()).isEqualTo("withdrawal.unknown"));
        denies(withdrawal(WithdrawalState.SIGNING), "withdrawal.state");
        Attempt signed = new Attempt(
                1,
                scene.preparation,
                Optional.of(new SignedTx(scene.chain, new TxId("00"), Bytes.EMPTY)),
                Optional.empty(),
                Optional.empty());
        denies(withdrawal(WithdrawalState.SIGNING, signed), "withdrawal.state");
    }

    private Attempt unsigned() {
        return new Attempt(1, scene.preparation, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private Withdrawal withdrawal(WithdrawalState state, Attempt... attempts) {
        return new Withdrawal(SigningScene.ID, request, state, Optional.empty(), List.of(attempts), 0);
    }

    private void denies(Withdrawal withdrawal, String rule) {
        assertThatThrownBy(() -> intents(withdrawal).intent(SigningScene.ID, SIGNING))
                .isInstanceOfSatisfying(
                        DeniedException.class, e -> assertThat(e.rule()).isEqualTo(rule));
    }

    private IntentSource intents(Withdrawal withdrawal) {
        MoneyState state = Fakes.of(
                MoneyState.class,
                Map.of(
                        "withdrawal",
                        arguments -> Optional.of(withdrawal)
                                .filter(known -> known.id().equals(arguments[0])),
                        "ownAddress",
                        arguments -> Optional.ofNullable(scene.own.get((Address) arguments[0]))));
        MoneyCore core = Fakes.of(
                MoneyCore.class,
                Map.of("read", arguments -> read(arguments[0], state), "status", arguments -> status()));
        return new CoreIntents(core);
    }

    private static CoreStatus status() {
        return new CoreStatus(CoreStatus.Mode.RUNNING, 1, SigningScene.TERM, 0, "");
    }

    @SuppressWarnings("unchecked")
    private static Object read(Object query, MoneyState state) {
        return ((Function<MoneyState, Object>) query).apply(state);
    }
}
