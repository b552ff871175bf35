// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.process;

import io.coffer.campaign.client.NodeClient;
import io.coffer.campaign.client.OperatorShell;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node with its own ports and data folder, started and stopped by the launcher, as its users do. */
public final class NodeProcess implements AutoCloseable {
    private static final long START_LIMIT_MS = 180_000;
    private static final long END_LIMIT_MS = 60_000;

    private final Path launcher;
    private final Path data;
    private final int httpPort;
    private final int sshPort;
    private final Thread reaper;

    private NodeProcess(Path launcher, Path data, int httpPort, int sshPort) {
        this.launcher = launcher;
        this.data = data;
        this.httpPort = httpPort;
        this.sshPort = sshPort;
        this.reaper = new Thread(() -> pid().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly));
        Runtime.getRuntime().addShutdownHook(reaper);
    }

    /** A node that has never run, in an empty folder. Nothing is started yet. */
    public static NodeProcess install(Path launcher, Path data) throws IOException {
        Files.createDirectories(data.resolve("etc"));
        return new NodeProcess(launcher, data, Ports.free(), Ports.free());
    }

    /** Writes a whole {@code etc/<pid>.cfg}; a running node takes it up by itself. */
    public void configure(String pid, List<String> lines) throws IOException {
        Path file = data.resolve("etc").resolve(pid + ".cfg");
        Path half = data.resolve(pid + ".new");
        Files.write(half, lines, StandardCharsets.UTF_8);
        Files.move(
                half,
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    /** Starts the node and returns once it is ready. */
    public void start() throws IOException, InterruptedException {
        int status = launch().await(START_LIMIT_MS);
        if (status != 0) {
            throw new IOException("the node did not start: " + Files.readString(data.resolve("run.log")));
        }
    }

    /** Starts the node and returns at once; what is returned is the launcher, which ends when the node is ready. */
    public ChildProcess launch() throws IOException {
        return ChildProcess.start(
                List.of(
                        launcher.toString(),
                        "run",
                        "--no-devnet",
                        "--data",
                        data.toString(),
                        "--http-port",
                        Integer.toString(httpPort),
                        "--ssh-port",
                        Integer.toString(sshPort)),
                Map.of(),
                data.resolve("run.log"));
    }

    /** The command line by which the launcher would start a node on {@code folder}. */
    public List<String> command(Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        launcher.toString(),
                        "node-command",
                        "--data",
                        folder.toString(),
                        "--http-port",
                        Integer.toString(httpPort),
                        "--ssh-port",
                        Integer.toString(sshPort))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the launcher gave no command line");
        }
        return lines.lines().toList();
    }

    /** Ends the node as {@code kill -9} does; fine if there is none. */
    public void kill() throws InterruptedException {
        Optional<ProcessHandle> node = pid().flatMap(ProcessHandle::of);
        node.ifPresent(ProcessHandle::destroyForcibly);
        Await.until(
                "the node to be gone",
                END_LIMIT_MS,
                () -> node.isEmpty() || !node.get().isAlive());
    }

    public boolean isAlive() {
        return pid().flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive).isPresent();
    }

    /** The process of the running node. */
    public long processId() throws IOException {
        return pid().orElseThrow(() -> new IOException("the node was never started"));
    }

    /** Ends the node as an operator does. */
    public void stop() throws IOException, InterruptedException {
        ChildProcess stop = ChildProcess.start(
                List.of(launcher.toString(), "stop", "--data", data.toString()), Map.of(), data.resolve("run.log"));
        if (stop.await(END_LIMIT_MS) != 0) {
            throw new IOException("the node did not stop: " + Files.readString(data.resolve("run.log")));
        }
    }

    /** The client of an exchange; the node must have been started once, which makes its token. */
    public NodeClient client() throws IOException {
        return new NodeClient(URI.create("http://127.0.0.1:" + httpPort), token());
    }

    public OperatorShell shell() {
        return new OperatorShell(launcher, data);
    }

    public String token() throws IOException {
        return Files.readString(data.resolve("secret").resolve("api-token")).strip();
    }

    public Path data() {
        return data;
    }

    public int httpPort() {
        return httpPort;
    }

    @Override
    public void close() {
        try {
            kill();
            Runtime.getRuntime().removeShutdownHook(reaper);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException shuttingDown) {
            // The hook kills the node; there is nothing left to do.
            return;
        }
    }

    /** The first word of the launcher's pid file. */
    private Optional<Long> pid() {
        try {
            String text = Files.readString(data.resolve("run").resolve("node.pid"));
            return Optional.of(Long.parseLong(text.substring(0, text.indexOf(' '))));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException none) {
            return Optional.empty();
        }
    }
}
