// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.ChainName;
import io.coffer.spi.chain.FinalityRule;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code etc/io.coffer.chain.devnet-<name>.cfg} says.
 *
 * @param name of the devnet, which is the reference of its CAIP-2 id
 * @param node where it listens
 * @param confirmations suggested to the core
 * @param answerLimit for one answer of the node
 */
record DevnetSettings(ChainName name, Mode mode, URI node, int confirmations, Duration answerLimit) {
    static final String PID = "io.coffer.chain.devnet";
    static final int DEFAULT_CONFIRMATIONS = 3;
    static final int DEFAULT_ANSWER_LIMIT_MS = 5_000;
    static final int MAX_ANSWER_LIMIT_MS = 9_000;

    /** The family that the devnet speaks. */
    enum Mode {
        ACCOUNT,
        UTXO
    }

    /** Checks every key; a key that is not known is ignored, since the runtime adds its own. */
    static DevnetSettings read(Map<String, ?> properties) throws InvalidSettingsException {
        Source source = new Source(properties);
        return new DevnetSettings(
                source.name(),
                source.mode(),
                source.node(),
                source.number("confirmations", DEFAULT_CONFIRMATIONS, FinalityRule.Confirmations.MAX_DEPTH),
                Duration.ofMillis(source.number("requestTimeoutMs", DEFAULT_ANSWER_LIMIT_MS, MAX_ANSWER_LIMIT_MS)));
    }

    /** The file that the settings are from, or the PID if there is none. */
    static String source(Map<String, ?> properties) {
        Object file = properties.get("felix.fileinstall.filename");
        return String.valueOf(file != null ? file : properties.get("service.pid"));
    }

    private record Source(Map<String, ?> properties) {
        ChainName name() throws InvalidSettingsException {
            String text = require("name");
            try {
                return new ChainName(text);
            } catch (IllegalArgumentException bad) {
                throw bad("name", text, "must be 1 to 32 characters of a-z 0-9 -");
            }
        }

        Mode mode() throws InvalidSettingsException {
            String text = require("mode");
            return switch (text) {
                case "account" -> Mode.ACCOUNT;
                case "utxo" -> Mode.UTXO;
                default -> throw bad("mode", text, "must be account or utxo");
            };
        }

        URI node() throws InvalidSettingsException {
            String text = require("url");
            try {
                URI uri = URI.create(text);
                if ("http".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null) {
                    return uri;
                }
            } catch (IllegalArgumentException notUri) {
                throw bad("url", text, "must be a URL");
            }
            throw bad("url", text, "must be like http://127.0.0.1:8581");
        }

        int number(String key, int otherwise, int max) throws InvalidSettingsException {
            @Nullable Object value = properties.get(key);
            if (value == null) {
                return otherwise;
            }
            try {
                int number = Integer.parseInt(String.valueOf(value).strip());
                if (number >= 1 && number <= max) {
                    return number;
                }
            } catch (NumberFormatException notNumber) {
                throw bad(key, String.valueOf(value), "must be a whole number");
            }
            throw bad(key, String.valueOf(value), "must be within 1.." + max);
        }

        private String require(String key) throws InvalidSettingsException {
            @Nullable Object value = properties.get(key);
            if (value == null || String.valueOf(value).isBlank()) {
                throw new InvalidSettingsException(source(properties) + ": " + key + " is missing; add it");
            }
            return String.valueOf(value).strip();
        }

        private InvalidSettingsException bad(String key, String value, String rule) {
            return new InvalidSettingsException(source(properties) + ": " + key + "=" + value + " " + rule);
        }
    }
}
