// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.spi.money.Bytes;
import io.coffer.wire.Json;
import io.coffer.wire.JsonParser;
import io.coffer.wire.JsonSyntaxException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The API in a real Jetty on a free port of the loopback interface. */
final class RunningServer implements AutoCloseable {
    static final String TOKEN = "0123456789abcdef-the-token";

    final NodeOnDisk node = new NodeOnDisk();
    volatile RestSettings settings = new RestSettings(
            Optional.of(Bytes.of(Digests.sha256(TOKEN.getBytes(StandardCharsets.UTF_8)))), "exchange", 50);

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final HttpClient client = HttpClient.newHttpClient();

    RunningServer() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        AtomicLong ids = new AtomicLong();
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(
                new ServletHolder(
                        new RestServlet(new RestApi(node, () -> settings, "0.1.0"), () -> "r" + ids.incrementAndGet())),
                "/v1/*");
        server.setHandler(context);
        server.start();
    }

    /** An answer with its body read as JSON. */
    record Reply(int status, Json.Dictionary body, HttpResponse<String> http) {
        String text(String name) {
            Json value = body.members().get(name);
            return value instanceof Json.Text text ? text.value() : String.valueOf(value);
        }

        Optional<String> header(String name) {
            return http.headers().firstValue(name);
        }

        long position() {
            return Long.parseLong(header("Coffer-Position").orElse("-1"));
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path))
                .header("Authorization", "Bearer " + TOKEN);
    }

    Reply get(String path) throws Exception {
        return send(request(path).build());
    }

    Reply post(String path, String key, String body) throws Exception {
        return send(postRequest(path, key, body));
    }

    HttpRequest postRequest(String path, String key, String body) {
        return request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    Reply send(HttpRequest request) throws Exception {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        String type = response.headers().firstValue("Content-Type").orElse("");
        // What Jetty refuses by itself has a page of its own.
        return new Reply(response.statusCode(), parsed(type.contains("json") ? response.body() : ""), response);
    }

    private static Json.Dictionary parsed(String body) throws JsonSyntaxException {
        return body.isEmpty() ? Json.members().build() : (Json.Dictionary) JsonParser.parse(body);
    }

    @Override
    public void close() throws Exception {
        server.stop();
        node.close();
    }
}
