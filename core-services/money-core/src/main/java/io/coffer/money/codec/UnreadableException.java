// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.codec;

import java.io.IOException;

/** Bytes that no release up to this one has written. The message names what was found and where. */
public final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnreadableException(String message) {
        super(message);
    }

    public UnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
