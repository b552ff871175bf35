// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.NodeAnswer;
import io.coffer.chain.evm.rpc.NodeCall;
import io.coffer.chain.evm.rpc.NodeCalls;
import io.coffer.chain.evm.rpc.Query;
import io.coffer.chain.evm.rpc.Reading;
import io.coffer.chain.evm.tx.TransactionType;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.FeeEstimator;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.ReplacementFees;
import io.coffer.spi.money.NetworkAssetId;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fees by EIP-1559: the tip that recent blocks took at the percentile of the urgency, and twice the base fee of the
 * next block on top, which lasts for six full blocks in a row. For legacy transactions, which pay their whole price: the
 * node's gas price and a part of it on top.
 */
final class EvmFees implements FeeEstimator, ReplacementFees {
    private static final int BLOCKS = 10;
    private static final BigInteger ONE_GWEI = BigInteger.valueOf(1_000_000_000L);
    private static final Query NODE_TIP = Query.of("eth_maxPriorityFeePerGas");
    private static final Query GAS_PRICE = Query.of("eth_gasPrice");
    private static final int PERCENT = 100;

    private final NodeCalls node;
    private final NetworkAssetId coin;
    private final FeeLimits limits;
    private final TransactionType transactions;

    EvmFees(NodeCalls node, NetworkAssetId coin, FeeLimits limits, TransactionType transactions) {
        this.node = node;
        this.coin = coin;
        this.limits = limits;
        this.transactions = transactions;
    }

    @Override
    public FeeQuote quote(FeeUrgency urgency) throws ChainException {
        return node.call(call -> quote(call, urgency));
    }

    /** As {@link #quote(FeeUrgency)}, within a call that is under way. */
    FeeQuote quote(NodeCall call, FeeUrgency urgency) throws IOException, ChainException {
        return transactions == TransactionType.LEGACY ? legacy(call, urgency) : quote(call, percentile(urgency));
    }

    @Override
    public FeeQuote replacement(FeeQuote earlier, FeeUrgency urgency) throws ChainException {
        if (!earlier.asset().equals(coin)) {
            throw new IllegalArgumentException("earlier: in " + earlier.asset() + ", expected " + coin);
        }
        FeeQuote now = quote(urgency);
        BigInteger rate = bumped(earlier.rate()).max(now.rate());
        if (transactions == TransactionType.LEGACY) {
            requireAllowed(rate, limits.maxFeePerGasWei(), SettingsReader.MAX_FEE);
            return new FeeQuote(coin, rate, rate, earlier.weight());
        }
        BigInteger tip = bumped(earlier.tip()).max(now.tip());
        requireAllowed(tip, limits.maxTipPerGasWei(), SettingsReader.MAX_TIP);
        requireAllowed(rate.max(tip), limits.maxFeePerGasWei(), SettingsReader.MAX_FEE);
        return new FeeQuote(coin, rate.max(tip), tip, earlier.weight());
    }

    /** What a node takes in place of a bid of {@code wei}: so many percent more, rounded up, and never the same. */
    private BigInteger bumped(BigInteger wei) {
        BigInteger percent = BigInteger.valueOf(PERCENT);
        BigInteger more = wei.multiply(BigInteger.valueOf(PERCENT + (long) limits.replacementBumpPercent()))
                .add(percent.subtract(BigInteger.ONE))
                .divide(percent);
        return more.max(wei.add(BigInteger.ONE));
    }

    private static void requireAllowed(BigInteger wei, BigInteger most, String key) throws ChainException {
        if (wei.compareTo(most) > 0) {
            throw new ChainException(
                    ChainException.Kind.REFUSED,
                    "a replacement must pay " + wei + " wei per gas, more than " + key + " " + most
                            + "; raise it to replace the transaction, or wait until it is mined");
        }
    }

    private FeeQuote legacy(NodeCall call, FeeUrgency urgency) throws IOException, ChainException {
        BigInteger price = Reading.number(call.result(GAS_PRICE), GAS_PRICE.method(), Reading.WORD_BITS - 2);
        if (price.compareTo(limits.maxFeePerGasWei()) > 0) {
            throw tooDear(price);
        }
        BigInteger offered = price.multiply(BigInteger.valueOf(legacyPercent(urgency)))
                .divide(BigInteger.valueOf(PERCENT))
                .min(limits.maxFeePerGasWei());
        return new FeeQuote(coin, offered, offered, limits.transferGas());
    }

    private ChainException tooDear(BigInteger price) {
        return new ChainException(
                ChainException.Kind.REFUSED,
                "gas costs " + price + " wei, more than " + SettingsReader.MAX_FEE + " " + limits.maxFeePerGasWei());
    }

    /** A block may ask an eighth more than the one before; a legacy transaction cannot follow it. */
    private static int legacyPercent(FeeUrgency urgency) {
        return switch (urgency) {
            case LOW -> 100;
            case NORMAL -> 115;
            case HIGH -> 140;
        };
    }

    private FeeQuote quote(NodeCall call, int percentile) throws IOException, ChainException {
        Query query = Query.of("eth_feeHistory", "0x" + Integer.toHexString(BLOCKS), "latest", List.of(percentile));
        NodeAnswer answer = call.ask(query);
        if (answer.isUnsupported()) {
            return quote(latestBaseFee(call), nodeTip(call));
        }
        JsonNode history = Reading.object(NodeCall.resultOf(query, answer), "fee history");
        BigInteger baseFee = nextBaseFee(history.path("baseFeePerGas"));
        Optional<BigInteger> tip = medianTip(history.path("reward"));
        return quote(baseFee, tip.isPresent() ? tip.get() : nodeTip(call));
    }

    private FeeQuote quote(BigInteger baseFee, BigInteger suggestedTip) throws ChainException {
        BigInteger tip = suggestedTip.min(limits.maxTipPerGasWei()).min(limits.maxFeePerGasWei());
        if (baseFee.add(tip).compareTo(limits.maxFeePerGasWei()) > 0) {
            throw tooDear(baseFee.add(tip));
        }
        BigInteger rate = baseFee.shiftLeft(1).add(tip).min(limits.maxFeePerGasWei());
        return new FeeQuote(coin, rate, tip, limits.transferGas());
    }

    /** The last entry is of the block that is still to come. */
    private static BigInteger nextBaseFee(JsonNode baseFees) throws ChainException {
        Reading.list(baseFees, "fee history: baseFeePerGas");
        return Reading.number(
                baseFees.path(baseFees.size() - 1), "fee history: baseFeePerGas: last", Reading.WORD_BITS - 2);
    }

    /** Empty if no block of late has taken a tip, as on a chain that is idle. */
    private static Optional<BigInteger> medianTip(JsonNode rewards) throws ChainException {
        if (rewards.isMissingNode() || rewards.isNull()) {
            return Optional.empty();
        }
        List<BigInteger> tips = new ArrayList<>();
        for (JsonNode block : Reading.list(rewards, "fee history: reward")) {
            JsonNode first =
                    Reading.list(block, "fee history: reward of a block").path(0);
            BigInteger tip = Reading.number(first, "fee history: reward of a block", Reading.WORD_BITS - 2);
            if (tip.signum() > 0) {
                tips.add(tip);
            }
        }
        tips.sort(null);
        return tips.isEmpty() ? Optional.empty() : Optional.of(tips.get(tips.size() / 2));
    }

    private BigInteger latestBaseFee(NodeCall call) throws IOException, ChainException {
        JsonNode block = Reading.object(call.result(Block.query("latest", false)), "latest block");
        return Reading.number(block.path("baseFeePerGas"), "latest block: baseFeePerGas", Reading.WORD_BITS - 2);
    }

    private static BigInteger nodeTip(NodeCall call) throws IOException, ChainException {
        NodeAnswer answer = call.ask(NODE_TIP);
        return answer.isUnsupported()
                ? ONE_GWEI
                : Reading.number(NodeCall.resultOf(NODE_TIP, answer), NODE_TIP.method(), Reading.WORD_BITS - 2);
    }

    private static int percentile(FeeUrgency urgency) {
        return switch (urgency) {
            case LOW -> 10;
            case NORMAL -> 50;
            case HIGH -> 90;
        };
    }
}
