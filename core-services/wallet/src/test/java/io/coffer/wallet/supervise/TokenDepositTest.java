// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.node.ChainStatus;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.DepositState;
import io.coffer.spi.asset.CreditRule;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import io.coffer.wallet.scripted.ScriptedTx;
import io.coffer.wallet.settings.ChainSettingsForm;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Deposits of tokens, from logs to the books. */
class TokenDepositTest {
    private static final long UNITS = 1_000;
    private static final int FINAL = Bench.CONFIRMATIONS + 1;

    @TempDir
    Path folder;

    private static BigInteger units(long units) {
        return BigInteger.valueOf(units);
    }

    @ParameterizedTest
    @EnumSource(CreditRule.class)
    void anHonestTokenIsCreditedAfterFinality(CreditRule rule) throws Exception {
        try (TokenBench tokens = new TokenBench(folder, rule)) {
            String tx = tokens.pay(UNITS);
            tokens.bench.mine(Bench.CONFIRMATIONS - 1);
            assertThat(tokens.deposit(tx, 0).orElseThrow().progress().chain()).isEqualTo(DepositChainState.CONFIRMING);
            assertThat(tokens.balance()).isZero();
            tokens.bench.mine(1);
            assertThat(tokens.deposit(tx, 0).orElseThrow().progress().state()).isEqualTo(DepositState.AVAILABLE);
            assertThat(tokens.balance()).isEqualTo(units(UNITS));
            assertThat(tokens.status().state()).isEqualTo(ChainStatus.State.SCANNING);
            assertThat(tokens.reason()).isEmpty();
            tokens.booksAgreeWithTheChain();
        }
    }

    @Test
    @DisplayName("H04 a token of an unlisted contract with the symbol of a listed one is ignored")
    void h04_unlistedContract() throws Exception {
        try (TokenBench tokens = new TokenBench(folder, CreditRule.AS_ARRIVED)) {
            String tx = tokens.bench.node.payToken(
                    "scforged", tokens.address.address().text(), UNITS);
            tokens.bench.mine(FINAL);
            assertThat(tokens.deposit(tx, 0)).isEmpty();
            assertThat(tokens.balance()).isZero();
            assertThat(tokens.reason()).isEmpty();
        }
    }

    @Test
    @DisplayName("H07 a token that logs 100 and moves 95 is credited with 95, also after a rescan and a restart")
    void h07_feeOnTransfer() throws Exception {
        try (TokenBench tokens = new TokenBench(folder, CreditRule.AS_ARRIVED)) {
            tokens.bench.node.contracts().keepFee(TokenBench.CONTRACT, 5);
            String tx = tokens.pay(100);
            tokens.bench.mine(FINAL);
            assertThat(tokens.deposit(tx, 0).orElseThrow().amount().units()).isEqualTo(units(95));
            assertThat(tokens.balance()).isEqualTo(units(95));
            tokens.booksAgreeWithTheChain();

            assertThat(tokens.bench.wallet.rescan(Bench.CHAIN, 0)).isTrue();
            tokens.bench.mine(2);
            tokens.bench.restartAll();
            tokens.bench.wallet.pluginArrived(tokens.plugin, "token/1");
            assertThat(tokens.bench.wallet.rescan(Bench.CHAIN, 0)).isTrue();
            tokens.bench.mine(2);
            assertThat(tokens.bench.wallet.halt(Bench.CHAIN)).isEmpty();
            assertThat(tokens.deposit(tx, 0).orElseThrow().progress().state()).isEqualTo(DepositState.AVAILABLE);
            assertThat(tokens.balance()).isEqualTo(units(95));
            tokens.booksAgreeWithTheChain();
        }
    }

    @Test
    @DisplayName("H07 what did not arrive is missing from the last of several in a block")
    void h07_severalInABlock() throws Exception {
        try (TokenBench tokens = new TokenBench(folder, CreditRule.AS_ARRIVED)) {
            tokens.bench.node.contracts().keepFee(TokenBench.CONTRACT, 10);
            String first = tokens.pay(100);
            String second = tokens.pay(200);
            tokens.bench.mine(FINAL);
            assertThat(tokens.deposit(first, 0).orElseThrow().amount().units()).isEqualTo(units(100));
            assertThat(tokens.deposit(second, 0).orElseThrow().amount().units()).isEqualTo(units(170));
            tokens.booksAgreeWithTheChain();
        }
    }

    @Test
    @DisplayName("H07 of a token of which nothing arrives nothing is credited, however often it is read")
    void h07_nothingArrives() throws Exception {
        try (TokenBench tokens = new TokenBench(folder, CreditRule.AS_ARRIVED)) {
            tokens.bench.node.contracts().keepFee(TokenBench.CONTRACT, 100);
            String tx = tokens.pay(100);
            tokens.bench.mine(FINAL);
            tokens.bench.wallet.rescan(Bench.CHAIN, 0);
            tokens.bench.mine(2);
            assertThat(tokens.deposit(tx, 0).orElseThrow().progress().chain()).isEqualTo(DepositChainState.VANISHED);
            assertThat(tokens.balance()).isZero();
            assertThat(tokens.bench.openDeposits()).isEmpty();
            tokens.booksAgreeWithTheChain();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"GARBAGE", "REFUSED", "EXCEPTION", "UNREACHABLE"})
    void aContractThatCannotBeAskedHoldsUpItsOwnDepositsOnly(Fault fault) throws Exception {
        try (TokenBench tokens = new TokenBench(folder, CreditRule.AS_ARRIVED)) {
            tokens.bench.faults.always(Call.CALL, fault);
            String tx = tokens.pay(UNITS);
            tokens.bench.node.pay(tokens.address.address().text(), 500);
            tokens.bench.mine(FINAL);
            assertThat(tokens.deposit(tx, 0).orElseThrow().progress().state()).isEqualTo(DepositState.PENDING);
            assertThat(tokens.balance()).isZero();
            assertThat(tokens.bench.available(tokens.account)).isEqualTo(500);
            assertThat(tokens.reason())
                    .contains("what arrived is not known", tokens.plugin.id().caip19());

            tokens.bench.faults.none();
            tokens.bench.pass(60_000);
            tokens.bench.mine(1);
            assertThat(tokens.balance()).isEqualTo(units(UNITS));
            assertThat(tokens.reason()).isEmpty();
            tokens.booksAgreeWithTheChain();
        }
    }

    @Test
    void whatANodeWillHaveForgottenWhenItIsFinalIsAskedBefore() throws Exception {
        try (TokenBench tokens = new TokenBench(folder, CreditRule.AS_ARRIVED)) {
            tokens.bench.node.contracts().keepFee(TokenBench.CONTRACT, 5);
            tokens.bench.node.contracts().keepStates(2);
            String tx = tokens.pay(100);
            tokens.bench.mine(1);
            tokens.bench.mine(Bench.CONFIRMATIONS + 3);
            assertThat(tokens.deposit(tx, 0).orElseThrow().amount().units()).isEqualTo(units(95));
            assertThat(tokens.balance()).isEqualTo(units(95));
            assertThat(tokens.reason()).isEmpty();
            tokens.booksAgreeWithTheChain();
        }
    }

    @Test
    void whatTheNodeHasForgottenHoldsUpNoLaterDepositOfTheToken() throws Exception {
        try (TokenBench tokens = new TokenBench(folder, CreditRule.AS_ARRIVED)) {
            tokens.bench.node.contracts().keepStates(2);
            String lost = tokens.pay(100);
            tokens.bench.node.mine();
            tokens.bench.node.mineEmpty(10);
            tokens.bench.settle();
            assertThat(tokens.deposit(lost, 0).orElseThrow().progress().state()).isEqualTo(DepositState.PENDING);
            tokens.bench.pass(60_000);
            String fresh = tokens.pay(200);
            tokens.bench.mine(1);
            tokens.bench.mine(Bench.CONFIRMATIONS + 3);
            assertThat(tokens.deposit(fresh, 0).orElseThrow().progress().state())
                    .isEqualTo(DepositState.AVAILABLE);
            assertThat(tokens.balance()).isEqualTo(units(200));

            tokens.bench.node.contracts().keepStates(Integer.MAX_VALUE);
            tokens.bench.pass(600_000);
            tokens.bench.mine(1);
            assertThat(tokens.balance()).isEqualTo(units(300));
            assertThat(tokens.reason()).isEmpty();
            tokens.booksAgreeWithTheChain();
        }
    }

    @Test
    @DisplayName("H08 the same token deposit reported twice, rescanned and read by a new adapter is credited once")
    void h08_once() throws Exception {
        try (TokenBench tokens = new TokenBench(folder, CreditRule.AS_ARRIVED)) {
            tokens.bench.faults.always(Call.READ, Fault.DUPLICATES);
            tokens.pay(UNITS);
            tokens.bench.mine(FINAL);
            assertThat(tokens.bench.wallet.rescan(Bench.CHAIN, 0)).isTrue();
            tokens.bench.settle();
            tokens.bench.wallet.adapterLeft(tokens.bench.adapter);
            tokens.bench.adapter = tokens.bench.newAdapter();
            tokens.bench.wallet.adapterArrived(tokens.bench.adapter);
            tokens.bench.mine(2);
            assertThat(tokens.balance()).isEqualTo(units(UNITS));
            tokens.booksAgreeWithTheChain();
        }
    }

    @ParameterizedTest
    @EnumSource(CreditRule.class)
    @DisplayName("H09 two logs of one transaction with the same amount and address are two deposits")
    void h09_twoLogs(CreditRule rule) throws Exception {
        try (TokenBench tokens = new TokenBench(folder, rule)) {
            ScriptedTx.Output output =
                    new ScriptedTx.Output(tokens.address.address().text(), units(UNITS), TokenBench.CONTRACT);
            String tx = tokens.bench.node.payAll(output, output);
            tokens.bench.mine(FINAL);
            assertThat(tokens.deposit(tx, 0)).isPresent();
            assertThat(tokens.deposit(tx, 1)).isPresent();
            assertThat(tokens.balance()).isEqualTo(units(2 * UNITS));
            tokens.booksAgreeWithTheChain();
        }
    }

    @Test
    @DisplayName("H10 a reorganisation before finality gives nothing, and the token mined again is credited once")
    void h10_minedAgain() throws Exception {
        try (TokenBench tokens = new TokenBench(folder, CreditRule.AS_ARRIVED)) {
            String tx = tokens.pay(UNITS);
            tokens.bench.mine(Bench.CONFIRMATIONS - 1);
            tokens.bench.node.rollBack(Bench.CONFIRMATIONS - 1, true);
            tokens.bench.node.mineEmpty(Bench.CONFIRMATIONS + 2);
            tokens.bench.settle();
            assertThat(tokens.deposit(tx, 0).orElseThrow().progress().chain()).isEqualTo(DepositChainState.REORGED);
            assertThat(tokens.balance()).isZero();
            tokens.bench.mine(FINAL);
            assertThat(tokens.balance()).isEqualTo(units(UNITS));
            tokens.booksAgreeWithTheChain();
        }
    }

    @Test
    @DisplayName("H12 a token deposit that was removed and is known no more vanishes")
    void h12_vanishes() throws Exception {
        try (TokenBench tokens = new TokenBench(folder, CreditRule.AS_LOGGED)) {
            tokens.bench.wallet.configure(
                    ChainSettingsForm.read(Map.of("chain", Bench.CHAIN.caip2(), "vanishAfterBlocks", "6")));
            String tx = tokens.pay(UNITS);
            tokens.bench.mine(1);
            tokens.bench.node.rollBack(1, false);
            tokens.bench.mine(8);
            assertThat(tokens.deposit(tx, 0).orElseThrow().progress().chain()).isEqualTo(DepositChainState.VANISHED);
            assertThat(tokens.balance()).isZero();
            tokens.booksAgreeWithTheChain();
        }
    }
}
