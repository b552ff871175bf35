// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.codec;

import io.coffer.api.core.Command;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.wallet.DepositKey;
import io.coffer.spi.money.Amount;
import java.io.IOException;

/** Deposit commands as bytes. */
final class DepositCommands {
    private static final int OBSERVE = CommandCodec.DEPOSIT + 1;
    private static final int REORGED = CommandCodec.DEPOSIT + 2;
    private static final int VANISHED = CommandCodec.DEPOSIT + 3;
    private static final int FINALIZED = CommandCodec.DEPOSIT + 4;
    private static final int SCREENED = CommandCodec.DEPOSIT + 5;
    private static final int SET_ASIDE = CommandCodec.DEPOSIT + 6;
    private static final int DISCOVER = CommandCodec.DEPOSIT + 7;

    private DepositCommands() {}

    static void write(BinaryOut out, DepositCommand command) {
        if (command instanceof DepositCommand.Observe observe) {
            head(out, OBSERVE, observe);
            Values.write(out, observe.amount());
            Values.write(out, observe.block());
        } else if (command instanceof DepositCommand.Reorged reorged) {
            head(out, REORGED, reorged);
            Values.write(out, reorged.block());
        } else if (command instanceof DepositCommand.Vanished vanished) {
            head(out, VANISHED, vanished);
        } else if (command instanceof DepositCommand.Finalized finalized) {
            head(out, FINALIZED, finalized);
            Values.write(out, finalized.block());
        } else if (command instanceof DepositCommand.Screened screened) {
            head(out, SCREENED, screened);
            out.bool(screened.passed());
            out.text(screened.reason());
        } else if (command instanceof DepositCommand.SetAside aside) {
            head(out, SET_ASIDE, aside);
            Values.write(out, aside.amount());
            Values.write(out, aside.block());
            out.text(aside.reason());
        } else if (command instanceof DepositCommand.Discover discover) {
            head(out, DISCOVER, discover);
            Values.write(out, discover.amount());
            Values.write(out, discover.block());
            out.text(discover.reason());
        } else {
            throw CommandCodec.unknown(command);
        }
    }

    private static void head(BinaryOut out, int tag, DepositCommand command) {
        out.u8(tag);
        Values.write(out, command.key());
    }

    static Command read(BinaryIn in, int tag) throws IOException {
        switch (tag) {
            case OBSERVE -> {
                DepositKey key = Values.depositKey(in);
                Amount amount = Values.amount(in);
                return new DepositCommand.Observe(key, amount, Values.blockRef(in));
            }
            case REORGED -> {
                return new DepositCommand.Reorged(Values.depositKey(in), Values.blockRef(in));
            }
            case VANISHED -> {
                return new DepositCommand.Vanished(Values.depositKey(in));
            }
            case FINALIZED -> {
                return new DepositCommand.Finalized(Values.depositKey(in), Values.blockRef(in));
            }
            case SCREENED -> {
                return new DepositCommand.Screened(Values.depositKey(in), in.bool(), in.text());
            }
            case SET_ASIDE -> {
                DepositKey key = Values.depositKey(in);
                Amount amount = Values.amount(in);
                return new DepositCommand.SetAside(key, amount, Values.blockRef(in), in.text());
            }
            case DISCOVER -> {
                DepositKey key = Values.depositKey(in);
                Amount amount = Values.amount(in);
                return new DepositCommand.Discover(key, amount, Values.blockRef(in), in.text());
            }
            default -> throw CommandCodec.unknown(in, tag);
        }
    }
}
