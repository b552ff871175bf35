// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.json.JsonObject;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves the calls over HTTP on loopback, and misbehaves as it is told. */
final class HttpFront implements Closeable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int THREADS = 8;
    private static final int BACKLOG = 256;
    private static final long DEFAULT_LAG = 10;
    private static final int MAX_LAG = 1_000;

    /** What a node that is no node answers, in turn. None of it is an answer to any call. */
    private static final List<String> GARBAGE = List.of(
            "<html><body>502 Bad Gateway</body></html>",
            "{\"chain\":\"devnet:",
            "",
            "\u0000\u0001\u0002\u0003\u0004\u0005",
            "{\"chain\":7,\"id\":null,\"height\":-1,\"head\":{\"height\":99999999999999999999},\"transactions\":7}",
            "[[[[[[[[[[[[[[[[[[[[",
            "{\"error\":\"none\"}");

    static {
        // Without it each small answer waits for the client's delayed acknowledgement, some 40 ms.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final NodeCalls calls;
    private final ControlCalls control;
    private final HttpServer server;
    private final ExecutorService threads;
    private final Holding holding = new Holding();
    private final List<HttpExchange> hung = new ArrayList<>();
    private Fault fault = Fault.NONE;
    private long lag = DEFAULT_LAG;
    private int garbageGiven;

    HttpFront(int port, NodeCalls calls, ControlCalls control) throws IOException {
        this.calls = calls;
        this.control = control;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
        this.threads = Executors.newFixedThreadPool(THREADS, work -> new Thread(work, "devnet-http"));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    void start() {
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            List<String> path = Arrays.asList(
                    exchange.getRequestURI().getPath().substring(1).split("/", -1));
            if (path.get(0).equals("control")) {
                answer(exchange, control(exchange, path));
            } else {
                client(exchange, path);
            }
        } catch (Refusal refusal) {
            answer(exchange, Answer.of(refusal));
        } catch (RuntimeException failed) {
            System.err.println("devnet: a call failed: " + failed);
            answer(exchange, Answer.of(Refusal.unavailable("failed", "the call failed; see the node's log")));
        }
    }

    private Answer control(HttpExchange exchange, List<String> path) throws Refusal, IOException {
        if (path.size() != 2) {
            throw Refusal.unknown("unknown-call", "no such call");
        }
        if (path.get(1).equals("state")) {
            requireMethod(exchange, "GET");
            return control.state(holding.size(), calls, fault());
        }
        requireMethod(exchange, "POST");
        JsonObject body = body(exchange);
        return switch (path.get(1)) {
            case "hold" -> hold(body);
            case "fault" -> fault(body);
            default -> control.call(path.get(1), body);
        };
    }

    private void client(HttpExchange exchange, List<String> path) throws Refusal, IOException {
        boolean submission = path.equals(List.of("tx"));
        requireMethod(exchange, submission ? "POST" : "GET");
        Fault now = fault();
        if (now == Fault.HANG) {
            hang(exchange);
        } else if (now == Fault.ERROR) {
            throw Refusal.unavailable("fault", "the node was told to fail");
        } else if (submission) {
            submit(exchange, now);
        } else if (now == Fault.GARBAGE) {
            garbage(exchange);
        } else if (now == Fault.WRONG_CHAIN) {
            answer(exchange, calls.getOfOtherChain(path));
        } else {
            answer(exchange, calls.get(path, now == Fault.BEHIND ? lag() : 0));
        }
    }

    private void submit(HttpExchange exchange, Fault now) throws Refusal, IOException {
        JsonObject body = body(exchange);
        if (now == Fault.WRONG_CHAIN) {
            throw Refusal.badRequest("wrong-chain", "it is for another chain");
        }
        calls.countSubmission();
        if (holding.keep(exchange, body)) {
            return;
        }
        if (now == Fault.GARBAGE) {
            submitted(body);
            garbage(exchange);
        } else {
            answer(exchange, submitted(body));
        }
    }

    private Answer submitted(JsonObject body) {
        try {
            return calls.submit(body);
        } catch (Refusal refusal) {
            return Answer.of(refusal);
        }
    }

    private Answer hold(JsonObject body) throws Refusal {
        try {
            body.allowOnly("on", "drop");
            boolean on = body.flag("on");
            Holding.Released released = holding.set(on, body.has("drop") && body.flag("drop"));
            for (Holding.Held held : released.submissions()) {
                if (released.dropped()) {
                    held.exchange().close();
                } else {
                    answerIfListening(held.exchange(), submitted(held.body()));
                }
            }
            return Answer.of(json -> {
                json.writeNumberField("held", holding.size());
                json.writeNumberField("released", released.submissions().size());
            });
        } catch (MalformedException malformed) {
            throw NodeCalls.malformed(malformed);
        }
    }

    private Answer fault(JsonObject body) throws Refusal {
        try {
            body.allowOnly("mode", "blocks");
            Fault wanted = Fault.of(body.text("mode"))
                    .orElseThrow(() -> Refusal.badRequest("malformed", "mode: no such fault"));
            setFault(wanted, body.has("blocks") ? body.number("blocks", 1, MAX_LAG) : DEFAULT_LAG);
            return Answer.of(json -> json.writeStringField("mode", wanted.word()));
        } catch (MalformedException malformed) {
            throw NodeCalls.malformed(malformed);
        }
    }

    private synchronized Fault fault() {
        return fault;
    }

    private synchronized long lag() {
        return lag;
    }

    private synchronized void setFault(Fault wanted, long newLag) {
        fault = wanted;
        lag = newLag;
        if (wanted != Fault.HANG) {
            hung.forEach(HttpExchange::close);
            hung.clear();
        }
    }

    private synchronized void hang(HttpExchange exchange) {
        if (fault == Fault.HANG && hung.size() < Limits.HUNG_REQUESTS) {
            hung.add(exchange);
        } else {
            exchange.close();
        }
    }

    private synchronized String nextGarbage() {
        return GARBAGE.get(garbageGiven++ % GARBAGE.size());
    }

    private void garbage(HttpExchange exchange) throws IOException {
        write(exchange, 200, nextGarbage().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void requireMethod(HttpExchange exchange, String method) throws Refusal {
        if (!exchange.getRequestMethod().equals(method)) {
            throw Refusal.badRequest("bad-method", "the call is made by " + method);
        }
    }

    private static JsonObject body(HttpExchange exchange) throws Refusal, IOException {
        try {
            return JsonObject.read(exchange.getRequestBody(), Limits.BODY_BYTES);
        } catch (MalformedException malformed) {
            throw NodeCalls.malformed(malformed);
        }
    }

    /** The client may have gone long ago; that is no concern of whoever ends the hold. */
    private static void answerIfListening(HttpExchange exchange, Answer answer) {
        try {
            answer(exchange, answer);
        } catch (IOException gone) {
            exchange.close();
        }
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        if (!answer.large()) {
            write(exchange, answer.status(), answer.bytes());
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), 0);
        try (OutputStream out = exchange.getResponseBody()) {
            answer.writeTo(out);
        }
    }

    private static void write(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (content.length == 0) {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(status, content.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(content);
        }
    }
}
