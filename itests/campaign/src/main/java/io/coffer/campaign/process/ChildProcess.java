// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of ours whose output goes to a file. It never outlives this JVM's orderly or disorderly end. */
public final class ChildProcess implements AutoCloseable {
    private static final long STOP_LIMIT_MS = 20_000;

    private final Process process;
    private final Path log;
    private final Thread reaper;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.reaper = new Thread(process::destroyForcibly, "reaper");
        Runtime.getRuntime().addShutdownHook(reaper);
    }

    /** Starts {@code command} with the environment of this process and {@code environment} on top. */
    public static ChildProcess start(List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        Path folder = log.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new ChildProcess(builder.start(), log);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as {@code kill -9} does and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        forget();
    }

    /** Asks it to end and waits; if it does not within twenty seconds it is killed and that is an error. */
    public void stop() throws InterruptedException {
        process.destroy();
        boolean ended = process.waitFor(STOP_LIMIT_MS, TimeUnit.MILLISECONDS);
        if (!ended) {
            kill();
            throw new IllegalStateException("process " + process.pid() + " did not end when asked; see " + log);
        }
        forget();
    }

    /** Waits for its own end and answers with its exit status. */
    public int await(long timeoutMs) throws InterruptedException {
        if (!process.waitFor(timeoutMs, TimeUnit.MILLISECONDS)) {
            kill();
            throw new IllegalStateException("process " + process.pid() + " ran too long; see " + log);
        }
        forget();
        return process.exitValue();
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(reaper);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running or has run: there is nothing left to forget.
            return;
        }
    }
}
