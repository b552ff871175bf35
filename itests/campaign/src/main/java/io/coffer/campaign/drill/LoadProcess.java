// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import io.coffer.campaign.World;
import io.coffer.campaign.chain.DevnetDriver;
import io.coffer.campaign.process.Jvm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link LoadClient} in a process of its own. */
final class LoadProcess implements AutoCloseable {
    private static final long FINISH_LIMIT_MS = 180_000;

    private final Process process;
    private final Path log;

    private LoadProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static LoadProcess start(World world, DevnetDriver chain, Path acks, long seed) throws IOException {
        Path log = world.folder().resolve("load.log");
        Process process = new ProcessBuilder(Jvm.command(
                        "io.coffer.campaign.Main",
                        List.of(
                                "load",
                                "--node",
                                "http://127.0.0.1:" + world.node().httpPort(),
                                "--devnet",
                                chain.url().toString(),
                                "--acks",
                                acks.toString(),
                                "--seed",
                                Long.toString(seed))))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        OutputStream input = process.getOutputStream();
        input.write((world.node().token() + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
        return new LoadProcess(process, log);
    }

    /** Lets it end what it is doing; every request that it has sent gets its answer. */
    void finish() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(FINISH_LIMIT_MS, TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
            throw new IOException("the client did not end well: " + Files.readString(log));
        }
    }

    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("the client has ended: " + Files.readString(log));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
