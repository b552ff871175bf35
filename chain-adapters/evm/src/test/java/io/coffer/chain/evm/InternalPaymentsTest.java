// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static io.coffer.chain.evm.NodeFixture.failure;
import static io.coffer.chain.evm.ScriptedNode.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coffer.chain.evm.ScriptedChain.Transfer;
import io.coffer.spi.chain.BalancesAtBlock;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockPage;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.chain.Movement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One execution, told in each of the forms in which nodes tell it. */
class InternalPaymentsTest {
    private static final String PAYER = Transfer.PAYER;
    private static final String CONTRACT = "0x00000000000000000000000000000000000000cc";
    private static final String ONE = "0x0000000000000000000000000000000000000001";
    private static final String TWO = "0x0000000000000000000000000000000000000002";
    private static final String THREE = "0x0000000000000000000000000000000000000003";
    private static final String NO_METHOD = "the method does not exist/is not available";
    private static final String BLOCK = "debug_traceBlockByHash";
    private static final String FLAT = "trace_block";
    private static final String SINGLE = "debug_traceTransaction";

    /**
     * Pays 5 to ONE; calls TWO with nothing, which pays 6 to THREE; pays 7 to ONE in a call that is undone with all
     * within it; borrows code, looks up something, pays itself; ends in favour of TWO with 8.
     */
    private static final String NESTED = "{'type':'CALL','from':'" + PAYER + "','to':'" + CONTRACT
            + "','value':'0x64','input':'0x','calls':["
            + call("CALL", CONTRACT, ONE, "0x5", "")
            + "," + call("CALL", CONTRACT, TWO, "0x0", "'calls':[" + call("CALL", TWO, THREE, "0x6", "") + "],")
            + ","
            + call(
                    "CALL",
                    CONTRACT,
                    ONE,
                    "0x7",
                    "'error':'execution reverted','calls':[" + call("CALL", ONE, TWO, "0x9", "") + "],")
            + "," + call("DELEGATECALL", CONTRACT, THREE, "0x64", "")
            + ",{'type':'STATICCALL','from':'" + CONTRACT + "','to':'" + TWO + "'}"
            + "," + call("CALL", CONTRACT, CONTRACT, "0x3", "")
            + "," + call("SELFDESTRUCT", CONTRACT, TWO, "0x8", "")
            + "]}";

    private NodeFixture fixture;
    private ScriptedNode node;
    private ScriptedChain chain;
    private ChainReader reader;

    @BeforeEach
    void start() throws Exception {
        fixture = new NodeFixture("internalTransfers", "trace");
        node = fixture.node;
        chain = fixture.chain;
        reader = fixture.adapter.reader();
        chain.mine(List.of(new Transfer(TWO, "0x1", 1), Transfer.call(CONTRACT, "0x64")));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static String call(String type, String from, String to, String value, String rest) {
        return "{'type':'" + type + "','from':'" + from + "','to':'" + to + "'," + rest + "'value':'" + value + "'}";
    }

    private void serveNestedBlocks() {
        String plain = "{'type':'CALL','from':'" + PAYER + "','to':'" + TWO + "','value':'0x1'}";
        node.result(
                BLOCK,
                json("[{'txHash':'" + chain.tx(1, 0) + "','result':" + plain + "},{'txHash':'" + chain.tx(1, 1)
                        + "','result':" + NESTED + "}]"));
    }

    private void serveFlatBlocks() {
        node.result(
                FLAT,
                json("[" + flat(0, "[]", "call", action("call", PAYER, TWO, "0x1"), "")
                        + "," + flat(1, "[]", "call", action("call", PAYER, CONTRACT, "0x64"), "")
                        + "," + flat(1, "[0]", "call", action("call", CONTRACT, ONE, "0x5"), "")
                        + "," + flat(1, "[1]", "call", action("call", CONTRACT, TWO, "0x0"), "")
                        + "," + flat(1, "[1,0]", "call", action("call", TWO, THREE, "0x6"), "")
                        + "," + flat(1, "[2]", "call", action("call", CONTRACT, ONE, "0x7"), "'error':'Reverted',")
                        + "," + flat(1, "[2,0]", "call", action("call", ONE, TWO, "0x9"), "")
                        + "," + flat(1, "[3]", "call", action("delegatecall", CONTRACT, THREE, "0x64"), "")
                        + "," + flat(1, "[20]", "call", action("call", CONTRACT, CONTRACT, "0x3"), "")
                        + ","
                        + flat(
                                1,
                                "[21]",
                                "suicide",
                                "{'address':'" + CONTRACT + "','refundAddress':'" + TWO + "','balance':'0x8'}",
                                "")
                        + ",{'type':'reward','blockHash':'" + chain.ref(1).hash()
                        + "','traceAddress':[],'transactionHash':null,'action':{'value':'0x9'}}]"));
    }

    private String flat(int transaction, String place, String type, String action, String rest) {
        return "{'type':'" + type + "','blockHash':'" + chain.ref(1).hash() + "','transactionHash':'"
                + chain.tx(1, transaction) + "','traceAddress':" + place + "," + rest + "'action':" + action + "}";
    }

    private static String action(String callType, String from, String to, String value) {
        return "{'callType':'" + callType + "','from':'" + from + "','to':'" + to + "','value':'" + value + "'}";
    }

    private List<Movement> movements() throws ChainException {
        List<Movement> all = new ArrayList<>();
        for (BlockEvent event : readAll().events()) {
            all.addAll(((BlockEvent.Added) event).movements());
        }
        return all;
    }

    private BlockPage readAll() throws ChainException {
        return reader.read(chain.ref(0), ChainReader.MAX_BLOCKS);
    }

    private void assertFound() throws ChainException {
        int first = 1 << 30;
        assertThat(movements())
                .extracting(movement -> movement.tx() + " " + movement.position() + " " + movement.to() + " "
                        + movement.amount().units())
                .containsExactly(
                        chain.tx(1, 0) + " 0 " + TWO + " 1",
                        chain.tx(1, 1) + " 0 " + canonical(CONTRACT) + " 100",
                        chain.tx(1, 1) + " " + first + " " + ONE + " 5",
                        chain.tx(1, 1) + " " + (first + 1) + " " + THREE + " 6",
                        chain.tx(1, 1) + " " + (first + 2) + " " + TWO + " 8");
    }

    private String canonical(String address) {
        try {
            return fixture.adapter.addresses().parse(address).text();
        } catch (InvalidAddressException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    @Test
    void findsWhatContractsPassOnInTheTraceOfABlock() throws ChainException {
        serveNestedBlocks();
        assertFound();
    }

    @Test
    void numbersThePaymentsAlikeInEachForm() throws ChainException {
        serveNestedBlocks();
        BlockPage nested = readAll();
        node.error(BLOCK, -32601, NO_METHOD);
        serveFlatBlocks();
        assertThat(readAll()).isEqualTo(nested);
        node.error(FLAT, -32601, NO_METHOD);
        node.result(SINGLE, json(NESTED));
        assertThat(readAll()).isEqualTo(nested);
        assertFound();
        assertThat(node.timesAsked(BLOCK))
                .as("the missing method is not asked for again")
                .isEqualTo(2);
        assertThat(node.timesAsked(FLAT)).isEqualTo(2);
    }

    @Test
    @DisplayName("H06 what a transaction that failed passed on before it failed has come back")
    void h06_failedTransactionPassesNothingOn() throws ChainException {
        node.error(BLOCK, -32601, NO_METHOD);
        node.error(FLAT, -32601, NO_METHOD);
        node.result(SINGLE, json(NESTED.replaceFirst("'input':'0x'", "'error':'out of gas'")));
        assertThat(movements()).extracting(Movement::position).containsExactly(0, 0);
    }

    @Test
    void saysWhichKeyAndWhatNextWhereTheNodeCannotTrace() {
        ChainException failure = failure(this::readAll);
        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure)
                .hasMessageContaining("internalTransfers=trace")
                .hasMessageContaining(BLOCK)
                .hasMessageContaining("set internalTransfers=balance");
    }

    @Test
    void asksForNoTransactionOfABlockWhoseStateIsGone() {
        node.error(BLOCK, -32000, "required historical state unavailable (reexec=128)");
        node.result(SINGLE, json(NESTED));
        assertThat(failure(this::readAll)).hasMessageContaining("no longer keeps");
        assertThat(node.timesAsked(FLAT)).isEqualTo(1);
        assertThat(node.timesAsked(SINGLE)).isZero();
    }

    @Test
    void asksForAllOfABlockInTheOtherFormWhereItsStateIsGone() throws ChainException {
        node.error(BLOCK, -32000, "required historical state unavailable (reexec=128)");
        serveFlatBlocks();
        assertFound();
        assertThat(node.timesAsked(SINGLE)).isZero();
    }

    private void replaceBlock(Transfer... transfers) {
        chain.dropHead();
        chain.mine(List.of(transfers));
    }

    @Test
    void aTransactionAtTheEndThatCannotCallMayHaveNoTrace() throws ChainException {
        replaceBlock(
                new Transfer(TWO, "0x1", 1),
                Transfer.call(CONTRACT, "0x64"),
                new Transfer(Transfer.PAYER, TWO, "0x0", 1, 0),
                new Transfer(Transfer.PAYER, TWO, "0x0", 1, 21_000));
        serveNestedBlocks();
        assertFound();
    }

    @Test
    @DisplayName("H08 a trace that leaves out what may have made calls is not believed")
    void h08_aTransactionThatMayCallHasATrace() {
        replaceBlock(
                new Transfer(TWO, "0x1", 1),
                Transfer.call(CONTRACT, "0x64"),
                new Transfer(Transfer.PAYER, TWO, "0x0", 1, 21_001),
                new Transfer(Transfer.PAYER, TWO, "0x0", 1, 0));
        serveNestedBlocks();
        assertThat(failure(this::readAll).kind()).isEqualTo(Kind.GARBAGE);
    }

    @Test
    void whereOneTraceIsMissingEachSaysWhoseItIs() {
        replaceBlock(new Transfer(TWO, "0x1", 1), Transfer.call(CONTRACT, "0x64"), new Transfer(TWO, "0x0", 1));
        node.result(BLOCK, json("[{'result':{}},{'result':" + NESTED + "}]"));
        assertThat(failure(this::readAll).kind()).isEqualTo(Kind.GARBAGE);
        node.result(
                BLOCK,
                json("[{'txHash':'" + chain.tx(1, 1) + "','result':" + NESTED + "},{'txHash':'" + chain.tx(1, 2)
                        + "','result':{}}]"));
        assertThat(failure(this::readAll).kind()).isEqualTo(Kind.GARBAGE);
    }

    @Test
    @DisplayName("H08 a flat trace that says nothing of a transaction that may have made calls is not believed")
    void h08_aFlatTraceHasEachTransactionThatMayCall() {
        node.error(BLOCK, -32601, NO_METHOD);
        node.result(FLAT, json("[]"));
        assertThat(failure(this::readAll))
                .hasMessageContaining(chain.tx(1, 1).text())
                .extracting(ChainException::kind)
                .isEqualTo(Kind.BEHIND);
        String inner = flat(1, "[0]", "call", action("call", CONTRACT, ONE, "0x5"), "");
        node.result(FLAT, json("[" + inner + "]"));
        assertThat(failure(this::readAll).kind()).isEqualTo(Kind.BEHIND);
    }

    @Test
    void aFlatTraceMayBeWithoutTransactionsThatCannotCall() throws ChainException {
        replaceBlock(
                new Transfer(TWO, "0x1", 1),
                Transfer.call(CONTRACT, "0x64"),
                new Transfer(Transfer.PAYER, TWO, "0x0", 1, 0));
        node.error(BLOCK, -32601, NO_METHOD);
        serveFlatBlocks();
        assertFound();
    }

    @Test
    void tracesNoBlockInWhichNothingCanCall() throws ChainException {
        chain.reorganise(1);
        chain.mine(List.of(new Transfer(TWO, "0x1", 1)));
        assertThat(movements()).hasSize(1);
        assertThat(node.timesAsked(BLOCK)).isZero();
    }

    @Test
    void doesNotTraceUnlessToldTo() throws Exception {
        serveNestedBlocks();
        for (String way : List.of("balance", "off")) {
            try (EvmChain other = NodeFixture.open(node, "internalTransfers", way)) {
                assertThat(other.reader().read(chain.ref(0), 10).events()).hasSize(1);
                assertThat(other.capability(BalancesAtBlock.class).isPresent()).isEqualTo(way.equals("balance"));
            }
        }
        assertThat(node.timesAsked(BLOCK)).isZero();
    }

    @Test
    @DisplayName("H42 an endless trace stops nobody else's deposits")
    void h42_endlessTraceIsPassedOver() throws ChainException {
        chain.mine(List.of(Transfer.call(CONTRACT, "0x0"), Transfer.call(CONTRACT, "0x0")));
        node.error(BLOCK, -32008, "Response is too big");
        JsonNode endless = json("{'calls':[" + "{},".repeat(600_000) + "{}]}");
        node.on(
                SINGLE,
                params -> params.get(0).textValue().equals(chain.tx(2, 0).text()) ? endless : json(NESTED));
        assertThat(movements())
                .filteredOn(movement -> movement.position() > 0)
                .extracting(Movement::tx)
                .containsExactly(
                        chain.tx(1, 1), chain.tx(1, 1), chain.tx(1, 1), chain.tx(2, 1), chain.tx(2, 1), chain.tx(2, 1));
    }

    @ParameterizedTest
    @CsvSource({"-32011, no backend is currently healthy", "-32005, limit exceeded", "-32003, try again later"})
    void aPassingComplaintLeavesTheBlockUntraced(int code, String words) throws ChainException {
        node.error(BLOCK, -32601, NO_METHOD);
        node.error(FLAT, -32601, NO_METHOD);
        node.error(SINGLE, code, words);
        assertThat(failure(this::readAll).kind()).isEqualTo(Kind.REFUSED);
        node.result(SINGLE, json(NESTED));
        assertFound();
    }

    @Test
    void aTraceThatTheNodeCallsTooBigAgainAndAgainIsPassedOver() throws ChainException {
        node.error(BLOCK, -32601, NO_METHOD);
        node.error(FLAT, -32601, NO_METHOD);
        node.error(SINGLE, -32008, "Response is too big");
        assertThat(movements()).extracting(Movement::position).containsExactly(0, 0);
        assertThat(node.timesAsked(SINGLE)).isEqualTo(3);
    }

    @Test
    void noticesABlockThatIsNoLongerThereWhenItsTransactionsAreTraced() {
        node.error(BLOCK, -32601, NO_METHOD);
        node.error(FLAT, -32601, NO_METHOD);
        node.on(SINGLE, params -> {
            chain.reorganise(1);
            return json(NESTED);
        });
        assertThat(failure(this::readAll).kind()).isEqualTo(Kind.BEHIND);
    }

    @Test
    void noticesAFlatTraceOfAnotherBlock() {
        node.error(BLOCK, -32601, NO_METHOD);
        node.result(FLAT, NullNode.instance);
        assertThat(failure(this::readAll).kind()).isEqualTo(Kind.BEHIND);
        serveFlatBlocks();
        chain.blockJson(1).put("hash", ScriptedChain.hash("dead", 1));
        chain.receiptsJson(1)
                .forEach(receipt -> ((ObjectNode) receipt).put("blockHash", ScriptedChain.hash("dead", 1)));
        assertThat(failure(this::readAll).kind()).isEqualTo(Kind.BEHIND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "[{'result':{}}]",
                "[{'result':{'calls':7}},{'result':{}}]",
                "[{'result':null},{'result':{}}]",
                "[{'result':{}},{'result':{'calls':[7]}}]",
                "[{'result':{}},{'result':{'calls':[{'type':7}]}}]",
                "[{'result':{}},{'result':{'calls':[{'type':'CALL','value':'5'}]}}]",
                "[{'result':{}},{'result':{'calls':[{'type':'CALL','value':'0x5','from':'0x1','to':'0x2'}]}}]",
                "[{'txHash':'0x1','result':{}},{'result':{}}]",
                "[{'txHash':'0x00000000000000000000000000000000000000000000000000000000000000ff','result':{}},{'result':{}}]"
            })
    void callsATraceOfAnotherFormGarbage(String trace) {
        node.result(BLOCK, json(trace));
        assertThat(failure(this::readAll).kind()).isEqualTo(Kind.GARBAGE);
    }
}
