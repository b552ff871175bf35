// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import io.coffer.api.core.Command;
import io.coffer.api.core.Result;
import io.coffer.api.request.CommandId;
import io.coffer.money.codec.JournalRecord;
import io.coffer.money.codec.RecordCodec;
import io.coffer.money.journal.CommandHandler;
import io.coffer.money.rules.Rules;
import io.coffer.money.state.Machine;
import io.coffer.money.state.Transition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;

/** The live machine as the group-commit engine drives it. */
final class Commits implements CommandHandler<Commits.Entry, Result> {
    /** A tick goes before a command if the last is older. */
    static final long TICK_MS = 1_000;

    private final Machine machine;
    private final RecentTransitions recent;
    private final PositionGate gate;
    private final Lock writing;
    private final JournalTime time;
    private final RecordCodec codec = new RecordCodec();
    private final long term;

    Commits(Live live, JournalTime time, long term) {
        this.machine = live.machine();
        this.recent = live.recent();
        this.gate = live.gate();
        this.writing = live.writing();
        this.time = time;
        this.term = term;
    }

    /** What changes with every record, and the lock around it. */
    record Live(Machine machine, RecentTransitions recent, PositionGate gate, Lock writing) {}

    /** Something to be journaled. */
    sealed interface Entry {
        /** A record of the node's own. */
        record Own(JournalRecord record) implements Entry {}

        /** A client's command; its fingerprint is known once it is encoded, if the client gave none. */
        final class Submitted implements Entry {
            private final CommandId id;
            private final Command command;
            private OptionalLong fingerprint;

            Submitted(CommandId id, OptionalLong fingerprint, Command command) {
                this.id = id;
                this.fingerprint = fingerprint;
                this.command = command;
            }
        }
    }

    @Override
    public Optional<Entry> due() {
        long now = time.now(machine.timeMs());
        if (machine.term() < term) {
            // A journal that an earlier release began goes on by the newest rules, and says so.
            return Optional.of(new Entry.Own(new JournalRecord.Started(term, now, Rules.NEWEST.version())));
        }
        return now - machine.timeMs() > TICK_MS
                ? Optional.of(new Entry.Own(new JournalRecord.Tick(now)))
                : Optional.empty();
    }

    @Override
    public void encode(Entry entry, ByteBuffer into) {
        if (entry instanceof Entry.Own own) {
            codec.write(own.record(), into);
        } else if (entry instanceof Entry.Submitted submitted) {
            long written = codec.write(submitted.id, submitted.fingerprint, submitted.command, into);
            submitted.fingerprint = OptionalLong.of(written);
        }
    }

    @Override
    public Result apply(long position, long recordTerm, Entry entry) throws IOException {
        JournalRecord record = record(entry);
        Transition transition;
        writing.lock();
        try {
            transition = machine.apply(position, record);
            recent.add(transition);
        } finally {
            writing.unlock();
        }
        gate.reached(position);
        return transition.result().orElseGet(() -> new Result.Applied(position, 0));
    }

    private static JournalRecord record(Entry entry) {
        if (entry instanceof Entry.Submitted submitted) {
            return new JournalRecord.Submitted(submitted.id, submitted.fingerprint.orElseThrow(), submitted.command);
        }
        return ((Entry.Own) entry).record();
    }
}
