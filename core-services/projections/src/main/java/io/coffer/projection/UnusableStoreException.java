// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

/** The store cannot be gone on with: it is damaged, of another journal, or of another release. It is set aside. */
final class UnusableStoreException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableStoreException(String message) {
        super(message);
    }

    UnusableStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
