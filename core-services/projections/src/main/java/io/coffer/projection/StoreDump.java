// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A store as text: every row that never changes, up to a position, in one order. Two stores of the same journal have the
 * same rows up to any position that both have reached, so one from before can be compared with one that was rebuilt.
 *
 * <p>It reads a copy that it makes in the folder for temporary files, so the store itself is not touched and may be one
 * that a crash left behind. The node must not be running on it: a file that is being written has no one content.
 */
public final class StoreDump implements AutoCloseable {
    /** How many differences are told at most. */
    public static final int MAX_DIFFERENCES = 20;

    private static final String BY_PLACE = " where t.position <= %d order by t.position, t.event_index";
    private static final Map<String, String> TABLES = tableQueries();

    private final Path copy;
    private final Connection connection;
    private final long maxPosition;

    private StoreDump(Path copy, Connection connection, long maxPosition) {
        this.copy = copy;
        this.connection = connection;
        this.maxPosition = maxPosition;
    }

    /**
     * Opens a store.
     *
     * @param file with or without its {@code .mv.db}
     * @param maxPosition rows of later positions are left out
     * @throws SQLException if it is damaged or no store
     */
    public static StoreDump open(Path file, long maxPosition) throws IOException, SQLException {
        Path data = file.toString().endsWith(Store.SUFFIX) ? file : SetAside.data(file);
        Path folder = Files.createTempDirectory("coffer-store");
        Path copy = Files.copy(data, folder.resolve("copy" + Store.SUFFIX));
        try {
            String url =
                    "jdbc:h2:" + folder.resolve("copy") + ";IFEXISTS=TRUE;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
            return new StoreDump(copy, Store.connect(url), maxPosition);
        } catch (SQLException damaged) {
            delete(copy);
            throw damaged;
        }
    }

    private static Map<String, String> tableQueries() {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put(
                "ledger_entry",
                "select t.position, t.event_index, t.kind, a.kind, a.owner, a.asset, t.time_ms, t.amount, c.kind,"
                        + " c.owner, t.total, t.held, t.memo from projection.ledger_entry t"
                        + " join projection.ledger_account a on a.number = t.account"
                        + " left join projection.ledger_account c on c.number = t.counter" + BY_PLACE + ", t.kind");
        queries.put(
                "ledger_account",
                "select t.position, t.event_index, t.number, t.kind, t.owner, t.asset from projection.ledger_account t"
                        + BY_PLACE + ", t.number");
        for (String table : List.of(
                "deposit_transition",
                "withdrawal_transition",
                "customer",
                "account",
                "address",
                "asset",
                "network_listing_change",
                "limit_change",
                "outbound_halt_change",
                "account_freeze_change")) {
            queries.put(table, "select * from projection." + table + " t" + BY_PLACE);
        }
        return queries;
    }

    /** The names of the tables that are told. */
    public static List<String> tables() {
        return List.copyOf(TABLES.keySet());
    }

    /** Up to which journal position the store is. */
    public long position() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select position from projection.progress")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Tells every row of a table as one line, in order of position. */
    public void forEach(String table, Consumer<String> rows) throws SQLException {
        tell(query(table), rows);
    }

    private String query(String table) {
        String query = TABLES.get(table);
        if (query == null) {
            throw new IllegalArgumentException("table: " + table + " is none of " + tables());
        }
        return query.replace("%d", Long.toString(maxPosition));
    }

    private void tell(String query, Consumer<String> rows) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                rows.accept(line(row));
            }
        }
    }

    /** Tells every row of the tables that hold sums, which are of the store's own position whatever the limit. */
    void forEachSum(Consumer<String> rows) throws SQLException {
        tell("select 'account', t.* from projection.ledger_account t order by number", rows);
        tell("select 'hold', t.* from projection.ledger_hold t order by hold", rows);
        tell("select 'deposit', t.* from projection.deposit t order by id", rows);
        tell("select 'withdrawal', t.* from projection.withdrawal t order by id", rows);
        tell("select 'attempt', t.* from projection.withdrawal_attempt t order by withdrawal, number", rows);
        tell("select 'input', t.* from projection.withdrawal_input t order by withdrawal, attempt, number", rows);
        tell("select 'progress', t.* from projection.progress t", rows);
    }

    /** How many rows a table has. */
    public long count(String table) throws SQLException {
        long[] count = new long[1];
        forEach(table, row -> count[0]++);
        return count[0];
    }

    /** SHA-256 over a table's rows, 64 hexadecimal characters: equal if and only if the rows are. */
    public String digest(String table) throws SQLException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            forEach(table, row -> sha.update((row + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java runtime has SHA-256", absent);
        }
    }

    /**
     * Where two stores differ, up to the lesser of their limits.
     *
     * @return one line each, at most {@link #MAX_DIFFERENCES}; empty if they agree
     */
    public static List<String> differences(StoreDump before, StoreDump after) throws SQLException {
        List<String> found = new ArrayList<>();
        long limit = Math.min(before.maxPosition, after.maxPosition);
        for (String table : TABLES.keySet()) {
            String query = new StoreDump(before.copy, before.connection, limit).query(table);
            try (Statement one = before.connection.createStatement();
                    Statement other = after.connection.createStatement();
                    ResultSet left = one.executeQuery(query);
                    ResultSet right = other.executeQuery(query)) {
                compare(table, left, right, found);
            }
        }
        return found;
    }

    private static void compare(String table, ResultSet left, ResultSet right, List<String> found) throws SQLException {
        boolean hasLeft = left.next();
        boolean hasRight = right.next();
        for (long number = 1; (hasLeft || hasRight) && found.size() < MAX_DIFFERENCES; number++) {
            String one = hasLeft ? line(left) : "nothing";
            String other = hasRight ? line(right) : "nothing";
            if (!one.equals(other)) {
                found.add(table + ", row " + number + ": " + one + " before, " + other + " after");
            }
            hasLeft = hasLeft && left.next();
            hasRight = hasRight && right.next();
        }
    }

    /** Columns between bars; a bar, a backslash and a line's end within one are escaped, so no two rows look alike. */
    private static String line(ResultSet row) throws SQLException {
        StringBuilder line = new StringBuilder();
        int columns = row.getMetaData().getColumnCount();
        for (int column = 1; column <= columns; column++) {
            String value = row.getString(column);
            line.append(column == 1 ? "" : "|");
            line.append(row.wasNull() ? "\\0" : escaped(value));
        }
        return line.toString();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n");
    }

    @Override
    public void close() throws IOException, SQLException {
        connection.close();
        delete(copy);
    }

    private static void delete(Path copy) throws IOException {
        Files.deleteIfExists(copy);
        Path folder = copy.getParent();
        if (folder != null) {
            Files.deleteIfExists(folder);
        }
    }
}
