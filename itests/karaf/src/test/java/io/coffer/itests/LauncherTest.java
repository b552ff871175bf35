// SPDX-License-Identifier: Apache-2.0
package io.coffer.itests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The front door where it must not do harm, or cannot work at all. */
class LauncherTest {
    private static final Path LAUNCHER =
            Path.of("../../coffer").toAbsolutePath().normalize();
    private static final long LIMIT_S = 30;
    private static final String TOOLS =
            "awk bash cat cp cut dirname env find flock grep head nohup od readlink realpath sed setsid"
                    + " sha256sum sort stty tail tar timeout tr uname";

    @TempDir
    Path folder;

    @Test
    void anotherSystemIsRefusedInOneLine() throws Exception {
        tools("");
        program("uname", "echo Darwin");
        assertThat(launcher(1))
                .startsWith("coffer: this launcher runs on Linux")
                .hasLineCount(1);
    }

    @Test
    void whatIsMissingIsNamedInOneLine() throws Exception {
        tools("setsid realpath");
        assertThat(launcher(1))
                .startsWith("coffer: missing on this machine: realpath setsid;")
                .hasLineCount(1);
    }

    @Test
    void toolsThatAreNotGnusAreRefusedInOneLine() throws Exception {
        tools("sort");
        program("sort", "echo BusyBox");
        assertThat(launcher(1))
                .startsWith("coffer: the tools here are not GNU's")
                .hasLineCount(1);
    }

    @Test
    void helpIsGivenEverywhere() throws Exception {
        tools("setsid sort");
        assertThat(run(0, LAUNCHER.toString(), "help")).startsWith("usage: ./coffer");
    }

    @Test
    void anOldDistributionThatANodeRunsFromIsKept() throws Exception {
        Path sleep = Files.copy(
                Path.of("/bin/sleep").toRealPath(),
                Files.createDirectories(folder.resolve("node/running/bin")).resolve("sleep"));
        for (String name : List.of("running-not", "idle", "before", "newest")) {
            Files.createDirectories(folder.resolve("node").resolve(name));
        }
        List<String> oldestFirst = List.of("running", "running-not", "idle", "before", "newest");
        for (int i = 0; i < oldestFirst.size(); i++) {
            Files.setLastModifiedTime(
                    folder.resolve("node").resolve(oldestFirst.get(i)),
                    FileTime.from(Instant.ofEpochSecond(1_000 + i)));
        }
        Process running = new ProcessBuilder(sleep.toString(), "60").start();
        try {
            run(
                    0,
                    "bash",
                    "-c",
                    functions() + "prune_distributions \"$0\"",
                    folder.resolve("node").toString());
        } finally {
            running.destroy();
            running.waitFor();
        }
        assertThat(folder.resolve("node")).isDirectoryContaining("glob:**/running");
        assertThat(folder.resolve("node").toFile().list()).containsExactlyInAnyOrder("running", "before", "newest");
        run(
                0,
                "bash",
                "-c",
                functions() + "prune_distributions \"$0\"",
                folder.resolve("node").toString());
        assertThat(folder.resolve("node").toFile().list()).containsExactlyInAnyOrder("before", "newest");
    }

    /** The launcher's own functions, without what it does when it is run. */
    private static String functions() throws IOException {
        StringBuilder functions = new StringBuilder("set -euo pipefail\n");
        boolean inside = false;
        for (String line : Files.readAllLines(LAUNCHER)) {
            inside |= line.equals("in_use() {") || line.equals("prune_distributions() {");
            if (inside) {
                functions.append(line).append('\n');
            }
            inside &= !line.equals("}");
        }
        return functions.toString();
    }

    /** A machine that has the usual tools but for some. */
    private void tools(String without) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        for (String tool : TOOLS.split(" ", -1)) {
            if (!List.of(without.split(" ", -1)).contains(tool)) {
                Files.createSymbolicLink(folder.resolve("bin").resolve(tool), which(tool));
            }
        }
    }

    private static Path which(String tool) {
        for (String place : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(place, tool))) {
                return Path.of(place, tool);
            }
        }
        throw new AssertionError("this machine has no " + tool);
    }

    private void program(String name, String script) throws IOException {
        Path file = folder.resolve("bin").resolve(name);
        Files.deleteIfExists(file);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private String launcher(int status) throws Exception {
        return run(
                status,
                LAUNCHER.toString(),
                "status",
                "--data",
                folder.resolve("data").toString());
    }

    private String run(int status, String... words) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        if (Files.exists(folder.resolve("bin"))) {
            builder.environment().put("PATH", folder.resolve("bin").toString());
        }
        Path log = folder.resolve("log");
        Process process = builder.redirectOutput(log.toFile()).start();
        assertThat(process.waitFor(LIMIT_S, TimeUnit.SECONDS)).isTrue();
        String answer = Files.readString(log, UTF_8);
        assertThat(process.exitValue()).as(answer).isEqualTo(status);
        return answer;
    }
}
