// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.chain.evm.rpc.Endpoint;
import io.coffer.chain.evm.tx.TransactionType;
import io.coffer.plugin.Fields;
import io.coffer.plugin.Setting;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.FinalityRule;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.spi.settings.InvalidSettingsException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the configuration of a network, finding all faults of it and not only the first. */
public final class SettingsReader {
    public static final String PID = "io.coffer.chain.evm";

    static final String CONFIRMATIONS = "confirmations";
    static final String INTERNAL_TRANSFERS = "internalTransfers";
    static final String MAX_FEE = "maxFeePerGasWei";
    static final String MAX_TIP = "maxTipPerGasWei";

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
    private static final int DEFAULT_CONFIRMATIONS = 12;

    private static final Pattern SYMBOL_FORM = Pattern.compile("[A-Z0-9]{1,16}");
    private static final Pattern NAME_FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private static final Setting<Long> CHAIN_ID = Setting.whole("chainId", 1, MAX_CHAIN_ID);
    private static final Setting<String> SYMBOL = Setting.text("symbol", SYMBOL_FORM, "is not 1 to 16 of A-Z and 0-9");
    private static final Setting<Optional<String>> NAME =
            Setting.text("name", NAME_FORM, "is not 1 to 32 of a-z, 0-9 and -").optional();
    private static final Setting<Long> COIN_NUMBER =
            Setting.whole("slip44", 0, MAX_SLIP44).or(60L);

    private static final Setting<Integer> AGREEMENT = Setting.whole("agreement", 1, EndpointsReader.MAX_ENDPOINTS)
            .as(Math::toIntExact)
            .or(1);
    private static final Setting<Long> REQUEST_TIMEOUT =
            Setting.whole("requestTimeoutMs", MIN_TIMEOUT_MS, MAX_TIMEOUT_MS).or(4_000L);
    private static final Setting<Integer> BATCH_LIMIT =
            Setting.whole("batchLimit", 1, MAX_BATCH).as(Math::toIntExact).or(100);
    private static final Setting<Long> MAX_LAG =
            Setting.whole("maxLagSeconds", 0, WEEK_SECONDS).or(600L);

    private static final Setting<Depth> FINALITY = Setting.of(
                    CONFIRMATIONS,
                    Depth::of,
                    "is not a whole number within 1.." + FinalityRule.Confirmations.MAX_DEPTH
                            + ", and neither finalized nor safe")
            .or(new Depth(new FinalityRule.Confirmations(DEFAULT_CONFIRMATIONS), ReadSettings.FINALIZED));
    private static final Setting<InternalTransfers> INTERNAL = Setting.oneOf(
                    INTERNAL_TRANSFERS, InternalTransfers::configured, InternalTransfers.values())
            .or(InternalTransfers.AUTO);
    private static final Setting<Integer> BLOCK_RANGE = Setting.whole("blockRange", 1, ChainReader.MAX_BLOCKS)
            .as(Math::toIntExact)
            .or(8);

    private static final Setting<TransactionType> TRANSACTIONS = Setting.oneOf(
                    "transactions", TransactionType::configured, TransactionType.values())
            .or(TransactionType.EIP1559);
    private static final Setting<Long> TRANSFER_GAS =
            Setting.whole("transferGas", MIN_TRANSFER_GAS, MAX_TRANSFER_GAS).or(21_000L);
    private static final Setting<BigInteger> FEE_LIMIT =
            Setting.whole(MAX_FEE, 1, MAX_WEI_PER_GAS).as(BigInteger::valueOf).or(BigInteger.valueOf(500_000_000_000L));
    private static final Setting<BigInteger> TIP_LIMIT =
            Setting.whole(MAX_TIP, 0, MAX_WEI_PER_GAS).as(BigInteger::valueOf).or(BigInteger.valueOf(50_000_000_000L));
    private static final Setting<Integer> REPLACEMENT_BUMP = Setting.whole(
                    "replacementBumpPercent", MIN_BUMP_PERCENT, MAX_BUMP_PERCENT)
            .as(Math::toIntExact)
            .or(10);

    private static final List<Setting<?>> KEYS = List.of(
            EndpointsReader.AUTHORIZATION_IN_CLEAR,
            CHAIN_ID,
            SYMBOL,
            NAME,
            COIN_NUMBER,
            AGREEMENT,
            REQUEST_TIMEOUT,
            BATCH_LIMIT,
            MAX_LAG,
            FINALITY,
            INTERNAL,
            BLOCK_RANGE,
            TRANSACTIONS,
            TRANSFER_GAS,
            FEE_LIMIT,
            TIP_LIMIT,
            REPLACEMENT_BUMP);

    /**
     * How deep a block is final.
     *
     * @param tag by which the node is asked for its irreversible block
     */
    private record Depth(FinalityRule rule, String tag) {
        static Depth of(String text) {
            if (text.equals(ReadSettings.FINALIZED) || text.equals(ReadSettings.SAFE)) {
                return new Depth(new FinalityRule.FinalizedTag(), text);
            }
            int confirmations = Math.toIntExact(Setting.number(text, 1, FinalityRule.Confirmations.MAX_DEPTH));
            return new Depth(new FinalityRule.Confirmations(confirmations), ReadSettings.FINALIZED);
        }
    }

    private SettingsReader() {}

    /** @throws InvalidSettingsException naming every fault */
    public static EvmSettings read(Map<String, ?> properties) throws InvalidSettingsException {
        List<Setting<?>> keys = new ArrayList<>(EndpointsReader.KEYS);
        keys.addAll(KEYS);
        Fields fields = Fields.of(PID, properties, keys);
        List<Endpoint> endpoints = new EndpointsReader(fields).endpoints();
        requireEnough(endpoints, fields);
        fields.requireSound();
        ChainId chain = new ChainId(EvmChain.FAMILY + ":" + fields.value(CHAIN_ID));
        return new EvmSettings(
                fields.value(NAME).orElse(EvmChain.FAMILY + "-" + chain.reference()),
                chain,
                new NetworkAssetId(chain + "/slip44:" + fields.value(COIN_NUMBER)),
                fields.value(SYMBOL),
                fields.value(FINALITY).rule(),
                nodes(endpoints, fields),
                fees(fields),
                fields.value(TRANSACTIONS),
                reading(fields));
    }

    private static void requireEnough(List<Endpoint> endpoints, Fields fields) {
        int agreement = fields.find(AGREEMENT).orElse(0);
        if (!endpoints.isEmpty() && agreement > endpoints.size()) {
            fields.fault(
                    AGREEMENT.key(),
                    Integer.toString(agreement),
                    "is more than the " + endpoints.size() + " nodes that are named; name more in urls or urlsFile");
        }
    }

    private static NodeSettings nodes(List<Endpoint> endpoints, Fields fields) {
        return new NodeSettings(
                endpoints,
                fields.value(AGREEMENT),
                fields.value(REQUEST_TIMEOUT),
                fields.value(BATCH_LIMIT),
                fields.value(MAX_LAG));
    }

    private static FeeLimits fees(Fields fields) {
        return new FeeLimits(
                fields.value(FEE_LIMIT),
                fields.value(TIP_LIMIT),
                fields.value(TRANSFER_GAS),
                fields.value(REPLACEMENT_BUMP));
    }

    private static ReadSettings reading(Fields fields) {
        return new ReadSettings(fields.value(FINALITY).tag(), fields.value(INTERNAL), fields.value(BLOCK_RANGE));
    }
}
