// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the configuration says. A value that cannot be used is told of and what was in force before stays.
 *
 * @param directory as written; empty for the node's data folder
 * @param problems one sentence for each value that cannot be used
 */
record Settings(String directory, int segmentBytes, int snapshotEveryRecords, List<String> problems) {
    static final String DIRECTORY = "directory";
    static final String SEGMENT_BYTES = "segmentBytes";
    static final String SNAPSHOT_EVERY_RECORDS = "snapshotEveryRecords";

    /** What holds where nothing is configured. */
    static final Settings DEFAULT = new Settings(
            "",
            MoneyCoreOptions.DEFAULT.journal().segmentBytes(),
            MoneyCoreOptions.DEFAULT.snapshotEveryRecords(),
            List.of());

    private static final int MIN_SEGMENT_BYTES = 4 << 20;
    private static final int MAX_SEGMENT_BYTES = 1 << 30;
    private static final int MIN_SNAPSHOT_RECORDS = 1_000;
    private static final int MAX_SNAPSHOT_RECORDS = 100_000_000;

    Settings {
        problems = List.copyOf(problems);
    }

    /** Reads the configuration {@code pid}. */
    static Settings read(String pid, Map<String, ?> values, Settings before) {
        Reader reader = new Reader("etc/" + pid + ".cfg", values, new ArrayList<>());
        String directory = reader.path(DIRECTORY, before.directory);
        int segment = reader.number(SEGMENT_BYTES, MIN_SEGMENT_BYTES, MAX_SEGMENT_BYTES, before.segmentBytes);
        int snapshots = reader.number(
                SNAPSHOT_EVERY_RECORDS, MIN_SNAPSHOT_RECORDS, MAX_SNAPSHOT_RECORDS, before.snapshotEveryRecords);
        return new Settings(directory, segment, snapshots, reader.problems);
    }

    MoneyCoreOptions options() {
        return MoneyCoreOptions.DEFAULT.segmentBytes(segmentBytes).snapshotEveryRecords(snapshotEveryRecords);
    }

    /** Whether two say the same, whatever was wrong with either. */
    boolean isAs(Settings other) {
        return directory.equals(other.directory)
                && segmentBytes == other.segmentBytes
                && snapshotEveryRecords == other.snapshotEveryRecords;
    }

    private record Reader(String file, Map<String, ?> values, List<String> problems) {
        String path(String key, String otherwise) {
            String text = text(key, otherwise);
            try {
                return Path.of(text).toString();
            } catch (InvalidPathException invalid) {
                problems.add(problem(key, text, "no path", otherwise));
                return otherwise;
            }
        }

        int number(String key, int least, int most, int otherwise) {
            String text = text(key, String.valueOf(otherwise));
            try {
                int value = Integer.parseInt(text);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException noNumber) {
                // Told of below, as a number that is out of range is.
            }
            problems.add(problem(key, text, "no whole number from " + least + " to " + most, otherwise));
            return otherwise;
        }

        private String text(String key, String otherwise) {
            Object value = values.get(key);
            return value == null || value.toString().isBlank()
                    ? otherwise
                    : value.toString().trim();
        }

        private String problem(String key, String text, String what, Object otherwise) {
            return file + ": " + key + " = " + text + " is " + what + "; " + otherwise + " stays in force";
        }
    }
}
