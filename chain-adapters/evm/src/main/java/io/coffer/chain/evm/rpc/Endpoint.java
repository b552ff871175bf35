// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a node answers. Providers put keys into path and query, so only scheme, host and port are ever shown.
 *
 * @param authorization the whole value of the HTTP header of that name
 */
public record Endpoint(URI url, Optional<String> authorization) {
    private static final String MASK = "***";
    private static final int SHORTEST_SECRET = 4;

    /** {@code text} without anything of path, query or authorization in it. */
    String redact(String text) {
        String redacted = text;
        for (String secret : secrets()) {
            redacted = redacted.replace(secret, MASK);
        }
        return redacted;
    }

    @Override
    public String toString() {
        boolean hidden = !secrets().isEmpty();
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost() + port + (hidden ? "/" + MASK : "");
    }

    private List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        authorization.ifPresent(value -> {
            secrets.add(value);
            secrets.addAll(List.of(value.split(" ")));
        });
        secrets.addAll(List.of(Optional.ofNullable(url.getRawPath()).orElse("").split("/")));
        secrets.addAll(List.of(Optional.ofNullable(url.getRawQuery()).orElse("").split("[&=]")));
        secrets.removeIf(secret -> secret.length() < SHORTEST_SECRET);
        return secrets;
    }
}
