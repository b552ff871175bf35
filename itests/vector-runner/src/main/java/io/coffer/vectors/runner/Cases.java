// SPDX-License-Identifier: Apache-2.0
package io.coffer.vectors.runner;

import java.io.PrintStream;
import java.util.Objects;

/** Counts the cases of a file and tells of those that fail. For one thread. */
public final class Cases {
    private final String file;
    private final PrintStream complaints;
    private int run;
    private int failed;

    public Cases(String file, PrintStream complaints) {
        this.file = file;
        this.complaints = complaints;
    }

    /** What a case does; any exception fails it. */
    public interface Check {
        void run() throws Exception;
    }

    /** Runs one case. */
    public void check(String name, Check check) {
        run++;
        try {
            check.run();
        } catch (Exception failure) {
            fail(name, failure.toString());
        }
    }

    /** Runs a case that passes if and only if {@code check} throws an exception of the stated type. */
    public void refused(String name, Class<? extends Exception> type, Check check) {
        run++;
        try {
            check.run();
            fail(name, "was not refused");
        } catch (Exception failure) {
            if (!type.isInstance(failure)) {
                fail(name, "was refused by " + failure);
            }
        }
    }

    /** Fails the case that is under way unless both are equal. */
    public static void same(Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new IllegalStateException("expected " + expected + " but was " + actual);
        }
    }

    int run() {
        return run;
    }

    int failed() {
        return failed;
    }

    void fail(String name, String reason) {
        failed++;
        complaints.println(file + ": " + name + ": " + reason);
    }
}
