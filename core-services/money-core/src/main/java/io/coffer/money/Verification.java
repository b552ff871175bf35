// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import io.coffer.money.journal.CorruptFileException;
import io.coffer.money.journal.Journal;
import io.coffer.money.journal.JournalReader;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads every byte of a core's files. What is wrong is named with file and byte offset; nothing is if all is well. */
final class Verification {
    private Verification() {}

    /** @param last position that the journal must reach */
    static List<String> running(Journal journal, long last, Snapshots snapshots) {
        Set<String> findings = new LinkedHashSet<>();
        try (JournalReader reader = journal.reader(journal.firstPosition())) {
            boolean more = true;
            while (more && reader.position() < last) {
                more = reader.next();
            }
        } catch (IOException damaged) {
            findings.add(String.valueOf(damaged.getMessage()));
        }
        try {
            snapshots.verify(findings);
        } catch (IOException damaged) {
            findings.add(String.valueOf(damaged.getMessage()));
        }
        return List.copyOf(findings);
    }

    /** Of a core that is not running. */
    static List<String> resting(Folders folders, MoneyCoreOptions options) throws IOException {
        Set<String> findings = new LinkedHashSet<>();
        try {
            Journal.check(folders.journal());
        } catch (CorruptFileException damaged) {
            findings.add(String.valueOf(damaged.getMessage()));
        }
        new Snapshots(folders, options).verify(findings);
        return List.copyOf(findings);
    }
}
