// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the route of a method and a path. Built once, then used by any thread. */
final class Router {
    private static final int MAX_SEGMENTS = 8;

    /** A read; it changes nothing. */
    @FunctionalInterface
    interface Read {
        RestResponse read(Call call) throws Problem;
    }

    /**
     * The position that a read shall show, and how long it may wait for it.
     *
     * @param position 0 if any will do
     */
    record Wait(long position, long limitMs) {}

    /**
     * What a read works on.
     *
     * @param until the state has reached its position already; other sources may lie behind
     */
    record Call(Map<String, String> path, Query query, Wait until) {
        String id(String name) {
            return path.getOrDefault(name, "");
        }
    }

    /** What a route does; exactly one of a read, which may be open to everybody, and an effect. */
    sealed interface Action {
        record Reading(Read read, boolean open) implements Action {}

        record Effecting(Effects.Effect effect) implements Action {}
    }

    /**
     * @param path the decoded path, canonical: the same resource has the same one, however it was encoded
     * @param parameters what stood in the braces of the pattern
     */
    record Match(Action action, String path, Map<String, String> parameters) {}

    private record Route(String method, List<String> pattern, Action action) {}

    private final List<Route> routes = new ArrayList<>();

    /** @param pattern such as {@code /v1/accounts/{id}} */
    void get(String pattern, Read read) {
        add("GET", pattern, new Action.Reading(read, false));
    }

    /** A read that needs no token. */
    void getOpen(String pattern, Read read) {
        add("GET", pattern, new Action.Reading(read, true));
    }

    void post(String pattern, Effects.Effect effect) {
        add("POST", pattern, new Action.Effecting(effect));
    }

    private void add(String method, String pattern, Action action) {
        routes.add(new Route(method, List.of(pattern.substring(1).split("/")), action));
    }

    Optional<Match> find(String method, String path) {
        return segments(path)
                .flatMap(segments -> routes.stream()
                        .filter(route -> route.method.equals(method) && fits(route.pattern, segments))
                        .findFirst()
                        .map(route -> new Match(
                                route.action, "/" + String.join("/", segments), values(route.pattern, segments))));
    }

    /** The methods that a path has, sorted; none if there is no such path. */
    List<String> methods(String path) {
        return segments(path)
                .map(segments -> List.copyOf(new TreeSet<>(routes.stream()
                        .filter(route -> fits(route.pattern, segments))
                        .map(Route::method)
                        .toList())))
                .orElse(List.of());
    }

    private static Optional<List<String>> segments(String path) {
        String[] encoded = path.split("/", -1);
        if (encoded.length < 2 || encoded.length > MAX_SEGMENTS || !encoded[0].isEmpty()) {
            return Optional.empty();
        }
        List<String> segments = new ArrayList<>();
        for (int at = 1; at < encoded.length; at++) {
            Optional<String> segment = PercentCoding.decoded(encoded[at]);
            if (segment.isEmpty() || segment.get().isEmpty() || segment.get().indexOf('/') >= 0) {
                return Optional.empty();
            }
            segments.add(segment.get());
        }
        return Optional.of(segments);
    }

    private static boolean fits(List<String> pattern, List<String> segments) {
        if (pattern.size() != segments.size()) {
            return false;
        }
        for (int at = 0; at < pattern.size(); at++) {
            if (!isVariable(pattern.get(at)) && !pattern.get(at).equals(segments.get(at))) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> values(List<String> pattern, List<String> segments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int at = 0; at < pattern.size(); at++) {
            String part = pattern.get(at);
            if (isVariable(part)) {
                values.put(part.substring(1, part.length() - 1), segments.get(at));
            }
        }
        return values;
    }

    private static boolean isVariable(String part) {
        return part.startsWith("{");
    }
}
