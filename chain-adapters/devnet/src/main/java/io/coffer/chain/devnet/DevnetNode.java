// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.json.JsonObject;
import io.coffer.plugin.Printable;
import io.coffer.plugin.call.BoundedBody;
import io.coffer.plugin.call.Deadline;
import io.coffer.plugin.call.OwnThreads;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A devnet node over HTTP. Before each call it is asked which chain it serves, since another may have taken its place.
 * What goes wrong becomes a {@link ChainException} without a cause: a logged one would keep this bundle in memory.
 */
final class DevnetNode implements AutoCloseable {
    /** The listing of the fullest block that a devnet mines has some 50 MB. */
    private static final int MAX_ANSWER_BYTES = 64 << 20;

    private final DevnetSettings settings;
    private final ServedChain served;
    private final OwnThreads calls;
    /** Null once closed: the client's own thread ends when nothing refers to the client any more. */
    private volatile @Nullable HttpClient http;

    DevnetNode(DevnetSettings settings) {
        this.settings = settings;
        this.served = new ServedChain(settings);
        this.calls = new OwnThreads("devnet-" + settings.name(), settings.node().toString(), System::nanoTime);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.answerLimit())
                .executor(calls.client())
                .build();
    }

    /** What a call of the core asks the node. */
    interface Questions<T> {
        T ask(Conversation node) throws ChainException, MalformedException;
    }

    /**
     * Asks the node, after it has said that it serves the configured chain.
     *
     * @throws ChainException of kind GARBAGE for a {@link MalformedException} of {@code questions}
     */
    <T> T call(Questions<T> questions) throws ChainException {
        return calls.run(deadline -> {
            try {
                Conversation node = new Conversation(deadline);
                node.head = served.check(node.get("/chain").orRefused());
                return questions.ask(node);
            } catch (MalformedException garbage) {
                String why = Printable.of(String.valueOf(garbage.getMessage()));
                throw new ChainException(Kind.GARBAGE, "the node's answer makes no sense: " + why);
            }
        });
    }

    /** Whether a node has ever said that it serves the configured chain. */
    boolean isProven() {
        return served.isProven();
    }

    @Override
    public void close() {
        http = null;
        calls.close();
    }

    /** The questions of one call, under its deadline. */
    final class Conversation {
        private final Deadline deadline;
        private @Nullable BlockRef head;

        private Conversation(Deadline deadline) {
            this.deadline = deadline;
        }

        /** The node's newest block when the call began. */
        BlockRef head() {
            if (head == null) {
                throw new IllegalStateException("the chain was not asked for yet");
            }
            return head;
        }

        Deadline deadline() {
            return deadline;
        }

        Answer get(String path) throws ChainException, MalformedException {
            return send(HttpRequest.newBuilder(settings.node().resolve(path)).GET());
        }

        Answer post(String path, String json) throws ChainException, MalformedException {
            return send(HttpRequest.newBuilder(settings.node().resolve(path))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8)));
        }

        private Answer send(HttpRequest.Builder request) throws ChainException, MalformedException {
            HttpResponse<byte[]> response = response(request);
            try {
                byte[] body = response.body();
                return new Answer(response.statusCode(), JsonObject.read(new ByteArrayInputStream(body), body.length));
            } catch (IOException impossible) {
                throw new IllegalStateException("reading from memory failed", impossible);
            }
        }

        /** The limit is for the whole answer; the client's own ends with the headers. */
        private HttpResponse<byte[]> response(HttpRequest.Builder request) throws ChainException {
            HttpClient client = http;
            if (client == null) {
                throw new ChainException(Kind.UNREACHABLE, "the adapter is closed");
            }
            long limitMs = Math.min(settings.answerLimit().toMillis(), Math.max(1, deadline.leftMs()));
            CompletableFuture<HttpResponse<byte[]>> response = client.sendAsync(
                    request.timeout(Duration.ofMillis(limitMs)).build(), head -> new BoundedBody(MAX_ANSWER_BYTES));
            try {
                return response.get(limitMs, TimeUnit.MILLISECONDS);
            } catch (ExecutionException failed) {
                throw failure(failed.getCause(), limitMs);
            } catch (TimeoutException late) {
                response.cancel(true);
                throw late(limitMs);
            } catch (InterruptedException interrupted) {
                response.cancel(true);
                Thread.currentThread().interrupt();
                throw new ChainException(Kind.TIMEOUT, "the call was interrupted");
            }
        }

        private ChainException failure(@Nullable Throwable cause, long limitMs) {
            if (cause instanceof HttpTimeoutException) {
                return late(limitMs);
            }
            if (cause instanceof BoundedBody.TooLong) {
                return new ChainException(Kind.GARBAGE, "an answer has more than " + MAX_ANSWER_BYTES + " bytes");
            }
            String what = cause instanceof ConnectException ? "no connection to " : "the connection broke to ";
            return new ChainException(Kind.UNREACHABLE, what + settings.node());
        }

        private ChainException late(long limitMs) {
            return new ChainException(Kind.TIMEOUT, "no answer from " + settings.node() + " within " + limitMs + " ms");
        }
    }
}
