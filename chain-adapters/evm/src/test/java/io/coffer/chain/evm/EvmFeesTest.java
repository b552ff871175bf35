// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static io.coffer.chain.evm.NodeFixture.failure;
import static io.coffer.chain.evm.ScriptedNode.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.ReplacementFees;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvmFeesTest {
    private NodeFixture fixture;
    private ScriptedNode node;

    @BeforeEach
    void start() throws Exception {
        fixture = new NodeFixture("maxFeePerGasWei", "1000", "maxTipPerGasWei", "50");
        node = fixture.node;
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private FeeQuote quote() throws Exception {
        return fixture.adapter.fees().quote(FeeUrgency.NORMAL);
    }

    private void history(String baseFees, String rewards) {
        node.result("eth_feeHistory", json("{'baseFeePerGas':" + baseFees + ",'reward':" + rewards + "}"));
    }

    @Test
    void isTwiceTheNextBaseFeeAndTheMedianTip() throws Exception {
        history("['0x1','0x2','0x64']", "[['0x1'],['0x5'],['0x9']]");
        FeeQuote quote = quote();
        assertThat(quote.rate()).isEqualTo(205);
        assertThat(quote.tip()).isEqualTo(5);
        assertThat(quote.weight()).isEqualTo(21_000);
        assertThat(quote.maxFee().units()).isEqualTo(205 * 21_000);
    }

    @Test
    void asksForThePercentileOfTheUrgency() throws Exception {
        AtomicReference<String> params = new AtomicReference<>();
        node.on("eth_feeHistory", given -> {
            params.set(given.toString());
            return json("{'baseFeePerGas':['0x1','0x1'],'reward':[['0x1']]}");
        });
        fixture.adapter.fees().quote(FeeUrgency.LOW);
        assertThat(params.get()).isEqualTo("[\"0xa\",\"latest\",[10]]");
        fixture.adapter.fees().quote(FeeUrgency.HIGH);
        assertThat(params.get()).isEqualTo("[\"0xa\",\"latest\",[90]]");
    }

    @Test
    void cutsTheTipAndTheRateToTheCaps() throws Exception {
        history("['0x0','0x1f4']", "[['0xffff']]");
        FeeQuote quote = quote();
        assertThat(quote.tip()).isEqualTo(50);
        assertThat(quote.rate()).isEqualTo(1000);
    }

    @Test
    void quotesNothingThatCouldNotBeMinedUnderTheCap() {
        history("['0x0','0x3e5']", "[['0x4']]");
        assertThat(failure(this::quote).kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure(this::quote)).hasMessageContaining("1001").hasMessageContaining("maxFeePerGasWei 1000");
    }

    @Test
    void takesTheNodesTipWhereRecentBlocksTookNone() throws Exception {
        history("['0x64','0x64']", "[['0x0']]");
        node.result("eth_maxPriorityFeePerGas", json("'0x7'"));
        assertThat(quote().tip()).isEqualTo(7);
        history("['0x64','0x64']", "null");
        assertThat(quote().tip()).isEqualTo(7);
    }

    @Test
    void managesWithoutFeeHistory() throws Exception {
        fixture.chain.blockJson(0).put("baseFeePerGas", "0x64");
        node.result("eth_maxPriorityFeePerGas", json("'0x7'"));
        assertThat(quote().rate()).isEqualTo(207);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "{'baseFeePerGas':[]}",
                "{'baseFeePerGas':[100],'reward':[['0x1']]}",
                "{'baseFeePerGas':['0x64'],'reward':'0x1'}",
                "{'baseFeePerGas':['0x64'],'reward':['0x1']}",
                "{'baseFeePerGas':['0x64'],'reward':[[]]}",
                "{'baseFeePerGas':['0x64'],'reward':[[1]]}",
                "{'baseFeePerGas':['0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff']}"
            })
    void callsAHistoryOfAnotherFormGarbage(String history) {
        node.result("eth_feeHistory", json(history));
        assertThat(failure(this::quote).kind()).isEqualTo(Kind.GARBAGE);
    }

    private static final NetworkAssetId COIN = new NetworkAssetId("eip155:31337/slip44:60");

    private static FeeQuote earlier(long rate, long tip) {
        return new FeeQuote(COIN, BigInteger.valueOf(rate), BigInteger.valueOf(tip), 50_000);
    }

    private FeeQuote replacement(FeeQuote earlier) throws Exception {
        return fixture.adapter.capability(ReplacementFees.class).orElseThrow().replacement(earlier, FeeUrgency.NORMAL);
    }

    @Test
    @DisplayName("H22 a replacement bids at least a tenth more in both parts, rounded up, and keeps the gas limit")
    void h22_replacementBidsMore() throws Exception {
        history("['0x1','0x1']", "[['0x1']]");
        FeeQuote quote = replacement(earlier(201, 11));
        assertThat(quote.rate()).isEqualTo(222);
        assertThat(quote.tip()).isEqualTo(13);
        assertThat(quote.weight()).isEqualTo(50_000);
        FeeQuote least = replacement(earlier(1, 0));
        assertThat(least.rate()).isEqualTo(3);
        assertThat(least.tip()).isEqualTo(1);
    }

    @Test
    void aReplacementIsNoCheaperThanANewTransaction() throws Exception {
        history("['0x1','0x64']", "[['0x5']]");
        FeeQuote quote = replacement(earlier(10, 1));
        assertThat(quote.rate()).isEqualTo(205);
        assertThat(quote.tip()).isEqualTo(5);
    }

    @Test
    void aReplacementAboveTheCapsIsRefusedByTheNameOfTheKey() {
        history("['0x1','0x1']", "[['0x1']]");
        assertThat(failure(() -> replacement(earlier(910, 1))).kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure(() -> replacement(earlier(910, 1)))).hasMessageContaining("maxFeePerGasWei 1000; raise it");
        assertThat(failure(() -> replacement(earlier(100, 46)))).hasMessageContaining("maxTipPerGasWei 50; raise it");
    }

    @Test
    void theBumpIsConfigurable() throws Exception {
        history("['0x1','0x1']", "[['0x1']]");
        try (EvmChain bold = NodeFixture.open(node, "replacementBumpPercent", "100")) {
            FeeQuote quote = bold.capability(ReplacementFees.class)
                    .orElseThrow()
                    .replacement(earlier(201, 11), FeeUrgency.NORMAL);
            assertThat(quote.rate()).isEqualTo(402);
            assertThat(quote.tip()).isEqualTo(22);
        }
    }

    @Test
    void legacyTransactionsPayTheNodesGasPriceAndSomethingForUrgency() throws Exception {
        node.result("eth_gasPrice", json("'0x64'"));
        try (EvmChain legacy = NodeFixture.open(node, "transactions", "legacy", "maxFeePerGasWei", "130")) {
            assertThat(legacy.fees().quote(FeeUrgency.LOW).rate()).isEqualTo(100);
            assertThat(legacy.fees().quote(FeeUrgency.NORMAL).rate()).isEqualTo(115);
            FeeQuote high = legacy.fees().quote(FeeUrgency.HIGH);
            assertThat(high.rate()).as("cut to the cap").isEqualTo(130);
            assertThat(high.tip()).isEqualTo(high.rate());
            ReplacementFees replacements =
                    legacy.capability(ReplacementFees.class).orElseThrow();
            FeeQuote more = replacements.replacement(earlier(110, 110), FeeUrgency.LOW);
            assertThat(more.rate()).isEqualTo(121);
            assertThat(more.tip()).isEqualTo(121);
            assertThat(failure(() -> replacements.replacement(earlier(120, 120), FeeUrgency.LOW)))
                    .hasMessageContaining("maxFeePerGasWei");
            node.result("eth_gasPrice", json("'0x83'"));
            assertThat(failure(() -> legacy.fees().quote(FeeUrgency.LOW)).kind())
                    .isEqualTo(Kind.REFUSED);
            node.result("eth_gasPrice", json("131"));
            assertThat(failure(() -> legacy.fees().quote(FeeUrgency.LOW)).kind())
                    .isEqualTo(Kind.GARBAGE);
        }
    }
}
