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
 * @param maxDowntimeHours how far the clock may be ahead of the last record at a start before an operator is asked
 * @param problems one sentence for each value that cannot be used
 */
record Settings(
        String directory, int segmentBytes, int snapshotEveryRecords, int maxDowntimeHours, List<String> problems) {
    static final String DIRECTORY = "directory";
    static final String SEGMENT_BYTES = "segmentBytes";
    static final String SNAPSHOT_EVERY_RECORDS = "snapshotEveryRecords";
    static final String MAX_DOWNTIME_HOURS = "maxDowntimeHours";
    /** Half of the rolling day: what a wrong clock at a start may at most take from a limit. */
    private static final int DOWNTIME_HOURS = 12;

    /** What holds where nothing is configured. */
    static final Settings DEFAULT = new Settings(
            "",
            MoneyCoreOptions.DEFAULT.journal().segmentBytes(),
            MoneyCoreOptions.DEFAULT.snapshotEveryRecords(),
            DOWNTIME_HOURS,
            List.of());

    private static final int MIN_SEGMENT_BYTES = 4 << 20;
    private static final int MAX_SEGMENT_BYTES = 1 << 30;
    private static final int MIN_SNAPSHOT_RECORDS = 1_000;
    private static final int MAX_SNAPSHOT_RECORDS = 100_000_000;
    private static final int MAX_MAX_DOWNTIME_HOURS = 8_760;

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
        int downtime = reader.number(MAX_DOWNTIME_HOURS, 1, MAX_MAX_DOWNTIME_HOURS, before.maxDowntimeHours);
        return new Settings(directory, segment, snapshots, downtime, reader.problems);
    }

    MoneyCoreOptions options() {
        return MoneyCoreOptions.DEFAULT.segmentBytes(segmentBytes).snapshotEveryRecords(snapshotEveryRecords);
    }

    /** Whether two say the same, whatever was wrong with either. */
    boolean isAs(Settings other) {
        return directory.equals(other.directory)
                && segmentBytes == other.segmentBytes
                && snapshotEveryRecords == other.snapshotEveryRecords
                && maxDowntimeHours == other.maxDowntimeHours;
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
