// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.chain.evm.rpc.Endpoint;
import io.coffer.chain.evm.rpc.Excerpt;
import io.coffer.chain.evm.tx.TransactionType;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.FinalityRule;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads the configuration of a network, finding all faults of it and not only the first. */
public final class SettingsReader {
    public static final String PID = "io.coffer.chain.evm";

    static final String CONFIRMATIONS = "confirmations";
    static final String INTERNAL_TRANSFERS = "internalTransfers";
    static final String MAX_FEE = "maxFeePerGasWei";
    static final String MAX_TIP = "maxTipPerGasWei";

    private static final String CHAIN_ID = "chainId";
    private static final String SYMBOL = "symbol";
    private static final String NAME = "name";
    private static final String REQUEST_TIMEOUT = "requestTimeoutMs";
    private static final String MAX_LAG = "maxLagSeconds";
    private static final String AGREEMENT = "agreement";
    private static final String BATCH_LIMIT = "batchLimit";
    private static final String BLOCK_RANGE = "blockRange";
    private static final String SLIP44 = "slip44";
    private static final String TRANSACTIONS = "transactions";
    private static final String TRANSFER_GAS = "transferGas";
    private static final String REPLACEMENT_BUMP = "replacementBumpPercent";
    private static final Set<String> KEYS = Set.of(
            EndpointsReader.URL,
            EndpointsReader.URL_FILE,
            EndpointsReader.URLS,
            EndpointsReader.URLS_FILE,
            EndpointsReader.AUTHORIZATION_FILE,
            CHAIN_ID,
            SYMBOL,
            NAME,
            CONFIRMATIONS,
            INTERNAL_TRANSFERS,
            REQUEST_TIMEOUT,
            MAX_LAG,
            AGREEMENT,
            BATCH_LIMIT,
            BLOCK_RANGE,
            SLIP44,
            TRANSACTIONS,
            TRANSFER_GAS,
            MAX_FEE,
            MAX_TIP,
            REPLACEMENT_BUMP);

    private static final String FILE = "felix.fileinstall.filename";
    private static final Pattern SYMBOL_FORM = Pattern.compile("[A-Z0-9]{1,16}");
    private static final Pattern NAME_FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    /** EIP-2294 bounds chain ids so that the older signatures of EIP-155 stay within 64 bits. */
    private static final long MAX_CHAIN_ID = Long.MAX_VALUE - 36;

    private static final long MAX_SLIP44 = (1L << 31) - 1;
    private static final long MIN_TRANSFER_GAS = 21_000;
    private static final long MAX_TRANSFER_GAS = 10_000_000;
    private static final long WEEK_SECONDS = 7 * 24 * 3600L;
    private static final long MIN_TIMEOUT_MS = 100;
    private static final long MAX_TIMEOUT_MS = 8_000;
    private static final long MAX_WEI_PER_GAS = 1_000_000_000_000_000L;
    /** Geth's own default; hosted nodes are known to stop at 100. */
    private static final long MAX_BATCH = 1_000;
    /** Nodes demand this much; less would never be taken. */
    private static final long MIN_BUMP_PERCENT = 10;

    private static final long MAX_BUMP_PERCENT = 1_000;

    private final Map<String, Object> properties;
    private final Values values;

    private SettingsReader(Map<String, Object> properties) {
        this.properties = properties;
        this.values = new Values(properties);
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
        NodeSettings node = node();
        long chainId = values.number(CHAIN_ID, Optional.empty(), 1, MAX_CHAIN_ID);
        String symbol = values.text(SYMBOL, Optional.empty(), SYMBOL_FORM, "is not 1 to 16 of A-Z and 0-9");
        String name = values.text(
                NAME,
                Optional.of(chainId > 0 ? "eip155-" + chainId : "unnamed"),
                NAME_FORM,
                "is not 1 to 32 of a-z, 0-9 and -");
        FinalityRule finality = finality();
        long slip44 = values.number(SLIP44, Optional.of("60"), 0, MAX_SLIP44);
        FeeLimits fees = fees();
        TransactionType transactions = values.chosen(
                        TRANSACTIONS, Optional.of("eip1559"), "is not eip1559 or legacy", TransactionType::named)
                .orElse(TransactionType.EIP1559);
        ReadSettings reading = reading();
        if (!values.faults().isEmpty()) {
            throw new InvalidSettingsException(source(properties), values.faults());
        }
        ChainId chain = new ChainId(EvmChain.FAMILY + ":" + chainId);
        NetworkAssetId coin = new NetworkAssetId(chain + "/slip44:" + slip44);
        return new EvmSettings(name, chain, coin, symbol, finality, node, fees, transactions, reading);
    }

    /** A key with a dot in it is the platform's own, such as service.pid; any other that is unknown is a slip. */
    private void rejectUnknownKeys() {
        for (String key : new TreeSet<>(properties.keySet())) {
            if (!KEYS.contains(key) && !key.equals(EndpointsReader.AUTHORIZATION) && key.indexOf('.') < 0) {
                values.fault(
                        Excerpt.of(key),
                        Values.MASK,
                        "is no key of this configuration; keys are " + String.join(", ", new TreeSet<>(KEYS)));
            }
        }
    }

    private NodeSettings node() {
        List<Endpoint> endpoints = new EndpointsReader(values).endpoints();
        long agreement = values.number(AGREEMENT, Optional.of("1"), 1, EndpointsReader.MAX_ENDPOINTS);
        if (!endpoints.isEmpty() && agreement > endpoints.size()) {
            values.fault(
                    AGREEMENT,
                    Long.toString(agreement),
                    "is more than the " + endpoints.size() + " nodes that are named; name more in urls or urlsFile");
        }
        return new NodeSettings(
                endpoints,
                Math.toIntExact(agreement),
                values.number(REQUEST_TIMEOUT, Optional.of("4000"), MIN_TIMEOUT_MS, MAX_TIMEOUT_MS),
                Math.toIntExact(values.number(BATCH_LIMIT, Optional.of("100"), 1, MAX_BATCH)),
                values.number(MAX_LAG, Optional.of("600"), 0, WEEK_SECONDS));
    }

    private FeeLimits fees() {
        long gas = values.number(TRANSFER_GAS, Optional.of("21000"), MIN_TRANSFER_GAS, MAX_TRANSFER_GAS);
        long maxFee = values.number(MAX_FEE, Optional.of("500000000000"), 1, MAX_WEI_PER_GAS);
        long maxTip = values.number(MAX_TIP, Optional.of("50000000000"), 0, MAX_WEI_PER_GAS);
        long bump = values.number(REPLACEMENT_BUMP, Optional.of("10"), MIN_BUMP_PERCENT, MAX_BUMP_PERCENT);
        return new FeeLimits(BigInteger.valueOf(maxFee), BigInteger.valueOf(maxTip), gas, Math.toIntExact(bump));
    }

    private ReadSettings reading() {
        InternalTransfers internal = values.chosen(
                        INTERNAL_TRANSFERS,
                        Optional.of("auto"),
                        "is not auto, trace, balance or off",
                        InternalTransfers::named)
                .orElse(InternalTransfers.OFF);
        long range = values.number(BLOCK_RANGE, Optional.of("8"), 1, ChainReader.MAX_BLOCKS);
        String tag =
                values.value(CONFIRMATIONS).filter(ReadSettings.SAFE::equals).orElse(ReadSettings.FINALIZED);
        return new ReadSettings(tag, internal, Math.toIntExact(range));
    }

    private FinalityRule finality() {
        Optional<String> value = values.value(CONFIRMATIONS);
        if (value.filter(ReadSettings.FINALIZED::equals).isPresent()
                || value.filter(ReadSettings.SAFE::equals).isPresent()) {
            return new FinalityRule.FinalizedTag();
        }
        long depth = values.number(CONFIRMATIONS, Optional.of("12"), 1, FinalityRule.Confirmations.MAX_DEPTH);
        return new FinalityRule.Confirmations(Math.toIntExact(Math.max(1, depth)));
    }
}
