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
        DISK_FULL,
        STOPPED
    }
}
