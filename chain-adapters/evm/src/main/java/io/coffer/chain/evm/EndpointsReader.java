// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.chain.evm.rpc.Endpoint;
import io.coffer.plugin.Fields;
import io.coffer.plugin.Setting;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads where the nodes of a network answer. No address is shown in full: providers put keys into it. One that carries
 * a key is taken from a file only, and so is an authorization: what is in the configuration itself, {@code config:list}
 * shows to everyone with a shell, and the platform keeps a copy.
 */
final class EndpointsReader {
    static final String URL = "url";
    static final String URL_FILE = "urlFile";
    static final String URLS = "urls";
    static final String URLS_FILE = "urlsFile";
    static final String AUTHORIZATION_FILE = "authorizationFile";
    static final int MAX_ENDPOINTS = 8;

    private static final Pattern HEADER_VALUE = Pattern.compile("[!-~](?:[ -~]{0,4094}[!-~])?");
    private static final Pattern BETWEEN_URLS = Pattern.compile("[,\\s]+");
    private static final Pattern AUTHORITY = Pattern.compile("^[a-z]+://[^/]*");
    /** Keys of providers have 32 characters and more; names of paths are shorter and seldom have digits. */
    private static final Pattern LIKE_A_KEY = Pattern.compile("(?=.*[0-9])[A-Za-z0-9_-]{16,}");

    static final Setting<Optional<String>> AUTHORIZATION_IN_CLEAR =
            Setting.refused("authorization", inClear(AUTHORIZATION_FILE));
    static final List<Setting<?>> KEYS = Stream.of(URL, URL_FILE, URLS, URLS_FILE, AUTHORIZATION_FILE)
            .<Setting<?>>map(Setting::raw)
            .toList();

    private final Fields fields;

    EndpointsReader(Fields fields) {
        this.fields = fields;
    }

    /** At least one endpoint, or a fault was noted. */
    List<Endpoint> endpoints() {
        refuseInClear(URL, URL_FILE, EndpointsReader::carriesKey);
        refuseInClear(URLS, URLS_FILE, text -> BETWEEN_URLS.splitAsStream(text).anyMatch(EndpointsReader::carriesKey));
        Optional<String> authorization = authorization();
        List<String> given = Stream.of(URL, URL_FILE, URLS, URLS_FILE)
                .filter(key -> fields.text(key).isPresent())
                .toList();
        if (given.isEmpty()) {
            fields.fault(URL + " is missing (" + URLS + " where there are several nodes; " + URL_FILE + " or "
                    + URLS_FILE + " where there is a key in it)");
            return List.of();
        }
        if (given.size() > 1) {
            fields.fault(given.get(1), Fields.MASK, "stands beside " + given.get(0) + "; keep one of them");
            return List.of();
        }
        String key = given.get(0);
        Optional<String> text = key.equals(URL) || key.equals(URLS) ? fields.text(key) : fromFile(key);
        if (text.isEmpty()) {
            return List.of();
        }
        return key.equals(URL) || key.equals(URL_FILE)
                ? endpoint(key, text.get(), authorization).stream().toList()
                : several(key, text.get(), authorization);
    }

    private Optional<String> authorization() {
        if (fields.text(AUTHORIZATION_FILE).isEmpty()) {
            return Optional.empty();
        }
        Optional<String> authorization = fromFile(AUTHORIZATION_FILE);
        if (authorization.isPresent()
                && !HEADER_VALUE.matcher(authorization.get()).matches()) {
            fields.fault(AUTHORIZATION_FILE, Fields.MASK, "does not hold 1 to 4096 printable ASCII characters");
        }
        return authorization;
    }

    private void refuseInClear(String key, String fileKey, Predicate<String> isSecret) {
        if (fields.text(key).filter(isSecret).isPresent()) {
            fields.fault(key, Fields.MASK, inClear(fileKey));
        }
    }

    private static String inClear(String fileKey) {
        return "is a secret, and config:list would show it; take it out, put it into a file that only its owner may read"
                + " and name that with " + fileKey;
    }

    private Optional<String> fromFile(String key) {
        String name = fields.text(key).orElse("");
        try {
            return Optional.of(SecretFile.read(name));
        } catch (IOException unusable) {
            // Who takes the key for one that holds the secret itself must not find that in the log.
            String shown = name.startsWith("/") ? name : Fields.MASK;
            fields.fault(key, shown, String.valueOf(unusable.getMessage()));
            return Optional.empty();
        }
    }

    /** Providers put keys into path and query; what stands before the host is refused anyway. */
    private static boolean carriesKey(String url) {
        return url.indexOf('?') >= 0
                || Arrays.stream(AUTHORITY.matcher(url).replaceFirst("").split("[/#;=&]", -1))
                        .anyMatch(part -> LIKE_A_KEY.matcher(part).matches());
    }

    private List<Endpoint> several(String key, String text, Optional<String> authorization) {
        String[] parts = BETWEEN_URLS.split(text, MAX_ENDPOINTS + 2);
        List<Endpoint> endpoints = new ArrayList<>();
        for (String part : parts) {
            endpoint(key, part, authorization).ifPresent(endpoints::add);
        }
        if (parts.length > MAX_ENDPOINTS) {
            fields.fault(key, Fields.MASK, "names more than " + MAX_ENDPOINTS + " nodes");
        }
        if (endpoints.stream().map(Endpoint::url).distinct().count() < endpoints.size()) {
            fields.fault(key, Fields.MASK, "names one node twice");
        }
        boolean oneHost = endpoints.stream()
                        .map(endpoint -> endpoint.url().getHost())
                        .distinct()
                        .count()
                <= 1;
        if (authorization.isPresent() && !oneHost) {
            fields.fault(
                    AUTHORIZATION_FILE,
                    Fields.MASK,
                    "would be told to every host of " + key + "; put each host's key into its own URL in a file that "
                            + URLS_FILE + " names");
        }
        return endpoints;
    }

    private Optional<Endpoint> endpoint(String key, String text, Optional<String> authorization) {
        boolean inFile = key.equals(URL_FILE) || key.equals(URLS_FILE);
        if (text.isEmpty()) {
            fields.fault(
                    key,
                    inFile ? Fields.MASK : "",
                    inFile
                            ? "holds no address; write into that file at which a node answers"
                            : "is empty; give the address at which a node answers, such as http://node.example:8545"
                                    + " (one with a key in it: in a file, by " + URL_FILE + ")");
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
            fields.fault(key, showable ? endpoint.toString() : Fields.MASK, broken);
        } catch (URISyntaxException malformed) {
            fields.fault(key, Fields.MASK, "is not a URL");
        }
        return Optional.empty();
    }

    private static String fault(URI url) {
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
            return "does not begin with http:// or https://";
        }
        if (url.getRawUserInfo() != null) {
            return "holds a user or password; use " + AUTHORIZATION_FILE;
        }
        if (url.getHost() == null || url.getPort() > 65_535 || url.getPort() == 0) {
            return "has no valid host or port";
        }
        return url.getRawFragment() == null ? "" : "has a fragment";
    }
}
