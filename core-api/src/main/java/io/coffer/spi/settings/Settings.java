// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.settings;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One configuration as the platform hands it to a component: {@code etc/<pid>-<name>.cfg}.
 *
 * <p>A key that is not known is refused, because a misspelt key is otherwise a setting that silently does not apply.
 */
public final class Settings {
    /** Of a value or a key in a message; the rest is cut off. */
    static final int MAX_SHOWN = 160;

    /** Nine digits at most fit an int. */
    private static final String NUMBER = "[0-9]{1,9}";

    private final String source;
    private final Map<String, ?> properties;

    private Settings(String source, Map<String, ?> properties) {
        this.source = source;
        this.properties = properties;
    }

    /**
     * Takes a configuration.
     *
     * @param pid of the component, named in messages where no file is known
     * @param keys all that may be set; a key with a dot is the platform's and passes
     */
    public static Settings of(String pid, Map<String, ?> properties, Set<String> keys) throws InvalidSettingsException {
        Settings settings = new Settings(source(pid, properties), Map.copyOf(properties));
        for (String key : new TreeSet<>(properties.keySet())) {
            if (!keys.contains(key) && key.indexOf('.') < 0) {
                throw settings.invalid(key, "***", "is no key; keys are " + String.join(", ", new TreeSet<>(keys)));
            }
        }
        return settings;
    }

    /** The file, as {@code etc/<name>}, or else the PID. */
    public String source() {
        return source;
    }

    /** The value without spaces around it; empty where the key is absent. A key without a value is present. */
    public Optional<String> find(String key) {
        return Optional.ofNullable(properties.get(key))
                .map(value -> value.toString().strip());
    }

    /** As {@link #find}, for a key that must be there. */
    public String text(String key) throws InvalidSettingsException {
        return find(key).orElseThrow(() -> new InvalidSettingsException(source + ": " + key + " is missing"));
    }

    /** A whole number within {@code min..max} in plain digits; at most 999,999,999. */
    public int number(String key, int min, int max) throws InvalidSettingsException {
        String text = text(key);
        if (text.matches(NUMBER)) {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw invalid(key, text, "is not a whole number within " + min + ".." + max);
    }

    /**
     * What to throw for a value that breaks a rule.
     *
     * @param value as it stands in the file; {@code ***} for a secret
     * @param rule such as {@code is not a whole number}
     */
    public InvalidSettingsException invalid(String key, String value, String rule) {
        return new InvalidSettingsException(source + ": " + printable(key) + "=" + printable(value) + " " + rule);
    }

    private static String source(String pid, Map<String, ?> properties) {
        Object file = properties.get("felix.fileinstall.filename");
        if (file == null) {
            Object instance = properties.get("service.pid");
            return instance == null ? pid : printable(instance.toString());
        }
        String path = file.toString();
        return "etc/" + printable(path.substring(path.lastIndexOf('/') + 1));
    }

    /** Text of a stranger in one short line without control characters. */
    private static String printable(String text) {
        String start = text.substring(0, Math.min(text.length(), MAX_SHOWN)).replaceAll("[^ -~]", "?");
        return text.length() > MAX_SHOWN ? start + "..." : start;
    }
}
