// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.chain.devnet.DevnetSettings.Mode;
import io.coffer.devnet.format.ChainName;
import io.coffer.devnet.format.Coins;
import io.coffer.devnet.format.MalformedException;
import io.coffer.plugin.Fields;
import io.coffer.plugin.Setting;
import io.coffer.spi.chain.FinalityRule;
import io.coffer.spi.settings.InvalidSettingsException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code etc/io.coffer.chain.devnet-<name>.cfg}. A message names file, key, value and rule. */
final class SettingsReader {
    static final String PID = "io.coffer.chain.devnet";

    private static final int DEFAULT_CONFIRMATIONS = 3;
    private static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_REQUEST_TIMEOUT_MS = 9_000;
    /** One coin. */
    private static final BigInteger DEFAULT_MAX_FEE = BigInteger.valueOf(100_000_000);

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_PORT = 65_535;

    private static final Setting<ChainName> NAME =
            Setting.of("name", ChainName::new, "is not 1 to 32 characters of a-z, 0-9 and -");
    private static final Setting<Mode> MODE = Setting.oneOf("mode", Mode::configured, Mode.values());
    /** A user and password may stand before the @. */
    private static final Setting<URI> URL = Setting.of("url", URI::create, "is no URL")
            .then(SettingsReader::plain, "is not like http://127.0.0.1:8645")
            .secretIf(text -> text.indexOf('@') >= 0);

    private static final Setting<Integer> CONFIRMATIONS = Setting.whole(
                    "confirmations", 1, FinalityRule.Confirmations.MAX_DEPTH)
            .as(Math::toIntExact)
            .or(DEFAULT_CONFIRMATIONS);
    private static final Setting<Duration> REQUEST_TIMEOUT = Setting.whole(
                    "requestTimeoutMs", 1, MAX_REQUEST_TIMEOUT_MS)
            .as(Duration::ofMillis)
            .or(DEFAULT_REQUEST_TIMEOUT);
    private static final Setting<Optional<String>> GENESIS = Setting.text(
                    "genesis", HASH, "is not 64 lower-case hexadecimal digits")
            .optional();
    private static final Setting<BigInteger> MAX_FEE = Setting.of(
                    "maxFee", SettingsReader::coins, "is not a whole number within 0..2^96-1")
            .or(DEFAULT_MAX_FEE);

    private SettingsReader() {}

    static DevnetSettings read(Map<String, ?> properties) throws InvalidSettingsException {
        Fields fields =
                Fields.of(PID, properties, List.of(NAME, MODE, URL, CONFIRMATIONS, REQUEST_TIMEOUT, GENESIS, MAX_FEE));
        fields.requireSound();
        return new DevnetSettings(
                fields.value(NAME),
                fields.value(MODE),
                fields.value(URL),
                fields.value(CONFIRMATIONS),
                fields.value(REQUEST_TIMEOUT),
                fields.value(GENESIS),
                fields.value(MAX_FEE));
    }

    private static URI plain(URI url) {
        boolean plain = "http".equals(url.getScheme())
                && url.getHost() != null
                && url.getPort() > 0
                && url.getPort() <= MAX_PORT
                && url.getRawUserInfo() == null
                && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
        if (!plain) {
            throw new IllegalArgumentException("url: more than host and port");
        }
        return url;
    }

    private static BigInteger coins(String text) {
        try {
            return Coins.parse(text);
        } catch (MalformedException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
