// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.IOException;

/**
 * The disk is full: the group was refused before a byte of it was written. Reads go on; appends resume by
 * themselves once there is space.
 */
public final class JournalFullException extends IOException {
    private static final long serialVersionUID = 1L;

    public JournalFullException(String message) {
        super(message);
    }
}
