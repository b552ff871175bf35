// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.codec;

import io.coffer.api.core.Command;
import io.coffer.api.request.CommandId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.OptionalLong;

/** Journal records as bytes: the format's version, the kind, then the parts. Not for several threads. */
public final class RecordCodec {
    private static final int FORMAT = 1;

    private static final int STARTED = 1;
    private static final int TICK = 2;
    private static final int SUBMITTED = 3;

    private static final int HEAD_BYTES = 2 + 2 * Long.BYTES;

    private final BinaryOut out = new BinaryOut();
    private final MessageDigest sha256 = sha256();

    /** Writes a record other than a command. */
    public void write(JournalRecord record, ByteBuffer into) {
        if (record instanceof JournalRecord.Submitted submitted) {
            write(submitted.id(), OptionalLong.of(submitted.fingerprint()), submitted.command(), into);
            return;
        }
        out.clear();
        out.u8(FORMAT);
        if (record instanceof JournalRecord.Started started) {
            out.u8(STARTED);
            out.i64(started.term());
            out.i64(started.timeMs());
            out.count(started.rulesVersion());
        } else if (record instanceof JournalRecord.Tick tick) {
            out.u8(TICK);
            out.i64(tick.timeMs());
        }
        out.copyTo(into, 0);
    }

    /**
     * Writes a command.
     *
     * @param fingerprint the caller's; empty for one that is taken from the command
     * @return the fingerprint that was written
     * @throws IllegalArgumentException if a text of the command cannot be expressed in UTF-8
     */
    public long write(CommandId id, OptionalLong fingerprint, Command command, ByteBuffer into) {
        out.clear();
        out.u8(FORMAT);
        out.u8(SUBMITTED);
        out.i64(id.high());
        out.i64(id.low());
        into.put(out.array(), 0, HEAD_BYTES);
        out.clear();
        CommandCodec.write(out, command);
        long written = fingerprint.orElseGet(this::fingerprint);
        into.putLong(written);
        out.copyTo(into, 0);
        return written;
    }

    /** The fingerprint that a command has if its caller gives none: the first eight bytes of a SHA-256 over it. */
    public long fingerprint(Command command) {
        out.clear();
        CommandCodec.write(out, command);
        return fingerprint();
    }

    private long fingerprint() {
        sha256.update(out.array(), 0, out.size());
        return ByteBuffer.wrap(sha256.digest()).getLong();
    }

    /** @throws UnreadableException if no release up to this one has written such a record */
    public static JournalRecord read(byte[] payload) throws IOException {
        BinaryIn in = new BinaryIn(payload);
        int format = in.u8();
        if (format != FORMAT) {
            throw in.broken("record format " + format + ", this release reads " + FORMAT);
        }
        int kind = in.u8();
        JournalRecord record = switch (kind) {
            case STARTED -> new JournalRecord.Started(in.i64(), in.i64(), in.count(Integer.MAX_VALUE));
            case TICK -> new JournalRecord.Tick(in.i64());
            case SUBMITTED ->
                new JournalRecord.Submitted(new CommandId(in.i64(), in.i64()), in.i64(), CommandCodec.read(in));
            default -> throw in.broken("record kind " + kind);
        };
        in.end();
        return record;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java runtime has SHA-256", absent);
        }
    }
}
