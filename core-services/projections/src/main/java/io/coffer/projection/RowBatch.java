// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Rows on their way into one table, sent together. */
final class RowBatch implements AutoCloseable {
    private final PreparedStatement statement;
    private int waiting;

    RowBatch(Connection connection, String sql) throws SQLException {
        this.statement = connection.prepareStatement(sql);
    }

    /** Rows with a value for each of {@code columns}, a list with commas. */
    static RowBatch into(Connection connection, String table, String columns) throws SQLException {
        int count = columns.split(",").length;
        return new RowBatch(
                connection,
                "insert into projection." + table + " (" + columns + ") values ("
                        + String.join(", ", Collections.nCopies(count, "?")) + ")");
    }

    void add(@Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
        waiting++;
    }

    /** Sends them and answers how many rows each touched. */
    int[] flush() throws SQLException {
        if (waiting == 0) {
            return new int[0];
        }
        waiting = 0;
        return statement.executeBatch();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
