// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import io.coffer.api.request.Refusal;

/** What became of a command. All but {@link Conflict} is durable when it is answered. */
public sealed interface Result {
    /** The journal position of the command that was applied under this id: this one, or the first. */
    long position();

    /**
     * It was applied.
     *
     * @param value what the command's documentation says, else 0
     */
    record Applied(long position, long value) implements Result {}

    /** It was taken and refused by a rule; the refusal is journaled and its id is used up. */
    record Refused(long position, Refusal refusal) implements Result {}

    /**
     * A command with this id and the same fingerprint was taken before; nothing was done now.
     *
     * @param refusalCode the refusal's code if the first was refused, else empty
     */
    record Repeated(long position, String refusalCode) implements Result {}

    /** A command with this id, but another fingerprint, was taken before; nothing was done now. */
    record Conflict(long position) implements Result {}
}
