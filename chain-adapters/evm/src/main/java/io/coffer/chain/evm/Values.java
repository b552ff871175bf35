// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.chain.evm.rpc.Excerpt;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The values of a configuration and the faults that were found in them. One thread. */
final class Values {
    /** Stands for a value that may be secret. */
    static final String MASK = "***";

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,24}");

    private final Map<String, Object> properties;
    private final List<String> faults = new ArrayList<>();

    Values(Map<String, Object> properties) {
        this.properties = properties;
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    /** Empty where the key is absent; a key without a value is present and wrong. */
    Optional<String> value(String key) {
        return Optional.ofNullable(properties.get(key)).map(Object::toString).map(String::strip);
    }

    String text(String key, Optional<String> otherwise, Pattern form, String rule) {
        return chosen(
                        key,
                        otherwise,
                        rule,
                        value -> form.matcher(value).matches() ? Optional.of(value) : Optional.empty())
                .orElse("");
    }

    /** A number within the bounds, or -1 after a fault. */
    long number(String key, Optional<String> otherwise, long min, long max) {
        String rule = "is not a whole number within " + min + ".." + max;
        return chosen(key, otherwise, rule, value -> within(value, min, max)).orElse(-1L);
    }

    /** What {@code reading} makes of the value; empty after a fault, which is noted. */
    <T> Optional<T> chosen(String key, Optional<String> otherwise, String rule, Function<String, Optional<T>> reading) {
        Optional<String> value = value(key).or(() -> otherwise);
        if (value.isEmpty()) {
            fault(key + " is missing");
            return Optional.empty();
        }
        Optional<T> read = reading.apply(value.get());
        if (read.isEmpty()) {
            fault(key, Excerpt.of(value.get()), rule);
        }
        return read;
    }

    void fault(String key, String shown, String rule) {
        fault(key + "=" + shown + " " + rule);
    }

    void fault(String whole) {
        faults.add(whole);
    }

    private static Optional<Long> within(String value, long min, long max) {
        if (!DIGITS.matcher(value).matches()) {
            return Optional.empty();
        }
        BigInteger number = new BigInteger(value);
        return number.bitLength() < Long.SIZE && number.longValueExact() >= min && number.longValueExact() <= max
                ? Optional.of(number.longValueExact())
                : Optional.empty();
    }
}
