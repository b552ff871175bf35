// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

/** The states of a withdrawal, in the order in which they are usually passed. */
public enum WithdrawalState {
    /** Taken; the amount is held. */
    REQUESTED,
    /** Rules are being evaluated. */
    POLICY,
    /** Waiting for the screening verdict on its destination. */
    SCREENING,
    /** Waiting for people. */
    AWAITING_APPROVAL,
    /** Ready to be prepared; waits its turn, for hot wallet funds, or for its chain. */
    QUEUED,
    /** Sequence or outputs are reserved; for a replacement, the higher fee. */
    PREPARED,
    /** The signing service has been asked. */
    SIGNING,
    /** The signed bytes are durable; nothing was sent yet. */
    SIGNED,
    /** The bytes are being sent: from here on they may be known outside. */
    BROADCASTING,
    /** A node has taken them. */
    BROADCAST,
    /** Whether a node has them is unknown: only the same bytes are sent again. */
    AMBIGUOUS,
    /** Mined, not final. */
    CONFIRMING,
    /** Final; the hold is captured. */
    COMPLETED,
    /** Another attempt with the same sequence or inputs took its place. */
    REPLACED,
    /** Mined without effect; the hold is released, the network fee is ours. */
    FAILED_ONCHAIN,
    /** Refused by a rule. */
    REJECTED,
    /** Refused by screening. */
    BLOCKED,
    /** Taken back before it was signed. */
    CANCELLED,
    /** Ran out of time before it was signed. */
    EXPIRED;

    /**
     * Whether nothing can follow, but for a reorganisation deeper than finality that an operator lets pass: it reopens
     * what had COMPLETED or FAILED_ONCHAIN in the blocks that it removes.
     */
    public boolean isTerminal() {
        return switch (this) {
            case COMPLETED, FAILED_ONCHAIN, REJECTED, BLOCKED, CANCELLED, EXPIRED -> true;
            default -> false;
        };
    }

    /**
     * Whether signed bytes exist in any case, so that the transaction may be mined whatever we do. They may exist in
     * PREPARED and SIGNING, too, if that is a replacement: {@link Withdrawal#mayBeMined}.
     */
    public boolean isInFlight() {
        return switch (this) {
            case SIGNED, BROADCASTING, BROADCAST, AMBIGUOUS, CONFIRMING -> true;
            default -> false;
        };
    }
}
