// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.coffer.api.asset.AssetId;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.Balance;
import io.coffer.api.ledger.HoldId;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.Money;
import io.coffer.api.node.DepositStep;
import io.coffer.api.node.HistoryPage;
import io.coffer.api.node.HistoryStatus;
import io.coffer.api.node.HistoryUnavailableException;
import io.coffer.api.node.Paging;
import io.coffer.api.node.Place;
import io.coffer.api.node.Recorded;
import io.coffer.api.node.StatementEntry;
import io.coffer.api.node.StatementEntry.Kind;
import io.coffer.api.node.WithdrawalStep;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.money.LocalMoneyCore;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.money.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingTest {
    private static final LedgerAccountId ANNA = Load.customer(Load.account(0), Load.COIN);
    private static final LedgerAccountId FEES = new LedgerAccountId(AccountKind.FEES, "", Load.COIN);

    @TempDir
    Path directory;

    private LocalMoneyCore core;
    private SqlHistory history;
    private Load load;

    @BeforeEach
    void open() throws IOException {
        core = LocalMoneyCore.open(directory.resolve("money"), Clock.systemUTC());
        history = Running.open(directory.resolve("store"), core);
        load = new Load(core, "one", Running.seed("ReadingTest"));
    }

    @AfterEach
    void close() throws IOException {
        history.close();
        core.close();
    }

    /** A load of which it is known that much is among its first commands; a random one may come to a stop early. */
    private Load knownLoad() {
        load = new Load(core, "one", 1);
        return load.found();
    }

    private void submit(LedgerOperation... operations) {
        load.submit(new LedgerCommand.Batch(List.of(operations), "by hand"));
    }

    private static Money coin(long units) {
        return Money.of(Load.COIN, units);
    }

    @Test
    void aStatementTellsEveryChangeWithItsRunningBalance() throws Exception {
        load.found();
        long before = core.status().position();
        HoldId hold = new HoldId("h");
        LedgerAccountId exposure = Load.exposure(Load.COIN);
        submit(
                new LedgerOperation.Post(exposure, FEES, coin(100)),
                new LedgerOperation.Hold(hold, FEES, coin(60)),
                new LedgerOperation.Capture(hold, exposure, coin(25)));
        submit(new LedgerOperation.Release(hold));
        Running.catchUp(history, core);

        HistoryPage<StatementEntry> page = history.statement(FEES, Paging.first(10));

        long at = before + 1;
        assertThat(page.items())
                .extracting(
                        entry -> entry.place(),
                        entry -> entry.change().kind(),
                        entry -> entry.change().amount().units().longValueExact(),
                        entry -> entry.after().total().longValueExact(),
                        entry -> entry.after().held().longValueExact())
                .containsExactly(
                        tuple(new Place(at, 0), Kind.CREDIT, 100L, 100L, 0L),
                        tuple(new Place(at, 1), Kind.HOLD, 60L, 100L, 60L),
                        tuple(new Place(at, 2), Kind.DEBIT, 25L, 75L, 35L),
                        tuple(new Place(page.position(), 0), Kind.RELEASE, 35L, 75L, 0L));
        assertThat(page.items().get(0).change().counter()).contains(exposure);
        assertThat(page.items().get(1).change().counter()).isEmpty();
        assertThat(page.items()).allMatch(entry -> entry.memo().equals("by hand"));
        assertThat(page.next()).isEmpty();
        assertThat(page.position()).isEqualTo(core.status().position());
    }

    @Test
    void everyRunningBalanceEndsAtTheCoresBalance() throws Exception {
        load.found().run(1_500);
        Running.catchUp(history, core);
        List<Balance> balances = core.read(state -> state.ledgerAccounts(Optional.empty(), 1_000));
        assertThat(balances).hasSizeGreaterThan(10);
        for (Balance balance : balances) {
            List<StatementEntry> newest =
                    history.statement(balance.account(), Paging.newest(1)).items();
            assertThat(newest.get(0).after())
                    .as("%s", balance.account())
                    .isEqualTo(new StatementEntry.Standing(balance.total(), balance.held()));
            assertThatItAddsUp(balance);
        }
    }

    private void assertThatItAddsUp(Balance balance) throws HistoryUnavailableException {
        BigInteger debits = BigInteger.ZERO;
        BigInteger credits = BigInteger.ZERO;
        for (StatementEntry entry :
                Running.all(paging -> history.statement(balance.account(), paging), Paging.first(100))) {
            BigInteger units = entry.change().amount().units();
            debits = entry.change().kind() == Kind.DEBIT ? debits.add(units) : debits;
            credits = entry.change().kind() == Kind.CREDIT ? credits.add(units) : credits;
            BigInteger total = debits.subtract(credits);
            assertThat(entry.after().total())
                    .isEqualTo(balance.account().kind().isDebitNormal() ? total : total.negate());
        }
        assertThat(debits).isEqualTo(balance.debits());
        assertThat(credits).isEqualTo(balance.credits());
    }

    @Test
    void depositsAndWithdrawalsAreAsTheCoreHasThem() throws Exception {
        knownLoad().run(1_700);
        Running.catchUp(history, core);

        List<Recorded<Deposit>> deposits =
                Running.all(paging -> history.deposits(Optional.empty(), paging), Paging.first(50));
        List<Recorded<Withdrawal>> withdrawals =
                Running.all(paging -> history.withdrawals(Optional.empty(), paging), Paging.first(50));

        assertThat(deposits).hasSizeGreaterThan(100);
        for (Recorded<Deposit> each : deposits) {
            Deposit deposit = each.value();
            Optional<Deposit> known =
                    core.read(state -> state.deposit(deposit.key().id()));
            assertThat(known).contains(deposit);
            assertThatItsStepsLeadTo(each);
        }
        assertThat(withdrawals).hasSizeGreaterThan(50);
        assertThat(withdrawals).anyMatch(each -> each.value().state() == WithdrawalState.COMPLETED);
        for (Recorded<Withdrawal> each : withdrawals) {
            WithdrawalId id = each.value().id();
            Optional<Withdrawal> known = core.read(state -> state.withdrawal(id));
            assertThat(known.map(ReadingTest::withoutBytes)).contains(each.value());
            assertThatItsStepsEndAt(each);
        }
    }

    private void assertThatItsStepsLeadTo(Recorded<Deposit> each) throws HistoryUnavailableException {
        List<DepositStep> steps =
                Running.all(paging -> history.depositHistory(each.value().key().id(), paging), Paging.first(3));
        assertThat(steps.get(0).place()).isEqualTo(each.first());
        DepositStep last = steps.get(steps.size() - 1);
        assertThat(last)
                .isEqualTo(new DepositStep(
                        each.last(),
                        each.changedAtMs(),
                        each.value().progress(),
                        each.value().block()));
    }

    private void assertThatItsStepsEndAt(Recorded<Withdrawal> each) throws HistoryUnavailableException {
        List<WithdrawalStep> steps =
                Running.all(paging -> history.withdrawalHistory(each.value().id(), paging), Paging.first(3));
        assertThat(steps.get(0).place()).isEqualTo(each.first());
        WithdrawalStep last = steps.get(steps.size() - 1);
        assertThat(last.place()).isEqualTo(each.last());
        assertThat(last.state()).isEqualTo(each.value().state());
        assertThat(last.details().refusal()).isEqualTo(each.value().refusal());
        // Its number, which is not how many there are where one was abandoned.
        assertThat(last.details().attempt())
                .isEqualTo(each.value().attempt().map(Attempt::number).orElse(0));
    }

    private static Withdrawal withoutBytes(Withdrawal withdrawal) {
        List<Attempt> attempts = withdrawal.attempts().stream()
                .map(attempt -> new Attempt(
                        attempt.number(),
                        attempt.preparation(),
                        attempt.signed().map(signed -> new SignedTx(signed.chain(), signed.id(), Bytes.EMPTY)),
                        attempt.block(),
                        attempt.feePaid()))
                .toList();
        return new Withdrawal(
                withdrawal.id(),
                withdrawal.request(),
                withdrawal.state(),
                withdrawal.refusal(),
                attempts,
                withdrawal.requestedAtMs());
    }

    @Test
    void whatTheHouseMovesIsListedApartFromCustomersWithdrawals() throws Exception {
        knownLoad().run(1_500);
        Running.catchUp(history, core);
        List<Recorded<Withdrawal>> transfers = Running.all(history::transfers, Paging.first(7));
        List<Recorded<Withdrawal>> withdrawals =
                Running.all(paging -> history.withdrawals(Optional.empty(), paging), Paging.first(50));

        assertThat(transfers)
                .anyMatch(each -> each.value().state() == WithdrawalState.COMPLETED)
                .anyMatch(each -> each.value().attempts().size() > 1)
                .allSatisfy(each -> {
                    assertThat(each.value().request().house()).isPresent();
                    assertThat(each.value())
                            .isEqualTo(withoutBytes(core.read(state ->
                                            state.withdrawal(each.value().id()))
                                    .orElseThrow()));
                });
        assertThat(withdrawals)
                .isNotEmpty()
                .allMatch(each -> each.value().request().account().isPresent());
    }

    @Test
    void pagesGiveEveryEntryOnceInEitherOrder() throws Exception {
        load.found().run(3_000);
        Running.catchUp(history, core);
        LedgerAccountId account = Load.exposure(Load.COIN);
        List<StatementEntry> whole =
                history.statement(account, Paging.first(Paging.MAX_LIMIT)).items();
        assertThat(whole).hasSizeGreaterThan(14).isSortedAccordingTo(Comparator.comparing(StatementEntry::place));

        for (int limit : new int[] {1, 7, whole.size(), whole.size() + 1}) {
            assertThat(Running.all(paging -> history.statement(account, paging), Paging.first(limit)))
                    .isEqualTo(whole);
            List<StatementEntry> backwards =
                    new ArrayList<>(Running.all(paging -> history.statement(account, paging), Paging.newest(limit)));
            Collections.reverse(backwards);
            assertThat(backwards).isEqualTo(whole);
        }
    }

    @Test
    void onlyTheAccountsOwnAreListed() throws Exception {
        load.found().run(800);
        Running.catchUp(history, core);
        int ofAccounts = 0;
        for (int number = 0; number < 6; number++) {
            AccountId account = Load.account(number);
            List<Recorded<Deposit>> own =
                    Running.all(paging -> history.deposits(Optional.of(account), paging), Paging.newest(9));
            assertThat(own)
                    .allMatch(each -> each.value().account().equals(Optional.of(account)))
                    .isSortedAccordingTo(Comparator.<Recorded<Deposit>, Place>comparing(each -> each.first())
                            .reversed());
            ofAccounts += own.size();
        }
        long everybodys = Running.all(paging -> history.deposits(Optional.empty(), paging), Paging.first(99)).stream()
                .filter(each -> each.value().account().isPresent())
                .count();
        assertThat(everybodys).isEqualTo(ofAccounts);
        assertThat(history.withdrawals(Optional.of(new AccountId("nobody")), Paging.first(1))
                        .items())
                .isEmpty();
        assertThat(history.statement(Load.customer(Load.account(0), new AssetId("NONE")), Paging.first(1))
                        .items())
                .isEmpty();
    }

    @Test
    void noEntryMovesBetweenPagesWhileMoreAreWritten() throws Exception {
        load.found().run(500);
        Running.catchUp(history, core);
        List<StatementEntry> before =
                history.statement(ANNA, Paging.first(Paging.MAX_LIMIT)).items();
        List<StatementEntry> read = new ArrayList<>();
        Paging paging = Paging.first(3);
        HistoryPage<StatementEntry> page = history.statement(ANNA, paging);
        read.addAll(page.items());
        for (int pages = 0; pages < 5 && page.next().isPresent(); pages++) {
            load.run(20);
            page = history.statement(ANNA, paging.after(page.next().get()));
            read.addAll(page.items());
        }
        assertThat(before)
                .startsWith(
                        read.subList(0, Math.min(read.size(), before.size())).toArray(StatementEntry[]::new));
    }

    @Test
    void pagesAreReadAlongAnIndexAndNeverSorted() throws Exception {
        load.found();
        Running.catchUp(history, core);
        history.close();
        try (Store store = Store.open(directory.resolve("store"));
                Statement statement = store.writer().createStatement()) {
            for (Listing listing : List.of(
                    StatementReads.ENTRIES,
                    DepositReads.ALL,
                    DepositReads.OF_ACCOUNT,
                    DepositReads.STEPS,
                    WithdrawalReads.OF_KIND,
                    WithdrawalReads.OF_ACCOUNT,
                    WithdrawalReads.STEPS)) {
                for (boolean oldestFirst : new boolean[] {true, false}) {
                    String sql = listing.sql(oldestFirst)
                            .replace("? rows", "1 rows")
                            .replace("house = ?", "house = true")
                            .replace("?", "'1'");
                    try (ResultSet plan = statement.executeQuery("explain " + sql)) {
                        plan.next();
                        assertThat(plan.getString(1)).as(sql).contains("/* index sorted */");
                        assertThat(plan.getString(1)).as(sql).doesNotContain("tableScan");
                    }
                }
            }
        }
    }

    @Test
    void readersThatAreInterruptedHarmNobody() throws Exception {
        load.found().run(300);
        Running.catchUp(history, core);
        AtomicInteger answers = new AtomicInteger();
        List<Thread> readers = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            Thread reader = new Thread(() -> {
                for (int time = 0; time < 40; time++) {
                    Thread.currentThread().interrupt();
                    try {
                        answers.addAndGet(history.deposits(Optional.empty(), Paging.first(50))
                                .items()
                                .size());
                    } catch (HistoryUnavailableException refused) {
                        assertThat(refused).hasMessageContaining("history");
                    }
                }
            });
            readers.add(reader);
            reader.start();
        }
        load.run(300);
        for (Thread reader : readers) {
            reader.join();
        }
        Running.catchUp(history, core);
        assertThat(history.status().state()).isEqualTo(HistoryStatus.State.CURRENT);
        assertThat(history.deposits(Optional.empty(), Paging.first(1)).items()).hasSize(1);
        history.close();
        Running.build(directory.resolve("fresh"), core);
        assertThat(Running.rows(directory.resolve("store"))).isEqualTo(Running.rows(directory.resolve("fresh")));
        assertThat(SetAside.kept(directory.resolve("store"))).isEmpty();
    }

    @Test
    void aClosedHistorySaysSo() throws Exception {
        load.found();
        Running.catchUp(history, core);
        history.close();

        assertThat(history.status().state()).isEqualTo(HistoryStatus.State.STOPPED);
        assertThatThrownBy(() -> history.deposits(Optional.empty(), Paging.first(1)))
                .isInstanceOf(HistoryUnavailableException.class);
        assertThat(history.awaitPosition(Long.MAX_VALUE, 60_000)).isFalse();
    }
}
