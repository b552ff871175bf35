// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.IOException;

/**
 * What an operator wants to hear of the journal. Called on the committing thread, between two groups; must
 * be brief and must not throw.
 */
public interface JournalEvents {
    /** For those who want to hear nothing. */
    JournalEvents NONE = new JournalEvents() {};

    /**
     * The free part of the disk fell below or rose above a warning level ({@value Journal#LOW_PERCENT} and
     * {@value Journal#CRITICAL_PERCENT} per cent).
     */
    default void space(SpaceLevel level, long usableBytes, long totalBytes) {}

    /** Appends are refused from now on because the disk is full. */
    default void full(String reason) {}

    /** There is space again; appends are taken. */
    default void resumed() {}

    /** A write or a force failed; appends are refused until the journal is opened again. */
    default void broken(IOException cause) {}

    /** How much of the disk is free. */
    enum SpaceLevel {
        ENOUGH,
        LOW,
        CRITICAL
    }
}
