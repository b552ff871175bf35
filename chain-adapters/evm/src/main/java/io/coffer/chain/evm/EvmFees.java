// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.NodeAnswer;
import io.coffer.chain.evm.rpc.NodeCall;
import io.coffer.chain.evm.rpc.NodeCalls;
import io.coffer.chain.evm.rpc.Query;
import io.coffer.chain.evm.rpc.Reading;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.FeeEstimator;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.money.NetworkAssetId;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fees by EIP-1559: the tip that recent blocks took at the percentile of the urgency, and twice the base fee of the
 * next block on top, which lasts for six full blocks in a row.
 */
final class EvmFees implements FeeEstimator {
    private static final int BLOCKS = 10;
    private static final BigInteger ONE_GWEI = BigInteger.valueOf(1_000_000_000L);
    private static final Query NODE_TIP = Query.of("eth_maxPriorityFeePerGas");

    private final NodeCalls node;
    private final NetworkAssetId coin;
    private final FeeLimits limits;

    EvmFees(NodeCalls node, NetworkAssetId coin, FeeLimits limits) {
        this.node = node;
        this.coin = coin;
        this.limits = limits;
    }

    @Override
    public FeeQuote quote(FeeUrgency urgency) throws ChainException {
        return node.call(call -> quote(call, percentile(urgency)));
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
            throw new ChainException(
                    ChainException.Kind.REFUSED,
                    "gas costs " + baseFee.add(tip) + " wei, more than maxFeePerGasWei " + limits.maxFeePerGasWei());
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
