// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import static io.coffer.nodes.WalletAnvil.CONFIRMATIONS;
import static io.coffer.nodes.WalletAnvil.ETH;
import static io.coffer.nodes.WalletAnvil.ETHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.ledger.AccountKind;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositState;
import io.coffer.api.wallet.OwnAddress;
import java.math.BigInteger;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coin that a contract passes on, as it reaches the books. */
class WalletInternalCoinAnvilIT {
    @TempDir
    Path folder;

    private WalletAnvil wallet;
    private AccountId account;
    private OwnAddress address;
    private String contract;

    private void begin(String internalTransfers) throws Exception {
        wallet = WalletAnvil.start(folder, "internalTransfers", internalTransfers);
        account = wallet.account();
        address = wallet.address(account);
        contract = wallet.whileItMines(() -> wallet.control.create(EvmTracesAnvilIT.PASSES_ON, BigInteger.ZERO));
        wallet.mine(CONFIRMATIONS);
    }

    @AfterEach
    void end() throws Exception {
        wallet.close();
    }

    private String passOn() throws Exception {
        return wallet.control.call(
                contract, ETHER, EvmTracesAnvilIT.word(address.address().text()));
    }

    private BigInteger suspense() {
        return wallet.balance(AccountKind.SUSPENSE, "", ETH);
    }

    /** More blocks, a second reading of all and a restart find nothing new. */
    private void nothingMoreIsFound() throws Exception {
        int before = wallet.deposits().size();
        assertThat(wallet.wallet.rescan(WalletAnvil.CHAIN, 0)).isTrue();
        wallet.mine(CONFIRMATIONS + 2);
        wallet.restartAll();
        wallet.mine(CONFIRMATIONS + 2);
        assertThat(wallet.deposits()).hasSize(before);
        assertThat(wallet.outboundHalts()).isEmpty();
        wallet.booksEqualTheChain();
    }

    @Test
    void isADepositOfItsTransactionWhereTheNodeTraces() throws Exception {
        begin("trace");
        String transaction = passOn();
        wallet.mine(CONFIRMATIONS);
        assertThat(wallet.deposits()).singleElement().satisfies(deposit -> {
            assertThat(deposit.key().tx().text()).isEqualTo(transaction);
            assertThat(deposit.progress().state()).isEqualTo(DepositState.AVAILABLE);
        });
        assertThat(wallet.total(account, ETH)).isEqualTo(ETHER);
        assertThat(suspense()).isZero();
        nothingMoreIsFound();
        assertThat(wallet.total(account, ETH)).isEqualTo(ETHER);
    }

    @Test
    void isFoundByTheBalanceAtFinalityWhereNothingIsTracedAndGoesToTheDesk() throws Exception {
        begin("balance");
        passOn();
        wallet.control.pay(address.address().text(), BigInteger.TEN);
        wallet.mine(CONFIRMATIONS);
        assertThat(wallet.total(account, ETH)).as("what movements tell of").isEqualTo(10);
        assertThat(suspense()).as("seen at one final block only").isZero();
        wallet.mine(1);
        assertThat(wallet.deposits().stream().filter(deposit -> deposit.key().isDiscovered()))
                .singleElement()
                .satisfies(this::standsOnTheDesk);
        assertThat(suspense()).isEqualTo(ETHER);
        nothingMoreIsFound();
        assertThat(suspense()).isEqualTo(ETHER);
        assertThat(wallet.total(account, ETH)).isEqualTo(10);
    }

    private void standsOnTheDesk(Deposit deposit) {
        assertThat(deposit.amount().units()).isEqualTo(ETHER);
        assertThat(deposit.key().to()).isEqualTo(address.address());
        assertThat(deposit.progress().state()).isEqualTo(DepositState.UNATTRIBUTED);
        assertThat(deposit.progress().reason().orElseThrow()).contains("internal call");
    }
}
