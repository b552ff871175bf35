// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static io.coffer.chain.evm.NodeFixture.failure;
import static io.coffer.chain.evm.ScriptedNode.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coffer.chain.evm.ScriptedChain.Transfer;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BalanceReader;
import io.coffer.spi.chain.BalancesAtBlock;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainCapability;
import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.ContractProbe;
import io.coffer.spi.chain.FinalityRule;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.TxStatus;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvmStatusTest {
    private static final String TO = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    private static final TxId NEVER_SEEN = new TxId("0x" + "ab".repeat(32));
    /** 21000 gas at 1000000007 wei. */
    private static final BigInteger FEE = BigInteger.valueOf(21_000_000_147_000L);

    private NodeFixture fixture;
    private ScriptedNode node;
    private ScriptedChain chain;

    @BeforeEach
    void start() throws Exception {
        fixture = new NodeFixture();
        node = fixture.node;
        chain = fixture.chain;
        chain.mine(List.of(new Transfer(TO, "0x1", 1), new Transfer(TO, "0x1", 0)));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private TxStatus status(TxId id) throws Exception {
        return fixture.adapter.reader().status(id);
    }

    @Test
    void isMinedWithTheFeeThatItReallyCost() throws Exception {
        TxStatus.Mined mined = (TxStatus.Mined) status(chain.tx(1, 0));
        assertThat(mined.block()).isEqualTo(chain.ref(1));
        assertThat(mined.succeeded()).isTrue();
        assertThat(mined.fee().units()).isEqualTo(FEE);
        assertThat(mined.fee().asset().caip19()).isEqualTo("eip155:31337/slip44:60");
    }

    @Test
    void aFailedOneCostsItsFeeAllTheSame() throws Exception {
        TxStatus.Mined mined = (TxStatus.Mined) status(chain.tx(1, 1));
        assertThat(mined.succeeded()).isFalse();
        assertThat(mined.fee().units()).isEqualTo(FEE);
    }

    @Test
    void aRollupsDataFeeIsPartOfTheFee() throws Exception {
        ((ObjectNode) chain.receiptsJson(1).get(0)).put("l1Fee", "0x64");
        TxStatus.Mined mined = (TxStatus.Mined) status(chain.tx(1, 0));
        assertThat(mined.fee().units()).isEqualTo(FEE.add(BigInteger.valueOf(100)));
        ((ObjectNode) chain.receiptsJson(1).get(0)).put("l1Fee", "100");
        assertThat(failure(() -> status(chain.tx(1, 0))).kind()).isEqualTo(Kind.GARBAGE);
    }

    @Test
    @DisplayName("what Arbitrum's data costs is in the gas used already and is not counted twice")
    void gasUsedForDataIsNotCountedTwice() throws Exception {
        ((ObjectNode) chain.receiptsJson(1).get(0)).put("gasUsedForL1", "0x1000");
        assertThat(((TxStatus.Mined) status(chain.tx(1, 0))).fee().units()).isEqualTo(FEE);
    }

    @Test
    void aNodeThatTellsNoEffectivePriceIsAskedForTheTransactions() throws Exception {
        ((ObjectNode) chain.receiptsJson(1).get(0)).remove("effectiveGasPrice");
        TxStatus.Mined mined = (TxStatus.Mined) status(chain.tx(1, 0));
        assertThat(mined.fee().units()).isEqualTo(21_000L * 1_000_000_005L);
        ((ObjectNode) chain.blockJson(1).path("transactions").get(0)).remove("gasPrice");
        assertThat(failure(() -> status(chain.tx(1, 0)))).hasMessageContaining("gasPrice");
    }

    @Test
    void isUnknownOrPendingWithoutAReceipt() throws Exception {
        assertThat(status(NEVER_SEEN)).isEqualTo(new TxStatus.Unknown());
        node.result("eth_getTransactionByHash", json("{'hash':'" + NEVER_SEEN + "'}"));
        assertThat(status(NEVER_SEEN)).isEqualTo(new TxStatus.Pending());
    }

    @Test
    void isNotMinedIfItsBlockIsNoLongerOnTheChain() throws Exception {
        TxId id = chain.tx(1, 0);
        ((ObjectNode) chain.receiptsJson(1).get(0)).put("blockHash", ScriptedChain.hash("dead", 0));
        assertThat(status(id)).isEqualTo(new TxStatus.Pending());
        ((ObjectNode) chain.receiptsJson(1).get(0)).put("blockNumber", "0x99");
        assertThat(status(id)).isEqualTo(new TxStatus.Pending());
    }

    @Test
    void theReceiptOfAnotherTransactionIsGarbage() {
        node.result("eth_getTransactionReceipt", chain.receiptsJson(1).get(0));
        assertThat(failure(() -> status(NEVER_SEEN)).kind()).isEqualTo(Kind.GARBAGE);
    }

    @Test
    void anAbsurdFeeIsGarbage() {
        ((ObjectNode) chain.receiptsJson(1).get(0)).put("effectiveGasPrice", "0x" + "f".repeat(64));
        assertThat(failure(() -> status(chain.tx(1, 0)))).hasMessageContaining("256 bits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x12", "ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB", "x"})
    void refusesWhatIsNoTransactionId(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> status(new TxId(id)));
    }

    @Test
    void readsSequenceBalanceAndCode() throws Exception {
        Address address = fixture.adapter.addresses().parse(TO);
        node.on(
                "eth_getTransactionCount",
                params -> json(
                        params.toString().equals("[\"0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed\",\"latest\"]")
                                ? "'0x2a'"
                                : "'0x0'"));
        node.result("eth_getBalance", json("'0x" + "f".repeat(64) + "'"));
        node.result("eth_getCode", json("'0x'"));
        assertThat(fixture.adapter.minedSequence(address)).isEqualTo(42);
        BalanceReader balances = fixture.adapter.capability(BalanceReader.class).orElseThrow();
        assertThat(balances.balance(address).units())
                .isEqualTo(BigInteger.TWO.pow(256).subtract(BigInteger.ONE));
        ContractProbe probe = fixture.adapter.capability(ContractProbe.class).orElseThrow();
        assertThat(probe.isContract(address)).isFalse();
        node.result("eth_getCode", json("'0xef01005aaeb6053f3e94c9b9a09f33669435e7ef1beaed'"));
        assertThat(probe.isContract(address)).isTrue();
        node.result("eth_getCode", json("'code'"));
        assertThat(failure(() -> probe.isContract(address)).kind()).isEqualTo(Kind.GARBAGE);
        assertThat(fixture.adapter.capability(ChainCapability.class)).isEmpty();
    }

    @Test
    void describesItsChain() {
        var descriptor = fixture.adapter.descriptor();
        assertThat(descriptor.chain().caip2()).isEqualTo("eip155:31337");
        assertThat(descriptor.family()).isEqualTo("eip155");
        assertThat(descriptor.nativeAsset().decimals()).isEqualTo(18);
        assertThat(descriptor.coinType()).isEqualTo(60);
        assertThat(descriptor.suggestedFinality()).isEqualTo(new FinalityRule.Confirmations(12));
    }

    @Test
    void readsBalancesAfterABlockInTheirOrder() throws Exception {
        chain.mine();
        Address one = fixture.adapter.addresses().parse(TO);
        Address two = fixture.adapter.addresses().parse("0x0000000000000000000000000000000000000002");
        node.on(
                "eth_getBalance",
                params -> json(
                        params.get(1).textValue().equals("0x1")
                                ? params.get(0).textValue().endsWith("2") ? "'0x2'" : "'0x1'"
                                : "'0x0'"));
        BalancesAtBlock balances =
                fixture.adapter.capability(BalancesAtBlock.class).orElseThrow();
        assertThat(balances.balances(List.of(one, two, one), chain.ref(1)))
                .extracting(amount -> amount.units().intValueExact())
                .containsExactly(1, 2, 1);
        BlockRef orphan = chain.ref(1);
        chain.reorganise(1);
        assertThat(failure(() -> balances.balances(List.of(one), orphan)).kind())
                .isEqualTo(Kind.BEHIND);
        node.error("eth_getBalance", -32000, "missing trie node");
        assertThat(failure(() -> balances.balances(List.of(one), chain.ref(1))).kind())
                .isEqualTo(Kind.REFUSED);
        assertThat(failure(() -> balances.balances(List.of(one), chain.ref(1))))
                .hasMessageContaining("missing trie node")
                .hasMessageContaining("use one that keeps it for longer");
        for (List<Address> wrong : List.of(List.<Address>of(), Collections.nCopies(101, one))) {
            assertThatIllegalArgumentException().isThrownBy(() -> balances.balances(wrong, chain.ref(1)));
        }
    }
}
