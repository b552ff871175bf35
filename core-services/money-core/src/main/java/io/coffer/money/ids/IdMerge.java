// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ids;

import io.coffer.money.journal.Hash;
import io.coffer.money.journal.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Files of one level on their way into one of the next, a few ids at a time. */
final class IdMerge implements Closeable {
    private final List<IdFile> inputs;
    private final List<IdFile.Cursor> cursors = new ArrayList<>();
    private final IdFileWriter writer;

    IdMerge(Storage storage, List<IdFile> inputs, String temporary) throws IOException {
        this.inputs = List.copyOf(inputs);
        this.writer = new IdFileWriter(storage, temporary);
        for (IdFile input : inputs) {
            IdFile.Cursor cursor = input.cursor();
            if (cursor.next()) {
                cursors.add(cursor);
            }
        }
    }

    /** The name of the file into which these are merged. */
    static String outputName(List<IdFile> inputs) {
        IdFileInfo first = inputs.get(0).info();
        IdFileInfo last = inputs.get(inputs.size() - 1).info();
        return new IdFileInfo(first.level() + 1, first.firstSpill(), last.lastSpill(), 0, Hash.ZERO).name();
    }

    List<IdFile> inputs() {
        return inputs;
    }

    /** The level of the merged file. */
    int level() {
        return inputs.get(0).info().level() + 1;
    }

    /** Merges up to {@code count} more ids; true if there are no more. */
    boolean advance(int count) throws IOException {
        for (int done = 0; done < count && !cursors.isEmpty(); done++) {
            int least = least();
            IdFile.Cursor cursor = cursors.get(least);
            cursor.addTo(writer);
            if (!cursor.next()) {
                cursors.remove(least);
            }
        }
        return cursors.isEmpty();
    }

    private int least() {
        int least = 0;
        for (int i = 1; i < cursors.size(); i++) {
            IdFile.Cursor one = cursors.get(i);
            IdFile.Cursor other = cursors.get(least);
            if (IdOrder.compare(one.high(), one.low(), other.high(), other.low()) < 0) {
                least = i;
            }
        }
        return least;
    }

    /** Makes the merged file durable. */
    IdFileInfo finish() throws IOException {
        return writer.finish(
                level(),
                inputs.get(0).info().firstSpill(),
                inputs.get(inputs.size() - 1).info().lastSpill());
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
