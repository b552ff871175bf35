// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.codec;

import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.Command;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Commands on keys, addresses and cursors as bytes. */
final class ChainCommands {
    private static final int REGISTER_KEYRING = CommandCodec.CHAIN + 1;
    private static final int RESERVE_ADDRESS = CommandCodec.CHAIN + 2;
    private static final int BIND_ADDRESS = CommandCodec.CHAIN + 3;
    private static final int ADVANCE_CURSOR = CommandCodec.CHAIN + 4;
    private static final int RETREAT_CURSOR = CommandCodec.CHAIN + 5;
    private static final int LOWER_FINALITY = CommandCodec.CHAIN + 6;
    private static final int RESET_CURSOR = CommandCodec.CHAIN + 7;
    private static final int PASS_TOKEN = CommandCodec.CHAIN + 8;
    private static final int TOKEN_READ_AGAIN = CommandCodec.CHAIN + 9;
    private static final int MAX_BLOCKS = 1_000;

    private ChainCommands() {}

    static void write(BinaryOut out, ChainCommand command) {
        if (command instanceof ChainCommand.RegisterKeyring register) {
            out.u8(REGISTER_KEYRING);
            Values.write(out, register.keyring());
        } else if (command instanceof ChainCommand.ReserveAddress reserve) {
            out.u8(RESERVE_ADDRESS);
            Values.write(out, reserve.chain());
            Values.write(out, reserve.purpose());
            out.optional(reserve.account(), Values::write);
        } else if (command instanceof ChainCommand.BindAddress bind) {
            out.u8(BIND_ADDRESS);
            Values.write(out, bind.address());
        } else if (command instanceof ChainCommand.AdvanceCursor advance) {
            out.u8(ADVANCE_CURSOR);
            Values.write(out, advance.chain());
            BinaryOut.demandWithin("blocks", advance.blocks().size(), MAX_BLOCKS);
            out.count(advance.blocks().size());
            advance.blocks().forEach(block -> Values.write(out, block));
        } else if (command instanceof ChainCommand.RetreatCursor retreat) {
            out.u8(RETREAT_CURSOR);
            Values.write(out, retreat.chain());
            Values.write(out, retreat.removed());
        } else if (command instanceof ChainCommand.LowerFinality lower) {
            out.u8(LOWER_FINALITY);
            Values.write(out, lower.chain());
            out.i64(lower.height());
        } else if (command instanceof ChainCommand.ResetCursor reset) {
            out.u8(RESET_CURSOR);
            Values.write(out, reset.chain());
            Values.write(out, reset.block());
        } else if (command instanceof ChainCommand.PassToken pass) {
            out.u8(PASS_TOKEN);
            Values.write(out, pass.token());
            out.count(pass.fromHeight());
        } else if (command instanceof ChainCommand.TokenReadAgain read) {
            out.u8(TOKEN_READ_AGAIN);
            Values.write(out, read.token());
            out.i64(read.fromHeight());
        } else {
            throw CommandCodec.unknown(command);
        }
    }

    static Command read(BinaryIn in, int tag) throws IOException {
        return switch (tag) {
            case REGISTER_KEYRING -> new ChainCommand.RegisterKeyring(Values.keyring(in));
            case RESERVE_ADDRESS ->
                new ChainCommand.ReserveAddress(
                        Values.chainId(in), Values.keyPurpose(in), in.optional(Values::accountId));
            case BIND_ADDRESS -> new ChainCommand.BindAddress(Values.ownAddress(in));
            case ADVANCE_CURSOR -> advance(in);
            case RETREAT_CURSOR -> new ChainCommand.RetreatCursor(Values.chainId(in), Values.blockRef(in));
            case LOWER_FINALITY -> new ChainCommand.LowerFinality(Values.chainId(in), in.i64());
            case RESET_CURSOR -> new ChainCommand.ResetCursor(Values.chainId(in), Values.blockRef(in));
            case PASS_TOKEN -> new ChainCommand.PassToken(Values.networkAssetId(in), in.count());
            case TOKEN_READ_AGAIN -> new ChainCommand.TokenReadAgain(Values.networkAssetId(in), in.i64());
            default -> throw CommandCodec.unknown(in, tag);
        };
    }

    private static ChainCommand advance(BinaryIn in) throws IOException {
        ChainId chain = Values.chainId(in);
        int count = in.count(MAX_BLOCKS);
        List<BlockRef> blocks = new ArrayList<>(Math.min(count, ChainCommand.AdvanceCursor.KEPT_BLOCKS));
        for (int i = 0; i < count; i++) {
            blocks.add(Values.blockRef(in));
        }
        return new ChainCommand.AdvanceCursor(chain, blocks);
    }
}
