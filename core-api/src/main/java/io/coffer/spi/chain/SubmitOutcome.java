// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

/** What a node made of a transaction that was sent to it. */
public sealed interface SubmitOutcome {
    /** The node took it and will relay it. */
    record Accepted() implements SubmitOutcome {}

    /** The node had it already, pending or mined. */
    record AlreadyKnown() implements SubmitOutcome {}

    /**
     * The node answered that it will not take it.
     *
     * @param code short and stable, such as {@code nonce-too-low}
     * @param permanent whether the same bytes can never be taken later
     */
    record Rejected(String code, boolean permanent) implements SubmitOutcome {}

    /** Whether the node took it is not known: the connection broke, time ran out, the answer made no sense. */
    record Indeterminate(String reason) implements SubmitOutcome {}
}
