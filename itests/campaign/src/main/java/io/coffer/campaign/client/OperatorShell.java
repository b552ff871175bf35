// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The node's shell, as an operator's script uses it: one command at a time, secrets by standard input. */
public final class OperatorShell {
    private static final long LIMIT_MS = 90_000;

    private final Path launcher;
    private final Path data;

    public OperatorShell(Path launcher, Path data) {
        this.launcher = launcher;
        this.data = data;
    }

    /** Runs a command without input. */
    public String run(String... command) throws IOException, InterruptedException {
        return runWith("", command);
    }

    /**
     * Runs one command and answers what it printed.
     *
     * @param input its standard input
     * @throws IOException if the command fails
     */
    public String runWith(String input, String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(launcher.toString(), "shell", "--data", data.toString()));
        line.addAll(List.of(command));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_MS, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IOException(command[0] + " did not end");
        }
        if (process.exitValue() != 0) {
            throw new IOException(command[0] + " ended with " + process.exitValue() + ": " + output.strip());
        }
        return output;
    }
}
