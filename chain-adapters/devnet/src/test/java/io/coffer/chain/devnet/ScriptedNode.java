// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.coffer.spi.settings.InvalidSettingsException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A node that answers what a test tells it to, true or not. */
final class ScriptedNode implements AutoCloseable {
    static final String NAME = "lab";
    static final String HASH = "ab".repeat(32);

    /** Answers one request. */
    interface Script {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    ScriptedNode() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        head(5);
    }

    DevnetSettings settings(String mode, int timeoutMs) throws InvalidSettingsException {
        return SettingsReader.read(Map.of(
                "name",
                NAME,
                "mode",
                mode,
                "url",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "requestTimeoutMs",
                String.valueOf(timeoutMs)));
    }

    AccountDevnet account() throws InvalidSettingsException {
        return new AccountDevnet(settings("account", 5_000));
    }

    /** Names the right chain, with a head at {@code height}. */
    void head(long height) {
        says("/chain", 200, chain("devnet:" + NAME, "account", height));
    }

    static String chain(String caip2, String mode, long height) {
        return """
                {"chain":"%s","mode":"%s","genesis":"%s","head":{"height":%d,"hash":"%s","timeMs":1},"minFee":"1"}""".formatted(caip2, mode, HASH, height, HASH);
    }

    /** What was last set by {@link #says}. */
    String body(String path) {
        return bodies.getOrDefault(path, "");
    }

    void says(String path, int status, String body) {
        bodies.put(path, body);
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        does(path, exchange -> {
            exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
            try (OutputStream out = exchange.getResponseBody()) {
                if (content.length > 0) {
                    out.write(content);
                }
            }
        });
    }

    void does(String path, Script script) {
        scripts.put(path, script);
    }

    /** How often a path was asked for. */
    int asked(String path) {
        return asked.getOrDefault(path, 0);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.merge(path, 1, Integer::sum);
        exchange.getRequestBody().readAllBytes();
        scripts.getOrDefault(path, unknown -> unknown.sendResponseHeaders(404, -1))
                .answer(exchange);
        exchange.close();
    }
}
