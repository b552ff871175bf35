// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.money.Amount;

/**
 * Commands that move a withdrawal, or a transfer of the house, from one state to the next. One that does not fit the present state is refused with
 * {@code withdrawal.state} and changes nothing.
 */
public sealed interface WithdrawalCommand extends Command {
    WithdrawalId id();

    /**
     * Takes a withdrawal, holds its amount, applies and uses the limits, in one step. A refusal leaves it REJECTED with
     * the rule's name and no hold.
     *
     * <p>A transfer of the house has no hold, limit, screening or approval: it is QUEUED at once. It is refused, and
     * leaves nothing, with {@code transfer.address} unless both ends are addresses of ours that fit its purpose on the
     * amount's chain, {@code transfer.asset} unless GAS is the chain's own coin, {@code asset.not-listed}, {@code
     * withdrawal.fee-asset}, or {@code transfer.insufficient} if the sender does not have the amount free.
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
     * hot-wallet.insufficient}, {@code hot-wallet.busy} (another of that sender is between PREPARED and SIGNING),
     * {@code hot-wallet.sequence}, {@code asset.halted} or {@code account.frozen}; the withdrawal stays QUEUED. The
     * sender of a transfer of the house is where it is from, and it spends a sequence, never outputs.
     */
    record Prepare(WithdrawalId id, Preparation preparation) implements WithdrawalCommand {}

    /**
     * BROADCASTING, BROADCAST or AMBIGUOUS to PREPARED with one more attempt, which spends the same sequence of the same
     * sender for a higher fee: rate and maximum are greater, the tip is greater, or none if it had none. Only what it
     * may cost more is reserved. All signed attempts stay open: any of them may still be mined. Refused with {@code
     * withdrawal.attempt}, {@code withdrawal.replacement} (also in a UTXO chain), {@code withdrawal.fee-cap}, {@code
     * hot-wallet.insufficient}, {@code hot-wallet.busy} or {@code asset.halted}. A frozen account is no reason: the
     * bytes that would be replaced are out, and others of that sender wait behind them.
     *
     * @param attempt number of the attempt that it replaces, which must be the last
     */
    record Replace(WithdrawalId id, int attempt, Preparation preparation) implements WithdrawalCommand {
        public Replace {
            if (attempt < 1) {
                throw new IllegalArgumentException("attempt: less than 1");
            }
        }
    }

    /**
     * PREPARED back to QUEUED: gives the reservation back. Only while nothing was signed. A replacement goes back to
     * BROADCAST and keeps the sequence.
     */
    record Unprepare(WithdrawalId id, String reason) implements WithdrawalCommand {}

    /**
     * PREPARED to SIGNING. Refused with {@code hot-wallet.insufficient} if a reorganisation has taken back an output
     * that the attempt spends, and with {@code asset.halted} or {@code account.frozen} if that has happened since it was
     * prepared.
     */
    record BeginSigning(WithdrawalId id) implements WithdrawalCommand {}

    /**
     * SIGNING to SIGNED: these bytes, and no others, may ever be sent for this attempt. Bytes of an attempt that was
     * abandoned are refused with {@code withdrawal.attempt}.
     *
     * @param attempt number of the attempt that they were made for; 0 for the present one
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
     * signing service refused before it touched a key, or where the books have stopped it and no signature can have left
     * the node; and else for a person. A replacement goes back to BROADCAST and keeps the sequence: nothing can be paid
     * twice by it.
     *
     * @param attempt number of the attempt that is given up
     * @param decidedBy {@link #NOTHING_SIGNED} or another policy of the wallet, or the operator who answers for a signature that may exist all the same
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

    /**
     * Seen in a block: to CONFIRMING. Any signed attempt may be, also an earlier one while its replacement is PREPARED,
     * SIGNING or SIGNED; a replacement that is not signed is dropped with what it had reserved.
     *
     * @param attempt number of the attempt that was mined; 0 for the present one
     */
    record Mined(WithdrawalId id, int attempt, BlockRef block) implements WithdrawalCommand {
        public Mined {
            if (attempt < 0) {
                throw new IllegalArgumentException("attempt: less than 0");
            }
        }

        /** The present attempt, whichever that is. */
        public Mined(WithdrawalId id, BlockRef block) {
            this(id, 0, block);
        }
    }

    /** Its block was removed: CONFIRMING back to BROADCAST, with all its signed attempts open. */
    record Unmined(WithdrawalId id, BlockRef block) implements WithdrawalCommand {}

    /**
     * Its block is final. COMPLETED captures the hold; FAILED_ONCHAIN releases it; both post the fee. A transfer of the
     * house posts its fee, and what left but did not arrive, as expense; it is refused with {@code transfer.arrival} if
     * it succeeded and nothing was seen to arrive in that block, or failed and something was.
     *
     * @param feePaid from the receipt, in the chain's native asset
     */
    record Finalized(WithdrawalId id, BlockRef block, boolean succeeded, Amount feePaid) implements WithdrawalCommand {}

    /**
     * Its block is final, and the token moved another amount out of its sender than it was to move. What really left is
     * taken out of the books, and the asset's outbound is halted in the same command.
     *
     * <p>A customer pays for what left and did not come back, at most the amount that was asked for; the rest of the
     * hold is released, and what left beyond that is expense. COMPLETED if anything is paid for, else FAILED_ONCHAIN. Of
     * a transfer of the house all that left and did not arrive is expense; FAILED_ONCHAIN if nothing left or arrived. As
     * with {@link Finalized}, something must be known of its arrival if anything left, also that nothing came. Refused
     * with {@code withdrawal.transaction} unless it is a token that a sequence was spent for.
     *
     * @param left what left the sender, in the asset that was to be moved, not less what came back
     * @param back what the same transaction brought to the sender: that is a deposit of its own there
     * @param feePaid from the receipt, in the chain's native asset
     */
    record FinalizedOtherwise(WithdrawalId id, BlockRef block, Amount left, Amount back, Amount feePaid)
            implements WithdrawalCommand {
        public FinalizedOtherwise {
            if (!left.asset().equals(back.asset())) {
                throw new IllegalArgumentException("back: in " + back.asset() + ", left in " + left.asset());
            }
        }
    }

    /**
     * The block that counted as final was removed, and an operator let that pass: COMPLETED or FAILED_ONCHAIN back to
     * BROADCAST. The postings of its end are taken back and its amount is held anew; what the customer has spent
     * meanwhile of a hold that was released is lent by the house as exposure. The asset's outbound is halted in the
     * same command. The same bytes are followed further, and those of the other attempts.
     */
    record Reopened(WithdrawalId id, BlockRef block) implements WithdrawalCommand {}

    /**
     * The block that counted as final was removed, and an operator has seen that {@link Reopened} is refused for good. If
     * it is not any more, it is reopened. Else it stays COMPLETED or FAILED_ONCHAIN with what its end had posted, is named
     * no longer among what is final, and its asset's outbound is halted. Changes nothing if that is so already.
     *
     * @param decidedBy who answers for it; as {@code reason} not blank, at most {@link DecisionText#MAX_LENGTH} characters,
     *     no personal data
     */
    record LetStand(WithdrawalId id, BlockRef block, String decidedBy, String reason) implements WithdrawalCommand {
        public LetStand {
            DecisionText.require("decidedBy", decidedBy);
            DecisionText.require("reason", reason);
        }
    }

    /** Before the first PREPARED: to CANCELLED; the hold is released and the limits' use is given back. */
    record Cancel(WithdrawalId id, String reason) implements WithdrawalCommand {}
}
