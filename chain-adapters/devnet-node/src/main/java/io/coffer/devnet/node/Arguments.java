// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.ChainName;
import io.coffer.devnet.format.Coins;
import io.coffer.devnet.format.MalformedException;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the program is started with.
 *
 * @param port on loopback; 0 for any that is free
 * @param data the block file, created if it is not there
 * @param blockTimeMs how often a block is mined; 0 for on demand only
 */
public record Arguments(int port, Path data, long blockTimeMs, ChainSettings chain) {
    static final String USAGE = "--data FILE [--port N] [--mode account|utxo] [--name NAME] [--seed LONG]"
            + " [--block-time-ms N] [--min-fee N]";

    private static final List<String> NAMES =
            List.of("--data", "--port", "--mode", "--name", "--seed", "--block-time-ms", "--min-fee");

    /**
     * Reads them; the message of the exception names the argument.
     *
     * @throws IllegalArgumentException if one is unknown, missing, double or has a bad value
     */
    public static Arguments parse(List<String> words) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            String name = words.get(i);
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(name + ": no such argument");
            }
            if (i + 1 == words.size() || values.put(name, words.get(i + 1)) != null) {
                throw new IllegalArgumentException(name + ": needs one value, once");
            }
        }
        ChainSettings chain = new ChainSettings(
                name(values.getOrDefault("--name", "main")),
                mode(values.getOrDefault("--mode", "account")),
                number("--seed", values.getOrDefault("--seed", "1"), Long.MIN_VALUE, Long.MAX_VALUE),
                minFee(values.getOrDefault("--min-fee", "1000")));
        return new Arguments(
                (int) number("--port", values.getOrDefault("--port", "0"), 0, 65_535),
                data(values.get("--data")),
                number("--block-time-ms", values.getOrDefault("--block-time-ms", "0"), 0, Limits.BLOCK_TIME_MS),
                chain);
    }

    private static ChainName name(String text) {
        try {
            return new ChainName(text);
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("--name: not 1..32 characters of [a-z0-9-]", invalid);
        }
    }

    private static Mode mode(String text) {
        return Arrays.stream(Mode.values())
                .filter(mode -> mode.word().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--mode: neither account nor utxo"));
    }

    private static BigInteger minFee(String text) {
        try {
            return Coins.parse(text);
        } catch (MalformedException invalid) {
            throw new IllegalArgumentException("--min-fee: " + invalid.getMessage(), invalid);
        }
    }

    private static Path data(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw new IllegalArgumentException("--data: missing");
        }
        try {
            return Path.of(text).toAbsolutePath();
        } catch (InvalidPathException invalid) {
            throw new IllegalArgumentException("--data: not a path", invalid);
        }
    }

    private static long number(String name, String text, long min, long max) {
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException invalid) {
            throw new IllegalArgumentException(name + ": not a whole number", invalid);
        }
        throw new IllegalArgumentException(name + ": not within " + min + ".." + max);
    }
}
