// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.chain.evm.rpc.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads where the nodes of a network answer. No address is shown in full: providers put keys into it. */
final class EndpointsReader {
    static final String URL = "url";
    static final String URLS = "urls";
    static final String AUTHORIZATION = "authorization";
    static final int MAX_ENDPOINTS = 8;

    private static final Pattern HEADER_VALUE = Pattern.compile("[!-~](?:[ -~]{0,4094}[!-~])?");

    private final Values values;

    EndpointsReader(Values values) {
        this.values = values;
    }

    /** At least one endpoint, or a fault was noted. */
    List<Endpoint> endpoints() {
        Optional<String> authorization = values.value(AUTHORIZATION);
        if (authorization.isPresent()
                && !HEADER_VALUE.matcher(authorization.get()).matches()) {
            values.fault(AUTHORIZATION, Values.MASK, "is not 1 to 4096 printable ASCII characters");
        }
        Optional<String> one = values.value(URL);
        Optional<String> several = values.value(URLS);
        if (one.isPresent() == several.isPresent()) {
            values.fault(
                    one.isPresent()
                            ? URLS + " is there beside " + URL + "; keep one of them"
                            : URL + " is missing (" + URLS + " where there are several nodes)");
            return List.of();
        }
        return one.isPresent()
                ? endpoint(URL, one.get(), authorization).stream().toList()
                : several(several.get(), authorization);
    }

    private List<Endpoint> several(String text, Optional<String> authorization) {
        String[] parts = text.split("[,\\s]+", MAX_ENDPOINTS + 2);
        List<Endpoint> endpoints = new ArrayList<>();
        for (String part : parts) {
            endpoint(URLS, part, authorization).ifPresent(endpoints::add);
        }
        if (parts.length > MAX_ENDPOINTS) {
            values.fault(URLS, Values.MASK, "names more than " + MAX_ENDPOINTS + " nodes");
        }
        if (endpoints.stream().map(Endpoint::url).distinct().count() < endpoints.size()) {
            values.fault(URLS, Values.MASK, "names one node twice");
        }
        boolean oneHost = endpoints.stream()
                        .map(endpoint -> endpoint.url().getHost())
                        .distinct()
                        .count()
                <= 1;
        if (authorization.isPresent() && !oneHost) {
            values.fault(
                    AUTHORIZATION,
                    Values.MASK,
                    "would be told to every host of urls; put each host's key into its own URL instead");
        }
        return endpoints;
    }

    private Optional<Endpoint> endpoint(String key, String text, Optional<String> authorization) {
        if (text.isEmpty()) {
            values.fault(
                    key, "", "is empty; give the address at which a node answers, such as https://node.example/key");
            return Optional.empty();
        }
        try {
            URI url = new URI(text);
            Endpoint endpoint = new Endpoint(url, authorization);
            String broken = fault(url);
            if (broken.isEmpty()) {
                return Optional.of(endpoint);
            }
            boolean showable = url.getRawUserInfo() == null && url.getHost() != null;
            values.fault(key, showable ? endpoint.toString() : Values.MASK, broken);
        } catch (URISyntaxException malformed) {
            values.fault(key, Values.MASK, "is not a URL");
        }
        return Optional.empty();
    }

    private static String fault(URI url) {
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
            return "does not begin with http:// or https://";
        }
        if (url.getRawUserInfo() != null) {
            return "holds a user or password; use authorization";
        }
        if (url.getHost() == null || url.getPort() > 65_535 || url.getPort() == 0) {
            return "has no valid host or port";
        }
        return url.getRawFragment() == null ? "" : "has a fragment";
    }
}
