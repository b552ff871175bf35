// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static io.coffer.chain.evm.ScriptedNode.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.ScriptedChain.Transfer;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.testkit.chain.BalancesAtBlockContract;
import io.coffer.testkit.chain.ChainReaderContract.Payment;
import io.coffer.testkit.chain.ContractProbeContract;
import io.coffer.testkit.chain.ReplacementFeesContract;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A scripted node with fees, balances and a contract, as the conformance kit asks for what a chain may offer. */
final class ScriptedServices
        implements ReplacementFeesContract.Fixture, BalancesAtBlockContract.Fixture, ContractProbeContract.Fixture {
    private static final NetworkAssetId COIN = new NetworkAssetId("eip155:31337/slip44:60");
    private static final String PAYEE = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    private static final String CONTRACT = "0x1899a98824005dDFf362a699845964D08963bC5a";
    private static final String NOBODY = "0x0000000000000000000000000000000000000001";

    private final NodeFixture scripted;
    private final EvmChain nowhere;
    private final List<Transfer> waiting = new ArrayList<>();
    private long paid;

    ScriptedServices(String transactions) throws Exception {
        scripted = new NodeFixture("transactions", transactions, "maxFeePerGasWei", "1000", "maxTipPerGasWei", "100");
        nowhere = NodeFixture.open(scripted.node, "url", "http://127.0.0.1:1", "transactions", transactions);
        scripted.node.result("eth_feeHistory", json("{'baseFeePerGas':['0x64','0x65'],'reward':[['0x3'],['0x5']]}"));
        scripted.node.result("eth_gasPrice", json("'0x6b'"));
        scripted.node.on(
                "eth_getBalance",
                params -> balance(params.get(0).textValue(), params.get(1).textValue()));
        scripted.node.on(
                "eth_getCode",
                params -> json(params.get(0).textValue().equalsIgnoreCase(CONTRACT) ? "'0x6000'" : "'0x'"));
    }

    /** What the transfers of the blocks up to that one have paid to the address. */
    private JsonNode balance(String address, String block) {
        long last = block.equals("latest") ? scripted.chain.height() : Long.decode(block);
        BigInteger held = BigInteger.ZERO;
        for (long height = 0; height <= Math.min(last, scripted.chain.height()); height++) {
            for (JsonNode transfer : scripted.chain.blockJson(height).path("transactions")) {
                if (transfer.path("to").asText().equalsIgnoreCase(address)) {
                    held = held.add(BigInteger.valueOf(
                            Long.decode(transfer.path("value").asText())));
                }
            }
        }
        return json("'" + ScriptedChain.hex(held.longValueExact()) + "'");
    }

    private Address address(String text) {
        return new Address(scripted.adapter.descriptor().chain(), text);
    }

    @Override
    public EvmChain chain() {
        return scripted.adapter;
    }

    @Override
    public EvmChain elsewhere() {
        return nowhere;
    }

    /** As geth and what descends from it. */
    @Override
    public int demandedPercent() {
        return 10;
    }

    @Override
    public FeeQuote dearest() {
        return new FeeQuote(COIN, BigInteger.valueOf(1_000), BigInteger.valueOf(100), 21_000);
    }

    @Override
    public Payment pay() {
        long wei = 1_000 + ++paid;
        String id = ScriptedChain.hash("fee", paid);
        String to = PAYEE.toLowerCase(Locale.ROOT);
        waiting.add(new Transfer(Transfer.PAYER, to, ScriptedChain.hex(wei), 1, 21_000, "0x", List.of(), id));
        return new Payment(new TxId(id), address(PAYEE), Amount.of(COIN, wei));
    }

    @Override
    public void mine(int blocks) {
        for (int i = 0; i < blocks; i++) {
            scripted.chain.mine(List.copyOf(waiting));
            waiting.clear();
        }
    }

    @Override
    public void reorganise(int depth) {
        scripted.chain.reorganise(scripted.chain.height() - depth + 1);
    }

    @Override
    public Address untouched() {
        return address(NOBODY);
    }

    @Override
    public Address contract() {
        return address(CONTRACT);
    }

    @Override
    public List<Address> plain() {
        return List.of(address(PAYEE), address(NOBODY));
    }

    @Override
    public void close() {
        nowhere.close();
        scripted.close();
    }
}
