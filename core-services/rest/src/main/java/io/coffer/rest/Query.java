// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.wire.SafeText;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters of a request's query. What a route does not ask for is refused by {@link #end}. */
final class Query {
    private static final int SHOWN = 64;

    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    private Query() {}

    static Query parse(String raw) throws Problem {
        Query query = new Query();
        if (raw.isEmpty()) {
            return query;
        }
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw Problem.invalid("query", "has a part that is not name=value");
            }
            String name = PercentCoding.decoded(pair.substring(0, equals))
                    .orElseThrow(() -> Problem.invalid("query", "is not well percent-encoded"));
            String value = PercentCoding.decoded(pair.substring(equals + 1))
                    .orElseThrow(() -> Problem.invalid(SafeText.of(name, SHOWN), "is not well percent-encoded"));
            if (query.parameters.put(name, value) != null) {
                throw Problem.invalid(SafeText.of(name, SHOWN), "is given twice");
            }
        }
        return query;
    }

    Optional<String> text(String name) {
        asked.add(name);
        return Optional.ofNullable(parameters.get(name));
    }

    /** @param limit the greatest value that is accepted; the least is {@code least} */
    Optional<Long> number(String name, long least, long limit) throws Problem {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(wholeNumber(name, value.get(), least, limit));
    }

    static long wholeNumber(String name, String value, long least, long limit) throws Problem {
        if (value.matches("0|[1-9][0-9]{0,17}")) {
            long number = Long.parseLong(value);
            if (number >= least && number <= limit) {
                return number;
            }
        }
        throw Problem.invalid(name, "is not a whole number within " + least + ".." + limit);
    }

    void end() throws Problem {
        for (String name : parameters.keySet()) {
            if (!asked.contains(name)) {
                throw Problem.invalid(
                        "request.unknown-parameter",
                        SafeText.of(name, SHOWN),
                        "is no parameter of this request",
                        "The parameters are: " + String.join(", ", asked) + ".");
            }
        }
    }
}
