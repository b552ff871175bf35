// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.spi.money.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Lets in who has the bearer token (RFC 6750). Only its hash is known here, and compared in constant time. */
final class Authenticator {
    private static final String SCHEME = "bearer ";

    private Authenticator() {}

    static void authenticate(List<String> authorization, Optional<Bytes> tokenSha256) throws Problem {
        if (tokenSha256.isEmpty()) {
            throw Problem.of(
                    401,
                    "auth.not-configured",
                    "No API token is configured, so nobody is let in.",
                    "Put apiTokenSha256 = <SHA-256 of the token> into etc/io.coffer.rest.cfg.");
        }
        if (authorization.size() != 1) {
            throw denied("The request has no Authorization header, or several.");
        }
        String header = authorization.get(0);
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw denied("The Authorization header is not of the scheme Bearer.");
        }
        byte[] token = header.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(Digests.sha256(token), tokenSha256.get().toArray())) {
            throw denied("The bearer token is not the configured one.");
        }
    }

    private static Problem denied(String detail) {
        return Problem.of(401, "auth.denied", detail, "Send Authorization: Bearer <token>.");
    }
}
