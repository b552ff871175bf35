// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.state;

import io.coffer.api.core.Event;
import io.coffer.api.core.Result;
import io.coffer.api.core.StateHash;
import io.coffer.api.request.CommandId;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.JournalRecord;
import io.coffer.money.codec.UnreadableException;
import io.coffer.money.ids.AppliedId;
import io.coffer.money.ids.AppliedIds;
import io.coffer.money.journal.Hash;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.money.rules.Rules;
import io.coffer.money.wallet.Turn;
import io.coffer.money.wallet.Wallet;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Journal position, time, term, applied ids and the wallet, changed by one record after the other. */
public final class Machine implements Closeable {
    /** A snapshot of another format is left aside, and the journal gives the state anew. */
    private static final int FORMAT = 3;

    private final AppliedIds ids;
    private final Wallet wallet = new Wallet();
    private Rules rules = Rules.NEWEST;
    private long position;
    private long timeMs;
    private long term;

    /** Before the first record. */
    public Machine(AppliedIds ids) {
        this.ids = ids;
    }

    /**
     * As {@link #writeTo} wrote it.
     *
     * @param ids restored from the same snapshot
     * @throws UnreadableException if the bytes are no state, or not one that belongs to these ids
     */
    public static Machine restore(AppliedIds ids, InputStream from) throws IOException {
        Machine machine = new Machine(ids);
        try {
            machine.readFrom(new BinaryIn(from));
        } catch (IllegalArgumentException | IllegalStateException invalid) {
            throw new UnreadableException("the state of a snapshot: " + invalid.getMessage(), invalid);
        }
        return machine;
    }

    /**
     * Applies the next record.
     *
     * @return what it changed, and for a command what its caller is answered
     * @throws IOException if an id file cannot be read or written; the machine must not be used any more
     */
    public Transition apply(long next, JournalRecord record) throws IOException {
        if (next != position + 1) {
            throw new IllegalStateException("record " + next + " cannot follow record " + position);
        }
        position = next;
        if (record instanceof JournalRecord.Submitted submitted) {
            return submitted(submitted);
        } else if (record instanceof JournalRecord.Tick tick) {
            moveTo(tick.timeMs());
        } else if (record instanceof JournalRecord.Started started) {
            start(started);
        }
        return new Transition(next, timeMs, Optional.empty(), List.of());
    }

    private void start(JournalRecord.Started started) throws UnreadableException {
        if (started.term() <= term) {
            throw new UnreadableException("term " + started.term() + " after term " + term);
        }
        term = started.term();
        rules = Rules.version(started.rulesVersion())
                .orElseThrow(() -> new UnreadableException("rules of version " + started.rulesVersion()
                        + ", this release knows up to " + Rules.NEWEST.version()));
        moveTo(started.timeMs());
    }

    private void moveTo(long newTimeMs) throws UnreadableException {
        if (newTimeMs < timeMs) {
            throw new UnreadableException("time went back from " + timeMs + " to " + newTimeMs);
        }
        timeMs = newTimeMs;
        wallet.advanceTo(timeMs, rules);
    }

    private Transition submitted(JournalRecord.Submitted submitted) throws IOException {
        Optional<Result> before = find(submitted.id(), submitted.fingerprint());
        if (before.isPresent()) {
            return new Transition(position, timeMs, before, List.of());
        }
        List<Event> events = new ArrayList<>();
        Outcome outcome = wallet.apply(submitted.command(), new Turn(position, timeMs, rules, events));
        int code = outcome instanceof Outcome.Refused refused ? refused.code().number() : 0;
        ids.add(
                submitted.id().high(),
                submitted.id().low(),
                submitted.fingerprint(),
                position * RefusalCode.NUMBER_LIMIT + code);
        return new Transition(position, timeMs, Optional.of(result(outcome)), events);
    }

    private Result result(Outcome outcome) {
        if (outcome instanceof Outcome.Done done) {
            return new Result.Applied(position, done.value());
        }
        return new Result.Refused(position, ((Outcome.Refused) outcome).refusal());
    }

    /** What became of an id: repeated or conflict, or empty if it was never taken. */
    public Optional<Result> find(CommandId id, long fingerprint) throws IOException {
        Optional<AppliedId> found = ids.find(id.high(), id.low());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        // What is kept with an id is the position of its record and, below it, the number of the refusal.
        long kept = found.get().position();
        long first = kept / RefusalCode.NUMBER_LIMIT;
        if (found.get().fingerprint() != fingerprint) {
            return Optional.of(new Result.Conflict(first));
        }
        return Optional.of(new Result.Repeated(first, RefusalCode.textOf((int) (kept % RefusalCode.NUMBER_LIMIT))));
    }

    public long position() {
        return position;
    }

    public long timeMs() {
        return timeMs;
    }

    public long term() {
        return term;
    }

    public Rules rules() {
        return rules;
    }

    public Wallet wallet() {
        return wallet;
    }

    public AppliedIds ids() {
        return ids;
    }

    /** SHA-256 and length of what {@link #writeTo} writes. */
    public Summary summary() {
        MessageDigest sha256 = sha256();
        long[] bytes = new long[1];
        writeTo(new BinaryOut((piece, length) -> {
            sha256.update(piece, 0, length);
            bytes[0] += length;
        }));
        return new Summary(Hash.of(sha256.digest(), 0), bytes[0]);
    }

    /** The whole state in short. */
    public record Summary(Hash hash, long bytes) {}

    /** The hash with its position. */
    public StateHash stateHash() {
        return new StateHash(position, HexFormat.of().formatHex(summary().hash().bytes()));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java runtime has SHA-256", absent);
        }
    }

    /** The whole state in its canonical form, with a digest in place of the ids. Flushes {@code out}. */
    public void writeTo(BinaryOut out) {
        out.u8(FORMAT);
        out.count(rules.version());
        out.i64(position);
        out.i64(timeMs);
        out.i64(term);
        out.count(ids.count());
        out.bytes(ids.digest().bytes());
        wallet.writeTo(out);
        out.flush();
    }

    private void readFrom(BinaryIn in) throws IOException {
        int format = in.u8();
        if (format != FORMAT) {
            throw in.broken("state format " + format + ", this release reads " + FORMAT);
        }
        int version = in.count(Integer.MAX_VALUE);
        rules = Rules.version(version).orElseThrow(() -> in.broken("rules of version " + version));
        position = in.i64();
        timeMs = in.i64();
        term = in.i64();
        boolean sameIds =
                in.count() == ids.count() && Hash.of(in.bytes(Hash.BYTES), 0).equals(ids.digest());
        if (!sameIds) {
            throw in.broken("a state of other ids");
        }
        wallet.readFrom(in);
        in.end();
    }

    @Override
    public void close() throws IOException {
        ids.close();
    }
}
