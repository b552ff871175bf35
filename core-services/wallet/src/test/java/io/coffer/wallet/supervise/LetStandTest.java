// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.Result;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.Halts.Halt;
import io.coffer.api.node.Halts.Kind;
import io.coffer.api.node.Waiting;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.money.Amount;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A withdrawal whose end the books refuse to take back, on a chain with outputs. */
class LetStandTest {
    private static final int FINAL = Bench.CONFIRMATIONS + 1;

    @TempDir
    Path folder;

    private Bench bench;
    private AccountId account;

    @BeforeEach
    void begin() throws Exception {
        bench = new Bench(folder, true);
        bench.settle();
        bench.allowWithdrawals();
        account = bench.account();
        bench.credit(account, 1_000);
        bench.fundHotWallet(5_000);
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
    }

    private BlockRef minedIn(Withdrawal withdrawal) {
        return bench.withdrawal(withdrawal.id())
                .attempt()
                .flatMap(Attempt::block)
                .orElseThrow();
    }

    /** As an adapter had it that said so: one had no effect, and another was made to spend its output. */
    private Withdrawal refusedForGood() throws Exception {
        Withdrawal first = bench.withdraw(account, "scshop", 400);
        bench.settle();
        bench.mine(1);
        Result failed = bench.core.submit(
                CommandId.of("test", "no effect"),
                new WithdrawalCommand.Finalized(first.id(), minedIn(first), false, Amount.of(Bench.COIN, 1)));
        assertThat(failed).isInstanceOf(Result.Applied.class);
        Withdrawal second = bench.withdraw(account, "scother", 300);
        bench.pass(2_000);
        assertThat(bench.withdrawal(second.id()).lastAttempt()).isPresent();
        bench.mine(FINAL);
        bench.node.rollBack(FINAL + 1, false);
        bench.node.mineEmpty(FINAL + 3);
        bench.settle();
        assertThat(bench.halt().kind()).isEqualTo(Kind.FINAL_BLOCKS_REMOVED);
        bench.acknowledgeHalt();
        bench.settle();
        return first;
    }

    @Test
    @DisplayName("H11 an operator's word passes the withdrawal that the books refuse to take back for good")
    void h11_passedByAnOperator() throws Exception {
        Withdrawal first = refusedForGood();
        Halt halt = bench.halt();
        assertThat(halt.kind()).isEqualTo(Kind.STEP_REFUSED);
        assertThat(halt.message()).contains(first.id().text());
        bench.acknowledgeHalt();
        bench.settle();
        assertThat(bench.halt().kind()).isEqualTo(Kind.FINAL_BLOCKS_REMOVED);
        bench.acknowledgeHalt();
        bench.settle();
        assertThat(bench.halt().id()).as("trying again changes nothing").isEqualTo(halt.id());

        assertThat(bench.wallet
                        .letStand(Bench.CHAIN, "00000000", "operator:ann", "why")
                        .map(Refusal::code))
                .contains("halt.other");
        assertThat(bench.wallet
                        .letStand(Bench.CHAIN, halt.id(), "operator:ann", " ")
                        .map(Refusal::code))
                .contains("reason.blank");
        assertThat(bench.wallet.letStand(Bench.CHAIN, halt.id(), "operator:ann", "spent by the other one"))
                .isEmpty();
        bench.settle();
        assertThat(bench.wallet.halt(Bench.CHAIN)).isEmpty();
        assertThat(bench.withdrawal(first.id()).state()).isEqualTo(WithdrawalState.FAILED_ONCHAIN);
        assertThat(bench.withdrawal(first.id()).refusal().orElseThrow().message())
                .contains("operator:ann", "spent by the other one");
        assertThat(bench.outboundHalts()).hasSize(1);
        assertThat(bench.status().cursor()).contains(bench.node.head());

        bench.mine(3);
        bench.restartAll();
        bench.mine(FINAL);
        assertThat(bench.wallet.halt(Bench.CHAIN))
                .as("it is not asked about again")
                .isEmpty();
        assertThat(bench.core.read(state -> state.trialBalance()).isBalanced()).isTrue();
        assertThat(bench.core.replay(0)).isEqualTo(bench.core.stateHash());
    }

    @Test
    void whatCanBeTakenBackByNowIsTakenBackAllTheSame() throws Exception {
        Withdrawal sent = bench.withdraw(account, "scshop", 400);
        bench.settle();
        bench.mine(FINAL);
        assertThat(bench.state(sent)).isEqualTo(WithdrawalState.COMPLETED);
        bench.between = core -> new RefusingCore(core, command -> command instanceof WithdrawalCommand.Reopened);
        bench.restartWallet();
        bench.node.rollBack(FINAL, true);
        bench.node.mineEmpty(FINAL + 2);
        bench.settle();
        bench.acknowledgeHalt();
        bench.settle();
        assertThat(bench.halt().kind()).isEqualTo(Kind.STEP_REFUSED);
        assertThat(bench.wallet.letStand(Bench.CHAIN, bench.halt().id(), "operator:ann", "looked at it"))
                .isEmpty();
        bench.settle();
        assertThat(bench.wallet.halt(Bench.CHAIN)).isEmpty();
        bench.mine(FINAL + 1);
        assertThat(bench.state(sent)).as("mined again").isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.custody()).isEqualTo(bench.onChain());
    }

    @Test
    void nothingIsLetStandThatIsNotHaltedFor() throws Exception {
        assertThat(bench.wallet
                        .letStand(Bench.CHAIN, "00000000", "operator:ann", "why")
                        .map(Refusal::code))
                .contains("halt.none");
        bench.node.rollBack(2 * FINAL, false);
        bench.node.mineEmpty(3 * FINAL);
        bench.settle();
        assertThat(bench.wallet
                        .letStand(Bench.CHAIN, bench.halt().id(), "operator:ann", "why")
                        .map(Refusal::code))
                .contains("halt.no-withdrawal");
    }

    @Test
    void thatATransactionWhichSpendsOutputsHadNoEffectIsNotBelieved() throws Exception {
        Withdrawal sent = bench.withdraw(account, "scshop", 400);
        bench.settle();
        bench.faults.always(Call.STATUS, Fault.NO_EFFECT);
        bench.mine(FINAL);
        assertThat(bench.state(sent)).isEqualTo(WithdrawalState.CONFIRMING);
        Optional<String> waits = bench.wallet.waiting(Bench.CHAIN).stream()
                .filter(one -> one.withdrawal().equals(sent.id()))
                .map(Waiting::code)
                .findFirst();
        assertThat(waits).contains("chain.contradiction");
        bench.faults.none();
        bench.mine(1);
        assertThat(bench.state(sent)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.custody()).isEqualTo(bench.onChain());
    }
}
