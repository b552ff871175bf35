// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

/**
 * How the core is.
 *
 * @param position of the last applied command
 * @param term of this run of the node: greater than that of every run before
 * @param timeMs the core's journaled time
 * @param detail in words: where the journal is, why it stopped
 */
public record CoreStatus(Mode mode, long position, long term, long timeMs, String detail) {
    /** Whether commands are taken. */
    public enum Mode {
        RUNNING,
        /**
         * Commands are taken, but the node's clock went ahead of what can be: journaled time follows only the time that
         * really passed, until {@link CoreClock#accept}.
         */
        CLOCK_HELD,
        DISK_FULL,
        STOPPED
    }
}
