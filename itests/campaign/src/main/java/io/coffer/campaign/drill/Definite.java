// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import io.coffer.campaign.client.Reply;
import java.io.IOException;

/** Asks a node until it answers for good, however often it goes away meanwhile. */
final class Definite {
    private static final long RETRY_PAUSE_MS = 100;
    private static final long ANSWER_LIMIT_MS = 300_000;

    private Definite() {}

    /** One request, the same each time that it is sent. */
    @FunctionalInterface
    interface Request {
        Reply send() throws IOException, InterruptedException;
    }

    /**
     * Answers with a success.
     *
     * @throws IllegalStateException for an error that asking again would not change
     */
    static Reply reply(Request request) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + ANSWER_LIMIT_MS * 1_000_000;
        String last = "";
        while (System.nanoTime() < deadline) {
            try {
                Reply reply = request.send();
                if (reply.isOk()) {
                    return reply;
                }
                last = reply.toString();
                if (!isWorthAsking(reply.status())) {
                    throw new IllegalStateException("refused for good: " + last);
                }
            } catch (IOException gone) {
                last = gone.toString();
            }
            Thread.sleep(RETRY_PAUSE_MS);
        }
        throw new IOException("no definite answer: " + last);
    }

    /** 401 and 404 too: while the node starts, its parts come one after the other. 409: still in flight. */
    private static boolean isWorthAsking(int status) {
        return status >= 500 || status == 401 || status == 404 || status == 409 || status == 429;
    }
}
