// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.settings;

import io.coffer.api.asset.AssetId;
import io.coffer.spi.chain.BalancesAtBlock;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.FinalityRule;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the settings of one chain as they stand in {@code etc/io.coffer.wallet.chain-<name>.cfg}.
 *
 * <p>A key that is not known is refused, because a misspelt {@code confirmations} would otherwise go unnoticed. Keys
 * with a dot belong to the framework and are passed over, but for those that begin with {@code sweep.}.
 */
public final class ChainSettingsForm {
    private static final Set<String> KEYS = Set.of(
            "chain",
            "confirmations",
            "finality",
            "startHeight",
            "pollMs",
            "pageBlocks",
            "vanishAfterBlocks",
            "reorgFinal",
            "compareBalances",
            "feeCapUnits",
            "feeUrgency",
            "allowContracts",
            "maxInputs",
            "maxInFlight",
            "replace-after",
            "sweep.max-fee",
            "sweep.batch");
    private static final String SWEEP = "sweep.";
    /** The ledger's name of the asset follows. */
    private static final String THRESHOLD = "sweep.threshold.";

    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,77}");
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]{0,59})(\\.[0-9]{1,36})?");
    private static final int MAX_POLL_MS = 3_600_000;
    private static final int MAX_VANISH_BLOCKS = 1_000_000;
    private static final int MAX_INPUTS = 500;
    private static final int MAX_IN_FLIGHT = 10_000;
    private static final int MAX_REPLACE_AFTER_S = 86_400;
    private static final long MS_PER_S = 1_000;
    private static final int MAX_BATCH = 500;

    private final Map<String, ?> properties;

    private ChainSettingsForm(Map<String, ?> properties) {
        this.properties = properties;
    }

    /** @throws BadSettingException for the first setting that cannot be used */
    public static ChainSettings read(Map<String, ?> properties) throws BadSettingException {
        ChainSettingsForm form = new ChainSettingsForm(properties);
        ChainId chain = form.chain();
        try {
            return form.read(chain);
        } catch (BadSettingException bad) {
            throw bad.of(chain);
        }
    }

    private ChainSettings read(ChainId chain) throws BadSettingException {
        for (String key : properties.keySet()) {
            boolean ours = !key.contains(".") || key.startsWith(SWEEP);
            if (ours && !KEYS.contains(key) && !key.startsWith(THRESHOLD)) {
                throw new BadSettingException(key, text(key).orElse(""), "is no setting of a chain");
            }
        }
        ChainSettings defaults = ChainSettings.defaults(chain);
        ChainSettings.Reading reading = defaults.reading();
        ChainSettings.Sending sending = defaults.sending();
        return new ChainSettings(
                defaults.chain(),
                new ChainSettings.Reading(
                        finality(),
                        startHeight(),
                        number("pollMs", 10, MAX_POLL_MS, reading.pollMs()),
                        number("pageBlocks", 1, ChainReader.MAX_BLOCKS, reading.pageBlocks()),
                        number("vanishAfterBlocks", 1, MAX_VANISH_BLOCKS, reading.vanishAfterBlocks()),
                        finalRemoved(reading.finalRemoved())),
                new ChainSettings.Sending(
                        feeCap(),
                        urgency(sending.urgency()),
                        flag("allowContracts", sending.allowContracts()),
                        number("maxInputs", 1, MAX_INPUTS, sending.maxInputs()),
                        number("maxInFlight", 1, MAX_IN_FLIGHT, sending.maxInFlight()),
                        replaceAfterMs(sending.replaceAfterMs())),
                new ChainSettings.Sweeping(
                        thresholds(),
                        decimal("sweep.max-fee"),
                        number("sweep.batch", 1, MAX_BATCH, defaults.sweeping().batch())),
                comparing(defaults.comparing()));
    }

    private ChainSettings.Comparing comparing(ChainSettings.Comparing otherwise) throws BadSettingException {
        return new ChainSettings.Comparing(
                number("compareBalances", 0, BalancesAtBlock.MAX_ADDRESSES, otherwise.addresses()));
    }

    private long replaceAfterMs(long otherwiseMs) throws BadSettingException {
        return MS_PER_S * number("replace-after", 1, MAX_REPLACE_AFTER_S, (int) (otherwiseMs / MS_PER_S));
    }

    private Map<AssetId, BigDecimal> thresholds() throws BadSettingException {
        Map<AssetId, BigDecimal> thresholds = new TreeMap<>();
        for (String key : properties.keySet()) {
            if (key.startsWith(THRESHOLD)) {
                Optional<BigDecimal> threshold = decimal(key);
                if (threshold.isEmpty() || threshold.get().signum() == 0) {
                    throw new BadSettingException(key, text(key).orElse(""), "must be more than nothing");
                }
                thresholds.put(asset(key), threshold.get());
            }
        }
        return thresholds;
    }

    private AssetId asset(String key) throws BadSettingException {
        try {
            return new AssetId(key.substring(THRESHOLD.length()));
        } catch (IllegalArgumentException wrong) {
            throw new BadSettingException(
                    key, text(key).orElse(""), "no asset of the ledger is named so: 1..16 characters of A-Z 0-9 . _ -");
        }
    }

    private Optional<BigDecimal> decimal(String key) throws BadSettingException {
        Optional<String> value = text(key);
        if (value.isPresent() && !DECIMAL.matcher(value.get()).matches()) {
            throw new BadSettingException(key, value.get(), "no decimal number of whole coins such as 0.5");
        }
        return value.map(BigDecimal::new);
    }

    private ChainId chain() throws BadSettingException {
        String caip2 = text("chain").orElse("");
        try {
            return new ChainId(caip2);
        } catch (IllegalArgumentException wrong) {
            throw new BadSettingException("chain", caip2, "not a CAIP-2 chain id such as eip155:1");
        }
    }

    private Optional<FinalityRule> finality() throws BadSettingException {
        Optional<String> named = text("finality");
        Optional<String> depth = text("confirmations");
        if (named.isPresent() && depth.isPresent()) {
            throw new BadSettingException("finality", named.get(), "stands beside confirmations: set one of them");
        }
        if (depth.isPresent()) {
            int blocks = number("confirmations", 1, FinalityRule.Confirmations.MAX_DEPTH, 1);
            return Optional.of(new FinalityRule.Confirmations(blocks));
        }
        if (named.isEmpty()) {
            return Optional.empty();
        }
        return switch (named.get()) {
            case "finalized" -> Optional.of(new FinalityRule.FinalizedTag());
            case "immediate" -> Optional.of(new FinalityRule.Immediate());
            default -> throw new BadSettingException("finality", named.get(), "neither finalized nor immediate");
        };
    }

    private ChainSettings.FinalRemoved finalRemoved(ChainSettings.FinalRemoved otherwise) throws BadSettingException {
        Optional<String> named = text("reorgFinal");
        if (named.isEmpty()) {
            return otherwise;
        }
        return switch (named.get()) {
            case "reverse" -> ChainSettings.FinalRemoved.REVERSE;
            case "halt" -> ChainSettings.FinalRemoved.HALT;
            default -> throw new BadSettingException("reorgFinal", named.get(), "neither reverse nor halt");
        };
    }

    private OptionalLong startHeight() throws BadSettingException {
        Optional<String> height = text("startHeight");
        if (height.isEmpty() || height.get().equals("head")) {
            return OptionalLong.empty();
        }
        BigInteger whole = whole("startHeight", height.get());
        if (whole.bitLength() > 62) {
            throw new BadSettingException("startHeight", height.get(), "no height of a block");
        }
        return OptionalLong.of(whole.longValueExact());
    }

    private Optional<BigInteger> feeCap() throws BadSettingException {
        Optional<String> units = text("feeCapUnits");
        return units.isEmpty() ? Optional.empty() : Optional.of(whole("feeCapUnits", units.get()));
    }

    private FeeUrgency urgency(FeeUrgency otherwise) throws BadSettingException {
        Optional<String> name = text("feeUrgency");
        if (name.isEmpty()) {
            return otherwise;
        }
        try {
            return FeeUrgency.valueOf(name.get().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException wrong) {
            throw new BadSettingException("feeUrgency", name.get(), "none of low, normal, high");
        }
    }

    private boolean flag(String key, boolean otherwise) throws BadSettingException {
        Optional<String> value = text(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        return switch (value.get()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadSettingException(key, value.get(), "neither true nor false");
        };
    }

    private int number(String key, int least, int most, int otherwise) throws BadSettingException {
        Optional<String> value = text(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        BigInteger whole = whole(key, value.get());
        if (whole.compareTo(BigInteger.valueOf(least)) < 0 || whole.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new BadSettingException(key, value.get(), "not within " + least + ".." + most);
        }
        return whole.intValueExact();
    }

    private static BigInteger whole(String key, String value) throws BadSettingException {
        if (!WHOLE.matcher(value).matches()) {
            throw new BadSettingException(key, value, "no whole number");
        }
        return new BigInteger(value);
    }

    private Optional<String> text(String key) {
        Object value = properties.get(key);
        return value == null ? Optional.empty() : Optional.of(value.toString().strip());
    }
}
