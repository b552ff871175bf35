// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.Event;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.Values;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.NetworkAssetId;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/** How far each chain has been read, with the newest blocks, so that a reorganisation finds its way back. */
public final class Cursors {
    private static final int MAX_ADVANCE = 100;
    private static final long NOTHING_FINAL = -1;
    /** How a cursor is written: most have passed no token. */
    private static final int TRIMMED = 1;

    private static final int PASSED = 2;

    private final NavigableMap<ChainId, Cursor> cursors = new TreeMap<>();

    /** The kept blocks of one chain, and whether older ones have been forgotten. */
    private static final class Cursor {
        final Deque<BlockRef> blocks = new ArrayDeque<>();
        boolean trimmed;
        /** Highest block in which anything was taken for final. */
        long finalHeight = NOTHING_FINAL;
        /** Listed tokens that blocks were read without, with the lowest height. */
        final NavigableMap<NetworkAssetId, Long> passedTokens = new TreeMap<>();
    }

    Outcome advance(ChainCommand.AdvanceCursor command, Turn turn) {
        List<BlockRef> blocks = command.blocks();
        if (blocks.isEmpty() || blocks.size() > MAX_ADVANCE) {
            return RefusalCode.CURSOR_GAP.refuse(
                    blocks.size() + " blocks, not 1 to " + MAX_ADVANCE, "advance by fewer blocks at once");
        }
        Cursor cursor = cursors.get(command.chain());
        BlockRef before = cursor == null ? null : cursor.blocks.peekLast();
        for (BlockRef block : blocks) {
            if (before != null && block.height() != before.height() + 1) {
                return RefusalCode.CURSOR_GAP.refuse(
                        "block " + block + " does not follow " + before, "advance by the block after the cursor");
            }
            before = block;
        }
        Cursor target = cursors.computeIfAbsent(command.chain(), chain -> new Cursor());
        target.blocks.addAll(blocks);
        while (target.blocks.size() > turn.rules().keptBlocks()) {
            target.blocks.removeFirst();
            target.trimmed = true;
        }
        turn.note(new Event.CursorMoved(command.chain(), blocks.get(blocks.size() - 1)));
        return Outcome.DONE;
    }

    Outcome retreat(ChainCommand.RetreatCursor command, Turn turn) {
        Cursor cursor = cursors.get(command.chain());
        if (cursor == null || !command.removed().equals(cursor.blocks.peekLast())) {
            return RefusalCode.CURSOR_NOT_LAST.refuse(
                    "block " + command.removed() + " is not the last of " + command.chain(),
                    "retreat by the cursor's last block");
        }
        if (cursor.blocks.size() == 1 && cursor.trimmed) {
            return RefusalCode.CURSOR_EXHAUSTED.refuse(
                    "the reorganisation of " + command.chain() + " goes below every block that is known",
                    "check the chain's node; an operator must decide where to read on");
        }
        cursor.blocks.removeLast();
        BlockRef last = cursor.blocks.peekLast();
        if (last != null) {
            turn.note(new Event.CursorMoved(command.chain(), last));
        }
        return Outcome.DONE;
    }

    /** Something in a block at this height was taken for final. */
    void raiseFinality(ChainId chain, long height) {
        Cursor cursor = cursors.computeIfAbsent(chain, absent -> new Cursor());
        cursor.finalHeight = Math.max(cursor.finalHeight, height);
    }

    Outcome lowerFinality(ChainCommand.LowerFinality command, Turn turn) {
        Cursor cursor = cursors.get(command.chain());
        if (cursor != null && command.height() < cursor.finalHeight) {
            cursor.finalHeight = command.height();
            turn.note(new Event.FinalityLowered(command.chain(), command.height()));
        }
        return Outcome.DONE;
    }

    Outcome pass(ChainCommand.PassToken command, Assets assets) {
        if (assets.listing(command.token()).isEmpty()) {
            return RefusalCode.ASSET_NOT_LISTED.refuse(
                    command.token() + " is not listed", "list the asset on its network first");
        }
        ChainId chain = ChainId.of(command.token());
        Cursor cursor = cursors.get(chain);
        if (cursor == null) {
            return RefusalCode.CURSOR_MISSING.refuse(
                    chain + " has not been read at all", "set startHeight in the chain's settings");
        }
        cursor.passedTokens.merge(command.token(), command.fromHeight(), Math::min);
        return Outcome.DONE;
    }

    Outcome readAgain(ChainCommand.TokenReadAgain command) {
        Cursor cursor = cursors.get(ChainId.of(command.token()));
        if (cursor != null) {
            cursor.passedTokens.remove(command.token(), command.fromHeight());
        }
        return Outcome.DONE;
    }

    /** Listed tokens that blocks were read without, with the lowest height. */
    public Map<NetworkAssetId, Long> passedTokens(ChainId chain) {
        Cursor cursor = cursors.get(chain);
        return cursor == null ? Map.of() : Map.copyOf(cursor.passedTokens);
    }

    Outcome reset(ChainCommand.ResetCursor command, Turn turn) {
        Cursor cursor = cursors.get(command.chain());
        BlockRef last = cursor == null ? null : cursor.blocks.peekLast();
        if (cursor == null || last == null) {
            return RefusalCode.CURSOR_MISSING.refuse(
                    command.chain() + " has not been read at all", "set startHeight in the chain's settings");
        }
        if (command.block().height() > last.height()) {
            return RefusalCode.CURSOR_AHEAD.refuse(
                    "block " + command.block() + " lies above the cursor at " + last + ": blocks would be left out",
                    "name a block that is not above the cursor");
        }
        cursor.blocks.clear();
        cursor.blocks.add(command.block());
        cursor.trimmed = true;
        turn.note(new Event.CursorMoved(command.chain(), command.block()));
        return Outcome.DONE;
    }

    /** The highest block in which anything was taken for final. */
    public OptionalLong finalHeight(ChainId chain) {
        Cursor cursor = cursors.get(chain);
        return cursor == null || cursor.finalHeight == NOTHING_FINAL
                ? OptionalLong.empty()
                : OptionalLong.of(cursor.finalHeight);
    }

    /** Oldest first. */
    public List<BlockRef> cursor(ChainId chain) {
        Cursor cursor = cursors.get(chain);
        return cursor == null ? List.of() : List.copyOf(cursor.blocks);
    }

    public void writeTo(BinaryOut out) {
        out.count(cursors.size());
        cursors.forEach((chain, cursor) -> {
            Values.write(out, chain);
            boolean passed = !cursor.passedTokens.isEmpty();
            out.u8((cursor.trimmed ? TRIMMED : 0) | (passed ? PASSED : 0));
            if (passed) {
                out.count(cursor.passedTokens.size());
                cursor.passedTokens.forEach((token, height) -> {
                    Values.write(out, token);
                    out.count(height);
                });
            }
            out.i64(cursor.finalHeight);
            out.count(cursor.blocks.size());
            cursor.blocks.forEach(block -> Values.write(out, block));
        });
    }

    public void readFrom(BinaryIn in) throws IOException {
        int count = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < count; i++) {
            ChainId chain = Values.chainId(in);
            Cursor cursor = new Cursor();
            int flags = in.u8();
            if (flags > (TRIMMED | PASSED)) {
                throw in.broken("a cursor with flags " + flags);
            }
            cursor.trimmed = (flags & TRIMMED) != 0;
            int passed = (flags & PASSED) == 0 ? 0 : in.count(Integer.MAX_VALUE);
            for (int j = 0; j < passed; j++) {
                cursor.passedTokens.put(Values.networkAssetId(in), in.count());
            }
            cursor.finalHeight = in.i64();
            int blocks = in.count(Integer.MAX_VALUE);
            for (int j = 0; j < blocks; j++) {
                cursor.blocks.add(Values.blockRef(in));
            }
            cursors.put(chain, cursor);
        }
    }
}
