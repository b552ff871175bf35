// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.spi.money.Bytes;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration of {@code io.coffer.rest}.
 *
 * @param tokenSha256 what the bearer token must hash to; without it nobody is let in
 * @param client the caller's lasting name: idempotency keys belong to it, and so outlive a change of the token
 * @param atLeastWaitMs how long a read waits for the position that it asks for
 */
record RestSettings(Optional<Bytes> tokenSha256, String client, long atLeastWaitMs) {
    static final String DEFAULT_CLIENT = "exchange";
    static final long DEFAULT_WAIT_MS = 2_000;
    private static final long MAX_WAIT_MS = 30_000;

    /** @throws IllegalArgumentException if a value is malformed; the message names the key, and never a secret */
    static RestSettings of(Map<String, ?> properties) {
        String token = text(properties, "apiTokenSha256", "");
        if (!token.isEmpty() && !token.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("apiTokenSha256 = ****: not 64 hexadecimal digits");
        }
        String client = text(properties, "client", DEFAULT_CLIENT);
        if (!client.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("client = " + client + ": not 1..64 characters of A-Z a-z 0-9 _ -");
        }
        String wait = text(properties, "atLeastWaitMs", Long.toString(DEFAULT_WAIT_MS));
        if (!wait.matches("[0-9]{1,9}") || Long.parseLong(wait) > MAX_WAIT_MS) {
            throw new IllegalArgumentException("atLeastWaitMs = " + wait + ": not within 0.." + MAX_WAIT_MS);
        }
        return new RestSettings(
                token.isEmpty() ? Optional.empty() : Optional.of(Bytes.hex(token)), client, Long.parseLong(wait));
    }

    private static String text(Map<String, ?> properties, String key, String otherwise) {
        Object value = properties.get(key);
        return value == null ? otherwise : value.toString().trim();
    }
}
