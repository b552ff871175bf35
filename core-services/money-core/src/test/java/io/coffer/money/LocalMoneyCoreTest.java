// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import static io.coffer.money.wallet.World.ANNAS;
import static io.coffer.money.wallet.World.BERTS;
import static io.coffer.money.wallet.World.COIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.Command;
import io.coffer.api.core.CoreStatus;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.Result;
import io.coffer.api.core.StateHash;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.Balance;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.Money;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.CustomerId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.money.wallet.World;
import io.coffer.spi.money.Amount;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalMoneyCoreTest {
    private static final LedgerAccountId ANNA = customer(ANNAS);
    private static final LedgerAccountId BERT = customer(BERTS);
    private static final LedgerAccountId EXPOSURE = new LedgerAccountId(AccountKind.EXPOSURE, "", COIN);

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private LocalMoneyCore core;

    @BeforeEach
    void open() throws IOException {
        core = LocalMoneyCore.open(directory, clock);
    }

    @AfterEach
    void close() throws IOException {
        core.close();
    }

    private void reopen() throws IOException {
        core.close();
        open();
    }

    private static LedgerAccountId customer(AccountId account) {
        return new LedgerAccountId(AccountKind.CUSTOMER, account.text(), COIN);
    }

    static void found(MoneyCore core) throws Exception {
        int number = 0;
        for (Command command : World.founding()) {
            assertThat(core.submit(CommandId.of("founding", "" + number++), command))
                    .isInstanceOf(Result.Applied.class);
        }
    }

    private static LedgerCommand.Batch post(LedgerAccountId debit, LedgerAccountId credit, long units) {
        return new LedgerCommand.Batch(List.of(new LedgerOperation.Post(debit, credit, Money.of(COIN, units))), "test");
    }

    private static CommandId id(String word) {
        return CommandId.of("test", word);
    }

    private Balance balance(LedgerAccountId account) {
        return core.read(state -> state.balance(account));
    }

    @Test
    void whatWasAcknowledgedIsThereAfterARestart() throws Exception {
        found(core);
        Result result = core.submit(id("post"), post(EXPOSURE, ANNA, 70));
        assertThat(result).isInstanceOf(Result.Applied.class);
        StateHash before = core.stateHash();

        reopen();

        assertThat(balance(ANNA).available()).isEqualTo(70);
        assertThat(core.replay(before.position())).isEqualTo(before);
    }

    @Test
    void everyRunHasAGreaterTerm() throws IOException {
        long first = core.status().term();
        reopen();
        assertThat(core.status().term()).isEqualTo(first + 1);
        assertThat(core.status().mode()).isEqualTo(CoreStatus.Mode.RUNNING);
    }

    @Test
    void onlyOneCoreRunsOnAFolder() {
        assertThatThrownBy(() -> LocalMoneyCore.open(directory, clock))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use");
    }

    @Test
    void aRepeatIsAnsweredWithoutDoingAnything() throws Exception {
        found(core);
        Result first = core.submit(id("post"), post(EXPOSURE, ANNA, 70));

        Result again = core.submit(id("post"), post(EXPOSURE, ANNA, 70));
        assertThat(again).isEqualTo(new Result.Repeated(first.position(), ""));
        reopen();
        assertThat(core.submit(id("post"), post(EXPOSURE, ANNA, 70))).isEqualTo(again);
        assertThat(balance(ANNA).available()).isEqualTo(70);
    }

    @Test
    void aRepeatOfARefusedCommandAnswersWithItsCode() throws Exception {
        found(core);
        Result first = core.submit(id("post"), post(ANNA, BERT, 70));
        assertThat(first)
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("ledger.insufficient-funds"));
        core.submit(id("fund"), post(EXPOSURE, ANNA, 100));

        assertThat(core.submit(id("post"), post(ANNA, BERT, 70)))
                .isEqualTo(new Result.Repeated(first.position(), "ledger.insufficient-funds"));
        assertThat(balance(BERT).total()).isZero();
    }

    @Test
    @DisplayName("H17 the same id with another command is a conflict and does nothing")
    void h17_sameIdWithAnotherCommandIsAConflict() throws Exception {
        found(core);
        Result first = core.submit(id("post"), post(EXPOSURE, ANNA, 70));

        assertThat(core.submit(id("post"), post(EXPOSURE, ANNA, 71))).isEqualTo(new Result.Conflict(first.position()));
        assertThat(balance(ANNA).available()).isEqualTo(70);
    }

    @Test
    void theCallersFingerprintDecidesWhatIsARepeat() throws Exception {
        found(core);
        Result first = core.submit(id("post"), 7, post(EXPOSURE, ANNA, 70));

        assertThat(core.submit(id("post"), 7, post(EXPOSURE, ANNA, 99)))
                .isEqualTo(new Result.Repeated(first.position(), ""));
        assertThat(core.submit(id("post"), 8, post(EXPOSURE, ANNA, 70)))
                .isEqualTo(new Result.Conflict(first.position()));
        assertThat(core.lookup(id("post"), 7)).contains(new Result.Repeated(first.position(), ""));
        assertThat(core.lookup(id("post"), 8)).contains(new Result.Conflict(first.position()));
        assertThat(core.lookup(id("never"), 7)).isEmpty();
    }

    @Test
    @DisplayName("H15 of 200 parallel withdrawals of the full balance exactly one is accepted")
    void h15_ofParallelWithdrawalsOfTheFullBalanceOneIsAccepted() throws Exception {
        found(core);
        core.submit(id("fund"), post(EXPOSURE, ANNA, 1_000));
        WithdrawalRequest all = new WithdrawalRequest(
                new Payer.Customer(ANNAS),
                World.outside(World.ACCOUNTS, "shop"),
                Optional.empty(),
                new Amount(World.NETWORK_COIN, BigInteger.TEN.pow(13)),
                World.wei(10),
                Optional.empty());

        List<Result> results = parallel(
                200,
                i -> () -> core.submit(id("w" + i), new WithdrawalCommand.Request(new WithdrawalId("w" + i), all)));

        assertThat(results).filteredOn(Result.Applied.class::isInstance).hasSize(1);
        assertThat(results)
                .filteredOn(Result.Refused.class::isInstance)
                .hasSize(199)
                .allSatisfy(result ->
                        assertThat(((Result.Refused) result).refusal().code()).isEqualTo("ledger.insufficient-funds"));
        assertThat(balance(ANNA).available()).isZero();
        assertThat(balance(ANNA).held()).isEqualTo(1_000);
    }

    @Test
    @DisplayName("H16 the same command a hundred times in parallel is done once")
    void h16_sameCommandInParallelIsDoneOnce() throws Exception {
        found(core);

        List<Result> results = parallel(100, i -> () -> core.submit(id("post"), post(EXPOSURE, ANNA, 70)));

        assertThat(results).filteredOn(Result.Applied.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(Result.Repeated.class::isInstance).hasSize(99);
        assertThat(results)
                .extracting(Result::position)
                .containsOnly(results.get(0).position());
        assertThat(balance(ANNA).available()).isEqualTo(70);
    }

    @Test
    void reservedIndexesAreEachGivenToOne() throws Exception {
        found(core);

        List<Result> results = parallel(
                50,
                i -> () -> core.submit(
                        id("reserve" + i),
                        new ChainCommand.ReserveAddress(World.ACCOUNTS, KeyPurpose.DEPOSIT, Optional.of(ANNAS))));

        assertThat(results)
                .extracting(result -> ((Result.Applied) result).value())
                .doesNotHaveDuplicates()
                .allMatch(index -> index >= 2 && index < 52);
    }

    private interface Job {
        Callable<Result> number(int i);
    }

    private static List<Result> parallel(int count, Job job) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Result>> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                calls.add(job.number(i));
            }
            List<Result> results = new ArrayList<>();
            for (Future<Result> future : pool.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void timeComesFromTicksOnlyAndNeverGoesBack() throws Exception {
        long opened = core.status().timeMs();
        assertThat(opened).isEqualTo(clock.millis());
        clock.pass(1_000);
        core.submit(id("a"), new CustomerCommand.CreateCustomer(new CustomerId("a")));
        assertThat(core.status().timeMs()).as("not more than a second old").isEqualTo(opened);

        clock.pass(1);
        core.submit(id("b"), new CustomerCommand.CreateCustomer(new CustomerId("b")));
        assertThat(core.status().timeMs()).isEqualTo(opened + 1_001);

        clock.pass(-60_000);
        core.submit(id("c"), new CustomerCommand.CreateCustomer(new CustomerId("c")));
        assertThat(core.status().timeMs()).isEqualTo(opened + 1_001);
        reopen();
        assertThat(core.status().timeMs()).isEqualTo(opened + 1_001);
    }

    @Test
    void nothingIsJournaledWhileNobodyAsks() {
        long position = core.status().position();
        clock.pass(3_600_000);
        assertThat(core.status().position()).isEqualTo(position);
    }

    @Test
    void aCommandThatCannotBeWrittenIsABadArgumentAndHarmsNoOne() throws Exception {
        found(core);
        LedgerCommand.Batch broken = new LedgerCommand.Batch(
                List.of(new LedgerOperation.Post(EXPOSURE, ANNA, Money.of(COIN, 1))), "half a pair: \ud800");

        assertThatThrownBy(() -> core.submit(id("broken"), broken)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> core.submitAsync(id("broken"), broken).get())
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(core.submit(id("broken"), post(EXPOSURE, ANNA, 1))).isInstanceOf(Result.Applied.class);
    }

    @Test
    void asynchronousCommandsAreAnsweredOnceTheyAreApplied() throws Exception {
        found(core);
        Result result = core.submitAsync(id("post"), post(EXPOSURE, ANNA, 5)).get();

        assertThat(result).isInstanceOf(Result.Applied.class);
        assertThat(core.status().position()).isGreaterThanOrEqualTo(result.position());
        assertThat(core.awaitPosition(result.position(), 1)).isTrue();
        assertThat(core.awaitPosition(result.position() + 1, 1)).isFalse();
    }

    @Test
    void aQueryMustNotSubmit() {
        assertThatThrownBy(() -> core.read(state -> {
                    try {
                        return core.submit(id("x"), post(EXPOSURE, ANNA, 1));
                    } catch (CoreUnavailableException impossible) {
                        throw new AssertionError(impossible);
                    }
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClosedCoreTakesNothing() throws Exception {
        core.close();
        assertThat(core.status().mode()).isEqualTo(CoreStatus.Mode.STOPPED);
        assertThatThrownBy(() -> core.submit(id("x"), post(EXPOSURE, ANNA, 1)))
                .isInstanceOf(CoreUnavailableException.class);
        core.close();
    }

    @Test
    void everyListOfTheStateHoldsNothingOfItsInside() throws Exception {
        found(core);
        var assets = core.read(state -> state.assets());
        assertThatThrownBy(() -> assets.remove(0)).isInstanceOf(UnsupportedOperationException.class);
        var cursor = core.read(state -> state.cursor(World.ACCOUNTS));
        assertThat(cursor).isEmpty();
    }
}
