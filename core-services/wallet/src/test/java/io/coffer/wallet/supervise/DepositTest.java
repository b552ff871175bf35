// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.ChainCommand;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.DepositState;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.spi.chain.TxId;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import io.coffer.wallet.scripted.ScriptedTx;
import io.coffer.wallet.settings.ChainSettings;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DepositTest {
    private static final long UNITS = 500;

    @TempDir
    Path folder;

    private Bench bench;
    private AccountId account;
    private OwnAddress address;

    @BeforeEach
    void begin() throws Exception {
        bench = new Bench(folder, false);
        bench.settle();
        account = bench.account();
        address = bench.address(account);
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
    }

    private String pay() {
        return bench.node.pay(address.address().text(), UNITS);
    }

    private Deposit deposit(String tx) {
        DepositKey key = new DepositKey(new TxId(tx), 0, address.address(), Optional.empty());
        return bench.core.read(state -> state.deposit(key.id())).orElseThrow();
    }

    private void booksAgreeWithTheChain() {
        assertThat(bench.custody()).isEqualTo(bench.onChain());
        assertThat(bench.core.read(state -> state.trialBalance()).isBalanced()).isTrue();
    }

    @Test
    void isCreditedOnlyAfterFinality() {
        String tx = pay();
        for (int blocks = 1; blocks < Bench.CONFIRMATIONS; blocks++) {
            bench.mine(1);
            assertThat(deposit(tx).progress().chain()).isEqualTo(DepositChainState.CONFIRMING);
            assertThat(bench.total(account)).isZero();
        }
        bench.mine(1);
        assertThat(deposit(tx).progress().state()).isEqualTo(DepositState.AVAILABLE);
        assertThat(bench.available(account)).isEqualTo(UNITS);
        booksAgreeWithTheChain();
    }

    @Test
    @DisplayName("H08 the same deposit reported twice is credited once")
    void h08_duplicatesInABlock() {
        bench.faults.always(Call.READ, Fault.DUPLICATES);
        pay();
        bench.mine(Bench.CONFIRMATIONS + 2);
        assertThat(bench.available(account)).isEqualTo(UNITS);
        booksAgreeWithTheChain();
    }

    @Test
    @DisplayName("H08 a rescan, a restarted adapter and a restarted node credit nothing again")
    void h08_rescanAndRestarts() throws Exception {
        pay();
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.wallet.rescan(Bench.CHAIN, 0)).isTrue();
        bench.settle();
        bench.wallet.adapterLeft(bench.adapter);
        bench.adapter = bench.newAdapter();
        bench.wallet.adapterArrived(bench.adapter);
        bench.mine(1);
        bench.restartAll();
        bench.mine(1);
        assertThat(bench.wallet.rescan(Bench.CHAIN, 0)).isTrue();
        bench.mine(2);
        assertThat(bench.available(account)).isEqualTo(UNITS);
        booksAgreeWithTheChain();
    }

    @Test
    @DisplayName("H09 two payments in one transaction to the same address are two deposits")
    void h09_twoOutputs() {
        ScriptedTx.Output output = new ScriptedTx.Output(address.address().text(), BigInteger.valueOf(UNITS));
        bench.node.payMany(List.of(output, output));
        bench.mine(Bench.CONFIRMATIONS);
        assertThat(bench.available(account)).isEqualTo(2 * UNITS);
        booksAgreeWithTheChain();
    }

    @Test
    @DisplayName(
            "H10 a reorganisation before finality gives nothing to spend, and the same deposit mined again is credited")
    void h10_minedAgain() {
        String tx = pay();
        bench.mine(Bench.CONFIRMATIONS - 1);
        bench.node.rollBack(Bench.CONFIRMATIONS - 1, true);
        bench.node.mineEmpty(Bench.CONFIRMATIONS + 2);
        bench.settle();
        assertThat(deposit(tx).progress().chain()).isEqualTo(DepositChainState.REORGED);
        assertThat(bench.total(account)).isZero();

        bench.mine(Bench.CONFIRMATIONS);
        assertThat(bench.available(account)).isEqualTo(UNITS);
        booksAgreeWithTheChain();
    }

    @Test
    @DisplayName("H12 a deposit that was removed and is known no more vanishes")
    void h12_vanishes() throws Exception {
        bench.wallet.configure(settingsVanishingAfter(6));
        String tx = pay();
        bench.mine(1);
        bench.node.rollBack(1, false);
        bench.mine(5);
        assertThat(deposit(tx).progress().chain()).isEqualTo(DepositChainState.REORGED);
        bench.mine(2);
        assertThat(deposit(tx).progress().chain()).isEqualTo(DepositChainState.VANISHED);
        assertThat(bench.openDeposits()).isEmpty();
        assertThat(bench.total(account)).isZero();
        booksAgreeWithTheChain();
    }

    @Test
    @DisplayName("H12 as long as the node still holds a removed deposit for a later block it does not vanish")
    void h12_pendingStays() throws Exception {
        bench.wallet.configure(settingsVanishingAfter(2));
        String tx = pay();
        bench.mine(1);
        bench.node.rollBack(1, true);
        bench.node.mineEmpty(10);
        bench.settle();
        assertThat(deposit(tx).progress().chain()).isEqualTo(DepositChainState.REORGED);
        bench.mine(Bench.CONFIRMATIONS);
        assertThat(bench.available(account)).isEqualTo(UNITS);
    }

    private static ChainSettings settingsVanishingAfter(int blocks) {
        return Bench.settings(Map.of("vanishAfterBlocks", Integer.toString(blocks)));
    }

    @Test
    void aReorganisationBackAndForthCreditsOnce() {
        String tx = pay();
        bench.mine(1);
        bench.node.rollBack(1, true);
        bench.node.mineEmpty(2);
        bench.settle();
        bench.node.rollBack(2, true);
        bench.mine(1);
        bench.node.rollBack(1, true);
        bench.mine(Bench.CONFIRMATIONS);
        assertThat(deposit(tx).progress().chain()).isEqualTo(DepositChainState.FINAL);
        assertThat(bench.available(account)).isEqualTo(UNITS);
        booksAgreeWithTheChain();
    }

    @Test
    @DisplayName(
            "H11 blocks that counted as final are removed: the chain halts, and resuming takes back what was credited")
    void h11_finalBlocksRemoved() {
        String tx = pay();
        bench.mine(Bench.CONFIRMATIONS);
        assertThat(bench.available(account)).isEqualTo(UNITS);
        bench.node.rollBack(Bench.CONFIRMATIONS, false);
        bench.node.mineEmpty(Bench.CONFIRMATIONS + 1);
        bench.settle();
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.DEGRADED);
        assertThat(bench.status().reason().orElseThrow()).contains("counted as final");
        assertThat(bench.available(account)).isEqualTo(UNITS);

        bench.acknowledgeHalt();
        bench.settle();
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.SCANNING);
        assertThat(deposit(tx).progress().state()).isEqualTo(DepositState.REVERSED);
        assertThat(bench.total(account)).isZero();
        booksAgreeWithTheChain();
    }

    @Test
    @DisplayName("H11 two reorganisations that are deep only together halt the chain, too, also after a restart")
    void h11_twoSteps() throws Exception {
        pay();
        bench.mine(Bench.CONFIRMATIONS);
        assertThat(bench.available(account)).isEqualTo(UNITS);
        // The cursor steps back by two blocks and is killed before it reads on.
        bench.between = core -> new StoppingCore(core, command -> command instanceof ChainCommand.AdvanceCursor);
        bench.restartWallet();
        bench.node.rollBack(2, false);
        bench.node.mineEmpty(2);
        bench.settle();
        bench.node.rollBack(3, false);
        bench.node.mineEmpty(4);
        bench.between = DeafCore::new;
        bench.restartAll();
        bench.settle();
        assertThat(bench.status().reason().orElseThrow()).contains("counted as final");
        bench.acknowledgeHalt();
        bench.settle();
        assertThat(bench.total(account)).isZero();
        booksAgreeWithTheChain();
    }

    @Test
    void aChainWithNoneOfTheStoredBlocksHaltsAndResumingDoesNotHelp() {
        bench.mine(4);
        bench.node.rollBack(100, false);
        bench.node.replaceGenesis();
        bench.node.mineEmpty(8);
        bench.settle();
        assertThat(bench.status().reason().orElseThrow()).contains("none of the");
        bench.acknowledgeHalt();
        bench.settle();
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.DEGRADED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"HANG", "UNREACHABLE", "EXCEPTION", "WRONG_PARENT", "GAP", "TOO_MANY", "OTHER_CHAIN"})
    void aFaultyReaderDegradesTheChainAndNothingIsLostOnceItIsWell(Fault fault) {
        bench.wallet.configure(smallPages());
        pay();
        bench.node.mine();
        bench.node.mineEmpty(6);
        bench.faults.always(Call.READ, fault);
        bench.settle();
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.DEGRADED);
        assertThat(bench.status().reason()).isPresent();
        assertThat(bench.total(account)).isZero();

        bench.faults.none();
        bench.pass(120_000);
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.SCANNING);
        assertThat(bench.status().reason()).isEmpty();
        assertThat(bench.available(account)).isEqualTo(UNITS);
        booksAgreeWithTheChain();
    }

    private static ChainSettings smallPages() {
        return Bench.settings(Map.of("pageBlocks", "3"));
    }

    @Test
    void aNodeThatLagsBehindTheCursorDegradesTheChain() {
        bench.mine(6);
        bench.node.rollBack(4, false);
        bench.settle();
        assertThat(bench.status().reason().orElseThrow()).contains("BEHIND");
    }

    @Test
    void whatWasReadBeforeTheCrashOfTheCursorIsJudgedByTheHashOfItsBlock() throws Exception {
        // The deposit is journaled, the cursor is not; then the block is replaced, and nobody tells of a removal.
        bench.between = core -> new StoppingCore(core, command -> command instanceof ChainCommand.AdvanceCursor);
        bench.restartWallet();
        String tx = pay();
        bench.node.mine();
        bench.settle();
        assertThat(deposit(tx).progress().chain()).isEqualTo(DepositChainState.CONFIRMING);
        bench.node.rollBack(1, false);
        bench.node.mineEmpty(Bench.CONFIRMATIONS + 2);
        bench.between = core -> core;
        bench.restartWallet();
        bench.settle();
        assertThat(deposit(tx).progress().chain()).isEqualTo(DepositChainState.REORGED);
        assertThat(bench.total(account)).isZero();
    }

    @Test
    void readsWhatWasMinedWhileNoAdapterWasThere() {
        bench.wallet.adapterLeft(bench.adapter);
        pay();
        bench.node.mine();
        bench.node.mineEmpty(300);
        bench.settle();
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.ABSENT);
        bench.adapter = bench.newAdapter();
        bench.wallet.adapterArrived(bench.adapter);
        bench.settle();
        assertThat(bench.available(account)).isEqualTo(UNITS);
        assertThat(bench.status().cursor()).contains(bench.node.head());
    }

    @Test
    void anOperatorPausesAndResumes() {
        assertThat(bench.wallet.pause(Bench.CHAIN)).isTrue();
        pay();
        bench.mine(Bench.CONFIRMATIONS);
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.PAUSED);
        assertThat(bench.total(account)).isZero();
        bench.wallet.resume(Bench.CHAIN);
        bench.settle();
        assertThat(bench.available(account)).isEqualTo(UNITS);
    }

    @Test
    void aRescanFindsWhatWasPassedBy() throws Exception {
        // The address is bound after its payment was mined and read, as when a vault is restored.
        OwnAddress next = bench.address(account);
        bench.mine(1);
        String future = addressAfter(next);
        bench.node.pay(future, UNITS);
        bench.mine(1);
        long height = bench.node.head().height();
        bench.mine(10);
        assertThat(bench.address(account).address().text()).isEqualTo(future);
        bench.mine(1);
        assertThat(bench.total(account)).isZero();

        assertThat(bench.wallet.rescan(Bench.CHAIN, height)).isTrue();
        bench.settle();
        assertThat(bench.available(account)).isEqualTo(UNITS);
        assertThat(bench.status().reason()).isEmpty();
        booksAgreeWithTheChain();
    }

    /** The address that the next allocation will give: the same keys on another, empty node tell it. */
    private String addressAfter(OwnAddress last) throws Exception {
        try (Bench other = new Bench(folder.resolve("other"), false)) {
            other.settle();
            AccountId someone = other.account();
            String text = "";
            for (int i = 0; i <= last.key().index() + 1; i++) {
                text = other.address(someone).address().text();
            }
            return text;
        }
    }

    @Test
    void aRescanAboveTheCursorIsRefused() {
        assertThat(bench.wallet.rescan(Bench.CHAIN, 1_000)).isFalse();
        assertThat(bench.wallet.rescan(Bench.CHAIN, -1)).isFalse();
    }

    @Test
    void fundsToTheHotWalletAreTheHouses() {
        bench.fundHotWallet(900);
        assertThat(bench.total(account)).isZero();
        assertThat(bench.custody()).isEqualTo(900);
        booksAgreeWithTheChain();
    }
}
