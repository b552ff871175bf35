// SPDX-License-Identifier: Apache-2.0
package io.coffer.benchmarks;

import io.coffer.campaign.Arguments;
import java.util.Arrays;

/** {@code start}, {@code journal}, {@code watch} or {@code keys}: exits 0 only if the ratios hold. */
public final class Main {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Main() {}

    public static void main(String[] line) {
        int status;
        try {
            status = run(new Arguments(Arrays.asList(line))) ? 0 : FAILED;
        } catch (IllegalArgumentException misuse) {
            System.out.println(misuse.getMessage());
            status = MISUSED;
        } catch (Exception failure) {
            failure.printStackTrace(System.out);
            System.out.println("bench failed");
            status = FAILED;
        }
        System.exit(status);
    }

    private static boolean run(Arguments arguments) throws Exception {
        String name = arguments.word(0).orElse("");
        arguments.allowWords(1);
        return switch (name) {
            case "start" -> StartBench.run(arguments);
            case "journal" -> JournalBench.run(arguments);
            case "watch" -> WatchBench.run(arguments);
            case "keys" -> KeysBench.run(arguments);
            default -> throw new IllegalArgumentException("bench: unknown; known are start, journal, watch, keys");
        };
    }
}
