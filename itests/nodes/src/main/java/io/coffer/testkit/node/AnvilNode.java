// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An anvil (an Ethereum node for development) that this JVM started.
 *
 * <p>It listens on 127.0.0.1, keeps its chain in memory and never outlives this JVM, not even when the JVM is killed:
 * it runs under a shell that reads a pipe from here and kills it when the pipe ends.
 */
public final class AnvilNode implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening on 127\\.0\\.0\\.1:(\\d+)");
    private static final int ANY_PORT = 0;
    private static final long START_LIMIT_MS = 30_000;
    private static final long STOP_LIMIT_MS = 10_000;
    private static final long POLL_MS = 20;
    private static final String UNDER_WATCH =
            "log=$1; shift; \"$@\" >>\"$log\" 2>&1 </dev/null & node=$!; trap 'kill -9 $node 2>/dev/null' EXIT;"
                    + " trap 'exit 0' TERM INT HUP; echo $node; cat >/dev/null";

    private final Process shell;
    private final ProcessHandle node;
    private final Path log;
    private final int port;

    private AnvilNode(Process shell, ProcessHandle node, Path log, int port) {
        this.shell = shell;
        this.node = node;
        this.log = log;
        this.port = port;
    }

    /**
     * Starts a fresh chain on a free port and returns when it can be asked.
     *
     * @param workDir for its log; created if missing
     * @param blockTimeSeconds seconds between blocks; empty: a block for each transaction as it comes
     * @throws IOException with one clear line if npm or the program is missing or it does not start
     */
    public static AnvilNode start(Path workDir, int chainId, OptionalInt blockTimeSeconds)
            throws IOException, InterruptedException {
        return start(workDir, chainId, blockTimeSeconds, ANY_PORT);
    }

    /** As {@link #start(Path, int, OptionalInt)}, on a port that the caller knows to be free. */
    public static AnvilNode start(Path workDir, int chainId, OptionalInt blockTimeSeconds, int port)
            throws IOException, InterruptedException {
        Files.createDirectories(workDir);
        Path log = Files.createTempFile(workDir, "anvil-", ".log");
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", UNDER_WATCH, "anvil", log.toString()));
        command.add(NodePackages.anvil().toString());
        command.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
        command.addAll(List.of("--chain-id", Integer.toString(chainId)));
        blockTimeSeconds.ifPresent(seconds -> command.addAll(List.of("--block-time", Integer.toString(seconds))));
        Process shell = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(workDir.toFile())
                .start();
        try {
            ProcessHandle node = nodeOf(shell);
            return new AnvilNode(shell, node, log, listening(node, log));
        } catch (IOException | InterruptedException | RuntimeException failed) {
            shell.destroy();
            throw failed;
        }
    }

    /** Where it answers JSON-RPC. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    public long pid() {
        return node.pid();
    }

    /** What it has printed. */
    public Path log() {
        return log;
    }

    public boolean isAlive() {
        return node.isAlive();
    }

    /** Stops it in its tracks, as a hung machine would: connections stay open and nothing is answered. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_LIMIT_MS);
        while (!isStopped()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("anvil " + node.pid() + " goes on after SIGSTOP");
            }
            Thread.sleep(1);
        }
    }

    /** Whether the kernel has stopped each of its threads; the signal only asks for it. Linux, as anvil's package. */
    private boolean isStopped() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(node.pid()), "task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                // proc(5): the state follows the name, which is in parentheses and may hold any character.
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
        }
        return true;
    }

    /** Lets a frozen node go on. */
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** Kills it and waits until it is gone; its chain is gone with it. */
    @Override
    public void close() {
        node.destroyForcibly();
        shell.destroy();
        try {
            node.onExit().get(STOP_LIMIT_MS, TimeUnit.MILLISECONDS);
            shell.waitFor(STOP_LIMIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception stuck) {
            throw new IllegalStateException("anvil " + node.pid() + " did not end when killed; see " + log, stuck);
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("/bin/kill", "-" + name, Long.toString(node.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("kill -" + name + " " + node.pid() + " failed with status " + status);
        }
    }

    private static ProcessHandle nodeOf(Process shell) throws IOException {
        // Not closed: closing the reader would do no harm, but the pipe must live as long as the process.
        BufferedReader output =
                new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
        String first = output.readLine();
        if (first == null) {
            throw new IOException("the shell that starts anvil said nothing");
        }
        return ProcessHandle.of(Long.parseLong(first))
                .orElseThrow(() -> new IOException("anvil ended as soon as it was started"));
    }

    private static int listening(ProcessHandle node, Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_LIMIT_MS);
        while (System.nanoTime() < deadline) {
            String printed = Files.readString(log);
            Matcher port = LISTENING.matcher(printed);
            if (port.find()) {
                return Integer.parseInt(port.group(1));
            }
            if (!node.isAlive()) {
                throw new IOException("anvil ended while it started: " + printed.strip());
            }
            Thread.sleep(POLL_MS);
        }
        throw new IOException("anvil did not listen within " + START_LIMIT_MS + " ms; see " + log);
    }
}
