// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

/** The store of histories cannot be read. The money core is not concerned; the store can be deleted and is rebuilt. */
public class HistoryUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public HistoryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
