// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.signing;

/** The vault cannot do what was asked. The message never holds key material. */
public class VaultException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What stands in the way. */
    public enum Kind {
        ABSENT,
        SEALED,
        EXISTS,
        WRONG_PASSPHRASE,
        THROTTLED,
        DAMAGED,
        INVALID,
        STORAGE
    }

    private final Kind kind;

    public VaultException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
