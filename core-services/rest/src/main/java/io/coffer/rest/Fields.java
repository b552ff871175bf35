// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.wire.Json;
import io.coffer.wire.SafeText;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The members of a request's object. What a route does not ask for is refused by {@link #end}. */
final class Fields {
    private static final int SHOWN = 64;

    private final String prefix;
    private final Map<String, Json> members;
    private final Set<String> asked = new LinkedHashSet<>();

    Fields(Json.Dictionary body) {
        this("", body);
    }

    private Fields(String prefix, Json.Dictionary body) {
        this.prefix = prefix;
        this.members = body.members();
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    String text(String name) throws Problem {
        return optionalText(name).orElseThrow(() -> Problem.invalid(prefix + name, "is missing"));
    }

    Optional<String> optionalText(String name) throws Problem {
        Optional<Json> value = optional(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof Json.Text text) {
            return Optional.of(text.value());
        }
        throw Problem.invalid(prefix + name, "must be a JSON string");
    }

    Json value(String name) throws Problem {
        return optional(name).orElseThrow(() -> Problem.invalid(prefix + name, "is missing"));
    }

    private Optional<Json> optional(String name) {
        asked.add(name);
        return Optional.ofNullable(members.get(name));
    }

    /** The members of an object within this one. */
    Fields within(String name, Json.Dictionary inner) {
        return new Fields(prefix + name + ".", inner);
    }

    /** Refuses every member that was not asked for. */
    void end() throws Problem {
        for (String name : members.keySet()) {
            if (!asked.contains(name)) {
                throw Problem.invalid(
                        "request.unknown-field",
                        prefix + SafeText.of(name, SHOWN),
                        "is no field of this request",
                        asked.isEmpty() ? "Send no fields." : "The fields are: " + String.join(", ", asked) + ".");
            }
        }
    }
}
