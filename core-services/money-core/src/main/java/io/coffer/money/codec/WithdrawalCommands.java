// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.codec;

import io.coffer.api.core.Command;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.wallet.WithdrawalId;
import java.io.IOException;

/** Withdrawal commands as bytes. */
final class WithdrawalCommands {
    private static final int REQUEST = CommandCodec.WITHDRAWAL + 1;
    private static final int SCREENED = CommandCodec.WITHDRAWAL + 2;
    private static final int APPROVED = CommandCodec.WITHDRAWAL + 3;
    private static final int PREPARE = CommandCodec.WITHDRAWAL + 4;
    private static final int UNPREPARE = CommandCodec.WITHDRAWAL + 5;
    private static final int BEGIN_SIGNING = CommandCodec.WITHDRAWAL + 6;
    private static final int SIGNED = CommandCodec.WITHDRAWAL + 7;
    private static final int BEGIN_BROADCAST = CommandCodec.WITHDRAWAL + 8;
    private static final int BROADCAST = CommandCodec.WITHDRAWAL + 9;
    private static final int AMBIGUOUS = CommandCodec.WITHDRAWAL + 10;
    private static final int MINED = CommandCodec.WITHDRAWAL + 11;
    private static final int UNMINED = CommandCodec.WITHDRAWAL + 12;
    private static final int FINALIZED = CommandCodec.WITHDRAWAL + 13;
    private static final int CANCEL = CommandCodec.WITHDRAWAL + 14;
    private static final int REPLACE = CommandCodec.WITHDRAWAL + 15;

    private static final int ABANDON_SIGNING = CommandCodec.WITHDRAWAL_MORE + 1;
    private static final int REOPENED = CommandCodec.WITHDRAWAL_MORE + 2;
    private static final int FINALIZED_OTHERWISE = CommandCodec.WITHDRAWAL_MORE + 3;
    private static final int LET_STAND = CommandCodec.WITHDRAWAL_MORE + 4;

    private WithdrawalCommands() {}

    static void write(BinaryOut out, WithdrawalCommand command) {
        out.u8(tag(command));
        Transfers.write(out, command.id());
        if (command instanceof WithdrawalCommand.Request request) {
            Transfers.write(out, request.request());
        } else if (command instanceof WithdrawalCommand.Screened screened) {
            out.bool(screened.passed());
            out.text(screened.reason());
        } else if (command instanceof WithdrawalCommand.Approved approved) {
            out.text(approved.approver());
        } else if (command instanceof WithdrawalCommand.Prepare prepare) {
            Transfers.write(out, prepare.preparation());
        } else if (command instanceof WithdrawalCommand.Replace replace) {
            out.count(replace.attempt());
            Transfers.write(out, replace.preparation());
        } else if (command instanceof WithdrawalCommand.Unprepare unprepare) {
            out.text(unprepare.reason());
        } else if (command instanceof WithdrawalCommand.Signed signed) {
            out.count(signed.attempt());
            Transfers.write(out, signed.transaction());
        } else if (command instanceof WithdrawalCommand.AbandonSigning abandon) {
            out.count(abandon.attempt());
            out.text(abandon.decidedBy());
            out.text(abandon.reason());
        } else if (command instanceof WithdrawalCommand.Ambiguous ambiguous) {
            out.text(ambiguous.reason());
        } else if (command instanceof WithdrawalCommand.Mined mined) {
            out.count(mined.attempt());
            Values.write(out, mined.block());
        } else if (command instanceof WithdrawalCommand.Unmined unmined) {
            Values.write(out, unmined.block());
        } else if (command instanceof WithdrawalCommand.Finalized finalized) {
            Values.write(out, finalized.block());
            out.bool(finalized.succeeded());
            Values.write(out, finalized.feePaid());
        } else if (command instanceof WithdrawalCommand.FinalizedOtherwise otherwise) {
            Values.write(out, otherwise.block());
            Values.write(out, otherwise.left());
            Values.write(out, otherwise.back());
            Values.write(out, otherwise.feePaid());
        } else if (command instanceof WithdrawalCommand.Reopened reopened) {
            Values.write(out, reopened.block());
        } else if (command instanceof WithdrawalCommand.LetStand stand) {
            Values.write(out, stand.block());
            out.text(stand.decidedBy());
            out.text(stand.reason());
        } else if (command instanceof WithdrawalCommand.Cancel cancel) {
            out.text(cancel.reason());
        }
    }

    private static int tag(WithdrawalCommand command) {
        if (command instanceof WithdrawalCommand.Request) {
            return REQUEST;
        } else if (command instanceof WithdrawalCommand.Screened) {
            return SCREENED;
        } else if (command instanceof WithdrawalCommand.Approved) {
            return APPROVED;
        } else if (command instanceof WithdrawalCommand.Prepare) {
            return PREPARE;
        } else if (command instanceof WithdrawalCommand.Replace) {
            return REPLACE;
        } else if (command instanceof WithdrawalCommand.Unprepare) {
            return UNPREPARE;
        } else if (command instanceof WithdrawalCommand.BeginSigning) {
            return BEGIN_SIGNING;
        } else if (command instanceof WithdrawalCommand.Signed) {
            return SIGNED;
        } else if (command instanceof WithdrawalCommand.AbandonSigning) {
            return ABANDON_SIGNING;
        } else if (command instanceof WithdrawalCommand.BeginBroadcast) {
            return BEGIN_BROADCAST;
        } else if (command instanceof WithdrawalCommand.Broadcast) {
            return BROADCAST;
        } else if (command instanceof WithdrawalCommand.Ambiguous) {
            return AMBIGUOUS;
        } else if (command instanceof WithdrawalCommand.Mined) {
            return MINED;
        } else if (command instanceof WithdrawalCommand.Unmined) {
            return UNMINED;
        } else if (command instanceof WithdrawalCommand.Finalized) {
            return FINALIZED;
        } else if (command instanceof WithdrawalCommand.FinalizedOtherwise) {
            return FINALIZED_OTHERWISE;
        } else if (command instanceof WithdrawalCommand.Reopened) {
            return REOPENED;
        } else if (command instanceof WithdrawalCommand.LetStand) {
            return LET_STAND;
        } else if (command instanceof WithdrawalCommand.Cancel) {
            return CANCEL;
        }
        throw CommandCodec.unknown(command);
    }

    static Command read(BinaryIn in, int tag) throws IOException {
        WithdrawalId id = Transfers.withdrawalId(in);
        return switch (tag) {
            case REQUEST -> new WithdrawalCommand.Request(id, Transfers.withdrawalRequest(in));
            case SCREENED -> new WithdrawalCommand.Screened(id, in.bool(), in.text());
            case APPROVED -> new WithdrawalCommand.Approved(id, in.text());
            case PREPARE -> new WithdrawalCommand.Prepare(id, Transfers.preparation(in));
            case UNPREPARE -> new WithdrawalCommand.Unprepare(id, in.text());
            case BEGIN_SIGNING -> new WithdrawalCommand.BeginSigning(id);
            case REPLACE -> new WithdrawalCommand.Replace(id, attempt(in), Transfers.preparation(in));
            case SIGNED -> new WithdrawalCommand.Signed(id, attempt(in), Transfers.signedTx(in));
            case ABANDON_SIGNING -> new WithdrawalCommand.AbandonSigning(id, attempt(in), in.text(), in.text());
            case BEGIN_BROADCAST -> new WithdrawalCommand.BeginBroadcast(id);
            case BROADCAST -> new WithdrawalCommand.Broadcast(id);
            case AMBIGUOUS -> new WithdrawalCommand.Ambiguous(id, in.text());
            case MINED -> new WithdrawalCommand.Mined(id, attempt(in), Values.blockRef(in));
            case UNMINED -> new WithdrawalCommand.Unmined(id, Values.blockRef(in));
            case FINALIZED -> new WithdrawalCommand.Finalized(id, Values.blockRef(in), in.bool(), Values.amount(in));
            case FINALIZED_OTHERWISE ->
                new WithdrawalCommand.FinalizedOtherwise(
                        id, Values.blockRef(in), Values.amount(in), Values.amount(in), Values.amount(in));
            case LET_STAND -> new WithdrawalCommand.LetStand(id, Values.blockRef(in), in.text(), in.text());
            case REOPENED -> new WithdrawalCommand.Reopened(id, Values.blockRef(in));
            case CANCEL -> new WithdrawalCommand.Cancel(id, in.text());
            default -> throw CommandCodec.unknown(in, tag);
        };
    }

    private static int attempt(BinaryIn in) throws IOException {
        return in.count(Integer.MAX_VALUE);
    }
}
