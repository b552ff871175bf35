// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import io.coffer.money.journal.Journal;
import io.coffer.money.journal.JournalEnvironment;
import io.coffer.money.state.Machine;
import java.io.IOException;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is read before the first command is taken. */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    final Folders folders;
    final MoneyCoreOptions options;
    final Snapshots snapshots;
    final JournalLog journalLog = new JournalLog();
    final Journal journal;
    final Machine machine;
    final RecentTransitions recent;

    Opening(Folders folders, MoneyCoreOptions options) throws IOException {
        this.folders = folders;
        this.options = options;
        this.snapshots = new Snapshots(folders, options);
        Snapshots.Restored restored = snapshots.newest(Long.MAX_VALUE);
        JournalEnvironment environment =
                new JournalEnvironment(folders.journal(), System::nanoTime, new SecureRandom()::nextLong, journalLog);
        this.journal = Journal.open(environment, options.journal(), restored.anchor());
        journal.tornTail()
                .ifPresent(tail -> LOG.warn(
                        "Journal: an unfinished group at byte {} of {} was cut by {} bytes",
                        tail.offset(),
                        tail.file(),
                        tail.bytesCut()));
        this.recent = new RecentTransitions(
                options.recentRecords(), restored.machine().position());
        try {
            this.machine = replay(restored.machine());
        } catch (IOException | RuntimeException failed) {
            journal.close();
            throw failed;
        }
    }

    private Machine replay(Machine restored) throws IOException {
        Follower follower = new Follower(journal, snapshots, restored);
        while (follower.machine().position() < journal.lastPosition()) {
            recent.add(follower.next());
        }
        return follower.detach();
    }
}
