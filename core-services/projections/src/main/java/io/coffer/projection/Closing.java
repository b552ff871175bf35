// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import java.sql.SQLException;

/** Ends several things of a connection. */
final class Closing {
    private Closing() {}

    /** Closes all, also when one fails; the first failure is thrown. */
    static void all(AutoCloseable... things) throws SQLException {
        SQLException failure = null;
        for (AutoCloseable thing : things) {
            try {
                thing.close();
            } catch (SQLException failed) {
                failure = failure == null ? failed : failure;
            } catch (Exception impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
