// SPDX-License-Identifier: Apache-2.0
package io.coffer.wire;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value (RFC 8259). */
public sealed interface Json {
    /** An object; its members keep their order. */
    record Dictionary(Map<String, Json> members) implements Json {
        public Dictionary {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    record Sequence(List<Json> elements) implements Json {
        public Sequence {
            elements = List.copyOf(elements);
        }
    }

    record Text(String value) implements Json {}

    /** @param lexeme as written: what it means is not decided here, so that nothing is rounded */
    record Numeral(String lexeme) implements Json {}

    record Flag(boolean value) implements Json {}

    record Nothing() implements Json {}

    static Json text(String value) {
        return new Text(value);
    }

    static Json number(long value) {
        return new Numeral(Long.toString(value));
    }

    /** A whole number of any size as text, because many readers hold numbers in 53 bits. */
    static Json whole(BigInteger value) {
        return new Text(value.toString());
    }

    static Json flag(boolean value) {
        return new Flag(value);
    }

    static Json sequence(Collection<? extends Json> elements) {
        return new Sequence(List.copyOf(elements));
    }

    static Members members() {
        return new Members();
    }

    /** The value in one line. */
    default String print() {
        return JsonPrinter.print(this);
    }

    /** Builds an object, member by member. */
    final class Members {
        private final Map<String, Json> members = new LinkedHashMap<>();

        private Members() {}

        /** @throws IllegalStateException if there is a member of this name already */
        public Members put(String name, Json value) {
            if (members.put(name, value) != null) {
                throw new IllegalStateException("member twice: " + name);
            }
            return this;
        }

        public Members put(String name, String value) {
            return put(name, text(value));
        }

        public Members put(String name, long value) {
            return put(name, number(value));
        }

        public Members put(String name, boolean value) {
            return put(name, flag(value));
        }

        /** Leaves the member out if there is no value. */
        public Members put(String name, Optional<? extends Json> value) {
            value.ifPresent(present -> put(name, present));
            return this;
        }

        /** All members of another object. */
        public Members putAll(Dictionary other) {
            other.members().forEach(this::put);
            return this;
        }

        public Dictionary build() {
            return new Dictionary(members);
        }
    }
}
