// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.NodeAnswer;
import io.coffer.chain.evm.rpc.NodeCall;
import io.coffer.chain.evm.rpc.NodeCalls;
import io.coffer.chain.evm.rpc.Query;
import io.coffer.chain.evm.rpc.Reading;
import io.coffer.chain.evm.tx.EvmAddresses;
import io.coffer.spi.asset.ContractCall;
import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ContractProbe;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.money.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What the core may ask of contracts. */
final class EvmContracts implements TokenHost, ContractProbe {
    /**
     * More gas than the node's estimate, in percent: between the estimate and the block another transfer may have emptied
     * or filled a slot of the same contract, which changes what the call uses. What is not used is not paid for.
     */
    static final int GAS_MARGIN_PERCENT = 30;

    /** No transfer of a token uses a part of it, also where the gas of a rollup's data is counted in; more is garbage. */
    static final long MAX_GAS = 30_000_000;

    private static final int PERCENT = 100;
    private static final String CALL = "eth_call";
    private static final String ESTIMATE = "eth_estimateGas";

    /** Of an error: what the contract gave back. */
    private static final Set<String> REVERT_DATA = Set.of("data");

    private final NodeCalls node;
    private final EvmAddresses addresses;
    private final EvmFees fees;
    private final Function<List<TokenProtocol>, AccountChain> hosting;

    /** @param hosting the chain together with tokens */
    EvmContracts(
            NodeCalls node, EvmAddresses addresses, EvmFees fees, Function<List<TokenProtocol>, AccountChain> hosting) {
        this.node = node;
        this.addresses = addresses;
        this.fees = fees;
        this.hosting = hosting;
    }

    @Override
    public AccountChain hosting(List<TokenProtocol> tokens) {
        return hosting.apply(tokens);
    }

    @Override
    public Bytes call(ContractCall call, BlockRef at) throws ChainException {
        Map<String, Object> message =
                Map.of("to", hex(call.contract()), "data", "0x" + call.data().toHex());
        Query query =
                Query.of(CALL, message, "0x" + Long.toHexString(at.height())).with(REVERT_DATA);
        return node.call(asked -> answer(asked, query, at));
    }

    @Override
    public FeeQuote quote(ContractCall call, Address sender, FeeUrgency urgency) throws ChainException {
        Map<String, Object> message = Map.of(
                "from",
                hex(sender),
                "to",
                hex(call.contract()),
                "data",
                "0x" + call.data().toHex());
        Query query = Query.of(ESTIMATE, message, "latest").with(REVERT_DATA);
        return node.call(asked -> {
            long gas = gas(query, asked.ask(query));
            FeeQuote price = fees.quote(asked, urgency);
            return new FeeQuote(price.asset(), price.rate(), price.tip(), gas);
        });
    }

    @Override
    public boolean isContract(Address address) throws ChainException {
        Query query = Query.of("eth_getCode", hex(address), "latest");
        return node.call(
                call -> Reading.data(call.result(query), query.method()).length() > 0);
    }

    private static Bytes answer(NodeCall node, Query query, BlockRef at) throws IOException, ChainException {
        NodeAnswer answer = node.ask(query);
        // Last: whatever stood at that height while the contract was asked, it was this block if it is so still.
        JsonNode there = node.result(Block.query(at.height(), false));
        if (there.isNull() || !Block.head(there, "block").ref().equals(at)) {
            throw new ChainException(
                    ChainException.Kind.BEHIND, "block " + at.height() + " is not on the node's chain");
        }
        if (answer.hasError()) {
            throw new ChainException(
                    ChainException.Kind.REFUSED, CALL + " after block " + at.height() + ": " + answer.complaint());
        }
        return Reading.data(answer.getResult(), CALL);
    }

    private static long gas(Query query, NodeAnswer answer) throws ChainException {
        if (answer.hasError()) {
            throw new ChainException(
                    ChainException.Kind.REFUSED, ESTIMATE + ": the call would fail: " + answer.complaint());
        }
        JsonNode told = answer.getResult();
        long estimate = Reading.count(told, query.method());
        if (estimate < 1 || estimate > MAX_GAS) {
            throw Reading.garbage(ESTIMATE, told, "is not within 1.." + MAX_GAS);
        }
        return estimate + (estimate * GAS_MARGIN_PERCENT + PERCENT - 1) / PERCENT;
    }

    private String hex(Address address) {
        return "0x" + addresses.bytes(address).toHex();
    }
}
