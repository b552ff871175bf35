// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.money.Amount;

/**
 * Commands that move a withdrawal from one state to the next. One that does not fit the present state is refused with
 * {@code withdrawal.state} and changes nothing.
 */
public sealed interface WithdrawalCommand extends Command {
    WithdrawalId id();

    /**
     * Takes a withdrawal, holds its amount, applies and uses the limits, in one step. A refusal leaves it REJECTED with
     * the rule's name and no hold.
     */
    record Request(WithdrawalId id, WithdrawalRequest request) implements WithdrawalCommand {}

    /** SCREENING to AWAITING_APPROVAL, or to BLOCKED. */
    record Screened(WithdrawalId id, boolean passed, String reason) implements WithdrawalCommand {}

    /**
     * AWAITING_APPROVAL to QUEUED.
     *
     * @param approver who approved: {@code policy:none-required} where no rule asks for a person
     */
    record Approved(WithdrawalId id, String approver) implements WithdrawalCommand {}

    /**
     * QUEUED to PREPARED: reserves the sequence or the inputs and the funds of the sender. Refused with {@code
     * hot-wallet.insufficient}, {@code hot-wallet.busy} (another of that sender is between PREPARED and SIGNING) or
     * {@code hot-wallet.sequence}; the withdrawal stays QUEUED.
     */
    record Prepare(WithdrawalId id, Preparation preparation) implements WithdrawalCommand {}

    /** PREPARED back to QUEUED: gives the reservation back. Only while nothing was signed. */
    record Unprepare(WithdrawalId id, String reason) implements WithdrawalCommand {}

    /**
     * PREPARED to SIGNING. Refused with {@code hot-wallet.insufficient} if a reorganisation has taken back an output
     * that the attempt spends.
     */
    record BeginSigning(WithdrawalId id) implements WithdrawalCommand {}

    /**
     * SIGNING to SIGNED: these bytes, and no others, may ever be sent for this attempt. Bytes of an attempt that was
     * abandoned are refused with {@code withdrawal.attempt}.
     *
     * @param attempt number of the attempt that they were made for; 0 for the present one, as in journals from before
     *     attempts were named
     */
    record Signed(WithdrawalId id, int attempt, SignedTx transaction) implements WithdrawalCommand {
        public Signed {
            if (attempt < 0) {
                throw new IllegalArgumentException("attempt: less than 0");
            }
        }

        /** Bytes for the present attempt, whichever that is. */
        public Signed(WithdrawalId id, SignedTx transaction) {
            this(id, 0, transaction);
        }
    }

    /**
     * SIGNING back to QUEUED, without a signature: gives the reservation back. The core cannot know whether a signature
     * exists; if one does and is mined after all, the withdrawal is paid twice. So it is for the wallet only where the
     * signing service refused before it touched a key, and else for a person.
     *
     * @param attempt number of the attempt that is given up
     * @param decidedBy {@link #NOTHING_SIGNED}, or the operator who answers for a signature that may exist all the same
     * @param reason why, at most {@link #MAX_TEXT_LENGTH} characters as {@code decidedBy}
     */
    record AbandonSigning(WithdrawalId id, int attempt, String decidedBy, String reason) implements WithdrawalCommand {
        /** The signing service refused before it touched a key. */
        public static final String NOTHING_SIGNED = "policy:nothing-signed";

        public static final int MAX_TEXT_LENGTH = 1_000;

        public AbandonSigning {
            if (attempt < 1) {
                throw new IllegalArgumentException("attempt: less than 1");
            }
            if (decidedBy.isBlank() || decidedBy.length() > MAX_TEXT_LENGTH || reason.length() > MAX_TEXT_LENGTH) {
                throw new IllegalArgumentException("decidedBy, reason: not 1.." + MAX_TEXT_LENGTH + " characters");
            }
        }
    }

    /** SIGNED to BROADCASTING. */
    record BeginBroadcast(WithdrawalId id) implements WithdrawalCommand {}

    /** BROADCASTING or AMBIGUOUS to BROADCAST. */
    record Broadcast(WithdrawalId id) implements WithdrawalCommand {}

    /** BROADCASTING or BROADCAST to AMBIGUOUS. */
    record Ambiguous(WithdrawalId id, String reason) implements WithdrawalCommand {}

    /** Seen in a block: to CONFIRMING. */
    record Mined(WithdrawalId id, BlockRef block) implements WithdrawalCommand {}

    /** Its block was removed: CONFIRMING back to BROADCAST. */
    record Unmined(WithdrawalId id, BlockRef block) implements WithdrawalCommand {}

    /**
     * Its block is final. COMPLETED captures the hold; FAILED_ONCHAIN releases it; both post the fee.
     *
     * @param feePaid from the receipt, in the chain's native asset
     */
    record Finalized(WithdrawalId id, BlockRef block, boolean succeeded, Amount feePaid) implements WithdrawalCommand {}

    /**
     * The block that counted as final was removed, and an operator let that pass: COMPLETED or FAILED_ONCHAIN back to
     * BROADCAST. The postings of its end are taken back and its amount is held anew; what the customer has spent
     * meanwhile of a hold that was released is lent by the house as exposure. The same bytes are followed further.
     */
    record Reopened(WithdrawalId id, BlockRef block) implements WithdrawalCommand {}

    /** Before PREPARED: to CANCELLED; the hold is released and the limits' use is given back. */
    record Cancel(WithdrawalId id, String reason) implements WithdrawalCommand {}
}
