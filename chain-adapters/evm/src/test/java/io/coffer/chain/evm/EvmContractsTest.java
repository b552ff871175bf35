// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static io.coffer.chain.evm.NodeFixture.failure;
import static io.coffer.chain.evm.ScriptedNode.json;
import static io.coffer.chain.evm.Tokens.ALICE;
import static io.coffer.chain.evm.Tokens.BOB;
import static io.coffer.chain.evm.Tokens.USDC;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.spi.asset.ContractCall;
import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvmContractsTest {
    private static final ContractCall TRANSFER = USDC.encode(Tokens.transfer(USDC, ALICE, 100));

    /** {@code Error("no funds")}, by the contract ABI. */
    private static final String NO_FUNDS = "0x08c379a0" + "%064x".formatted(32) + "%064x".formatted(8)
            + Bytes.of("no funds".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                    .toHex()
            + "00".repeat(24);

    private NodeFixture fixture;
    private ScriptedNode node;
    private ScriptedChain chain;
    private TokenHost host;

    @BeforeEach
    void start() throws Exception {
        fixture = new NodeFixture("transferGas", "21000");
        node = fixture.node;
        chain = fixture.chain;
        host = fixture.adapter.capability(TokenHost.class).orElseThrow();
        chain.mine();
        node.error("eth_feeHistory", -32601, "method not found");
        node.error("eth_maxPriorityFeePerGas", -32601, "method not found");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aContractIsAskedAtABlock() throws Exception {
        List<JsonNode> asked = new ArrayList<>();
        node.on("eth_call", params -> {
            asked.add(params);
            return json("'" + Tokens.word(BigInteger.TEN) + "'");
        });
        Bytes answer = host.call(USDC.balanceCall(ALICE), chain.ref(1));
        assertThat(USDC.balance(answer)).hasValue(Tokens.amount(USDC, 10));
        assertThat(asked)
                .containsExactly(json("[{'to':'" + Tokens.lower(USDC.contract()) + "','data':'0x70a08231"
                        + "00".repeat(12) + Tokens.lower(ALICE).substring(2) + "'},'0x1']"));
        node.result("eth_call", json("'0x'"));
        assertThat(host.call(TRANSFER, chain.ref(1))).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void aBlockThatIsGoneIsBehindAndARefusalSaysWhy() throws Exception {
        node.result("eth_call", json("'0x'"));
        BlockRef gone = chain.ref(1);
        chain.reorganise(1);
        assertThat(failure(() -> host.call(TRANSFER, gone)).kind()).isEqualTo(Kind.BEHIND);
        assertThat(failure(() -> host.call(TRANSFER, new BlockRef(9, gone.hash())))
                        .kind())
                .isEqualTo(Kind.BEHIND);
        node.error("eth_call", 3, "execution reverted", NO_FUNDS);
        assertThat(failure(() -> host.call(TRANSFER, chain.ref(1))))
                .hasMessageContaining("eth_call after block 1: 3 execution reverted: no funds");
        assertThat(failure(() -> host.call(TRANSFER, chain.ref(1))).kind()).isEqualTo(Kind.REFUSED);
        node.result("eth_call", json("{}"));
        assertThat(failure(() -> host.call(TRANSFER, chain.ref(1))).kind()).isEqualTo(Kind.GARBAGE);
    }

    @Test
    void aCallIsQuotedWithAMarginOnTheNodesEstimate() throws Exception {
        List<JsonNode> asked = new ArrayList<>();
        node.on("eth_estimateGas", params -> {
            asked.add(params);
            return json("'0xc351'"); // 50001
        });
        FeeQuote quote = host.quote(TRANSFER, BOB, FeeUrgency.NORMAL);
        FeeQuote plain = fixture.adapter.fees().quote(FeeUrgency.NORMAL);
        assertThat(quote).isEqualTo(new FeeQuote(plain.asset(), plain.rate(), plain.tip(), 65_002));
        assertThat(asked)
                .containsExactly(json("[{'from':'" + Tokens.lower(BOB) + "','to':'" + Tokens.lower(USDC.contract())
                        + "','data':'" + Tokens.call(ALICE, 100) + "'},'latest']"));
    }

    @Test
    void legacyCallsAreQuotedAtOnePrice() throws Exception {
        node.result("eth_estimateGas", json("'0xc350'"));
        node.result("eth_gasPrice", json("'0x64'"));
        try (EvmChain legacy = NodeFixture.open(node, "transactions", "legacy")) {
            FeeQuote quote = legacy.capability(TokenHost.class).orElseThrow().quote(TRANSFER, BOB, FeeUrgency.NORMAL);
            assertThat(quote.rate()).isEqualTo(quote.tip()).isEqualTo(115);
            assertThat(quote.weight()).isEqualTo(65_000);
        }
    }

    @Test
    void aCallThatWouldFailIsRefusedWithTheReasonThatTheContractGives() {
        node.error("eth_estimateGas", -32000, "execution reverted", NO_FUNDS);
        assertThat(failure(() -> host.quote(TRANSFER, BOB, FeeUrgency.LOW)))
                .hasMessageContaining("the call would fail: -32000 execution reverted: no funds");
        assertThat(failure(() -> host.quote(TRANSFER, BOB, FeeUrgency.LOW)).kind())
                .isEqualTo(Kind.REFUSED);
        for (String data :
                List.of("", "0x", "0x08c379a0", NO_FUNDS.substring(0, 100), "0x4e487b71" + "00".repeat(32))) {
            node.error("eth_estimateGas", 3, "execution reverted", data);
            assertThat(failure(() -> host.quote(TRANSFER, BOB, FeeUrgency.LOW)))
                    .hasMessageEndingWith("3 execution reverted");
        }
    }

    @Test
    void anEstimateThatCannotBeIsGarbage() {
        for (String estimate : List.of("'0x0'", "'0x1c9c381'", "'" + "0x" + "f".repeat(64) + "'", "null", "12")) {
            node.result("eth_estimateGas", json(estimate));
            assertThat(failure(() -> host.quote(TRANSFER, BOB, FeeUrgency.LOW)).kind())
                    .as(estimate)
                    .isEqualTo(Kind.GARBAGE);
        }
    }
}
