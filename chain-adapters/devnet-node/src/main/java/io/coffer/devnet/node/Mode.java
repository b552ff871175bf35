// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import java.util.Locale;

/** The two families of devnet. */
public enum Mode {
    ACCOUNT(1),
    UTXO(2);

    private final int code;

    Mode(int code) {
        this.code = code;
    }

    /** The first byte of this family's transactions. */
    int code() {
        return code;
    }

    /** As arguments and answers spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
