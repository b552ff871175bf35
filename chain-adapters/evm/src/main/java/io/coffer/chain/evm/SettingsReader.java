// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.chain.evm.rpc.Endpoint;
import io.coffer.chain.evm.rpc.Excerpt;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FinalityRule;
import io.coffer.spi.money.NetworkAssetId;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads the configuration of a network, finding all faults of it and not only the first. */
public final class SettingsReader {
    public static final String PID = "io.coffer.chain.evm";

    private static final String URL = "url";
    private static final String URL_FILE = "urlFile";
    private static final String AUTHORIZATION = "authorization";
    private static final String AUTHORIZATION_FILE = "authorizationFile";
    private static final String CHAIN_ID = "chainId";
    private static final String SYMBOL = "symbol";
    private static final String NAME = "name";
    private static final String CONFIRMATIONS = "confirmations";
    private static final String REQUEST_TIMEOUT = "requestTimeoutMs";
    private static final String MAX_LAG = "maxLagSeconds";
    private static final String SLIP44 = "slip44";
    private static final String TRANSFER_GAS = "transferGas";
    private static final String MAX_FEE = "maxFeePerGasWei";
    private static final String MAX_TIP = "maxTipPerGasWei";
    private static final Set<String> KEYS = Set.of(
            URL,
            URL_FILE,
            AUTHORIZATION_FILE,
            CHAIN_ID,
            SYMBOL,
            NAME,
            CONFIRMATIONS,
            REQUEST_TIMEOUT,
            MAX_LAG,
            SLIP44,
            TRANSFER_GAS,
            MAX_FEE,
            MAX_TIP);

    private static final String FILE = "felix.fileinstall.filename";
    private static final String FINALIZED = "finalized";
    private static final String MASK = "***";
    private static final Pattern SYMBOL_FORM = Pattern.compile("[A-Z0-9]{1,16}");
    private static final Pattern NAME_FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,24}");
    /** Keys of providers have 32 characters and more; names of paths are shorter and seldom have digits. */
    private static final Pattern LIKE_A_KEY = Pattern.compile("(?=.*[0-9])[A-Za-z0-9_-]{16,}");

    private static final Pattern AUTHORITY = Pattern.compile("^[a-z]+://[^/]*");
    private static final Pattern HEADER_VALUE = Pattern.compile("[!-~](?:[ -~]{0,4094}[!-~])?");
    /** EIP-2294 bounds chain ids so that the older signatures of EIP-155 stay within 64 bits. */
    private static final long MAX_CHAIN_ID = Long.MAX_VALUE - 36;

    private static final long MAX_SLIP44 = (1L << 31) - 1;
    private static final long MIN_TRANSFER_GAS = 21_000;
    private static final long MAX_TRANSFER_GAS = 10_000_000;
    private static final long WEEK_SECONDS = 7 * 24 * 3600L;
    private static final long MIN_TIMEOUT_MS = 100;
    private static final long MAX_TIMEOUT_MS = 8_000;
    private static final long MAX_WEI_PER_GAS = 1_000_000_000_000_000L;

    private final Map<String, Object> properties;
    private final List<String> faults = new ArrayList<>();

    private SettingsReader(Map<String, Object> properties) {
        this.properties = properties;
    }

    /** Where a configuration comes from: its file if it has one, else its PID. */
    public static String source(Map<String, Object> properties) {
        Object file = properties.get(FILE);
        if (file != null) {
            String path = file.toString();
            return "etc/" + path.substring(path.lastIndexOf('/') + 1);
        }
        return String.valueOf(properties.getOrDefault("service.pid", PID));
    }

    /** @throws InvalidSettingsException naming every fault */
    public static EvmSettings read(Map<String, Object> properties) throws InvalidSettingsException {
        return new SettingsReader(properties).settings();
    }

    private EvmSettings settings() throws InvalidSettingsException {
        rejectUnknownKeys();
        Optional<Endpoint> endpoint = endpoint();
        long chainId = number(CHAIN_ID, Optional.empty(), 1, MAX_CHAIN_ID);
        String symbol = text(SYMBOL, Optional.empty(), SYMBOL_FORM, "is not 1 to 16 of A-Z and 0-9");
        String name = text(
                NAME,
                Optional.of(chainId > 0 ? "eip155-" + chainId : "unnamed"),
                NAME_FORM,
                "is not 1 to 32 of a-z, 0-9 and -");
        FinalityRule finality = finality();
        long timeoutMs = number(REQUEST_TIMEOUT, Optional.of("4000"), MIN_TIMEOUT_MS, MAX_TIMEOUT_MS);
        long maxLagSeconds = number(MAX_LAG, Optional.of("600"), 0, WEEK_SECONDS);
        long slip44 = number(SLIP44, Optional.of("60"), 0, MAX_SLIP44);
        long gas = number(TRANSFER_GAS, Optional.of("21000"), MIN_TRANSFER_GAS, MAX_TRANSFER_GAS);
        long maxFee = number(MAX_FEE, Optional.of("500000000000"), 1, MAX_WEI_PER_GAS);
        long maxTip = number(MAX_TIP, Optional.of("50000000000"), 0, MAX_WEI_PER_GAS);
        if (!faults.isEmpty() || endpoint.isEmpty()) {
            throw new InvalidSettingsException(source(properties), faults);
        }
        ChainId chain = new ChainId(EvmChain.FAMILY + ":" + chainId);
        return new EvmSettings(
                name,
                chain,
                new NetworkAssetId(chain + "/slip44:" + slip44),
                symbol,
                finality,
                new NodeSettings(endpoint.get(), timeoutMs, maxLagSeconds),
                new FeeLimits(BigInteger.valueOf(maxFee), BigInteger.valueOf(maxTip), gas));
    }

    /** A key with a dot in it is the platform's own, such as service.pid; any other that is unknown is a slip. */
    private void rejectUnknownKeys() {
        for (String key : new TreeSet<>(properties.keySet())) {
            if (!KEYS.contains(key) && !key.equals(AUTHORIZATION) && key.indexOf('.') < 0) {
                faults.add(Excerpt.of(key) + "=" + MASK + " is no key of this configuration; keys are "
                        + String.join(", ", new TreeSet<>(KEYS)));
            }
        }
    }

    private Optional<Endpoint> endpoint() {
        int before = faults.size();
        Optional<String> authorization = secret(AUTHORIZATION, AUTHORIZATION_FILE, value -> true);
        if (authorization.isPresent()
                && !HEADER_VALUE.matcher(authorization.get()).matches()) {
            fault(AUTHORIZATION_FILE, MASK, "does not hold 1 to 4096 printable ASCII characters");
        }
        Optional<String> text = secret(URL, URL_FILE, SettingsReader::carriesKey);
        if (text.isEmpty()) {
            if (faults.size() == before) {
                faults.add(URL + " is missing");
            }
            return Optional.empty();
        }
        try {
            URI url = new URI(text.get());
            Endpoint endpoint = new Endpoint(url, authorization);
            String broken = urlFault(url);
            if (broken.isEmpty()) {
                return Optional.of(endpoint);
            }
            fault(URL, url.getRawUserInfo() == null && url.getHost() != null ? endpoint.toString() : MASK, broken);
        } catch (URISyntaxException malformed) {
            fault(URL, MASK, "is not a URL");
        }
        return Optional.empty();
    }

    /**
     * A value that may be secret, out of the file that the configuration names. In the configuration itself {@code
     * config:list} would show it to everyone with a shell, and the platform would keep a copy.
     */
    private Optional<String> secret(String key, String fileKey, Predicate<String> isSecret) {
        Optional<String> clear = value(key);
        Optional<String> file = value(fileKey);
        if (clear.isPresent() && isSecret.test(clear.get())) {
            fault(
                    key,
                    MASK,
                    "is a secret, and config:list would show it; take it out, put it into a file that only its owner"
                            + " may read and name that with " + fileKey);
            return Optional.empty();
        }
        if (file.isEmpty()) {
            return clear;
        }
        if (clear.isPresent()) {
            fault(fileKey, Excerpt.of(file.get()), "stands beside " + key + "; keep one of them");
            return Optional.empty();
        }
        try {
            return Optional.of(SecretFile.read(file.get()));
        } catch (IOException unusable) {
            fault(fileKey, Excerpt.of(file.get()), String.valueOf(unusable.getMessage()));
            return Optional.empty();
        }
    }

    /** Providers put keys into path and query; what stands before the host is refused anyway. */
    private static boolean carriesKey(String url) {
        return url.indexOf('?') >= 0
                || Arrays.stream(AUTHORITY.matcher(url).replaceFirst("").split("[/#;=&]", -1))
                        .anyMatch(part -> LIKE_A_KEY.matcher(part).matches());
    }

    private static String urlFault(URI url) {
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
            return "does not begin with http:// or https://";
        }
        if (url.getRawUserInfo() != null) {
            return "holds a user or password; use authorizationFile";
        }
        if (url.getHost() == null || url.getPort() > 65_535 || url.getPort() == 0) {
            return "has no valid host or port";
        }
        return url.getRawFragment() == null ? "" : "has a fragment";
    }

    private FinalityRule finality() {
        if (value(CONFIRMATIONS).filter(FINALIZED::equals).isPresent()) {
            return new FinalityRule.FinalizedTag();
        }
        long depth = number(CONFIRMATIONS, Optional.of("12"), 1, FinalityRule.Confirmations.MAX_DEPTH);
        return new FinalityRule.Confirmations(Math.toIntExact(Math.max(1, depth)));
    }

    private String text(String key, Optional<String> otherwise, Pattern form, String rule) {
        return checked(
                        key,
                        otherwise,
                        rule,
                        value -> form.matcher(value).matches() ? Optional.of(value) : Optional.empty())
                .orElse("");
    }

    /** A number within the bounds, or -1 after a fault. */
    private long number(String key, Optional<String> otherwise, long min, long max) {
        String rule = "is not a whole number within " + min + ".." + max;
        return checked(key, otherwise, rule, value -> within(value, min, max)).orElse(-1L);
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

    private <T> Optional<T> checked(
            String key, Optional<String> otherwise, String rule, Function<String, Optional<T>> reading) {
        Optional<String> value = value(key).or(() -> otherwise);
        if (value.isEmpty()) {
            faults.add(key + " is missing");
            return Optional.empty();
        }
        Optional<T> read = reading.apply(value.get());
        if (read.isEmpty()) {
            fault(key, Excerpt.of(value.get()), rule);
        }
        return read;
    }

    /** Empty where the key is absent; a key without a value is present and wrong. */
    private Optional<String> value(String key) {
        return Optional.ofNullable(properties.get(key)).map(Object::toString).map(String::strip);
    }

    private void fault(String key, String shown, String rule) {
        faults.add(key + "=" + shown + " " + rule);
    }
}
