// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import io.coffer.api.node.HistoryPage;
import io.coffer.api.node.Paging;
import io.coffer.api.node.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list in the order of places, read page by page along an index, however long it is.
 *
 * @param select the query up to its conditions
 * @param owner the column that says whose the entries are; empty for everybody's
 * @param position of the place that orders the list
 * @param index of the place that orders the list
 */
record Listing(String select, Optional<String> owner, String position, String index) {
    /** A row as an entry. */
    interface Reader<T> {
        T read(ResultSet row, Place place) throws SQLException;
    }

    /** @param owned what {@link #owner} must be; ignored without one */
    <T> HistoryPage<T> page(Connection connection, Object owned, Paging paging, Reader<T> reader) throws SQLException {
        boolean oldestFirst = paging.order() == Paging.Order.OLDEST_FIRST;
        try (PreparedStatement statement = connection.prepareStatement(sql(oldestFirst))) {
            int parameter = 1;
            if (owner.isPresent()) {
                statement.setObject(parameter++, owned);
            }
            Optional<Place> after = paging.after();
            long from = after.map(Place::position).orElse(oldestFirst ? 0 : Long.MAX_VALUE);
            statement.setLong(parameter++, from);
            statement.setLong(parameter++, from);
            statement.setInt(parameter++, after.map(Place::index).orElse(0));
            // One more than asked for, to know whether another page follows.
            statement.setInt(parameter, paging.limit() + 1);
            try (ResultSet rows = statement.executeQuery()) {
                return read(connection, rows, paging.limit(), reader);
            }
        }
    }

    private <T> HistoryPage<T> read(Connection connection, ResultSet rows, int limit, Reader<T> reader)
            throws SQLException {
        List<T> items = new ArrayList<>();
        Optional<Place> last = Optional.empty();
        boolean more = false;
        while (rows.next()) {
            if (items.size() == limit) {
                more = true;
                break;
            }
            Place place = new Place(rows.getLong(1), rows.getInt(2));
            items.add(reader.read(rows, place));
            last = Optional.of(place);
        }
        return new HistoryPage<>(items, more ? last : Optional.empty(), storedPosition(connection));
    }

    String sql(boolean oldestFirst) {
        String than = oldestFirst ? ">" : "<";
        String order = oldestFirst ? "" : " desc";
        String whose = owner.map(column -> column + " = ? and ").orElse("");
        // The owner leads the order too, so that the index gives it and nothing is sorted.
        String lead = owner.map(column -> column + order + ", ").orElse("");
        return "select " + position + ", " + index + ", " + select + " where " + whose
                + position + " " + than + "= ? and (" + position + " " + than + " ? or " + index + " " + than + " ?)"
                + " order by " + lead + position + order + ", " + index + order + " fetch first ? rows only";
    }

    /** In the same transaction, so of the same moment. */
    private static long storedPosition(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select position from projection.progress")) {
            row.next();
            return row.getLong(1);
        }
    }
}
