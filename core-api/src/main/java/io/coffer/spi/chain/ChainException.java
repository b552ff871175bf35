// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

/** The node of a chain did not give a usable answer. The message never holds a secret of the configuration. */
public class ChainException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What went wrong; the core shows it as the reason why a chain is degraded. */
    public enum Kind {
        /** No connection, or it broke. */
        UNREACHABLE,
        /** No answer within the time limit. */
        TIMEOUT,
        /** An answer that breaks the protocol: not parseable, out of range, contradictory. */
        GARBAGE,
        /** The node serves another chain than the one that is configured. */
        WRONG_CHAIN,
        /** The node is still catching up, or lags behind what it has answered before. */
        BEHIND,
        /** The node answered with an error of its own. */
        REFUSED
    }

    private final Kind kind;

    public ChainException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public ChainException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
