// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.NodeAnswer;
import io.coffer.chain.evm.rpc.NodeCall;
import io.coffer.chain.evm.rpc.NodeCalls;
import io.coffer.chain.evm.rpc.Query;
import io.coffer.chain.evm.rpc.Reading;
import io.coffer.chain.evm.tx.EvmAddresses;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BalanceReader;
import io.coffer.spi.chain.BalancesAtBlock;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What addresses hold of the native coin, now or after a block. */
final class EvmBalances implements BalanceReader, BalancesAtBlock {
    private static final String METHOD = "eth_getBalance";

    private final NodeCalls node;
    private final NetworkAssetId coin;
    private final EvmAddresses addresses;

    EvmBalances(NodeCalls node, NetworkAssetId coin, EvmAddresses addresses) {
        this.node = node;
        this.coin = coin;
        this.addresses = addresses;
    }

    @Override
    public Amount balance(Address address) throws ChainException {
        Query query = query(address, "latest");
        return node.call(call -> amount(call.result(query)));
    }

    @Override
    public List<Amount> balances(List<Address> asked, BlockRef block) throws ChainException {
        if (asked.isEmpty() || asked.size() > MAX_ADDRESSES) {
            throw new IllegalArgumentException("addresses: " + asked.size() + " is not within 1.." + MAX_ADDRESSES);
        }
        List<Query> queries = new ArrayList<>();
        for (Address address : asked) {
            queries.add(query(address, "0x" + Long.toHexString(block.height())));
        }
        return node.call(call -> after(call, queries, block));
    }

    private List<Amount> after(NodeCall call, List<Query> queries, BlockRef block) throws IOException, ChainException {
        List<NodeAnswer> answers = call.askAll(queries);
        // Last: whatever stood at that height while the balances were read, it was this block if it is so still.
        JsonNode there = call.result(Block.query(block.height(), false));
        if (there.isNull() || !Block.head(there, "block").ref().equals(block)) {
            throw new ChainException(
                    ChainException.Kind.BEHIND, "block " + block.height() + " is not on the node's chain");
        }
        List<Amount> amounts = new ArrayList<>();
        for (NodeAnswer answer : answers) {
            if (answer.hasError()) {
                throw new ChainException(
                        ChainException.Kind.REFUSED,
                        METHOD + " after block " + block.height() + ": " + answer.complaint()
                                + "; if the node no longer keeps that state, use one that keeps it for longer");
            }
            amounts.add(amount(answer.getResult()));
        }
        return amounts;
    }

    private Query query(Address address, String height) {
        return Query.of(METHOD, "0x" + addresses.bytes(address).toHex(), height);
    }

    private Amount amount(JsonNode wei) throws ChainException {
        return new Amount(coin, Reading.number(wei, METHOD, Reading.WORD_BITS));
    }
}
