// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

/** The chain did something that a person must judge before anything goes on. The message says what. */
public class HaltException extends Exception {
    private static final long serialVersionUID = 1L;

    public HaltException(String message) {
        super(message);
    }
}
