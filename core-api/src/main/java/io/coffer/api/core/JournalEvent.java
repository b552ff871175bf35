// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

/**
 * An event and its place.
 *
 * @param position of the command in the journal, from 1
 * @param index among the events of that command, from 0
 * @param timeMs the core's journaled time, milliseconds since 1970 UTC, never decreasing
 */
public record JournalEvent(long position, int index, long timeMs, Event event) {}
