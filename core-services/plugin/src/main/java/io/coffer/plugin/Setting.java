// SPDX-License-Identifier: Apache-2.0
package io.coffer.plugin;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One key of a configuration: how its value is read, and the rule that is told to the operator where it cannot be.
 *
 * <p>A rule completes the sentence <i>key=value …</i> and says what would do: {@code is not 1 to 16 of A-Z and 0-9}.
 * Immutable.
 *
 * @param <T> what a value is read as
 */
public final class Setting<T> {
    /** More digits than any bound has. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,24}");

    private final String key;
    private final Step<String, T> reading;
    private final @Nullable T otherwise;
    private final Predicate<String> secret;
    private final boolean refused;

    /** From a text, or from what was made of it, to the value. */
    @FunctionalInterface
    private interface Step<A, R> {
        R read(A value) throws BrokenRuleException;
    }

    /** A value that breaks a rule. */
    static final class BrokenRuleException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String rule;

        private BrokenRuleException(String rule, @Nullable Throwable cause) {
            super(rule, cause);
            this.rule = rule;
        }

        String rule() {
            return rule;
        }
    }

    private Setting(
            String key, Step<String, T> reading, @Nullable T otherwise, Predicate<String> secret, boolean refused) {
        this.key = key;
        this.reading = reading;
        this.otherwise = otherwise;
        this.secret = secret;
        this.refused = refused;
    }

    /**
     * A value of any kind.
     *
     * @param reading of the text without the spaces around it; throws IllegalArgumentException for what breaks the rule
     */
    public static <T> Setting<T> of(String key, Function<String, T> reading, String rule) {
        return new Setting<T>(key, checked(reading, rule), null, text -> false, false);
    }

    /** A text of a certain form. */
    public static Setting<String> text(String key, Pattern form, String rule) {
        return of(key, text -> require(text, form), rule);
    }

    /** A whole number in plain digits, within {@code min..max}; neither is below 0. */
    public static Setting<Long> whole(String key, long min, long max) {
        return of(key, text -> number(text, min, max), "is not a whole number within " + min + ".." + max);
    }

    /** A text that the plugin judges itself, by {@link Fields#text} and {@link Fields#fault}. */
    public static Setting<Optional<String>> raw(String key) {
        return of(key, text -> text, "cannot be used").optional();
    }

    /**
     * Reads a whole number in plain digits, for a value that is one or something else.
     *
     * @throws IllegalArgumentException if it is none within {@code min..max}
     */
    public static long number(String text, long min, long max) {
        BigInteger number = new BigInteger(require(text, DIGITS));
        if (number.compareTo(BigInteger.valueOf(min)) < 0 || number.compareTo(BigInteger.valueOf(max)) > 0) {
            throw new IllegalArgumentException("number: not within " + min + ".." + max);
        }
        return number.longValueExact();
    }

    /**
     * One of a few values.
     *
     * @param name of each in the file
     */
    @SafeVarargs
    public static <T> Setting<T> oneOf(String key, Function<T, String> name, T... values) {
        Map<String, T> named = new LinkedHashMap<>();
        for (T value : values) {
            named.put(name.apply(value), value);
        }
        List<String> names = List.copyOf(named.keySet());
        String rule = "is not "
                + String.join(", ", names.subList(0, names.size() - 1))
                + " or " + names.get(names.size() - 1);
        return of(key, text -> Optional.ofNullable(named.get(text)).orElseThrow(IllegalArgumentException::new), rule);
    }

    /** A key that must not be there at all, and no message offers. Its value counts as secret. */
    public static Setting<Optional<String>> refused(String key, String rule) {
        Step<String, Optional<String>> never = text -> {
            throw new BrokenRuleException(rule, null);
        };
        return new Setting<>(key, never, Optional.empty(), text -> true, true);
    }

    /** What a text of this kind is read as next, by a rule of its own; {@code next} throws as {@link #of} has it. */
    public <R> Setting<R> then(Function<T, R> next, String rule) {
        Step<String, R> second = text -> checked(next, rule).read(reading.read(text));
        return new Setting<R>(key, second, otherwise == null ? null : next.apply(otherwise), secret, refused);
    }

    /** The same, for a step that cannot fail. */
    public <R> Setting<R> as(Function<T, R> next) {
        Step<String, R> second = text -> next.apply(reading.read(text));
        return new Setting<R>(key, second, otherwise == null ? null : next.apply(otherwise), secret, refused);
    }

    /** What holds where the key is absent; without that, an absent key is a fault. */
    public Setting<T> or(T value) {
        return new Setting<>(key, reading, value, secret, refused);
    }

    /** Empty where the key is absent. A key without a value is present. */
    public Setting<Optional<T>> optional() {
        return new Setting<Optional<T>>(
                key, text -> Optional.of(reading.read(text)), Optional.empty(), secret, refused);
    }

    /** Values that no message repeats. */
    public Setting<T> secretIf(Predicate<String> masked) {
        return new Setting<>(key, reading, otherwise, masked, refused);
    }

    public String key() {
        return key;
    }

    T read(String text) throws BrokenRuleException {
        return reading.read(text);
    }

    @Nullable
    T otherwise() {
        return otherwise;
    }

    boolean isRefused() {
        return refused;
    }

    boolean isSecret(String text) {
        return secret.test(text);
    }

    private static <A, R> Step<A, R> checked(Function<A, R> reading, String rule) {
        return value -> {
            try {
                return reading.apply(value);
            } catch (IllegalArgumentException broken) {
                throw new BrokenRuleException(rule, broken);
            }
        };
    }

    private static String require(String text, Pattern form) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException("text: not " + form);
        }
        return text;
    }
}
