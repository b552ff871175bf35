// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.codec;

import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.Command;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.core.LimitCommand;
import io.coffer.api.core.WithdrawalCommand;
import java.io.IOException;

/**
 * The binary form of every command: a tag, then its parts in order. A tag is never reused; what a command gains later
 * is a new tag, so that old journals stay readable.
 */
public final class CommandCodec {
    static final int LEDGER = 0x00;
    static final int ASSET = 0x10;
    static final int CUSTOMER = 0x20;
    static final int CHAIN = 0x30;
    static final int DEPOSIT = 0x40;
    static final int WITHDRAWAL = 0x50;
    static final int LIMIT = 0x60;
    /** What withdrawals gained when their first sixteen tags were used up. */
    static final int WITHDRAWAL_MORE = 0x80;

    private static final int FAMILY = 0xf0;

    private CommandCodec() {}

    /** @throws IllegalArgumentException if a text of the command cannot be expressed in UTF-8 */
    public static void write(BinaryOut out, Command command) {
        if (command instanceof LedgerCommand ledger) {
            LedgerCommands.write(out, ledger);
        } else if (command instanceof DepositCommand deposit) {
            DepositCommands.write(out, deposit);
        } else if (command instanceof WithdrawalCommand withdrawal) {
            WithdrawalCommands.write(out, withdrawal);
        } else if (command instanceof ChainCommand chain) {
            ChainCommands.write(out, chain);
        } else if (command instanceof AssetCommand asset) {
            RegistryCommands.write(out, asset);
        } else if (command instanceof CustomerCommand customer) {
            RegistryCommands.write(out, customer);
        } else if (command instanceof LimitCommand limit) {
            RegistryCommands.write(out, limit);
        } else {
            throw unknown(command);
        }
    }

    /** @throws UnreadableException if the bytes are no command of this release or an earlier one */
    public static Command read(BinaryIn in) throws IOException {
        int tag = in.u8();
        try {
            return switch (tag & FAMILY) {
                case LEDGER -> LedgerCommands.read(in, tag);
                case ASSET -> RegistryCommands.readAsset(in, tag);
                case CUSTOMER -> RegistryCommands.readCustomer(in, tag);
                case CHAIN -> ChainCommands.read(in, tag);
                case DEPOSIT -> DepositCommands.read(in, tag);
                case WITHDRAWAL, WITHDRAWAL_MORE -> WithdrawalCommands.read(in, tag);
                case LIMIT -> RegistryCommands.readLimit(in, tag);
                default -> throw unknown(in, tag);
            };
        } catch (IllegalArgumentException invalid) {
            throw new UnreadableException("command tag " + tag + ": " + invalid.getMessage(), invalid);
        }
    }

    static UnreadableException unknown(BinaryIn in, int tag) {
        return in.broken("unknown command tag " + tag);
    }

    static IllegalStateException unknown(Command command) {
        return new IllegalStateException("no encoding for " + command.getClass().getName());
    }
}
