// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static io.coffer.chain.evm.ScriptedNode.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.ScriptedChain.Transfer;
import io.coffer.chain.evm.ScriptedChain.Written;
import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.PayloadSignature;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SigningPayload;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Bytes;
import io.coffer.testkit.asset.TokenHostContract;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.web3j.crypto.Hash;
import org.web3j.utils.Numeric;

/** A scripted node with two honest tokens, as the conformance kit asks for it: what was sent is in the next block. */
final class ScriptedTokens implements TokenHostContract.Fixture {
    private static final TestKey KEY = TestKey.of("0x8db185e31c0cd39fdfb04737671e2cfb6e7b81506214eff6399fe1953ee6c141");

    private final NodeFixture fixture = new NodeFixture();
    private final Address sender = fixture.adapter.addresses().derive(KEY.publicKey(), AddressFormat.DEFAULT);
    private final List<Transfer> waiting = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    /** What the receiver has of each contract after each block, in the spelling of the node. */
    private final Map<Long, Map<String, BigInteger>> holdings = new HashMap<>();

    private Map<String, BigInteger> holding = new HashMap<>();
    private long sent;
    private int made;

    ScriptedTokens() throws Exception {
        fixture.chain.fillBlooms();
        fixture.node.on("eth_getTransactionCount", params -> json("'" + ScriptedChain.hex(sent) + "'"));
        fixture.node.on("eth_call", params -> json("'" + called(params) + "'"));
        fixture.node.answer("eth_estimateGas", params -> estimate(params.get(0)));
        fixture.node.answer(
                "eth_sendRawTransaction", params -> send(params.get(0).textValue()));
    }

    @Override
    public AccountChain chain() {
        return fixture.adapter;
    }

    @Override
    public TokenProtocol token() {
        return Tokens.USDC;
    }

    @Override
    public TokenProtocol otherToken() {
        return Tokens.DAI;
    }

    @Override
    public TokenProtocol elsewhere() {
        return Tokens.token(new ChainId("eip155:1"), Tokens.USDC.contract().text(), "USDC", 6);
    }

    @Override
    public Address receiver() {
        return Tokens.ALICE;
    }

    @Override
    public PublicKey sender() {
        return KEY.publicKey();
    }

    @Override
    public PayloadSignature sign(SigningPayload payload) {
        return KEY.sign(payload);
    }

    @Override
    public TxId pay(TokenProtocol token, BigInteger units) {
        return called(1, token, units, 1);
    }

    @Override
    public TxId payTwice(TokenProtocol token, BigInteger units) {
        return called(1, token, units, 2);
    }

    @Override
    public TxId payAndFail(TokenProtocol token, BigInteger units) {
        return called(0, token, units, 1);
    }

    /** By a contract that pays so many times, behind a log of its own. */
    private synchronized TxId called(int status, TokenProtocol token, BigInteger units, int times) {
        List<Written> logs = new ArrayList<>();
        logs.add(new Written(Transfer.PAYER, List.of(), "0x"));
        for (int i = 0; i < times; i++) {
            logs.add(Tokens.log(token, Tokens.BOB, Tokens.ALICE, units.longValueExact()));
        }
        String id = ScriptedChain.hash("a", ++made);
        waiting.add(new Transfer(Transfer.PAYER, Transfer.PAYER, "0x0", status, 100_000, "0x12", logs, id));
        return new TxId(id);
    }

    @Override
    public synchronized void mine(int blocks) {
        for (int i = 0; i < blocks; i++) {
            holding = new HashMap<>(holding);
            waiting.forEach(this::settle);
            fixture.chain.mine(List.copyOf(waiting));
            waiting.clear();
            holdings.put(fixture.chain.height(), holding);
        }
    }

    private void settle(Transfer transfer) {
        if (transfer.status() == 1) {
            for (Written log : transfer.logs()) {
                if (!log.topics().isEmpty()) {
                    holding.merge(log.contract(), Numeric.toBigInt(log.data()), BigInteger::add);
                }
            }
        }
        if (transfer.from().equals(Tokens.lower(sender))) {
            sent++;
        }
    }

    private synchronized String called(JsonNode params) {
        String contract = params.get(0).path("to").textValue();
        String data = params.get(0).path("data").textValue();
        long height = Numeric.toBigInt(params.get(1).textValue()).longValueExact();
        for (TokenProtocol token : List.of(Tokens.USDC, Tokens.DAI)) {
            if (Tokens.lower(token.contract()).equals(contract)) {
                return data.equals("0x313ce567")
                        ? Tokens.word(BigInteger.valueOf(token.token().asset().decimals()))
                        : Tokens.word(holdings.getOrDefault(height, Map.of()).getOrDefault(contract, BigInteger.ZERO));
            }
        }
        return "0x";
    }

    /** Only the sender has anything. */
    private JsonNode estimate(JsonNode call) {
        return call.path("from").textValue().equals(Tokens.lower(sender))
                ? json("{'result':'0xc350'}")
                : json("{'error':{'code':3,'message':'execution reverted'}}");
    }

    private synchronized JsonNode send(String raw) {
        String id = Hash.sha3(raw).toLowerCase(Locale.ROOT);
        if (!known.add(id)) {
            return json("{'error':{'code':-32000,'message':'already known'}}");
        }
        AccountChain hosted =
                fixture.adapter.capability(TokenHost.class).orElseThrow().hosting(List.of(Tokens.USDC, Tokens.DAI));
        TransferIntent transfer = hosted.codec()
                .decode(new SignedTx(Tokens.CHAIN, new TxId(id), Bytes.hex(raw.substring(2))))
                .outputs()
                .get(0);
        Written log = new Written(
                Tokens.lower(Tokens.USDC.contract()),
                List.of(Tokens.TRANSFER, Tokens.word(sender), Tokens.word(transfer.to())),
                Tokens.word(transfer.amount().units()));
        waiting.add(new Transfer(
                Tokens.lower(sender),
                Tokens.lower(Tokens.USDC.contract()),
                "0x0",
                1,
                65_000,
                Tokens.call(transfer.to(), transfer.amount().units().longValueExact()),
                List.of(log),
                id));
        return json("{'result':'" + id + "'}");
    }

    @Override
    public void close() {
        fixture.close();
    }
}
