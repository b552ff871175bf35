// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.codec;

import io.coffer.api.core.Command;
import io.coffer.api.request.CommandId;

/** What one record of the journal says. */
public sealed interface JournalRecord {
    /**
     * A run of the node begins.
     *
     * @param term greater than that of every run before
     * @param timeMs milliseconds since 1970 UTC, never less than in an earlier record
     * @param rulesVersion in force from here on
     */
    record Started(long term, long timeMs, int rulesVersion) implements JournalRecord {}

    /** Time went on. */
    record Tick(long timeMs) implements JournalRecord {}

    /** A command under the caller's id. */
    record Submitted(CommandId id, long fingerprint, Command command) implements JournalRecord {}
}
