// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.node.ChainStatus;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.DepositState;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.TxId;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import io.coffer.wallet.scripted.ScriptedAccountChain;
import io.coffer.wallet.scripted.ScriptedNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Coin that arrives by an internal call, on a chain whose movements do not tell of it. */
class BalanceComparisonTest {
    private static final long UNITS = 700;

    @TempDir
    Path folder;

    private Bench bench;
    private AccountId account;
    private String address;

    @BeforeEach
    void begin() throws Exception {
        bench = new Bench(folder, false);
        bench.settle();
        account = bench.account();
        address = bench.address(account).address().text();
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
    }

    private List<Deposit> discovered() {
        return bench.finalDeposits().stream()
                .filter(deposit -> deposit.key().isDiscovered())
                .toList();
    }

    private void booksAgreeWithTheChain() throws Exception {
        assertThat(bench.custody()).isEqualTo(bench.onChain());
        assertThat(bench.core.read(state -> state.trialBalance()).isBalanced()).isTrue();
        assertThat(bench.core.replay(0)).isEqualTo(bench.core.stateHash());
    }

    @Test
    void goesToTheDeskOnceItWasThereAfterTwoFinalBlocks() throws Exception {
        bench.node.payInternally(address, UNITS);
        bench.mine(Bench.CONFIRMATIONS);
        assertThat(discovered()).isEmpty();
        bench.mine(1);
        assertThat(discovered()).hasSize(1);
        Deposit found = discovered().get(0);
        assertThat(found.amount().units()).isEqualTo(UNITS);
        assertThat(found.account()).contains(account);
        assertThat(found.block()).isEqualTo(bench.node.blocks().get(1).ref());
        assertThat(found.progress().state()).isEqualTo(DepositState.UNATTRIBUTED);
        assertThat(found.progress().reason().orElseThrow()).contains("internal call", "up to block 1/");
        assertThat(bench.total(account)).isZero();
        assertThat(bench.suspense()).isEqualTo(UNITS);
        bench.mine(5);
        assertThat(discovered()).hasSize(1);
        booksAgreeWithTheChain();
    }

    @Test
    void isToldApartFromADepositInTheSameBlock() throws Exception {
        bench.node.pay(address, 50);
        bench.node.payInternally(address, UNITS);
        bench.mine(Bench.CONFIRMATIONS + 3);
        assertThat(bench.available(account)).isEqualTo(50);
        assertThat(bench.suspense()).isEqualTo(UNITS);
        booksAgreeWithTheChain();
    }

    @Test
    void isFoundAtTheHotWalletToo() throws Exception {
        bench.node.payInternally(bench.hotWallet(), UNITS);
        bench.mine(Bench.CONFIRMATIONS + 3);
        assertThat(discovered())
                .singleElement()
                .satisfies(found -> assertThat(found.account()).isEmpty());
        booksAgreeWithTheChain();
    }

    @Test
    void isBookedAsFarAsBothBlocksAgreeAndTheRestLater() throws Exception {
        bench.node.payInternally(address, 10);
        bench.mine(1);
        bench.node.payInternally(address, 5);
        bench.mine(Bench.CONFIRMATIONS);
        assertThat(discovered())
                .singleElement()
                .satisfies(found -> assertThat(found.amount().units()).isEqualTo(10));
        bench.mine(3);
        assertThat(discovered())
                .extracting(one -> one.amount().units().longValue())
                .containsExactly(10L, 5L);
        booksAgreeWithTheChain();
    }

    @Test
    void aTransactionThatFailedUnseenIsNoShortage() throws Exception {
        bench.allowWithdrawals();
        bench.credit(account, 1_000);
        bench.fundHotWallet(5_000);
        Withdrawal failing = bench.withdraw(account, ScriptedNode.FAILING + "ing", 100);
        bench.settle();
        bench.mine(Bench.CONFIRMATIONS + 3);
        assertThat(bench.state(failing)).isEqualTo(WithdrawalState.BROADCAST);
        assertThat(bench.outboundHalts()).isEmpty();
        bench.pass(10_000);
        bench.mine(3);
        assertThat(bench.state(failing)).isEqualTo(WithdrawalState.FAILED_ONCHAIN);
        assertThat(discovered()).isEmpty();
        assertThat(bench.outboundHalts()).isEmpty();
        booksAgreeWithTheChain();
    }

    @Test
    void theHotWalletIsComparedWhileATransactionOfItWaits() throws Exception {
        bench.allowWithdrawals();
        bench.credit(account, 1_000);
        bench.fundHotWallet(5_000);
        Withdrawal waiting = bench.withdraw(account, "scto", 100);
        bench.settle();
        bench.node.forgetPool();
        bench.node.payInternally(bench.hotWallet(), UNITS);
        bench.mine(Bench.CONFIRMATIONS + 2);
        assertThat(bench.state(waiting)).isEqualTo(WithdrawalState.BROADCAST);
        assertThat(bench.suspense()).isEqualTo(UNITS);
    }

    @Test
    void isTakenBackWithItsBlockAndFoundAgain() throws Exception {
        bench.wallet.configure(Bench.settings(Map.of("reorgFinal", "reverse")));
        bench.clock.pass(SettingsInForce.FIRST_MS);
        String tx = bench.node.payInternally(address, UNITS);
        bench.mine(Bench.CONFIRMATIONS + 2);
        DepositKey key = discovered().get(0).key();
        int depth = (int) bench.node.head().height();
        bench.node.rollBack(depth, false);
        bench.node.mineEmpty(depth + 1);
        bench.settle();
        Deposit gone = bench.core.read(state -> state.deposit(key.id())).orElseThrow();
        assertThat(gone.progress().chain()).isEqualTo(DepositChainState.VANISHED);
        assertThat(bench.suspense()).isZero();
        booksAgreeWithTheChain();
        assertThat(bench.node.blockOf(tx)).isEmpty();
        bench.node.payInternally(address, UNITS + 1);
        bench.mine(Bench.CONFIRMATIONS + 3);
        assertThat(bench.suspense()).isEqualTo(UNITS + 1);
        booksAgreeWithTheChain();
    }

    @Test
    void isFoundOnceWhateverIsRestartedMeanwhile() throws Exception {
        bench.node.payInternally(address, UNITS);
        for (int i = 0; i < Bench.CONFIRMATIONS + 4; i++) {
            bench.mine(1);
            if (i % 2 == 0) {
                bench.restartAll();
            }
            bench.settle();
        }
        bench.mine(2);
        assertThat(discovered()).hasSize(1);
        assertThat(bench.suspense()).isEqualTo(UNITS);
        booksAgreeWithTheChain();
    }

    @Test
    void isNotTakenTwiceWhenAReaderThatTracesTellsOfItLater() throws Exception {
        String tx = bench.node.payInternally(address, UNITS);
        bench.mine(Bench.CONFIRMATIONS + 2);
        assertThat(bench.suspense()).isEqualTo(UNITS);
        ((ScriptedAccountChain) bench.adapter).trace();
        assertThat(bench.wallet.rescan(Bench.CHAIN, 0)).isTrue();
        bench.mine(4);
        DepositKey key =
                new DepositKey(new TxId(tx), 1 << 30, discovered().get(0).key().to(), Optional.empty());
        Deposit late = bench.core.read(state -> state.deposit(key.id())).orElseThrow();
        assertThat(late.progress().state()).isEqualTo(DepositState.UNATTRIBUTED);
        assertThat(late.progress().reason().orElseThrow())
                .contains(discovered().get(0).key().id());
        assertThat(bench.total(account)).isZero();
        assertThat(bench.suspense()).isEqualTo(UNITS);
        assertThat(bench.outboundHalts()).isEmpty();
        bench.node.payInternally(address, 11);
        bench.mine(Bench.CONFIRMATIONS + 2);
        assertThat(bench.available(account)).isEqualTo(11);
        booksAgreeWithTheChain();
    }

    @Test
    void nothingIsComparedWhereTheAdapterOffersNoBalances() throws Exception {
        ((ScriptedAccountChain) bench.adapter).offerNoBalances();
        bench.node.payInternally(address, UNITS);
        bench.mine(Bench.CONFIRMATIONS + 4);
        assertThat(discovered()).isEmpty();
        assertThat(bench.status().reason()).isEmpty();
    }

    @Test
    void nothingIsComparedWhenSwitchedOff() throws Exception {
        bench.wallet.configure(Bench.settings(Map.of("compareBalances", "0")));
        bench.clock.pass(SettingsInForce.FIRST_MS);
        bench.node.payInternally(address, UNITS);
        bench.mine(Bench.CONFIRMATIONS + 4);
        assertThat(discovered()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"FORGOTTEN", "TOO_MANY", "OTHER_CHAIN", "EXCEPTION", "UNREACHABLE"})
    void anAnswerThatIsNoneHoldsNothingUpAndIsShown(Fault fault) throws Exception {
        bench.faults.always(Call.BALANCES, fault);
        bench.node.payInternally(address, UNITS);
        bench.mine(Bench.CONFIRMATIONS + 2);
        bench.credit(account, 20);
        assertThat(bench.available(account)).isEqualTo(20);
        assertThat(discovered()).isEmpty();
        assertThat(bench.status().reason().orElseThrow()).contains("balances are not compared");
        bench.faults.none();
        for (int i = 0; i < 4; i++) {
            bench.clock.pass(600_000);
            bench.mine(1);
        }
        assertThat(bench.suspense()).isEqualTo(UNITS);
        assertThat(bench.status().reason()).isEmpty();
        booksAgreeWithTheChain();
    }

    @Test
    void aWrongAnswerThatIsNotGivenTwicePutsNothingIntoTheBooks() throws Exception {
        bench.mine(Bench.CONFIRMATIONS);
        for (int i = 0; i < 4; i++) {
            bench.faults.next(Call.BALANCES, Fault.OTHER_AMOUNTS);
            bench.mine(1);
            bench.faults.none();
            bench.mine(1);
        }
        assertThat(discovered()).isEmpty();
        booksAgreeWithTheChain();
    }

    @Test
    void coinThatIsMissingStopsTheAssetAndIsNeverBooked() throws Exception {
        bench.node.pay(address, UNITS);
        bench.mine(Bench.CONFIRMATIONS + 1);
        bench.node.take(address, 99);
        bench.mine(Bench.CONFIRMATIONS + 2);
        assertThat(bench.outboundHalts().get(0).reason()).contains(address, "600", "700");
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.DEGRADED);
        assertThat(bench.status().reason().orElseThrow()).contains(address + " had 600", "expect 700");
        assertThat(bench.total(account)).isEqualTo(UNITS);
        assertThat(bench.custody().longValue()).isEqualTo(UNITS);
        bench.node.payInternally(address, 100);
        bench.mine(Bench.CONFIRMATIONS + 2);
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.SCANNING);
        assertThat(discovered()).isEmpty();
        assertThat(bench.outboundHalts()).hasSize(1);
    }
}
