// SPDX-License-Identifier: Apache-2.0
package io.coffer.wire;

/** The text is no amount. The message says what is wrong, without the name of the field. */
public class MalformedAmountException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedAmountException(String message) {
        super(message);
    }
}
