// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.node.Waiting;
import io.coffer.api.signing.SigningOutcome;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.money.Amount;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import io.coffer.wallet.scripted.ScriptedAccountChain;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Withdrawals of tokens: the amount in the token, the fee in the chain's own coin. */
class TokenWithdrawalTest {
    private static final int FINAL = Bench.CONFIRMATIONS + 1;
    private static final long TREASURY = 5_000;

    @TempDir
    Path folder;

    private TokenBench tokens;
    private Bench bench;

    @BeforeEach
    void begin() throws Exception {
        tokens = new TokenBench(folder, CreditRule.AS_ARRIVED);
        bench = tokens.bench;
        tokens.allowWithdrawals();
        tokens.pay(1_000);
        bench.mine(FINAL);
    }

    @AfterEach
    void end() throws Exception {
        tokens.close();
    }

    private void fundTokens() {
        bench.node.payToken(TokenBench.CONTRACT, bench.hotWallet(), TREASURY);
        bench.mine(FINAL);
    }

    private BigInteger received(String to) {
        return bench.node.tokens(TokenBench.CONTRACT, to, bench.node.head().height());
    }

    private String waitsFor(Withdrawal withdrawal) {
        return bench.wallet.waiting(Bench.CHAIN).stream()
                .filter(each -> each.withdrawal().equals(withdrawal.id()))
                .map(Waiting::code)
                .findFirst()
                .orElse("");
    }

    @Test
    void isSentByTheTokenAndItsFeeIsPaidInTheCoin() throws Exception {
        bench.fundHotWallet(1_000);
        fundTokens();
        Withdrawal withdrawal = tokens.withdraw("scto", 400);
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.BROADCAST);
        bench.mine(FINAL);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(received("scto")).isEqualTo(BigInteger.valueOf(400));
        assertThat(tokens.balance()).isEqualTo(BigInteger.valueOf(600));
        Attempt attempt = bench.withdrawal(withdrawal.id()).attempt().orElseThrow();
        assertThat(attempt.feePaid()).contains(Amount.of(Bench.COIN, 29));
        tokens.booksAgreeWithTheChain();
    }

    @Test
    void waitsUntilTheHotWalletHasTheTokenAndTheCoinForTheFee() throws Exception {
        Withdrawal withdrawal = tokens.withdraw("scto", 400);
        bench.settle();
        assertThat(waitsFor(withdrawal)).isEqualTo("hot-wallet.insufficient");
        fundTokens();
        assertThat(waitsFor(withdrawal)).isEqualTo("hot-wallet.no-fee");
        bench.fundHotWallet(1_000);
        bench.pass(5_000);
        bench.mine(FINAL);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        tokens.booksAgreeWithTheChain();
    }

    @Test
    void aFeeAboveTheCapAndATransferThatWouldFailWait() throws Exception {
        bench.fundHotWallet(100_000);
        fundTokens();
        ((ScriptedAccountChain) bench.adapter).feeRate(400);
        Withdrawal dear = tokens.withdraw("scto", 400);
        bench.settle();
        assertThat(waitsFor(dear)).isEqualTo("fee.above-cap");
        ((ScriptedAccountChain) bench.adapter).feeRate(10);
        bench.faults.always(Call.QUOTE, Fault.REFUSED);
        bench.pass(5_000);
        assertThat(waitsFor(dear)).isEqualTo("token.transfer-refused");
        bench.faults.none();
        bench.pass(5_000);
        bench.mine(FINAL);
        assertThat(bench.state(dear)).isEqualTo(WithdrawalState.COMPLETED);
    }

    @Test
    @DisplayName(
            "H05 our own transfer of a token that moved nothing has failed: the hold is released, the fee is posted")
    void h05_nothingMoved() throws Exception {
        bench.fundHotWallet(1_000);
        fundTokens();
        Withdrawal withdrawal = tokens.withdraw("scto", 400);
        bench.settle();
        bench.node.contracts().silence(TokenBench.CONTRACT);
        bench.pass(10_000);
        bench.mine(FINAL);
        bench.pass(20_000);
        bench.mine(FINAL);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.FAILED_ONCHAIN);
        assertThat(tokens.balance()).isEqualTo(BigInteger.valueOf(1_000));
        assertThat(bench.withdrawal(withdrawal.id()).attempt().orElseThrow().feePaid())
                .contains(Amount.of(Bench.COIN, 29));
        assertThat(received("scto")).isZero();
        assertThat(bench.custody()).isEqualTo(bench.onChain());
    }

    @Test
    void withoutAPluginAWithdrawalWaitsWithACodeAndThatOfACoinDoesNot() throws Exception {
        bench.fundHotWallet(10_000);
        fundTokens();
        bench.credit(tokens.account, 2_000);
        bench.wallet.pluginLeft(tokens.plugin);
        Bench.done(tokens.list(tokens.plugin.id(), false));
        Withdrawal token = tokens.withdraw("scto", 400);
        Withdrawal coin = bench.withdraw(tokens.account, "sccoin", 100);
        bench.mine(FINAL);
        assertThat(waitsFor(token)).isEqualTo("token.no-protocol");
        assertThat(bench.state(coin)).isEqualTo(WithdrawalState.COMPLETED);

        bench.wallet.pluginArrived(tokens.plugin, "token/1");
        bench.mine(FINAL);
        assertThat(bench.state(token)).isEqualTo(WithdrawalState.COMPLETED);
        tokens.booksAgreeWithTheChain();
    }

    @Test
    void afterARestartTheSameBytesAreMadeOnceThePluginIsBack() throws Exception {
        bench.fundHotWallet(1_000);
        fundTokens();
        bench.signer.answer(Optional.of(new SigningOutcome.Sealed()));
        Withdrawal withdrawal = tokens.withdraw("scto", 400);
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.SIGNING);
        long sequence = bench.withdrawal(withdrawal.id())
                .attempt()
                .orElseThrow()
                .preparation()
                .sequence()
                .orElseThrow();
        bench.restartAll();
        bench.signer.answer(Optional.empty());
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.SIGNING);
        assertThat(waitsFor(withdrawal)).isEqualTo("token.no-protocol");

        bench.wallet.pluginArrived(tokens.plugin, "token/1");
        bench.pass(60_000);
        bench.mine(FINAL);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        Set<String> signed = bench.signer.signedFor(withdrawal.id());
        assertThat(signed).hasSize(1);
        Attempt attempt = bench.withdrawal(withdrawal.id()).attempt().orElseThrow();
        assertThat(attempt.preparation().sequence()).hasValue(sequence);
        assertThat(received("scto")).isEqualTo(BigInteger.valueOf(400));
        tokens.booksAgreeWithTheChain();
    }

    @Test
    @DisplayName("H44 an adapter that sends a token to somebody else gets no signature")
    void h44_otherDestination() throws Exception {
        bench.fundHotWallet(1_000);
        fundTokens();
        bench.faults.always(Call.ASSEMBLE, Fault.OTHER_DESTINATION);
        Withdrawal withdrawal = tokens.withdraw("scto", 400);
        bench.settle();
        assertThat(waitsFor(withdrawal)).isEqualTo("transaction.unusable");
        assertThat(bench.signer.signedFor(withdrawal.id())).isEmpty();
    }

    @Test
    @DisplayName("H07 a deposit at the hot wallet in the block of a withdrawal of ours is credited in full")
    void h07_ownWithdrawalInTheSameBlock() throws Exception {
        bench.fundHotWallet(1_000);
        fundTokens();
        Withdrawal withdrawal = tokens.withdraw("scto", 400);
        bench.settle();
        bench.node.payToken(TokenBench.CONTRACT, bench.hotWallet(), 300);
        bench.mine(FINAL + 1);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.openDeposits()).isEmpty();
        tokens.booksAgreeWithTheChain();
    }
}
