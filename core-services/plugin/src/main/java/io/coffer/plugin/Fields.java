// SPDX-License-Identifier: Apache-2.0
package io.coffer.plugin;

import io.coffer.spi.settings.InvalidSettingsException;
import io.coffer.spi.settings.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The fields of one configuration, read all at once, so that the operator is told of every fault and not of the first
 * only. One thread.
 */
public final class Fields {
    /** Stands for a value that may be secret. */
    public static final String MASK = "***";

    private final Settings settings;
    private final Map<Setting<?>, Object> values = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    private Fields(Settings settings) {
        this.settings = settings;
    }

    /**
     * Reads a configuration. Nothing is thrown for a bad one before {@link #requireSound()}.
     *
     * @param pid of the component, named in messages where no file is known
     * @param properties as the platform hands them over; its own keys have a dot and pass
     * @param keys all that may be set
     */
    public static Fields of(String pid, Map<String, ?> properties, Collection<Setting<?>> keys) {
        Fields fields = new Fields(everything(pid, properties));
        fields.refuseUnknownKeys(properties, keys);
        keys.forEach(fields::read);
        return fields;
    }

    /** Where the configuration comes from: {@code etc/<name>} if it has a file, or else its PID. */
    public static String source(String pid, Map<String, ?> properties) {
        return everything(pid, properties).source();
    }

    /** As it stands in the file, without the spaces around it; empty where the key is absent. */
    public Optional<String> text(String key) {
        return settings.find(key);
    }

    /** What is read so far; empty where that is faulty. For rules between fields, which {@link #fault} tells. */
    public <T> Optional<T> find(Setting<T> setting) {
        @SuppressWarnings("unchecked") // put there under a setting of this very type
        T value = (T) values.get(setting);
        return Optional.ofNullable(value);
    }

    /** The value of a configuration that is sound. */
    public <T> T value(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new IllegalStateException(setting.key() + ": has no sound value"));
    }

    /**
     * Notes a fault.
     *
     * @param value as it stands in the file; {@link #MASK} for a secret
     * @param rule such as {@code is more than the 2 nodes that are named; name more}
     */
    public void fault(String key, String value, String rule) {
        fault(Printable.of(key) + "=" + Printable.of(value) + " " + rule);
    }

    /** Notes a fault of no single value, in a whole sentence. */
    public void fault(String sentence) {
        faults.add(sentence);
    }

    /** @throws InvalidSettingsException naming the source and every fault, if there is one */
    public void requireSound() throws InvalidSettingsException {
        if (!faults.isEmpty()) {
            throw new InvalidSettingsException(source() + ": " + String.join("; ", faults));
        }
    }

    private String source() {
        return settings.source();
    }

    private void refuseUnknownKeys(Map<String, ?> properties, Collection<Setting<?>> keys) {
        TreeSet<String> unknown = new TreeSet<>(properties.keySet());
        keys.forEach(setting -> unknown.remove(setting.key()));
        String known = keys.stream()
                .filter(setting -> !setting.isRefused())
                .map(Setting::key)
                .sorted()
                .collect(Collectors.joining(", "));
        for (String key : unknown) {
            if (key.indexOf('.') < 0) {
                fault(key, MASK, "is no key; keys are " + known);
            }
        }
    }

    private <T> void read(Setting<T> setting) {
        Optional<String> text = text(setting.key());
        if (text.isEmpty()) {
            absent(setting);
            return;
        }
        try {
            values.put(setting, setting.read(text.get()));
        } catch (Setting.BrokenRuleException broken) {
            fault(setting.key(), setting.isSecret(text.get()) ? MASK : text.get(), broken.rule());
        }
    }

    private <T> void absent(Setting<T> setting) {
        T otherwise = setting.otherwise();
        if (otherwise == null) {
            fault(setting.key() + " is missing");
        } else {
            values.put(setting, otherwise);
        }
    }

    /** The strict reader with all keys allowed: it only finds, and knows the file. */
    private static Settings everything(String pid, Map<String, ?> properties) {
        try {
            return Settings.of(pid, properties, properties.keySet());
        } catch (InvalidSettingsException never) {
            throw new IllegalStateException(never);
        }
    }
}
