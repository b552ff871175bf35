// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

/** A submitted command was not acknowledged; {@link #reason} says why and whether it may have happened. */
public final class UnacknowledgedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public UnacknowledgedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public UnacknowledgedException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Why, and what became of the command. */
    public enum Reason {
        /** Too many commands are waiting. Not executed; try again. */
        OVERLOADED,
        /** The disk is full. Not executed; try again when there is space. */
        FULL,
        /** The engine has stopped. Not executed; it needs a restart. */
        STOPPED,
        /** The command does not fit a record or cannot be encoded. Not executed, and never will be. */
        UNENCODABLE,
        /** The engine stopped while it held this command: only a restart tells whether it happened. */
        IN_DOUBT;

        /** False if the command certainly had no effect. */
        public boolean mayHaveHappened() {
            return this == IN_DOUBT;
        }
    }
}
