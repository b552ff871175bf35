// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import io.coffer.money.journal.FolderStorage;
import io.coffer.money.journal.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** The three folders of a money core. */
record Folders(Storage journal, Storage snapshots, Storage ids) implements Closeable {
    private static final String JOURNAL = "journal";
    private static final String SNAPSHOTS = "snapshots";
    private static final String IDS = "ids";

    /** Opens the folders for writing, each locked against other processes, and makes them if they are missing. */
    static Folders open(Path directory) throws IOException {
        Storage journal = FolderStorage.open(directory.resolve(JOURNAL));
        try {
            return new Folders(
                    journal,
                    FolderStorage.open(directory.resolve(SNAPSHOTS)),
                    FolderStorage.open(directory.resolve(IDS)));
        } catch (IOException failed) {
            journal.close();
            throw failed;
        }
    }

    @Override
    public void close() throws IOException {
        try (journal;
                snapshots) {
            ids.close();
        }
    }
}
