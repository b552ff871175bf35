// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import io.coffer.plugin.call.BoundedBody;
import io.coffer.plugin.call.Deadline;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One HTTP endpoint: posts a text and gives back what comes, within limits of time and length. */
final class Wire {
    static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;
    private static final int OK = 200;
    private static final int PAYLOAD_TOO_LARGE = 413;

    private final Endpoint endpoint;
    private final long requestTimeoutMs;
    /** Null once closed, so that the client's own thread can end: before Java 21 it has no other way to. */
    private volatile @Nullable HttpClient client;

    Wire(Endpoint endpoint, long requestTimeoutMs, Executor clientThreads) {
        this.endpoint = endpoint;
        this.requestTimeoutMs = requestTimeoutMs;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofMillis(requestTimeoutMs))
                .executor(clientThreads)
                .build();
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** @throws NodeFault for everything but an answer with status 200 */
    byte[] post(String body, Deadline deadline) throws NodeFault {
        HttpClient open = client;
        if (open == null) {
            throw closed();
        }
        long limitMs = Math.min(requestTimeoutMs, deadline.leftMs());
        if (limitMs == 0) {
            throw timeout(limitMs);
        }
        CompletableFuture<HttpResponse<byte[]>> exchange = send(open, body, limitMs);
        HttpResponse<byte[]> answer;
        try {
            answer = exchange.get(limitMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw client == null ? closed() : fault(failed.getCause(), limitMs);
        } catch (TimeoutException late) {
            exchange.cancel(true);
            throw timeout(limitMs);
        } catch (InterruptedException interrupted) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw client == null ? closed() : new NodeFault(NodeFault.Cause.NO_TIME_LEFT, "the call was interrupted");
        }
        if (answer.statusCode() == PAYLOAD_TOO_LARGE) {
            throw new NodeFault(NodeFault.Cause.BATCH_TOO_LONG, endpoint + " answered HTTP " + PAYLOAD_TOO_LARGE);
        }
        if (answer.statusCode() != OK) {
            throw new NodeFault(NodeFault.Cause.HTTP_STATUS, endpoint + " answered HTTP " + answer.statusCode());
        }
        return answer.body();
    }

    void close() {
        client = null;
    }

    private CompletableFuture<HttpResponse<byte[]>> send(HttpClient open, String body, long limitMs) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.url())
                .timeout(Duration.ofMillis(limitMs))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        endpoint.authorization().ifPresent(value -> request.header("Authorization", value));
        return open.sendAsync(request.build(), head -> new BoundedBody(MAX_ANSWER_BYTES));
    }

    private NodeFault fault(@Nullable Throwable cause, long limitMs) {
        if (cause instanceof BoundedBody.TooLong) {
            return new NodeFault(NodeFault.Cause.TOO_LONG, "answer is longer than " + MAX_ANSWER_BYTES + " bytes");
        }
        if (cause instanceof java.net.http.HttpTimeoutException) {
            return timeout(limitMs);
        }
        // Only the kind of failure is told: the client's own texts may hold the whole address.
        String what = cause == null ? "failure" : cause.getClass().getSimpleName();
        boolean never = cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof UnresolvedAddressException
                || cause instanceof SSLException;
        return never
                ? new NodeFault(NodeFault.Cause.REFUSED_CONNECTION, "no connection to " + endpoint + ": " + what)
                : new NodeFault(NodeFault.Cause.BROKEN_CONNECTION, "connection to " + endpoint + " broke: " + what);
    }

    private static NodeFault closed() {
        return new NodeFault(NodeFault.Cause.REFUSED_CONNECTION, "the adapter is closed");
    }

    private NodeFault timeout(long limitMs) {
        return new NodeFault(NodeFault.Cause.NO_TIME_LEFT, endpoint + " did not answer within " + limitMs + " ms");
    }
}
