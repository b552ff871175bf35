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

    /** PREPARED to SIGNING. */
    record BeginSigning(WithdrawalId id) implements WithdrawalCommand {}

    /** SIGNING to SIGNED: these bytes, and no others, may ever be sent for this attempt. */
    record Signed(WithdrawalId id, SignedTx transaction) implements WithdrawalCommand {}

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

    /** Before PREPARED: to CANCELLED; the hold is released and the limits' use is given back. */
    record Cancel(WithdrawalId id, String reason) implements WithdrawalCommand {}
}
