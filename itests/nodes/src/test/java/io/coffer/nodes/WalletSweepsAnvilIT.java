// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import static io.coffer.nodes.WalletAnvil.CONFIRMATIONS;
import static io.coffer.nodes.WalletAnvil.DECIMALS;
import static io.coffer.nodes.WalletAnvil.ETH;
import static io.coffer.nodes.WalletAnvil.ETHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.ledger.AccountKind;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.nodes.WalletAnvil.Token;
import io.coffer.testkit.node.AnvilContract;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From deposit addresses to the treasury, with gas brought first. */
class WalletSweepsAnvilIT {
    private static final long UNITS = 1_000_000;

    @TempDir
    Path folder;

    private WalletAnvil wallet;
    private AccountId account;

    @BeforeEach
    void begin() throws Exception {
        wallet = WalletAnvil.start(folder);
        account = wallet.account();
        wallet.fundTreasury(ETHER);
        wallet.configure(WalletAnvil.settings(Map.of("sweep.threshold.TOK", "0.5", "sweep.threshold.ETH", "0.5")));
    }

    @AfterEach
    void end() throws Exception {
        wallet.close();
    }

    private void mint(Token token, OwnAddress to) throws Exception {
        token.contract().send("mint(address,uint256)", to.address().text(), UNITS);
    }

    /** Until so many transfers of the house have ended, and nothing is under way. */
    private List<Withdrawal> sweep(int transfers) throws Exception {
        wallet.mineUntil(
                transfers + " transfers have ended",
                () -> wallet.ended().size() >= transfers
                        && wallet.core.read(state ->
                                state.openWithdrawals(WalletAnvil.CHAIN).isEmpty()));
        assertThat(wallet.ended())
                .hasSize(transfers)
                .allMatch(one -> one.request().house().isPresent() && one.state() == WithdrawalState.COMPLETED);
        return wallet.ended();
    }

    private static List<HousePurpose> purposes(List<Withdrawal> transfers) {
        return transfers.stream()
                .map(one -> one.request().house().orElseThrow().purpose())
                .toList();
    }

    @Test
    void tokensAreBroughtGasAndSweptAndEachFeeIsExpense() throws Exception {
        Token token = wallet.list(wallet.deploy(AnvilContract.HONEST_TOKEN, "TOK", DECIMALS), "TOK");
        List<OwnAddress> addresses = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            addresses.add(wallet.address(account));
            mint(token, addresses.get(i));
        }
        wallet.mine(CONFIRMATIONS);
        assertThat(wallet.total(account, token.asset())).isEqualTo(2 * UNITS);

        List<Withdrawal> transfers = sweep(4);
        assertThat(purposes(transfers))
                .containsExactlyInAnyOrder(HousePurpose.GAS, HousePurpose.GAS, HousePurpose.SWEEP, HousePurpose.SWEEP);
        BigInteger fees = BigInteger.ZERO;
        for (Withdrawal transfer : transfers) {
            BigInteger fee = wallet.fee(wallet.transaction(transfer)).orElseThrow();
            assertThat(transfer.attempt().orElseThrow().feePaid().orElseThrow().units())
                    .isEqualTo(fee);
            fees = fees.add(fee);
        }
        assertThat(wallet.expense()).isPositive().isEqualTo(fees);
        assertThat(wallet.held(token.id(), wallet.treasury().address().text())).isEqualTo(2 * UNITS);
        for (OwnAddress own : addresses) {
            assertThat(wallet.held(token.id(), own.address().text())).isZero();
        }
        assertThat(wallet.total(account, token.asset()))
                .as("the customer's balance")
                .isEqualTo(2 * UNITS);
        wallet.booksEqualTheChain();
    }

    @Test
    void coinIsSweptAndItsFeeIsExpense() throws Exception {
        OwnAddress address = wallet.address(account);
        wallet.control.pay(address.address().text(), ETHER);
        wallet.mine(CONFIRMATIONS);
        List<Withdrawal> transfers = sweep(1);
        assertThat(purposes(transfers)).containsExactly(HousePurpose.SWEEP);
        assertThat(wallet.control.balance(wallet.treasury().address().text()))
                .isEqualTo(ETHER.add(transfers.get(0).request().amount().units()));
        assertThat(wallet.total(account, ETH)).as("the customer's balance").isEqualTo(ETHER);
        wallet.booksEqualTheChain();
    }

    @Test
    @DisplayName("H07 what a token keeps of a sweep is expense, and the customer has what came in")
    void h07_sweptFeeOnTransfer() throws Exception {
        for (String contract : List.of(AnvilContract.FEE_TOKEN, AnvilContract.LYING_TOKEN)) {
            boolean honest = contract.equals(AnvilContract.FEE_TOKEN);
            String symbol = honest ? "TOK" : "LIE";
            AnvilContract deployed =
                    honest ? wallet.deploy(contract, symbol, DECIMALS, 5, false) : wallet.deploy(contract, DECIMALS, 5);
            wallet.configure(WalletAnvil.settings(Map.of("sweep.threshold." + symbol, "0.5")));
            Token token = wallet.list(deployed, symbol);
            int before = wallet.ended().size();
            mint(token, wallet.address(account));
            wallet.mine(CONFIRMATIONS);
            assertThat(wallet.total(account, token.asset())).isEqualTo(UNITS);

            assertThat(purposes(sweep(before + 2)).subList(before, before + 2))
                    .containsExactly(HousePurpose.GAS, HousePurpose.SWEEP);
            assertThat(wallet.held(token.id(), wallet.treasury().address().text()))
                    .isEqualTo(UNITS * 95 / 100);
            assertThat(wallet.total(account, token.asset()))
                    .as("the customer's balance")
                    .isEqualTo(UNITS);
            assertThat(wallet.balance(AccountKind.GAS_EXPENSE, token.id().caip19(), token.asset()))
                    .as("what %s kept", contract)
                    .isEqualTo(UNITS * 5 / 100);
            wallet.booksEqualTheChain();
        }
    }
}
