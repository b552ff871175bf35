// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.Result;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Halts.Halt;
import io.coffer.api.node.Halts.Kind;
import io.coffer.api.node.Halts.Reset;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.money.Amount;
import io.coffer.wallet.scripted.ScriptedNode;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an operator may have a chain read on, so that no block above the fork is left out. */
class CursorResetTest {
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

    private void pay() {
        bench.node.pay(address.address().text(), UNITS);
    }

    /** A payment that is final in the block at height 6. */
    private void settleAPaymentAtSix() {
        bench.mine(5);
        pay();
        bench.mine(Bench.CONFIRMATIONS + 2);
        assertThat(bench.available(account)).isEqualTo(UNITS);
    }

    private BlockRef blockAt(int height) {
        return bench.node.blocks().get(height).ref();
    }

    private Optional<Refusal> reset(int height, int takeBack, boolean shared) throws Exception {
        return bench.wallet.resetCursor(Bench.CHAIN, new Reset(blockAt(height), takeBack, shared));
    }

    private static String code(Optional<Refusal> refusal) {
        return refusal.map(Refusal::code).orElse("done");
    }

    private void booksAgreeWithTheChainAndTheJournal() throws Exception {
        assertThat(bench.custody()).isEqualTo(bench.onChain());
        assertThat(bench.core.read(state -> state.trialBalance()).isBalanced()).isTrue();
        assertThat(bench.core.replay(0)).isEqualTo(bench.core.stateHash());
    }

    @Test
    @DisplayName("H11 a block of the other chain above the fork is refused, so that what was mined lower there is read")
    void h11_aboveTheFork() throws Exception {
        settleAPaymentAtSix();
        bench.node.rollBack(100, true);
        bench.node.replaceGenesis();
        bench.node.mine();
        bench.node.mineEmpty(14);
        bench.settle();
        assertThat(bench.halt().kind()).isEqualTo(Kind.ALL_BLOCKS_REMOVED);

        for (boolean shared : new boolean[] {false, true}) {
            Optional<Refusal> refusal = reset(4, 1, shared);
            assertThat(code(refusal)).isEqualTo("block.too-high");
            assertThat(refusal.orElseThrow().nextStep()).contains("at height 0");
        }
        assertThat(bench.available(account))
                .as("what is refused takes nothing back")
                .isEqualTo(UNITS);
        assertThat(reset(0, 1, false)).isEmpty();
        bench.settle();
        assertThat(bench.available(account)).isEqualTo(UNITS);
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.SCANNING);
        booksAgreeWithTheChainAndTheJournal();
    }

    @Test
    @DisplayName("H11 the refusal names the last block that was read and stands, and from there all is found again")
    void h11_forkAmongKeptBlocks() throws Exception {
        settleAPaymentAtSix();
        BlockRef last = blockAt(3);
        bench.node.rollBack(7, true);
        bench.node.mine();
        bench.node.mineEmpty(12);
        bench.settle();
        assertThat(bench.halt().kind()).isEqualTo(Kind.FINAL_BLOCKS_REMOVED);

        Optional<Refusal> refusal = reset(5, 1, false);
        assertThat(code(refusal)).isEqualTo("block.too-high");
        assertThat(refusal.orElseThrow().nextStep()).contains(last.toString());
        assertThat(reset(3, 1, false)).isEmpty();
        bench.settle();
        assertThat(bench.available(account)).isEqualTo(UNITS);
        booksAgreeWithTheChainAndTheJournal();
    }

    /** Reading begins anew at a height, so that nothing below is kept. */
    private void forgetBlocksBelow(int height) throws Exception {
        bench.wallet.pause(Bench.CHAIN);
        assertThat(reset(height, 0, false)).isEmpty();
        bench.wallet.resume(Bench.CHAIN);
        bench.settle();
    }

    @Test
    @DisplayName(
            "H11 below all kept blocks only what is settled and stands shows the fork; above it is for the operator")
    void h11_belowAllKeptBlocks() throws Exception {
        pay();
        bench.mine(6);
        pay();
        bench.mine(6);
        forgetBlocksBelow(10);
        assertThat(bench.available(account)).isEqualTo(2 * UNITS);
        BlockRef settled = blockAt(1);
        // The fork is at 3: the second payment was in block 7 and is in block 4 now.
        bench.node.rollBack(9, true);
        bench.node.mine();
        bench.node.mineEmpty(14);
        bench.settle();
        assertThat(bench.halt().kind()).isEqualTo(Kind.ALL_BLOCKS_REMOVED);

        assertThat(code(reset(8, 1, true)))
                .as("something final below it is gone")
                .isEqualTo("block.too-high");
        Optional<Refusal> refusal = reset(6, 1, false);
        assertThat(code(refusal)).isEqualTo("block.too-high");
        assertThat(refusal.orElseThrow().nextStep()).contains(settled.toString(), "--shared");
        assertThat(code(reset(1, 0, false))).isEqualTo("take-back.count");
        assertThat(reset(1, 1, false)).isEmpty();
        bench.settle();
        assertThat(bench.available(account)).isEqualTo(2 * UNITS);
        assertThat(bench.wallet.halt(Bench.CHAIN)).isEmpty();
        booksAgreeWithTheChainAndTheJournal();
    }

    @Test
    @DisplayName("H11 an operator may say that a block is shared, though nothing settled shows it")
    void h11_shared() throws Exception {
        settleAPaymentAtSix();
        bench.mine(6);
        forgetBlocksBelow(9);
        bench.node.rollBack(12, true);
        bench.node.mine();
        bench.node.mineEmpty(14);
        bench.settle();
        assertThat(code(reset(4, 1, false))).isEqualTo("block.too-high");
        assertThat(reset(4, 1, true)).isEmpty();
        bench.settle();
        assertThat(bench.available(account)).isEqualTo(UNITS);
        booksAgreeWithTheChainAndTheJournal();
    }

    @Test
    @DisplayName("H11 a node that is only behind takes nothing back by a reset")
    void h11_behind() throws Exception {
        settleAPaymentAtSix();
        List<ScriptedNode.Block> good = bench.node.blocks();
        bench.wallet.pause(Bench.CHAIN);
        bench.node.become(good.subList(0, 4));
        Optional<Refusal> refusal = reset(3, 0, false);
        assertThat(code(refusal)).isEqualTo("take-back.count");
        assertThat(refusal.orElseThrow().message()).contains("may be behind");
        assertThat(refusal.orElseThrow().nextStep()).contains("caught up", "--take-back 1");
        assertThat(bench.total(account)).isEqualTo(UNITS);

        bench.node.become(good);
        assertThat(code(reset(3, 1, false)))
                .as("nothing is removed, so nothing may be said to be")
                .isEqualTo("take-back.count");
        assertThat(reset(3, 0, false)).isEmpty();
        bench.wallet.resume(Bench.CHAIN);
        bench.settle();
        assertThat(bench.available(account)).isEqualTo(UNITS);
        booksAgreeWithTheChainAndTheJournal();
    }

    @Test
    @DisplayName("H11 what is final above a reset cursor is looked for when reading gets there, also after a restart")
    void h11_removedAboveTheCursor() throws Exception {
        settleAPaymentAtSix();
        bench.wallet.pause(Bench.CHAIN);
        assertThat(reset(2, 0, false)).isEmpty();
        assertThat(bench.core.read(state -> state.finalHeight(Bench.CHAIN)).orElse(-1))
                .isEqualTo(6);
        bench.restartAll();
        bench.node.rollBack(Bench.CONFIRMATIONS + 2, false);
        bench.node.mineEmpty(20);
        bench.settle();
        Halt halt = bench.halt();
        assertThat(halt.kind()).isEqualTo(Kind.FINAL_BLOCKS_REMOVED);
        assertThat(halt.message()).contains("before the cursor was set back");
        assertThat(bench.available(account)).isEqualTo(UNITS);

        bench.acknowledgeHalt();
        bench.settle();
        assertThat(bench.total(account)).isZero();
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.SCANNING);
        assertThat(bench.status().cursor()).contains(bench.node.head());
        booksAgreeWithTheChainAndTheJournal();
    }

    @Test
    @DisplayName(
            "H11 a reorganisation below what is final above a reset cursor halts, and that is looked for all the same")
    void h11_removedBelowTheFinal() throws Exception {
        settleAPaymentAtSix();
        bench.wallet.pause(Bench.CHAIN);
        assertThat(reset(2, 0, false)).isEmpty();
        bench.wallet.resume(Bench.CHAIN);
        List<ScriptedNode.Block> good = bench.node.blocks();
        bench.node.become(good.subList(0, 5));
        bench.settle();
        assertThat(bench.status().cursor()).contains(good.get(4).ref());
        bench.node.rollBack(1, false);
        bench.node.mineEmpty(20);
        bench.settle();
        assertThat(bench.halt().kind()).isEqualTo(Kind.FINAL_BLOCKS_REMOVED);
        bench.acknowledgeHalt();
        bench.settle();
        assertThat(bench.halt().message()).contains("before the cursor was set back");
        bench.acknowledgeHalt();
        bench.settle();
        assertThat(bench.wallet.halt(Bench.CHAIN)).isEmpty();
        assertThat(bench.total(account)).isZero();
        booksAgreeWithTheChainAndTheJournal();
    }

    @Test
    @DisplayName(
            "H11 what was taken back on a node's fork is found again when the node is repaired before the cursor moved")
    void h11_repairedAfterTakingBack() throws Exception {
        settleAPaymentAtSix();
        bench.between = core -> new RefusingCore(core, command -> command instanceof ChainCommand.RetreatCursor);
        bench.restartWallet();
        List<ScriptedNode.Block> good = bench.node.blocks();
        bench.node.rollBack(Bench.CONFIRMATIONS + 2, false);
        bench.node.mineEmpty(20);
        bench.settle();
        bench.acknowledgeHalt();
        bench.settle();
        assertThat(bench.halt().kind()).isEqualTo(Kind.STEP_REFUSED);
        assertThat(bench.total(account)).isZero();

        bench.between = core -> core;
        bench.node.become(good);
        bench.restartAll();
        bench.mine(Bench.CONFIRMATIONS);
        assertThat(bench.available(account)).isEqualTo(UNITS);
        assertThat(bench.openDeposits()).isEmpty();
        booksAgreeWithTheChainAndTheJournal();
    }

    @Test
    @DisplayName(
            "H11 a payment that moved to a block below the cursor is found by its status and taken from that block")
    void h11_movedBelowTheCursor() throws Exception {
        settleAPaymentAtSix();
        bench.mine(6);
        forgetBlocksBelow(9);
        bench.node.rollBack(13, true);
        bench.node.mine();
        bench.node.mineEmpty(15);
        bench.settle();
        // The operator is wrong: the fork is at 3, and the payment is in block 4 now.
        assertThat(reset(5, 1, true)).isEmpty();
        bench.settle();
        bench.mine(1);
        assertThat(bench.available(account)).isEqualTo(UNITS);
        assertThat(bench.openDeposits()).isEmpty();
        booksAgreeWithTheChainAndTheJournal();
    }

    @Test
    @DisplayName("H11 what was set aside because it was final elsewhere is credited when that was taken back")
    void h11_setAsideAndRightLater() throws Exception {
        settleAPaymentAtSix();
        List<ScriptedNode.Block> good = bench.node.blocks();
        bench.node.rollBack(8, true);
        bench.node.mine();
        bench.node.mineEmpty(12);
        List<ScriptedNode.Block> other = bench.node.blocks();
        BlockRef elsewhere = blockAt(3);
        bench.node.become(good);
        DepositKey key = bench.core
                .read(state ->
                        state.finalDeposits(Bench.CHAIN, 0, 0, 100).deposits().get(0))
                .key();
        Amount amount = new Amount(Bench.COIN, BigInteger.valueOf(UNITS));
        assertThat(bench.core.submit(
                        CommandId.of("test", "aside"),
                        new DepositCommand.SetAside(key, amount, elsewhere, "the node tells two blocks")))
                .isInstanceOf(Result.Applied.class);

        bench.node.become(other);
        bench.settle();
        bench.acknowledgeHalt();
        bench.settle();
        assertThat(bench.wallet.halt(Bench.CHAIN)).isEmpty();
        assertThat(bench.available(account)).isEqualTo(UNITS);
        booksAgreeWithTheChainAndTheJournal();
    }
}
