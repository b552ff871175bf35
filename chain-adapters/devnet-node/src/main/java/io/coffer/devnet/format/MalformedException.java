// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.format;

/** Bytes or text from outside break the format. The message says which rule. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }

    public MalformedException(String message, Throwable cause) {
        super(message, cause);
    }
}
