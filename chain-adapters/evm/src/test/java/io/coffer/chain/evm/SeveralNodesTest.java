// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static io.coffer.chain.evm.NodeFixture.failure;
import static io.coffer.chain.evm.ScriptedNode.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.chain.evm.ScriptedChain.Transfer;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SubmitOutcome.Accepted;
import io.coffer.spi.chain.SubmitOutcome.Indeterminate;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One network by three nodes, of which some fail or lie. */
class SeveralNodesTest {
    private static final String SEND = "eth_sendRawTransaction";
    private static final String TO = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    private final List<ScriptedNode> nodes = new ArrayList<>();
    private final List<ScriptedChain> chains = new ArrayList<>();
    private Optional<EvmChain> opened = Optional.empty();

    @BeforeEach
    void start() throws Exception {
        for (int i = 0; i < 3; i++) {
            ScriptedNode node = new ScriptedNode();
            nodes.add(node);
            chains.add(new ScriptedChain(node));
        }
    }

    @AfterEach
    void stop() {
        opened.ifPresent(EvmChain::close);
        nodes.forEach(ScriptedNode::close);
    }

    private EvmChain open(String... keysAndValues) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "urls", nodes.stream().map(node -> node.url().toString()).collect(Collectors.joining(", "))));
        all.addAll(List.of(keysAndValues));
        opened = Optional.of(NodeFixture.open(nodes.get(0), all.toArray(new String[0])));
        return opened.get();
    }

    private void mine(int blocks) {
        for (int i = 0; i < blocks; i++) {
            chains.forEach(ScriptedChain::mine);
        }
    }

    private SignedTx signed(EvmChain adapter) throws Exception {
        NetworkAssetId coin = new NetworkAssetId("eip155:31337/slip44:60");
        TestKey key = TestKey.of("0x1234");
        TransferIntent transfer =
                new TransferIntent(adapter.addresses().parse(TO), Amount.of(coin, 5), Optional.empty());
        UnsignedTx unsigned = adapter.assemble(
                List.of(transfer), key.publicKey(), 3, new FeeQuote(coin, BigInteger.TEN, BigInteger.ONE, 21_000));
        return adapter.codec()
                .combine(
                        unsigned,
                        List.of(key.sign(adapter.codec().payloads(unsigned).get(0))));
    }

    @Test
    void asksOnlyTheFirstAsLongAsItAnswers() throws Exception {
        mine(3);
        EvmChain adapter = open();
        assertThat(adapter.reader().read(chains.get(0).ref(0), 10).events()).hasSize(3);
        assertThat(nodes.get(1).asked()).isEmpty();
        assertThat(nodes.get(2).asked()).isEmpty();
    }

    @Test
    void goesOnWithTheNextWhereOneFailsAndStaysThere() throws Exception {
        mine(3);
        EvmChain adapter = open();
        BlockRef genesis = chains.get(0).ref(0);
        assertThat(adapter.reader().read(genesis, 1).events()).hasSize(1);
        nodes.get(0).body(503, "");
        nodes.get(1).result("eth_chainId", json("'0x1'"));
        assertThat(adapter.reader().read(genesis, 10).events()).hasSize(3);
        int asked = nodes.get(1).asked().size();
        nodes.get(0).raw(null);
        assertThat(adapter.reader().head()).isEqualTo(chains.get(2).ref(3));
        assertThat(nodes.get(1).asked()).hasSize(asked);
        assertThat(nodes.get(2).asked()).isNotEmpty();
    }

    @Test
    void tellsTheFailureOfTheOneThatWasAskedWhereAllFail() throws Exception {
        EvmChain adapter = open();
        nodes.get(0).result("eth_chainId", json("'0x1'"));
        nodes.get(1).body(503, "");
        nodes.get(2).error("eth_chainId", -32005, "rate limited");
        assertThat(failure(() -> adapter.reader().head()).kind()).isEqualTo(Kind.WRONG_CHAIN);
        assertThat(adapter.isProven()).isFalse();
    }

    @Test
    @DisplayName("H14 a transaction goes to one node, never to a second while the first's answer is open")
    void h14_sendsToOneNodeOnly() throws Exception {
        EvmChain adapter = open();
        SignedTx transaction = signed(adapter);
        nodes.get(0).result("eth_chainId", json("'0x1'"));
        nodes.get(1).on(SEND, params -> {
            throw new IllegalStateException("the scripted node drops the connection");
        });
        nodes.get(2).result(SEND, json("'" + transaction.id() + "'"));
        assertThat(adapter.broadcaster().submit(transaction)).isInstanceOf(Indeterminate.class);
        assertThat(nodes.get(0).timesAsked(SEND)).isZero();
        assertThat(nodes.get(1).timesAsked(SEND)).isEqualTo(1);
        assertThat(nodes.get(2).timesAsked(SEND)).isZero();
        nodes.get(1).result("eth_chainId", json("'0x1'"));
        assertThat(adapter.broadcaster().submit(transaction)).isEqualTo(new Accepted());
        assertThat(nodes.get(2).timesAsked(SEND)).isEqualTo(1);
    }

    @Test
    @DisplayName("H08 the node that takes over tells the same movements")
    void h08_theNextNodeTellsTheSame() throws Exception {
        chains.forEach(chain -> chain.mine(List.of(new Transfer(TO, "0x5", 1), new Transfer(TO, "0x5", 1))));
        EvmChain adapter = open();
        var page = adapter.reader().read(chains.get(0).ref(0), 10);
        nodes.get(0).close();
        assertThat(adapter.reader().read(chains.get(0).ref(0), 10)).isEqualTo(page);
    }

    @Test
    void theHeadIsTheHighestBlockThatEnoughNodesHold() throws Exception {
        mine(2);
        chains.get(0).mine();
        chains.get(1).mine();
        chains.get(0).mine();
        EvmChain adapter = open("agreement", "2");
        assertThat(adapter.reader().head()).isEqualTo(chains.get(0).ref(3));
        var page = adapter.reader().read(chains.get(0).ref(0), 10);
        assertThat(page.head()).isEqualTo(chains.get(0).ref(3));
        assertThat(page.events()).hasSize(3);
        try (EvmChain cautious = NodeFixture.open(
                nodes.get(0),
                "urls",
                nodes.stream().map(node -> node.url().toString()).collect(Collectors.joining(",")),
                "agreement",
                "3")) {
            assertThat(cautious.reader().head()).isEqualTo(chains.get(0).ref(2));
        }
    }

    @Test
    @DisplayName("H10 one node alone neither adds nor removes a block where two must agree")
    void h10_oneNodeAloneIsNotBelieved() throws Exception {
        mine(3);
        EvmChain adapter = open("agreement", "2");
        BlockRef seen = chains.get(2).ref(3);
        chains.get(0).reorganise(2);
        assertThat(adapter.reader().read(seen, 10).events())
                .as("the other two outvote it")
                .isEmpty();
        chains.get(1).reorganise(2);
        chains.get(1).reorganise(2);
        assertThat(failure(() -> adapter.reader().head()).kind()).isEqualTo(Kind.BEHIND);
        assertThat(failure(() -> adapter.reader().read(seen, 10))).hasMessageContaining("do not agree on block 3");
        chains.get(0).reorganise(2);
        assertThat(adapter.reader().read(seen, 10).events()).containsExactly(new BlockEvent.Removed(seen));
    }

    @Test
    @DisplayName("H10 a node that has not come as far does not say that a block is gone")
    void h10_aNodeThatLagsHasNoSay() throws Exception {
        mine(3);
        nodes.get(2).close();
        EvmChain adapter = open("agreement", "2");
        BlockRef seen = chains.get(1).ref(2);
        chains.get(0).reorganise(2);
        chains.get(1).dropHead();
        chains.get(1).dropHead();
        assertThat(failure(() -> adapter.reader().read(seen, 10)).kind()).isEqualTo(Kind.BEHIND);
    }

    @Test
    void everyPageEndsWithABlockThatIsAgreedOn() throws Exception {
        mine(6);
        nodes.get(2).close();
        EvmChain adapter = open("agreement", "2");
        BlockRef genesis = chains.get(0).ref(0);
        assertThat(adapter.reader().read(genesis, 3).events()).hasSize(3);
        chains.get(1).blockJson(3).put("hash", ScriptedChain.hash("dead", 3));
        assertThat(adapter.reader().read(genesis, 6).events())
                .as("ends elsewhere")
                .hasSize(6);
        assertThat(failure(() -> adapter.reader().read(genesis, 3))).hasMessageContaining("do not agree on block 3");
    }

    @Test
    void tooFewNodesThatAnswerAreToldSo() throws Exception {
        mine(1);
        EvmChain adapter = open("agreement", "2");
        nodes.get(1).body(503, "");
        nodes.get(2).result("eth_chainId", json("'0x1'"));
        assertThat(failure(() -> adapter.reader().head()).kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure(() -> adapter.reader().head())).hasMessageContaining("agreement=2");
    }

    @Test
    void aFinalBlockMustBeAgreedOnToo() throws Exception {
        mine(2);
        EvmChain adapter = open("agreement", "3");
        assertThat(adapter.reader().finalized()).isEqualTo(chains.get(0).ref(2));
        chains.get(2).reorganise(2);
        assertThat(failure(() -> adapter.reader().finalized()).kind()).isEqualTo(Kind.BEHIND);
    }
}
