// SPDX-License-Identifier: Apache-2.0
package io.coffer.itests.karaf;

import io.coffer.itests.Distribution;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The distribution, unpacked and started by its own script, as somebody would who knows nothing of the launcher. */
final class RunningNode implements AutoCloseable {
    private static final long BOOT_LIMIT_MS = 120_000;
    private static final long STOP_LIMIT_S = 30;
    private static final int POLL_MS = 100;

    private final Path home;
    private final int httpPort;
    private final int sshPort;
    private final Process process;

    private RunningNode(Path home, int httpPort, int sshPort, Process process) {
        this.home = home;
        this.httpPort = httpPort;
        this.sshPort = sshPort;
        this.process = process;
    }

    /** Starts a fresh node in {@code home} and waits until it listens. */
    static RunningNode start(Path home) throws IOException, InterruptedException {
        return boot(Distribution.unpack(home));
    }

    /** As {@link #start}, with a door for the holder of a key. */
    static RunningNode startFor(Operator operator, Path home) throws IOException, InterruptedException {
        Distribution.unpack(home);
        operator.enter(home.resolve("etc/keys.properties"));
        return boot(home);
    }

    private static RunningNode boot(Path home) throws IOException, InterruptedException {
        int httpPort = freePort();
        int sshPort = freePort();
        ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/karaf").toString(), "server")
                .redirectErrorStream(true)
                .redirectOutput(new File(home.toFile(), "console.log"));
        builder.environment()
                .putAll(Map.of(
                        "KARAF_EXEC",
                        "exec",
                        "EXTRA_JAVA_OPTS",
                        "-Dcoffer.http.port=" + httpPort + " -Dcoffer.ssh.port=" + sshPort
                                + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m"));
        RunningNode node = new RunningNode(home, httpPort, sshPort, builder.start());
        node.await("both ports to be open", () -> isOpen(httpPort) && isOpen(sshPort));
        return node;
    }

    /** Waits for a condition while the node lives. */
    void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BOOT_LIMIT_MS);
        while (!condition.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the node ended: " + home.resolve("console.log"));
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited in vain for " + what);
            }
            Thread.sleep(POLL_MS);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int httpPort() {
        return httpPort;
    }

    int sshPort() {
        return sshPort;
    }

    Path etc() {
        return home.resolve("etc");
    }

    Path home() {
        return home;
    }

    String log() {
        try {
            return Files.readString(home.resolve("data/log/karaf.log"));
        } catch (IOException e) {
            return "";
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    /** @param authorization the header of that name */
    HttpResponse<String> get(String path, String authorization) throws IOException, InterruptedException {
        return send(request(path).header("Authorization", authorization).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .timeout(Duration.ofMillis(BOOT_LIMIT_MS));
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    void awaitReady() throws InterruptedException {
        await("the node to be ready", () -> {
            try {
                return get("/v1/health/ready").statusCode() == 200;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_LIMIT_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the node did not end when asked");
        }
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), POLL_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
