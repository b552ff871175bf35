// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd;

/** This child number has no key, which happens about once in 2^127 (BIP-32): the caller takes the next one. */
public class NoSuchChildException extends Exception {
    private static final long serialVersionUID = 1L;

    public NoSuchChildException(int index) {
        super("no key for child " + Integer.toUnsignedString(index));
    }
}
