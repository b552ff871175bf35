// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Java processes with the class path of this one. */
public final class Jvm {
    private Jvm() {}

    /** The command line that runs another main class of this program. */
    public static List<String> command(String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
        command.addAll(arguments);
        return command;
    }
}
