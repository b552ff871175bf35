// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import static io.coffer.nodes.WalletAnvil.CONFIRMATIONS;
import static io.coffer.nodes.WalletAnvil.DECIMALS;
import static io.coffer.nodes.WalletAnvil.ETHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.DepositState;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.nodes.WalletAnvil.Token;
import io.coffer.testkit.node.AnvilContract;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real contracts do, as it reaches the books. */
class WalletTokensAnvilIT {
    private static final long UNITS = 100_000;
    private static final String THERE = WalletAnvil.stranger(1);

    @TempDir
    Path folder;

    private WalletAnvil wallet;
    private AccountId account;
    private OwnAddress address;
    private AnvilContract purse;

    @BeforeEach
    void begin() throws Exception {
        wallet = WalletAnvil.start(folder);
        account = wallet.account();
        address = wallet.address(account);
        purse = wallet.deploy(AnvilContract.PURSE);
    }

    @AfterEach
    void end() throws Exception {
        wallet.close();
    }

    private Token list(String contract, Object... arguments) throws Exception {
        Token token = wallet.list(wallet.deploy(contract, arguments), "TOK");
        token.contract().send("mint(address,uint256)", purse.address(), 10 * UNITS);
        wallet.mine(1);
        return token;
    }

    /** Somebody else pays to the customer's address, and the payment is mined. */
    private void pay(String function, Token token) throws Exception {
        purse.send(
                function + "(address,address,uint256)",
                token.contract().address(),
                address.address().text(),
                UNITS);
        wallet.mine(1);
    }

    private Deposit deposit() {
        assertThat(wallet.deposits()).hasSize(1);
        return wallet.deposits().get(0);
    }

    @Test
    void aTokenIsCreditedOnlyAfterItsConfirmations() throws Exception {
        Token token = list(AnvilContract.HONEST_TOKEN, "TOK", DECIMALS);
        pay("pay", token);
        for (int blocks = 1; blocks < CONFIRMATIONS; blocks++) {
            assertThat(deposit().progress().chain()).isEqualTo(DepositChainState.CONFIRMING);
            assertThat(wallet.total(account, token.asset())).isZero();
            wallet.mine(1);
        }
        assertThat(deposit().progress().state()).isEqualTo(DepositState.AVAILABLE);
        assertThat(wallet.total(account, token.asset())).isEqualTo(UNITS);
        wallet.booksEqualTheChain();
    }

    @Test
    @DisplayName("H04 a contract that calls itself USDT and logs a transfer to a customer brings him nothing")
    void h04_forgedTransfer() throws Exception {
        Token token = list(AnvilContract.HONEST_TOKEN, "USDT", DECIMALS);
        AnvilContract forger = wallet.deploy(AnvilContract.FORGER);
        String to = address.address().text();
        forger.send("forge(address,address,uint256)", purse.address(), to, UNITS);
        purse.send(
                "payAfterForgery(address,address,address,uint256)",
                forger.address(),
                token.contract().address(),
                to,
                7);
        wallet.mine(CONFIRMATIONS + 1);
        assertThat(deposit().amount().units())
                .as("only what the listed contract moved")
                .isEqualTo(7);
        assertThat(wallet.total(account, token.asset())).isEqualTo(7);
        wallet.booksEqualTheChain();
    }

    @Test
    @DisplayName("H05 a token that gives back false credits nothing, and our own withdrawal of it is not marked sent")
    void h05_falseReturn() throws Exception {
        Token token = list(AnvilContract.FALSE_TOKEN, "TOK", DECIMALS);
        wallet.fundTreasury(ETHER);
        pay("pay", token);
        wallet.mine(CONFIRMATIONS);
        assertThat(wallet.deposits()).extracting(Deposit::account).containsOnly(Optional.empty());
        assertThat(wallet.total(account, token.asset())).isZero();

        for (String to : new String[] {
            address.address().text(), wallet.treasury().address().text()
        }) {
            token.contract().send("mint(address,uint256)", to, UNITS);
        }
        wallet.mine(CONFIRMATIONS);
        Withdrawal withdrawal = wallet.withdraw(account, token.id(), THERE, BigInteger.valueOf(UNITS));
        wallet.mineUntilAllHasEnded();
        assertThat(wallet.state(withdrawal)).isEqualTo(WithdrawalState.FAILED_ONCHAIN);
        assertThat(token.contract().ask("balanceOf(address)", THERE)).isZero();
        assertThat(wallet.total(account, token.asset())).isEqualTo(UNITS);
        assertThat(wallet.expense()).isPositive();
        wallet.booksEqualTheChain();

        token.contract().send("setRefusing(bool)", false);
        wallet.mine(1);
        Withdrawal again = wallet.withdraw(account, token.id(), THERE, BigInteger.valueOf(UNITS));
        wallet.mineUntilAllHasEnded();
        assertThat(wallet.state(again)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(token.contract().ask("balanceOf(address)", THERE)).isEqualTo(UNITS);
        assertThat(wallet.total(account, token.asset())).isZero();
        wallet.booksEqualTheChain();
    }

    @Test
    @DisplayName("H06 what a token logs in a transaction that is undone credits nothing")
    void h06_undone() throws Exception {
        Token token = list(AnvilContract.HONEST_TOKEN, "TOK", DECIMALS);
        pay("payAndFail", token);
        wallet.mine(CONFIRMATIONS);
        assertThat(wallet.deposits()).isEmpty();
        wallet.booksEqualTheChain();
    }

    @Test
    @DisplayName("H07 of a token that keeps a part of each transfer, what arrived is credited")
    void h07_feeOnTransfer() throws Exception {
        Token token = list(AnvilContract.FEE_TOKEN, "TOK", DECIMALS, 5, false);
        pay("pay", token);
        wallet.mine(CONFIRMATIONS);
        assertThat(wallet.total(account, token.asset())).isEqualTo(UNITS * 95 / 100);
        wallet.booksEqualTheChain();
    }

    @Test
    @DisplayName("H07 of a token that logs more than it moves, what arrived is credited")
    void h07_lyingLogs() throws Exception {
        Token token = list(AnvilContract.LYING_TOKEN, DECIMALS, 5);
        pay("pay", token);
        pay("payTwice", token);
        wallet.mine(CONFIRMATIONS);
        assertThat(wallet.total(account, token.asset())).isEqualTo(3 * UNITS * 95 / 100);
        wallet.booksEqualTheChain();
    }
}
