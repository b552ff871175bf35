// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.money.LocalMoneyCore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreDumpTest {
    @TempDir
    Path directory;

    @Test
    void aStoreFromBeforeAgreesWithOneThatWasRebuiltLater() throws Exception {
        Path before = directory.resolve("before");
        Path after = directory.resolve("after");
        try (LocalMoneyCore core = LocalMoneyCore.open(directory.resolve("money"), Clock.systemUTC())) {
            Load load = new Load(core, "one", 3).found().run(300);
            Running.build(before, core);
            load.run(300);
            Running.build(after, core);
        }
        long position;
        try (StoreDump dump = StoreDump.open(before, Long.MAX_VALUE)) {
            position = dump.position();
        }
        try (StoreDump old = StoreDump.open(SetAside.data(before), position);
                StoreDump rebuilt = StoreDump.open(after, position);
                StoreDump later = StoreDump.open(after, Long.MAX_VALUE)) {
            assertThat(StoreDump.differences(old, rebuilt)).isEmpty();
            for (String table : StoreDump.tables()) {
                assertThat(old.count(table)).as(table).isPositive().isEqualTo(rebuilt.count(table));
                assertThat(old.digest(table)).as(table).isEqualTo(rebuilt.digest(table));
            }
            assertThat(later.count("ledger_entry")).isGreaterThan(rebuilt.count("ledger_entry"));
            assertThat(later.digest("ledger_entry")).isNotEqualTo(rebuilt.digest("ledger_entry"));
            assertThat(StoreDump.differences(old, later)).isEmpty();
        }
    }

    @Test
    void oneChangedUnitAndOneMissingRowAreFound() throws Exception {
        Path one = directory.resolve("one");
        Path other = directory.resolve("other");
        try (LocalMoneyCore core = LocalMoneyCore.open(directory.resolve("money"), Clock.systemUTC())) {
            new Load(core, "one", 3).found().run(100);
            Running.build(one, core);
        }
        Files.copy(SetAside.data(one), SetAside.data(other));
        try (Store store = Store.open(other);
                Statement statement = store.writer().createStatement()) {
            statement.execute("update projection.ledger_entry set amount = amount + 1"
                    + " where account = 1 and position = (select min(position) from projection.ledger_entry)");
            statement.execute("delete from projection.customer where id = 'cus_1'");
            store.writer().commit();
        }
        try (StoreDump before = StoreDump.open(one, Long.MAX_VALUE);
                StoreDump after = StoreDump.open(other, Long.MAX_VALUE)) {
            assertThat(StoreDump.differences(before, after))
                    .anyMatch(line -> line.startsWith("ledger_entry, row "))
                    .anyMatch(line -> line.startsWith("customer, row 2: "));
        }
    }

    @Test
    void theStoreItselfIsNotTouched() throws Exception {
        Path file = directory.resolve("store");
        try (LocalMoneyCore core = LocalMoneyCore.open(directory.resolve("money"), Clock.systemUTC())) {
            new Load(core, "one", 3).found();
            Running.build(file, core);
        }
        byte[] before = Files.readAllBytes(SetAside.data(file));
        try (StoreDump dump = StoreDump.open(file, Long.MAX_VALUE)) {
            assertThat(dump.count("customer")).isEqualTo(3);
            assertThatThrownBy(() -> dump.count("no_such")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(Files.readAllBytes(SetAside.data(file))).isEqualTo(before);
    }

    @Test
    void aFileThatIsNoStoreIsRefused() throws Exception {
        Path file = directory.resolve("store");
        Files.writeString(SetAside.data(file), "rubbish");
        assertThatThrownBy(() -> StoreDump.open(file, 1)).isInstanceOf(SQLException.class);
    }
}
