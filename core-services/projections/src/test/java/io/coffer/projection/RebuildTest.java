// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.Result;
import io.coffer.api.node.HistoryStatus;
import io.coffer.api.node.Paging;
import io.coffer.api.wallet.CustomerId;
import io.coffer.money.LocalMoneyCore;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebuildTest {
    @TempDir
    Path directory;

    private LocalMoneyCore core;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        core = LocalMoneyCore.open(directory.resolve("money"), Clock.systemUTC());
        file = directory.resolve("projection").resolve("store");
    }

    @AfterEach
    void close() throws IOException {
        core.close();
    }

    @Test
    void aDeletedStoreIsRebuiltToTheSameRows() throws Exception {
        long seed = Running.seed("aDeletedStoreIsRebuiltToTheSameRows");
        try (SqlHistory live = Running.open(file, core)) {
            new Load(core, "one", seed).found().run(3_000);
            Running.catchUp(live, core);
        }
        Map<String, List<String>> before = Running.rows(file);
        assertThat(before)
                .allSatisfy((table, rows) -> assertThat(rows).as(table).isNotEmpty());
        assertThat(before.get("sums"))
                .as("attempts, inputs and open holds")
                .anyMatch(row -> row.startsWith("attempt|"))
                .anyMatch(row -> row.startsWith("input|"))
                .anyMatch(row -> row.startsWith("hold|"));

        Files.delete(SetAside.data(file));
        Running.build(file, core);

        assertThat(Running.rows(file)).isEqualTo(before);
    }

    @Test
    void aStoreThatWasStoppedAnywhereCatchesUp() throws Exception {
        long seed = Running.seed("aStoreThatWasStoppedAnywhereCatchesUp");
        Random random = new Random(seed);
        Load load = new Load(core, "one", seed).found();
        for (int stop = 0; stop < 6; stop++) {
            try (SqlHistory history = Running.open(file, core)) {
                load.run(200 + random.nextInt(200));
                history.awaitPosition(random.nextInt((int) core.status().position()), Running.LIMIT_MS);
            }
        }
        Running.build(file, core);
        Path fresh = directory.resolve("fresh");
        Running.build(fresh, core);

        assertThat(Running.rows(file)).isEqualTo(Running.rows(fresh));
        assertThat(SetAside.kept(file)).isEmpty();
    }

    @Test
    void aFileAsACrashLeavesItCatchesUp() throws Exception {
        long seed = Running.seed("aFileAsACrashLeavesItCatchesUp");
        try (SqlHistory live = Running.open(file, core)) {
            CompletableFuture<Load> load = CompletableFuture.supplyAsync(
                    () -> new Load(core, "one", seed).found().run(2_000));
            for (int crash = 0; crash < 5; crash++) {
                assertThat(live.awaitPosition(300L * (crash + 1), Running.LIMIT_MS))
                        .isTrue();
                Files.copy(SetAside.data(file), SetAside.data(directory.resolve("crash" + crash)));
            }
            load.get();
            Running.catchUp(live, core);
        }
        Map<String, List<String>> whole = Running.rows(file);
        for (int crash = 0; crash < 5; crash++) {
            Path left = directory.resolve("crash" + crash);
            Running.build(left, core);
            assertThat(Running.rows(left)).as("crash %s", crash).isEqualTo(whole);
        }
    }

    @Test
    void aStoreAheadOfTheJournalIsSetAside() throws Exception {
        new Load(core, "one", 1).found().run(200);
        Running.build(file, core);
        long ahead = core.status().position();
        core.close();
        core = LocalMoneyCore.open(directory.resolve("other"), Clock.systemUTC());
        new Load(core, "one", 1).found();
        assertThat(core.status().position()).isLessThan(ahead);

        assertThatItIsRebuilt();
    }

    @Test
    void aStoreOfAnotherJournalIsSetAside() throws Exception {
        new Load(core, "one", 1).found();
        Running.build(file, core);
        core.close();
        core = LocalMoneyCore.open(directory.resolve("other"), Clock.systemUTC());
        new Load(core, "one", 1).found().run(100);

        assertThatItIsRebuilt();
    }

    @Test
    void aStoreOfWhichBytesWereLostIsSetAside() throws Exception {
        new Load(core, "one", 1).found().run(300);
        Running.build(file, core);
        byte[] bytes = Files.readAllBytes(SetAside.data(file));
        new Random(7).nextBytes(bytes);
        Files.write(SetAside.data(file), bytes);

        assertThatItIsRebuilt();
    }

    @Test
    void aStoreWhoseSchemaIsNotOursIsSetAside() throws Exception {
        new Load(core, "one", 1).found();
        Running.build(file, core);
        try (Store store = Store.open(file);
                var statement = store.writer().createStatement()) {
            statement.execute("drop table projection.ledger_hold");
        }

        assertThatItIsRebuilt();
    }

    @Test
    void aStoreOfALaterReleaseIsSetAside() throws Exception {
        new Load(core, "one", 1).found();
        Running.build(file, core);
        try (Store store = Store.open(file);
                var statement = store.writer().createStatement()) {
            statement.execute("insert into projection.schema_version select id + 1, mchecksum, mtype, '1.1', mcomment,"
                    + " mstatus, run_on, run_by, run_time from projection.schema_version"
                    + " order by id desc fetch first row only");
            store.writer().commit();
        }

        assertThatItIsRebuilt();
    }

    private void assertThatItIsRebuilt() throws Exception {
        Path fresh = directory.resolve("fresh");
        Running.build(fresh, core);
        try (SqlHistory history = Running.open(file, core)) {
            Running.catchUp(history, core);
            // Nothing of the old store is read once the new one is there.
            awaitAside();
            Running.catchUp(history, core);
            assertThat(history.deposits(Optional.empty(), Paging.first(1)).items())
                    .hasSize(1);
        }
        assertThat(SetAside.kept(file)).hasSize(1);
        assertThat(Running.rows(file)).isEqualTo(Running.rows(fresh));
        assertThat(core.status().mode().name()).isEqualTo("RUNNING");
    }

    private void awaitAside() throws InterruptedException {
        long deadline = System.nanoTime() + Running.LIMIT_MS * 1_000_000;
        while (SetAside.kept(file).isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
    }

    @Test
    void onlyTheNewestStoresThatWereSetAsideAreKept() throws Exception {
        new Load(core, "one", 1).found();
        Files.createDirectories(file.getParent());
        for (int time = 0; time < SetAside.KEPT + 2; time++) {
            Files.writeString(SetAside.data(file), "rubbish " + time);
            Running.build(file, core);
        }

        assertThat(SetAside.kept(file)).hasSize(SetAside.KEPT);
        assertThat(Files.readString(SetAside.kept(file).get(0))).isEqualTo("rubbish " + (SetAside.KEPT + 1));
    }

    @Test
    void aStoreThatCannotBeOpenedIsTriedAgainAndTheCoreGoesOn() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("projection"));
        Path obstacle = Files.createDirectory(SetAside.data(folder.resolve("store")));
        try (SqlHistory history = Running.open(file, core)) {
            Load load = new Load(core, "one", 1).found();
            awaitFailure(history);
            assertThat(load.submit(new CustomerCommand.CreateCustomer(new CustomerId("cus_new"))))
                    .isInstanceOf(Result.Applied.class);

            Files.deleteIfExists(obstacle);

            Running.catchUp(history, core);
            assertThat(history.status().state()).isEqualTo(HistoryStatus.State.CURRENT);
            assertThat(history.status().failure()).isEmpty();
        }
    }

    private static void awaitFailure(SqlHistory history) throws InterruptedException {
        long deadline = System.nanoTime() + Running.LIMIT_MS * 1_000_000;
        while (history.status()
                        .failure()
                        .filter(text -> !text.contains("opened"))
                        .isEmpty()
                && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertThat(history.status().state()).isEqualTo(HistoryStatus.State.RETRYING);
    }

    @Test
    void aStoreThatAnotherProcessHasOpenIsWaitedFor() throws Exception {
        new Load(core, "one", 1).found();
        Running.build(file, core);
        Map<String, List<String>> before = Running.rows(file);
        try (FileChannel channel = FileChannel.open(SetAside.data(file), StandardOpenOption.WRITE)) {
            FileLock lock = channel.lock();
            try (SqlHistory history = Running.open(file, core)) {
                awaitFailure(history);
                lock.release();
                Running.catchUp(history, core);
            }
        }
        assertThat(SetAside.kept(file)).isEmpty();
        assertThat(Running.rows(file)).isEqualTo(before);
    }

    @Test
    void theStoreIsMadeWhateverClassLoaderTheStartingThreadHas() throws Exception {
        new Load(core, "one", 1).found();
        Thread starter = Thread.currentThread();
        ClassLoader before = starter.getContextClassLoader();
        try (URLClassLoader foreign = new URLClassLoader(new URL[0], null)) {
            starter.setContextClassLoader(foreign);
            Running.build(file, core);
        } finally {
            starter.setContextClassLoader(before);
        }
        assertThat(SetAside.kept(file)).isEmpty();
        assertThat(Running.rows(file).get("customer")).hasSize(3);
    }
}
