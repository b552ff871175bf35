// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import static io.coffer.nodes.WalletAnvil.CHAIN;
import static io.coffer.nodes.WalletAnvil.COIN;
import static io.coffer.nodes.WalletAnvil.CONFIRMATIONS;
import static io.coffer.nodes.WalletAnvil.ETH;
import static io.coffer.nodes.WalletAnvil.ETHER;
import static io.coffer.nodes.WalletAnvil.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.OutboundHalt;
import io.coffer.api.core.MoneyState;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.node.Waiting;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.DepositState;
import io.coffer.api.wallet.FrozenAccount;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks that a real node takes back, before and after they counted as final. */
class WalletReorganisedAnvilIT {
    private static final BigInteger SPENT = ETHER.divide(BigInteger.TEN);

    @TempDir
    Path folder;

    private WalletAnvil wallet;
    private AccountId account;
    private OwnAddress address;

    @BeforeEach
    void begin() throws Exception {
        wallet = WalletAnvil.start(folder);
        account = wallet.account();
        address = wallet.address(account);
        wallet.fundTreasury(ETHER);
    }

    @AfterEach
    void end() throws Exception {
        wallet.close();
    }

    private String pay() throws Exception {
        return wallet.control.pay(address.address().text(), ETHER);
    }

    private Deposit deposit(String transaction) {
        return wallet.deposits().stream()
                .filter(deposit -> deposit.key().tx().text().equals(transaction))
                .findFirst()
                .orElseThrow();
    }

    private String raw(String transaction) throws Exception {
        return wallet.control.call("eth_getRawTransactionByHash", transaction).textValue();
    }

    private long height(String transaction) throws Exception {
        return AnvilControl.number(wallet.control
                        .call("eth_getTransactionReceipt", transaction)
                        .path("blockNumber"))
                .longValueExact();
    }

    private long head() throws Exception {
        return AnvilControl.number(wallet.control.call("eth_blockNumber")).longValueExact();
    }

    /**
     * Puts other blocks in the place of all from a height on.
     *
     * @param transactions raw transactions and in which of the new blocks they are, from 0: "'0x..',0"
     */
    private void replaceFrom(long height, String... transactions) throws Exception {
        String list = "["
                + String.join(
                        ",",
                        List.of(transactions).stream()
                                .map(one -> "[" + one + "]")
                                .toList()) + "]";
        wallet.control.call("anvil_reorg", head() - height + 1, AnvilControl.json(list));
        wallet.settle();
    }

    private static String at(String raw, int block) {
        return "'" + raw + "'," + block;
    }

    private List<FrozenAccount> frozen() {
        return wallet.core.read(MoneyState::frozenAccounts);
    }

    private BigInteger exposure() {
        return wallet.balance(AccountKind.EXPOSURE, "", ETH);
    }

    @Test
    @DisplayName(
            "H10 a deposit that is mined in another block before it is final is credited once, and nothing is halted")
    void h10_minedElsewhereBeforeFinality() throws Exception {
        String transaction = pay();
        wallet.mine(2);
        long height = height(transaction);
        replaceFrom(height, at(raw(transaction), 1));
        assertThat(deposit(transaction).block().height()).isEqualTo(height + 1);
        assertThat(wallet.total(account, ETH)).isZero();
        wallet.mine(1);
        assertThat(wallet.total(account, ETH)).isZero();
        wallet.mine(1);
        assertThat(wallet.total(account, ETH)).isEqualTo(ETHER);
        assertThat(deposit(transaction).progress().generation()).isZero();
        assertThat(wallet.outboundHalts()).isEmpty();
        wallet.booksEqualTheChain();
    }

    @Test
    @DisplayName(
            "H11 a credited deposit that the chain takes back while its coin is spent: taken back, exposure, account"
                    + " frozen, coin halted; released and mined again it is credited once")
    void h11_takenBackAfterItWasSpent() throws Exception {
        AccountId other = wallet.account();
        wallet.credit(other, ETHER);
        String transaction = pay();
        wallet.mine(CONFIRMATIONS);
        Withdrawal spent = wallet.withdraw(account, COIN, stranger(1), SPENT);
        wallet.mineUntilAllHasEnded();
        assertThat(wallet.total(account, ETH)).isEqualTo(ETHER.subtract(SPENT));
        wallet.booksEqualTheChain();
        String payment = wallet.transaction(spent);
        String removed = raw(transaction);
        long height = height(transaction);

        replaceFrom(height, at(raw(payment), (int) (height(payment) - height)));
        Deposit reversed = deposit(transaction);
        assertThat(reversed.progress().state()).isEqualTo(DepositState.REVERSED);
        assertThat(reversed.progress().chain()).isEqualTo(DepositChainState.REORGED);
        assertThat(reversed.progress().generation()).isEqualTo(1);
        assertThat(frozen()).extracting(FrozenAccount::account).containsExactly(account);
        assertThat(wallet.outboundHalts()).extracting(OutboundHalt::asset).containsExactly(ETH);
        assertThat(wallet.status().reason().orElseThrow()).contains("counted as final");
        Withdrawal waiting = wallet.withdraw(other, COIN, stranger(2), SPENT);
        wallet.mineUntil("the payment has ended again", () -> wallet.state(spent) == WithdrawalState.COMPLETED);
        assertThat(wallet.control.balance(stranger(1))).isEqualTo(SPENT);
        assertThat(wallet.total(account, ETH)).isZero();
        assertThat(exposure()).isEqualTo(SPENT);
        assertThat(wallet.state(waiting)).isEqualTo(WithdrawalState.QUEUED);
        assertThat(wallet.wallet.waiting(CHAIN)).extracting(Waiting::code).containsExactly("asset.halted");
        wallet.booksEqualTheChain();

        wallet.release();
        assertThat(frozen()).isEmpty();
        assertThat(wallet.outboundHalts()).isEmpty();
        wallet.control.call("eth_sendRawTransaction", removed);
        wallet.mine(CONFIRMATIONS - 1);
        assertThat(wallet.total(account, ETH)).isZero();
        wallet.mineUntilAllHasEnded();
        assertThat(deposit(transaction).progress().state()).isEqualTo(DepositState.AVAILABLE);
        assertThat(deposit(transaction).progress().generation()).isEqualTo(1);
        assertThat(exposure()).as("settled first").isZero();
        assertThat(wallet.total(account, ETH)).isEqualTo(ETHER.subtract(SPENT));
        assertThat(wallet.state(waiting)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(wallet.control.balance(stranger(2))).isEqualTo(SPENT);
        wallet.booksEqualTheChain();
    }

    @Test
    @DisplayName("H11 a credited deposit that is mined in another block is taken back and credited again, once")
    void h11_minedElsewhereAfterCredit() throws Exception {
        String transaction = pay();
        wallet.mine(CONFIRMATIONS + 1);
        assertThat(wallet.total(account, ETH)).isEqualTo(ETHER);
        long height = height(transaction);
        replaceFrom(height, at(raw(transaction), CONFIRMATIONS - 1));
        assertThat(wallet.total(account, ETH)).isZero();
        assertThat(deposit(transaction).progress().generation()).isEqualTo(1);
        assertThat(frozen()).extracting(FrozenAccount::account).containsExactly(account);
        wallet.mine(CONFIRMATIONS + 1);
        assertThat(deposit(transaction).block().height()).isEqualTo(height + CONFIRMATIONS - 1);
        assertThat(wallet.total(account, ETH)).isEqualTo(ETHER);
        assertThat(exposure()).isZero();
        wallet.booksEqualTheChain();
        wallet.release();
        assertThat(wallet.wallet.rescan(CHAIN, 0)).isTrue();
        wallet.mine(CONFIRMATIONS + 1);
        assertThat(wallet.deposits().stream().filter(one -> one.account().isPresent()))
                .hasSize(1);
        assertThat(wallet.total(account, ETH)).isEqualTo(ETHER);
        wallet.booksEqualTheChain();
    }

    @Test
    @DisplayName("H11 a withdrawal whose final block is taken back is sent again by the same bytes and arrives once")
    void h11_withdrawalTakenBack() throws Exception {
        pay();
        wallet.mine(CONFIRMATIONS);
        Withdrawal withdrawal = wallet.withdraw(account, COIN, stranger(1), SPENT);
        wallet.mineUntilAllHasEnded();
        String transaction = wallet.transaction(withdrawal);
        replaceFrom(height(transaction));
        assertThat(wallet.control.balance(stranger(1))).isZero();
        assertThat(wallet.state(withdrawal)).isNotEqualTo(WithdrawalState.COMPLETED);
        assertThat(wallet.outboundHalts()).extracting(OutboundHalt::asset).containsExactly(ETH);
        wallet.mineUntilAllHasEnded();
        assertThat(wallet.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(wallet.transactions(withdrawal)).containsExactly(transaction);
        assertThat(wallet.control.balance(stranger(1))).isEqualTo(SPENT);
        assertThat(wallet.total(account, ETH)).isEqualTo(ETHER.subtract(SPENT));
        wallet.booksEqualTheChain();
    }
}
