// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

/** Bytes that are no transaction which this node would sign. The message says which rule they break. */
public class UnreadableTransactionException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadableTransactionException(String message) {
        super(message);
    }
}
