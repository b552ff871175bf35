// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.rules;

import io.coffer.api.request.Refusal;

/** What the state machine made of a command. */
public sealed interface Outcome {
    /** Done, with nothing to say. */
    Outcome DONE = new Done(0);

    /**
     * It was applied.
     *
     * @param value what the command's documentation says, else 0
     */
    record Done(long value) implements Outcome {}

    /** A rule said no. Nothing was changed but what the command's documentation says. */
    record Refused(RefusalCode code, Refusal refusal) implements Outcome {}
}
