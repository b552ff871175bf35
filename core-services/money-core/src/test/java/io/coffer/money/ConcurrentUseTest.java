// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import static io.coffer.money.wallet.World.ANNAS;
import static io.coffer.money.wallet.World.BERTS;
import static io.coffer.money.wallet.World.COIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.Event;
import io.coffer.api.core.JournalEvent;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.core.Result;
import io.coffer.api.core.StateHash;
import io.coffer.api.core.Subscription;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.Balance;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.Money;
import io.coffer.api.request.CommandId;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.money.wallet.World;
import io.coffer.spi.money.Amount;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads at once on one core: clients, readers, a subscriber and the snapshots of the keeper. */
class ConcurrentUseTest {
    private static final int CLIENTS = 8;
    private static final int COMMANDS = 400;
    private static final long FUNDS = 1_000_000;
    private static final long LOOK_NS = 50_000;
    private static final LedgerAccountId ANNA = new LedgerAccountId(AccountKind.CUSTOMER, ANNAS.text(), COIN);
    private static final LedgerAccountId BERT = new LedgerAccountId(AccountKind.CUSTOMER, BERTS.text(), COIN);
    private static final LedgerAccountId EXPOSURE = new LedgerAccountId(AccountKind.EXPOSURE, "", COIN);

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    @DisplayName("H18 withdrawals and transfers that race for one balance never hold more than it")
    void h18_withdrawalsAndTransfersThatRaceNeverHoldMoreThanTheBalance() throws Exception {
        MoneyCoreOptions options =
                MoneyCoreOptions.DEFAULT.snapshotEveryRecords(300).recentRecords(128);
        ExecutorService pool = Executors.newFixedThreadPool(CLIENTS + 2);
        List<JournalEvent> events = Collections.synchronizedList(new ArrayList<>());
        StateHash last;
        try (LocalMoneyCore core = LocalMoneyCore.open(directory, clock, options)) {
            LocalMoneyCoreTest.found(core);
            core.submit(CommandId.of("fund"), batch(new LedgerOperation.Post(EXPOSURE, ANNA, Money.of(COIN, FUNDS))));
            long before = core.status().position();
            Subscription subscription = core.subscribe(before, (more, position) -> events.addAll(more));
            List<Future<Integer>> readers = List.of(pool.submit(() -> watch(core)), pool.submit(() -> watch(core)));
            List<Future<Integer>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                clients.add(pool.submit(() -> race(core, number)));
            }
            int applied = 0;
            for (Future<Integer> client : clients) {
                applied += client.get();
            }
            done.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
            last = core.stateHash();
            Eventually.holds(() -> subscription.position() >= last.position(), "the subscription has caught up");
            subscription.close();
            assertThat(applied).isGreaterThan(CLIENTS * COMMANDS / 4);
            assertThat(core.replay(last.position())).isEqualTo(last);
            demandSums(core, events);
        } finally {
            done.set(true);
            pool.shutdownNow();
        }
        try (LocalMoneyCore core = LocalMoneyCore.open(directory, clock, options)) {
            assertThat(core.replay(last.position())).isEqualTo(last);
        }
    }

    private static LedgerCommand.Batch batch(LedgerOperation operation) {
        return new LedgerCommand.Batch(List.of(operation), "race");
    }

    /** Every state that a reader sees is one between two commands. */
    private int watch(LocalMoneyCore core) {
        int looks = 0;
        while (!done.get()) {
            Balance[] seen = core.read(state -> new Balance[] {state.balance(ANNA), state.balance(BERT)});
            assertThat(seen[0].available()).isGreaterThanOrEqualTo(BigInteger.ZERO);
            assertThat(seen[1].available()).isGreaterThanOrEqualTo(BigInteger.ZERO);
            assertThat(seen[0].total().add(seen[1].total())).isEqualTo(FUNDS);
            looks++;
            LockSupport.parkNanos(LOOK_NS);
        }
        return looks;
    }

    private int race(LocalMoneyCore core, int client) throws Exception {
        Random random = new Random(client);
        int applied = 0;
        for (int i = 0; i < COMMANDS; i++) {
            String name = client + "-" + i;
            long units = 1L + random.nextInt(20_000);
            Result result = random.nextInt(3) == 0
                    ? core.submit(CommandId.of("w", name), withdrawal("w" + name, units))
                    : core.submit(CommandId.of("t", name), transfer(random, units));
            applied += result instanceof Result.Applied ? 1 : 0;
            if (result instanceof Result.Applied && random.nextInt(8) > 0) {
                core.submit(
                        CommandId.of("c", name), new WithdrawalCommand.Cancel(new WithdrawalId("w" + name), "race"));
            }
        }
        return applied;
    }

    private static LedgerCommand.Batch transfer(Random random, long units) {
        boolean there = random.nextBoolean();
        return batch(new LedgerOperation.Post(there ? ANNA : BERT, there ? BERT : ANNA, Money.of(COIN, units)));
    }

    private static WithdrawalCommand.Request withdrawal(String id, long units) {
        AccountId account = units % 2 == 0 ? ANNAS : BERTS;
        return new WithdrawalCommand.Request(
                new WithdrawalId(id),
                new WithdrawalRequest(
                        new Payer.Customer(account),
                        World.outside(World.ACCOUNTS, "shop"),
                        Optional.empty(),
                        new Amount(World.NETWORK_COIN, BigInteger.valueOf(units).multiply(BigInteger.TEN.pow(10))),
                        World.wei(10),
                        Optional.empty()));
    }

    /** The events alone lead to the same balances. */
    private static void demandSums(LocalMoneyCore core, List<JournalEvent> events) {
        BigInteger annas = BigInteger.valueOf(FUNDS);
        for (JournalEvent event : events) {
            if (event.event() instanceof Event.LedgerMoved moved
                    && moved.operation() instanceof LedgerOperation.Post post) {
                annas = annas.add(
                        post.credit().equals(ANNA)
                                ? post.amount().units()
                                : post.amount().units().negate());
            }
        }
        BigInteger total = core.read(state -> state.balance(ANNA).total());
        assertThat(annas).isEqualTo(total);
    }
}
