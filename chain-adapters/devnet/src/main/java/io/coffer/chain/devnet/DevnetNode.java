// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.json.JsonObject;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A devnet node over HTTP. It owns the threads that the HTTP client works on and ends them when it is closed. */
final class DevnetNode implements AutoCloseable {
    private static final int THREADS = 2;
    private static final long MAX_ANSWER_BYTES = 64L << 20;

    private final URI base;
    private final Duration answerLimit;
    private final ExecutorService threads;
    private final HttpClient http;

    DevnetNode(DevnetSettings settings) {
        this.base = settings.node();
        this.answerLimit = settings.answerLimit();
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(
                THREADS, task -> new Thread(task, "devnet-" + settings.name() + "-" + count.incrementAndGet()));
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(answerLimit)
                .executor(threads)
                .build();
    }

    /** What the node said, whatever its status. */
    record Answer(int status, JsonObject body) {
        boolean isOk() {
            return status == 200;
        }

        /** The stable code of an error, or of what is not even one. */
        String code() {
            try {
                return body.object("error").text("code");
            } catch (MalformedException none) {
                return "http-" + status;
            }
        }

        /** The body of a success; any other answer is the node's refusal. */
        JsonObject require() throws ChainException {
            if (!isOk()) {
                throw new ChainException(Kind.REFUSED, "the node answers " + status + " " + code());
            }
            return body;
        }
    }

    Answer get(String path) throws ChainException {
        return send(request(path).GET().build());
    }

    Answer post(String path, String json) throws ChainException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8))
                .build());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(answerLimit);
    }

    private Answer send(HttpRequest request) throws ChainException {
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return new Answer(response.statusCode(), JsonObject.read(body, MAX_ANSWER_BYTES));
            }
        } catch (MalformedException garbage) {
            throw garbage(garbage);
        } catch (HttpTimeoutException late) {
            throw new ChainException(Kind.TIMEOUT, "no answer within " + answerLimit.toMillis() + " ms", late);
        } catch (IOException broken) {
            throw new ChainException(Kind.UNREACHABLE, base + ": " + broken, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ChainException(Kind.TIMEOUT, "interrupted", interrupted);
        }
    }

    static ChainException garbage(MalformedException cause) {
        return new ChainException(Kind.GARBAGE, "the node's answer makes no sense: " + cause.getMessage(), cause);
    }
}
