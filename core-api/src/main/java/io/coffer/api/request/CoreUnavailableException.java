// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.request;

/** The core does not take commands at this moment. Reads go on. */
public class CoreUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The disk is full. The command was not executed; the core resumes by itself once there is space. */
        DISK_FULL,
        /** Too many commands are waiting. The command was not executed. */
        BUSY,
        /** Writing the journal failed. The outcome is unknown; nothing is taken until the node is restarted. */
        STOPPED
    }

    private final Reason reason;

    public CoreUnavailableException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Whether it is certain that the command has not been and will not be executed. */
    public boolean isNotExecuted() {
        return reason != Reason.STOPPED;
    }
}
