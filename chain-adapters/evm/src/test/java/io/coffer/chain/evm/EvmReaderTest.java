// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static io.coffer.chain.evm.NodeFixture.failure;
import static io.coffer.chain.evm.ScriptedNode.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coffer.chain.evm.ScriptedChain.Transfer;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockPage;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.FinalityRule;
import io.coffer.spi.chain.Movement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvmReaderTest {
    private static final String TO = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed";
    private static final String TO_CANONICAL = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    private NodeFixture fixture;
    private ScriptedNode node;
    private ScriptedChain chain;
    private ChainReader reader;

    @BeforeEach
    void start() throws Exception {
        fixture = new NodeFixture();
        node = fixture.node;
        chain = fixture.chain;
        reader = fixture.adapter.reader();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static Transfer pays(String wei) {
        return new Transfer(TO, wei, 1);
    }

    private BlockPage readAll() throws ChainException {
        return reader.read(chain.ref(0), ChainReader.MAX_BLOCKS);
    }

    private static List<Movement> movements(BlockPage page) {
        List<Movement> all = new ArrayList<>();
        for (BlockEvent event : page.events()) {
            all.addAll(((BlockEvent.Added) event).movements());
        }
        return all;
    }

    @Test
    void readsBlocksInOrderEachNamingTheOneBefore() throws ChainException {
        for (int i = 0; i < 20; i++) {
            chain.mine();
        }
        BlockPage page = reader.read(chain.ref(2), 11);
        assertThat(page.head()).isEqualTo(chain.ref(20));
        assertThat(page.events()).hasSize(11);
        String parent = chain.ref(2).hash();
        for (int i = 0; i < 11; i++) {
            BlockEvent.Added added = (BlockEvent.Added) page.events().get(i);
            assertThat(added.block()).isEqualTo(chain.ref(3 + i));
            assertThat(added.parentHash()).isEqualTo(parent);
            parent = added.block().hash();
        }
    }

    @Test
    void hasNothingNewAtTheHead() throws ChainException {
        chain.mine();
        assertThat(reader.read(chain.ref(1), 10).events()).isEmpty();
        assertThat(reader.head()).isEqualTo(chain.ref(1));
        assertThat(reader.at(0)).isEqualTo(chain.ref(0));
        assertThat(reader.finalized()).isEqualTo(chain.ref(1));
    }

    @Test
    void reportsOnlyValueThatATransactionMovedToAnAddress() throws ChainException {
        chain.mine(List.of(
                pays("0xde0b6b3a7640000"),
                new Transfer(TO, "0x1", 0),
                pays("0x0"),
                new Transfer(null, "0x5", 1),
                pays("0xde0b6b3a7640000")));
        List<Movement> movements = movements(readAll());
        assertThat(movements).extracting(Movement::tx).containsExactly(chain.tx(1, 0), chain.tx(1, 4));
        assertThat(movements).allSatisfy(movement -> {
            assertThat(movement.position()).isZero();
            assertThat(movement.to().text()).isEqualTo(TO_CANONICAL);
            assertThat(movement.tag()).isEmpty();
            assertThat(movement.amount().units()).isEqualTo(BigInteger.TEN.pow(18));
            assertThat(movement.amount().asset().caip19()).isEqualTo("eip155:31337/slip44:60");
        });
    }

    @Test
    @DisplayName("H06 a transaction that failed moves nothing, whatever it says")
    void h06_failedTransactionMovesNothing() throws ChainException {
        chain.mine(List.of(new Transfer(TO, "0xffffffffffffffff", 0)));
        assertThat(movements(readAll())).isEmpty();
    }

    @Test
    @DisplayName("H08 reading again gives the same movements, so that their identity holds")
    void h08_rescanGivesTheSameMovements() throws ChainException {
        chain.mine(List.of(pays("0x1"), pays("0x2")));
        chain.mine(List.of(pays("0x1")));
        BlockPage first = readAll();
        assertThat(movements(first)).hasSize(3);
        assertThat(readAll()).isEqualTo(first);
    }

    @Test
    @DisplayName("H10 a block that is no longer on the chain is reported once, as removed")
    void h10_reorganisationIsRemoved() throws ChainException {
        chain.mine();
        chain.mine(List.of(pays("0x1")));
        BlockRef orphan = chain.ref(2);
        chain.reorganise(2);
        BlockPage page = reader.read(orphan, 10);
        assertThat(page.events()).containsExactly(new BlockEvent.Removed(orphan));
        assertThat(reader.read(chain.ref(1), 10).events())
                .containsExactly(new BlockEvent.Added(chain.ref(2), chain.ref(1).hash(), List.of()));
    }

    @Test
    void isBehindIfTheNodeHasNotReachedTheCursor() {
        chain.mine();
        chain.mine();
        BlockRef seen = chain.ref(2);
        chain.dropHead();
        ChainException failure = failure(() -> reader.read(seen, 10));
        assertThat(failure.kind()).isEqualTo(Kind.BEHIND);
        assertThat(failure(() -> reader.at(2)).kind()).isEqualTo(Kind.BEHIND);
    }

    @Test
    void isBehindIfTheLatestBlockIsTooOld() throws Exception {
        try (EvmChain impatient = NodeFixture.open(node, "maxLagSeconds", "999")) {
            ChainException failure = failure(() -> impatient.reader().head());
            assertThat(failure.kind()).isEqualTo(Kind.BEHIND);
            assertThat(failure).hasMessageContaining("1000 s old").hasMessageContaining("maxLagSeconds 999");
            assertThat(failure(() -> impatient.reader().read(chain.ref(0), 1)).kind())
                    .isEqualTo(Kind.BEHIND);
        }
        try (EvmChain patient = NodeFixture.open(node, "maxLagSeconds", "1000")) {
            assertThat(patient.reader().head()).isEqualTo(chain.ref(0));
        }
    }

    @Test
    void stopsBeforeABlockThatDoesNotFollow() throws ChainException {
        for (int i = 0; i < 6; i++) {
            chain.mine();
        }
        chain.blockJson(4).put("parentHash", ScriptedChain.hash("dead", 0));
        assertThat(readAll().events()).hasSize(3);
        ChainException failure = failure(() -> reader.read(chain.ref(3), 10));
        assertThat(failure.kind()).isEqualTo(Kind.GARBAGE);
        assertThat(failure).hasMessageContaining("parentHash");
    }

    @Test
    void stopsBeforeABlockWhoseReceiptsAreOfAnotherBlock() throws ChainException {
        chain.mine();
        chain.mine(List.of(pays("0x1")));
        ((ObjectNode) chain.receiptsJson(2).get(0)).put("blockHash", ScriptedChain.hash("dead", 0));
        assertThat(readAll().events()).hasSize(1);
        assertThat(failure(() -> reader.read(chain.ref(1), 10)).kind()).isEqualTo(Kind.BEHIND);
    }

    @Test
    void stopsBeforeABlockWhoseReceiptsAreMissing() throws ChainException {
        chain.mine();
        chain.mine(List.of(pays("0x1"), pays("0x2")));
        chain.receiptsJson(2).remove(1);
        assertThat(readAll().events()).hasSize(1);
        node.result("eth_getBlockReceipts", NullNode.instance);
        assertThat(failure(() -> reader.read(chain.ref(1), 10)).kind()).isEqualTo(Kind.BEHIND);
    }

    @Test
    void asksForReceiptsOneByOneWhereTheNodeHasNoMethodForBlocks() throws ChainException {
        chain.mine(List.of(pays("0x1"), new Transfer(TO, "0x2", 0), pays("0x0"), pays("0x3")));
        BlockPage expected = readAll();
        node.error("eth_getBlockReceipts", -32601, "the method eth_getBlockReceipts does not exist");
        assertThat(readAll()).isEqualTo(expected);
        assertThat(node.timesAsked("eth_getTransactionReceipt")).isEqualTo(3);
        long refused = node.timesAsked("eth_getBlockReceipts");
        assertThat(readAll()).isEqualTo(expected);
        assertThat(node.timesAsked("eth_getBlockReceipts")).isEqualTo(refused);
    }

    @Test
    void asksForNoReceiptsWhereNothingWasPaid() throws ChainException {
        chain.mine();
        chain.mine(List.of(pays("0x0")));
        readAll();
        assertThat(node.timesAsked("eth_getBlockReceipts")).isZero();
    }

    @Test
    void asksForFewerBlocksAfterAnAnswerThatIsTooLong() throws ChainException {
        for (int i = 0; i < 8; i++) {
            chain.mine();
            // Three of these are more than the sixteen million bytes that are taken.
            chain.blockJson(i + 1).put("extraData", "0x" + "00".repeat(3_000_000));
        }
        assertThat(readAll().events()).hasSize(8);
    }

    @Test
    void givesUpOnASingleBlockThatIsTooLong() {
        chain.mine();
        chain.blockJson(1).put("extraData", "0x" + "00".repeat(9_000_000));
        ChainException failure = failure(this::readAll);
        assertThat(failure.kind()).isEqualTo(Kind.GARBAGE);
        assertThat(failure).hasMessageContaining("longer than 16777216 bytes");
    }

    @Test
    void keepsWhatItHasReadWhenTheNodeFailsLater() throws ChainException {
        for (int i = 0; i < 20; i++) {
            chain.mine();
        }
        chain.blockJson(12).put("hash", "0x00");
        assertThat(readAll().events()).hasSize(8);
    }

    @ParameterizedTest
    @CsvSource({
        "hash, 0x1234",
        "hash, 1234",
        "hash, 0x00000000000000000000000000000000000000000000000000000000000000zz",
        "parentHash, 0x",
        "number, 1",
        "number, 0x",
        "number, 0xffffffffffffffffffffffffffffffff",
        "number, 0x2",
        "number, -0x1",
        "timestamp, soon",
        "timestamp, 0xffffffffffffffff"
    })
    void callsABlockGarbageIfAFieldIsWrong(String field, String value) {
        chain.mine();
        chain.blockJson(1).put(field, value);
        ChainException failure = failure(this::readAll);
        assertThat(failure.kind()).isEqualTo(Kind.GARBAGE);
        assertThat(failure.getCause()).isNull();
        assertThat(failure).hasMessageContaining(field);
    }

    @ParameterizedTest
    @CsvSource({"hash", "parentHash", "number", "timestamp", "transactions"})
    void callsABlockGarbageIfAFieldIsMissingOrOfAnotherType(String field) {
        chain.mine();
        chain.blockJson(1).put(field, 7);
        assertThat(failure(this::readAll).kind()).isEqualTo(Kind.GARBAGE);
        chain.blockJson(1).remove(field);
        ChainException failure = failure(this::readAll);
        assertThat(failure.kind()).isEqualTo(Kind.GARBAGE);
        assertThat(failure).hasMessageContaining("missing");
    }

    @ParameterizedTest
    @CsvSource({
        "hash, '\"0x12\"'",
        "hash, 5",
        "value, '\"1000\"'",
        "value, 1000",
        "value, 1.5",
        "value, '\"0x10000000000000000000000000000000000000000000000000000000000000000\"'",
        "value, '\"-0x1\"'",
        "value, null",
        "value, {}",
        "to, '\"0x1234\"'",
        "to, []",
        "to, '\"\"'",
        "from, null",
        "from, '\"0x1234\"'",
        "gas, null",
        "gas, '\"0xffffffffffffffffff\"'"
    })
    void callsATransactionGarbageIfAFieldIsWrong(String field, String value) throws Exception {
        chain.mine(List.of(pays("0x1")));
        ((ObjectNode) chain.blockJson(1).path("transactions").get(0)).set(field, json(value));
        ChainException failure = failure(this::readAll);
        assertThat(failure.kind()).isEqualTo(Kind.GARBAGE);
        assertThat(failure).hasMessageContaining(field);
    }

    @ParameterizedTest
    @CsvSource({
        "status, '\"0x2\"'",
        "status, true",
        "status, null",
        "blockNumber, '\"0xfffffffffffffffff\"'",
        "gasUsed, '\"0xffffffffffffffffff\"'",
        "effectiveGasPrice, 5",
        "l1Fee, '\"5\"'",
        "transactionHash, '\"0x1\"'"
    })
    void callsAReceiptGarbageIfAFieldIsWrong(String field, String value) {
        chain.mine(List.of(pays("0x1")));
        ((ObjectNode) chain.receiptsJson(1).get(0)).set(field, json(value));
        ChainException failure = failure(this::readAll);
        assertThat(failure.kind()).isEqualTo(Kind.GARBAGE);
        assertThat(failure).hasMessageContaining(field);
    }

    @Test
    void callsABlockGarbageThatNamesItsTransactionsByHashOnly() {
        chain.mine(List.of(pays("0x1")));
        ArrayNode transactions = (ArrayNode) chain.blockJson(1).path("transactions");
        transactions.set(0, transactions.get(0).get("hash"));
        ChainException failure = failure(this::readAll);
        assertThat(failure.kind()).isEqualTo(Kind.GARBAGE);
        assertThat(failure).hasMessageContaining("transaction");
    }

    @Test
    void callsATransactionThatIsInItsBlockTwiceGarbage() {
        chain.mine(List.of(pays("0x1")));
        ArrayNode transactions = (ArrayNode) chain.blockJson(1).path("transactions");
        transactions.add(transactions.get(0).deepCopy());
        assertThat(failure(this::readAll)).hasMessageContaining("twice");
    }

    @Test
    void aPaymentToOneselfMovesNothing() throws ChainException {
        chain.mine(List.of(new Transfer(TO, TO, "0x5", 1, 21_000), pays("0x1")));
        assertThat(movements(readAll())).extracting(Movement::tx).containsExactly(chain.tx(1, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"finalized", "safe"})
    void saysWhichKeyAndWhatNextWhereTheNodeHasNoFinalBlock(String tag) throws Exception {
        chain.mine();
        try (EvmChain adapter = NodeFixture.open(node, "confirmations", tag)) {
            assertThat(adapter.descriptor().suggestedFinality()).isEqualTo(new FinalityRule.FinalizedTag());
            List<String> asked = new CopyOnWriteArrayList<>();
            node.on("eth_getBlockByNumber", params -> {
                asked.add(params.get(0).textValue());
                return chain.blockJson(1);
            });
            assertThat(adapter.reader().finalized()).isEqualTo(chain.ref(1));
            assertThat(asked).contains(tag);
            node.result("eth_getBlockByNumber", NullNode.instance);
            assertSaysWhatNext(adapter, tag);
            node.error("eth_getBlockByNumber", -32602, "unknown tag");
            assertSaysWhatNext(adapter, tag);
        }
    }

    private static void assertSaysWhatNext(EvmChain adapter, String tag) {
        ChainException failure = failure(() -> adapter.reader().finalized());
        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure)
                .hasMessageContaining("confirmations=" + tag)
                .hasMessageContaining("no " + tag + " block")
                .hasMessageContaining("set confirmations to a number");
    }

    @Test
    void aFinalBlockThatIsNotOnTheNodesChainIsNotBelieved() {
        chain.mine();
        ObjectNode forged = chain.blockJson(1).deepCopy().put("hash", ScriptedChain.hash("dead", 1));
        node.on(
                "eth_getBlockByNumber",
                params -> params.get(0).textValue().equals("finalized") ? forged : chain.blockJson(1));
        assertThat(failure(() -> reader.finalized()).kind()).isEqualTo(Kind.BEHIND);
        forged.put("number", "0x7");
        node.on(
                "eth_getBlockByNumber",
                params -> params.get(0).textValue().equals("finalized") ? forged : NullNode.instance);
        assertThat(failure(() -> reader.finalized()).kind()).isEqualTo(Kind.BEHIND);
    }

    @ParameterizedTest
    @CsvSource({
        "-32005, query returned more than 10000 results",
        "-32000, 'block range is too large, max 3'",
        "-32602, 'eth_getBlockByNumber: range limited to a 3 block range'",
        "-32003, no words",
        "-32008, Response is too big",
        "-32005, limit exceeded"
    })
    void asksForFewerAtOnceWhereTheNodeFindsThemTooMany(int code, String words) throws Exception {
        for (int i = 0; i < 40; i++) {
            chain.mine();
        }
        node.batchAnswer(answers -> {
            boolean tooMany = answers.size() > 3;
            if (tooMany) {
                answers.forEach(answer -> {
                    ((ObjectNode) answer).remove("result");
                    ((ObjectNode) answer).putObject("error").put("code", code).put("message", words);
                });
            }
            return answers;
        });
        try (EvmChain wide = NodeFixture.open(node, "blockRange", "16")) {
            assertThat(wide.reader().read(chain.ref(0), 40).events()).hasSize(40);
            assertThat(node.batchSizes()).startsWith(2, 16, 8, 4, 2, 2);
            assertThat(node.batchSizes()).as("grows back").contains(3);
        }
    }

    @Test
    void refusesArgumentsOutOfRange() {
        for (int limit : new int[] {0, -1, ChainReader.MAX_BLOCKS + 1}) {
            assertThatIllegalArgumentException().isThrownBy(() -> reader.read(chain.ref(0), limit));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> reader.at(-1));
    }
}
