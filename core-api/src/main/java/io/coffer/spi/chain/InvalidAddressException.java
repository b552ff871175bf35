// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

/** The text is no address of this chain. The message says which rule it breaks. */
public class InvalidAddressException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidAddressException(String message) {
        super(message);
    }
}
