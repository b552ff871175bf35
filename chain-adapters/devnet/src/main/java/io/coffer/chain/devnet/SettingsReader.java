// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.ChainName;
import io.coffer.devnet.format.Coins;
import io.coffer.devnet.format.MalformedException;
import io.coffer.spi.chain.FinalityRule;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads {@code etc/io.coffer.chain.devnet-<name>.cfg}. A message names file, key, value and rule. */
final class SettingsReader {
    static final String PID = "io.coffer.chain.devnet";

    private static final String NAME = "name";
    private static final String MODE = "mode";
    private static final String URL = "url";
    private static final String CONFIRMATIONS = "confirmations";
    private static final String REQUEST_TIMEOUT = "requestTimeoutMs";
    private static final String GENESIS = "genesis";
    private static final String MAX_FEE = "maxFee";
    private static final Set<String> KEYS = Set.of(NAME, MODE, URL, CONFIRMATIONS, REQUEST_TIMEOUT, GENESIS, MAX_FEE);

    private static final int DEFAULT_CONFIRMATIONS = 3;
    private static final int DEFAULT_REQUEST_TIMEOUT_MS = 5_000;
    private static final int MAX_REQUEST_TIMEOUT_MS = 9_000;
    /** One coin. */
    private static final String DEFAULT_MAX_FEE = "100000000";

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_PORT = 65_535;

    private final Map<String, ?> properties;

    private SettingsReader(Map<String, ?> properties) {
        this.properties = properties;
    }

    static DevnetSettings read(Map<String, ?> properties) throws InvalidSettingsException {
        SettingsReader reader = new SettingsReader(properties);
        reader.refuseUnknownKeys();
        return new DevnetSettings(
                reader.name(),
                reader.mode(),
                reader.url(),
                reader.number(CONFIRMATIONS, DEFAULT_CONFIRMATIONS, FinalityRule.Confirmations.MAX_DEPTH),
                Duration.ofMillis(reader.number(REQUEST_TIMEOUT, DEFAULT_REQUEST_TIMEOUT_MS, MAX_REQUEST_TIMEOUT_MS)),
                reader.genesis(),
                reader.maxFee());
    }

    /** The file that the settings are from, or the PID if there is none. */
    static String source(Map<String, ?> properties) {
        Object file = properties.get("felix.fileinstall.filename");
        if (file == null) {
            Object pid = properties.get("service.pid");
            return pid == null ? PID : pid.toString();
        }
        String path = file.toString();
        return "etc/" + path.substring(path.lastIndexOf('/') + 1);
    }

    /** What the platform adds has a dot in its name; any other key that is not known is a slip. */
    private void refuseUnknownKeys() throws InvalidSettingsException {
        for (String key : new TreeSet<>(properties.keySet())) {
            if (!KEYS.contains(key) && key.indexOf('.') < 0) {
                throw bad(key, "***", "is no key; keys are " + String.join(", ", new TreeSet<>(KEYS)));
            }
        }
    }

    private ChainName name() throws InvalidSettingsException {
        String text = require(NAME);
        try {
            return new ChainName(text);
        } catch (IllegalArgumentException wrong) {
            throw bad(NAME, text, "is not 1 to 32 characters of a-z, 0-9 and -");
        }
    }

    private DevnetSettings.Mode mode() throws InvalidSettingsException {
        String text = require(MODE);
        return switch (text) {
            case "account" -> DevnetSettings.Mode.ACCOUNT;
            case "utxo" -> DevnetSettings.Mode.UTXO;
            default -> throw bad(MODE, text, "is neither account nor utxo");
        };
    }

    private URI url() throws InvalidSettingsException {
        String text = require(URL);
        try {
            URI url = new URI(text);
            boolean plain = "http".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getPort() > 0
                    && url.getPort() <= MAX_PORT
                    && url.getRawUserInfo() == null
                    && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
            if (plain) {
                return url;
            }
        } catch (URISyntaxException wrong) {
            throw bad(URL, masked(text), "is no URL");
        }
        throw bad(URL, masked(text), "is not like http://127.0.0.1:8645");
    }

    /** A user and password may stand before the @. */
    private static String masked(String url) {
        return url.indexOf('@') < 0 ? url : "***";
    }

    private Optional<String> genesis() throws InvalidSettingsException {
        Optional<String> text = value(GENESIS);
        if (text.isPresent() && !HASH.matcher(text.get()).matches()) {
            throw bad(GENESIS, text.get(), "is not 64 lower-case hexadecimal digits");
        }
        return text;
    }

    private BigInteger maxFee() throws InvalidSettingsException {
        String text = value(MAX_FEE).orElse(DEFAULT_MAX_FEE);
        try {
            return Coins.parse(text);
        } catch (MalformedException wrong) {
            throw bad(MAX_FEE, text, "is not a whole number within 0..2^96-1");
        }
    }

    private int number(String key, int otherwise, int max) throws InvalidSettingsException {
        Optional<String> text = value(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        // Nine digits at most fit an int.
        if (text.get().matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text.get());
            if (number >= 1 && number <= max) {
                return number;
            }
        }
        throw bad(key, text.get(), "is not a whole number within 1.." + max);
    }

    private String require(String key) throws InvalidSettingsException {
        return value(key)
                .orElseThrow(() -> new InvalidSettingsException(source(properties) + ": " + key + " is missing"));
    }

    /** Empty where the key is absent; a key without a value is present and wrong. */
    private Optional<String> value(String key) {
        return Optional.ofNullable(properties.get(key))
                .map(value -> value.toString().strip());
    }

    private InvalidSettingsException bad(String key, String value, String rule) {
        return new InvalidSettingsException(
                source(properties) + ": " + Printable.of(key) + "=" + Printable.of(value) + " " + rule);
    }
}
