// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The node programs that npm installs into {@code itests/nodes}, exactly as its lock file pins them. */
final class NodePackages {
    /** Names the folder with package.json where it cannot be found by walking up from the working directory. */
    static final String FOLDER_PROPERTY = "coffer.nodes.folder";

    private static final Path FROM_PROJECT_ROOT = Path.of("itests", "nodes");
    /** The one platform whose package is published everywhere; the umbrella package wants all five and cannot be locked. */
    private static final Path ANVIL = Path.of("node_modules", "@foundry-rs", "anvil-linux-amd64", "bin", "anvil");
    /** What npm writes last: where they are, all is there. */
    private static final List<Path> LIBRARIES = List.of(
            Path.of("node_modules", "solc", "package.json"),
            Path.of("node_modules", "@openzeppelin", "contracts", "package.json"));

    private static final String LOCK_FILE = "package-lock.json";
    private static final long INSTALL_LIMIT_SECONDS = 300;
    private static final int REPORTED_OUTPUT_LINES = 10;

    private NodePackages() {}

    /** The anvil program; npm fetches it first if it is not there. */
    static Path anvil() throws IOException, InterruptedException {
        Path folder = installed();
        Path program = folder.resolve(ANVIL);
        if (!Files.isExecutable(program)) {
            throw new IOException("npm installed no anvil: it has one for Linux on x86-64; see " + log(folder));
        }
        return program;
    }

    /** The folder with package.json and all that npm installs there; it does so first if anything is missing. */
    static Path installed() throws IOException, InterruptedException {
        Path folder = folder();
        if (!isComplete(folder)) {
            install(folder);
        }
        return folder;
    }

    private static boolean isComplete(Path folder) {
        return Files.isExecutable(folder.resolve(ANVIL))
                && LIBRARIES.stream().allMatch(library -> Files.exists(folder.resolve(library)));
    }

    private static Path log(Path folder) {
        return folder.resolve("target").resolve("npm.log");
    }

    private static Path folder() {
        String named = System.getProperty(FOLDER_PROPERTY);
        if (named != null) {
            return Path.of(named).toAbsolutePath();
        }
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, folder -> folder != null, Path::getParent)
                .flatMap(folder -> Stream.of(folder.resolve(FROM_PROJECT_ROOT), folder))
                .filter(folder -> folder.endsWith(FROM_PROJECT_ROOT) && Files.exists(folder.resolve(LOCK_FILE)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(FROM_PROJECT_ROOT + " is not above " + here
                        + ": run from the project or set -D" + FOLDER_PROPERTY));
    }

    private static void install(Path folder) throws IOException, InterruptedException {
        Path target = Files.createDirectories(folder.resolve("target"));
        // Two test JVMs may come here at once; npm ci deletes node_modules before it fills it.
        try (FileChannel channel = FileChannel.open(
                        target.resolve("npm.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !isComplete(folder)) {
                runNpm(folder, log(folder));
            }
        }
    }

    private static void runNpm(Path folder, Path log) throws IOException, InterruptedException {
        Process npm;
        try {
            npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException missing) {
            throw new IOException(
                    "npm is missing: it installs the anvil node and the compiler of its contracts; install Node.js 20 or later",
                    missing);
        }
        if (!npm.waitFor(INSTALL_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            npm.destroyForcibly();
            throw new IOException("npm ci did not end within " + INSTALL_LIMIT_SECONDS + " s; see " + log);
        }
        if (npm.exitValue() != 0) {
            throw new IOException("npm ci failed with status " + npm.exitValue() + ": " + tail(log));
        }
    }

    /** The last lines of what a program printed, on one line. */
    static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - REPORTED_OUTPUT_LINES), lines.size()));
    }
}
