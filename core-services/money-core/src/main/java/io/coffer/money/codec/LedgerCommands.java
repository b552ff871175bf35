// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.codec;

import io.coffer.api.core.Command;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.ledger.HoldId;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Ledger commands as bytes. */
final class LedgerCommands {
    private static final int BATCH = CommandCodec.LEDGER + 1;

    private static final int POST = 1;
    private static final int HOLD = 2;
    private static final int CAPTURE = 3;
    private static final int RELEASE = 4;

    private LedgerCommands() {}

    static void write(BinaryOut out, LedgerCommand command) {
        if (command instanceof LedgerCommand.Batch batch) {
            out.u8(BATCH);
            out.count(batch.operations().size());
            for (LedgerOperation operation : batch.operations()) {
                write(out, operation);
            }
            out.text(batch.memo());
        } else {
            throw CommandCodec.unknown(command);
        }
    }

    static Command read(BinaryIn in, int tag) throws IOException {
        if (tag != BATCH) {
            throw CommandCodec.unknown(in, tag);
        }
        int count = in.count(LedgerCommand.Batch.MAX_OPERATIONS);
        List<LedgerOperation> operations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            operations.add(operation(in));
        }
        return new LedgerCommand.Batch(operations, in.text());
    }

    private static void write(BinaryOut out, LedgerOperation operation) {
        if (operation instanceof LedgerOperation.Post post) {
            out.u8(POST);
            Values.write(out, post.debit());
            Values.write(out, post.credit());
            Values.write(out, post.amount());
        } else if (operation instanceof LedgerOperation.Hold hold) {
            out.u8(HOLD);
            Values.write(out, hold.hold());
            Values.write(out, hold.account());
            Values.write(out, hold.amount());
        } else if (operation instanceof LedgerOperation.Capture capture) {
            out.u8(CAPTURE);
            Values.write(out, capture.hold());
            Values.write(out, capture.credit());
            Values.write(out, capture.amount());
        } else if (operation instanceof LedgerOperation.Release release) {
            out.u8(RELEASE);
            Values.write(out, release.hold());
        }
    }

    private static LedgerOperation operation(BinaryIn in) throws IOException {
        int tag = in.u8();
        switch (tag) {
            case POST -> {
                LedgerAccountId debit = Values.ledgerAccountId(in);
                return new LedgerOperation.Post(debit, Values.ledgerAccountId(in), Values.money(in));
            }
            case HOLD -> {
                HoldId hold = Values.holdId(in);
                return new LedgerOperation.Hold(hold, Values.ledgerAccountId(in), Values.money(in));
            }
            case CAPTURE -> {
                HoldId hold = Values.holdId(in);
                return new LedgerOperation.Capture(hold, Values.ledgerAccountId(in), Values.money(in));
            }
            case RELEASE -> {
                return new LedgerOperation.Release(Values.holdId(in));
            }
            default -> throw in.broken("ledger operation " + tag);
        }
    }
}
