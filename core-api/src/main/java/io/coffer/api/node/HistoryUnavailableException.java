// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

/** The history cannot be read at this moment. Nothing is lost: it is rebuilt from the journal. */
public class HistoryUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public HistoryUnavailableException(String message) {
        super(message);
    }

    public HistoryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
