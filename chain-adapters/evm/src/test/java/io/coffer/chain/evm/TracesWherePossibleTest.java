// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static io.coffer.chain.evm.NodeFixture.failure;
import static io.coffer.chain.evm.ScriptedNode.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coffer.chain.evm.ScriptedChain.Transfer;
import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.BalancesAtBlock;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockPage;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.Movement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code internalTransfers=auto}, the default, at two nodes that trace, do not, or fail. */
class TracesWherePossibleTest {
    private static final int INTERNAL = 1 << 30;
    private static final String CONTRACT = "0x00000000000000000000000000000000000000cc";
    private static final String PAYEE = "0x0000000000000000000000000000000000000001";
    private static final String BLOCK = "debug_traceBlockByHash";
    private static final List<String> WAYS = List.of(BLOCK, "trace_block", "debug_traceTransaction");

    private final AtomicLong passedSeconds = new AtomicLong();
    private final List<ScriptedNode> nodes = new ArrayList<>();
    private final List<ScriptedChain> chains = new ArrayList<>();
    private ScriptedNode first;
    private ScriptedNode second;
    private EvmChain adapter;

    @BeforeEach
    void start() throws Exception {
        for (int i = 0; i < 2; i++) {
            ScriptedNode node = new ScriptedNode();
            nodes.add(node);
            chains.add(new ScriptedChain(node));
        }
        first = nodes.get(0);
        second = nodes.get(1);
        adapter = open("url", first.url().toString());
        mine(1);
    }

    @AfterEach
    void stop() {
        adapter.close();
        nodes.forEach(ScriptedNode::close);
    }

    private EvmChain open(String... keysAndValues) throws Exception {
        return NodeFixture.open(
                first, () -> System.nanoTime() + TimeUnit.SECONDS.toNanos(passedSeconds.get()), keysAndValues);
    }

    private void openBoth() throws Exception {
        adapter.close();
        adapter = open("urls", first.url() + ", " + second.url());
    }

    /** Blocks with a call of a contract that passes on what it is paid. */
    private void mine(int blocks) {
        for (int i = 0; i < blocks; i++) {
            chains.forEach(chain -> chain.mine(List.of(Transfer.call(CONTRACT, "0x5"))));
        }
    }

    /** The answer to the question for the trace of a block. */
    private JsonNode traced(JsonNode params) {
        ScriptedChain chain = chains.get(0);
        long height = 1;
        while (!chain.ref(height).hash().equals(params.get(0).textValue())) {
            height++;
        }
        return json("[{'txHash':'" + chain.tx(height, 0)
                + "','result':{'type':'CALL','calls':[{'type':'CALL','from':'" + CONTRACT + "','to':'" + PAYEE
                + "','value':'0x5'}]}}]");
    }

    private void traces(ScriptedNode node) {
        node.on(BLOCK, this::traced);
    }

    private void tracesAllBut(String hash, String complaint) {
        first.answer(BLOCK, params -> {
            if (params.get(0).textValue().equals(hash)) {
                return error(-32000, complaint);
            }
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.set("result", traced(params));
            return answer;
        });
    }

    private static void refusesToTrace(ScriptedNode node, int code, String words) {
        WAYS.forEach(way -> node.error(way, code, words));
    }

    private static ObjectNode error(int code, String words) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putObject("error").put("code", code).put("message", words);
        return answer;
    }

    /** Heights of the blocks in which the payment by an internal call is found, in the order of reading. */
    private List<Long> found(long after) throws ChainException {
        List<Long> heights = new ArrayList<>();
        for (BlockEvent event :
                adapter.reader().read(chains.get(0).ref(after), 100).events()) {
            for (Movement movement : ((BlockEvent.Added) event).movements()) {
                if (movement.position() >= INTERNAL) {
                    assertThat(movement.to().text()).isEqualTo(PAYEE);
                    assertThat(movement.position()).isEqualTo(INTERNAL);
                    heights.add(event.block().height());
                }
            }
        }
        return heights;
    }

    private int blocksRead(long after) throws ChainException {
        return adapter.reader().read(chains.get(0).ref(after), 100).events().size();
    }

    private void letPass(long seconds) {
        passedSeconds.addAndGet(seconds);
    }

    private void assertBalancesAreCompared() {
        assertThat(adapter.capability(BalancesAtBlock.class)).isPresent();
    }

    @Test
    void tracesWhereTheNodeCanAndStillOffersBalances() throws Exception {
        traces(first);
        mine(2);
        assertThat(found(0)).containsExactly(1L, 2L, 3L);
        assertBalancesAreCompared();
    }

    @ParameterizedTest
    @CsvSource({
        "-32601, the method does not exist/is not available",
        "-32600, debug_traceBlockByHash is not available on the Free tier",
        "-32000, method not allowed",
        "-32000, required historical state unavailable (reexec=128)",
        "-32000, missing trie node 8b1604 (path )"
    })
    void readsWithoutAtOnceWhereTheNodeSaysThatItCannot(int code, String words) throws Exception {
        refusesToTrace(first, code, words);
        mine(2);
        assertThat(found(0)).isEmpty();
        assertThat(blocksRead(0)).isEqualTo(3);
        assertBalancesAreCompared();
    }

    @Test
    void aBlockWhoseStateIsGoneSaysNothingOfTheNext() throws Exception {
        mine(2);
        tracesAllBut(chains.get(0).ref(1).hash(), "required historical state unavailable (reexec=128)");
        assertThat(found(0)).containsExactly(2L, 3L);
        assertThat(blocksRead(0)).isEqualTo(3);
    }

    @Test
    void aNodeThatIsGivenTheMethodsIsAskedForThemLater() throws Exception {
        assertThat(found(0)).isEmpty();
        traces(first);
        mine(1);
        assertThat(found(1)).isEmpty();
        letPass(601);
        mine(1);
        assertThat(found(2)).containsExactly(3L);
    }

    @Test
    void aNodeThatTracesIsAskedWhereTheOneThatIsReadFromCannot() throws Exception {
        openBoth();
        traces(second);
        mine(2);
        assertThat(found(0)).containsExactly(1L, 2L, 3L);
        assertThat(second.timesAsked("eth_getBlockByNumber"))
                .as("blocks are read from the first as before")
                .isZero();
        assertThat(first.timesAsked(BLOCK)).as("asked once").isEqualTo(1);
    }

    @Test
    void theOtherNodeStandsInForOneThatStopsTracingForAWhile() throws Exception {
        openBoth();
        traces(first);
        traces(second);
        assertThat(found(0)).containsExactly(1L);
        assertThat(second.timesAsked(BLOCK)).isZero();
        first.error(BLOCK, -32000, "internal error");
        mine(1);
        assertThat(found(1)).containsExactly(2L);
        traces(first);
        mine(1);
        assertThat(found(2)).containsExactly(3L);
        assertThat(second.timesAsked(BLOCK)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"-32000, internal error", "-32005, limit exceeded", "-32603, execution timeout"})
    @DisplayName("H08 an error that says nothing lets the block wait, and nothing of it is lost")
    void h08_readingWaitsWhereTheNodeDoesNotSayThatItCannot(int code, String words) throws Exception {
        traces(first);
        assertThat(found(0)).containsExactly(1L);
        mine(2);
        refusesToTrace(first, code, words);
        failure(() -> found(1));
        letPass(TracePatience.WAIT_SECONDS - 30);
        failure(() -> found(1));
        traces(first);
        assertThat(found(1)).containsExactly(2L, 3L);
    }

    @Test
    void aConnectionThatBreaksOnATraceLetsTheBlockWait() {
        first.on(BLOCK, params -> {
            throw new IllegalStateException("the scripted node drops the connection");
        });
        assertThat(failure(() -> found(0)).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void aTraceThatIsNotOneLetsTheBlockWait() {
        first.result(BLOCK, json("[]"));
        assertThat(failure(() -> found(0)).kind()).isEqualTo(Kind.GARBAGE);
    }

    @Test
    void readsWithoutAfterTheWaitAndAsksNowAndThenUntilTheNodeTraces() throws Exception {
        refusesToTrace(first, -32000, "internal error");
        mine(2);
        assertThat(failure(() -> found(0))).hasMessageContaining("internal error");
        letPass(TracePatience.WAIT_SECONDS);
        assertThat(found(0)).isEmpty();
        assertThat(blocksRead(0)).isEqualTo(3);
        assertBalancesAreCompared();
        traces(first);
        mine(1);
        assertThat(found(3)).as("not asked yet").isEmpty();
        letPass(TracePatience.REST_SECONDS);
        mine(1);
        assertThat(found(4)).containsExactly(5L);
    }

    @Test
    void aChangeOfTheHostedTokensStartsNoOtherWait() throws Exception {
        refusesToTrace(first, -32000, "internal error");
        failure(() -> found(0));
        letPass(TracePatience.WAIT_SECONDS);
        TokenHost host = adapter.capability(TokenHost.class).orElseThrow();
        for (TokenProtocol token : List.of(Tokens.USDC, Tokens.DAI)) {
            BlockPage page =
                    host.hosting(List.of(token)).reader().read(chains.get(0).ref(0), 100);
            assertThat(page.events()).hasSize(1);
        }
    }

    @Test
    @DisplayName("H42 one block that cannot be traced stops nobody else's deposits for long")
    void h42_oneBlockThatCannotBeTracedIsPassedOver() throws Exception {
        mine(3);
        tracesAllBut(chains.get(0).ref(2).hash(), "execution timeout");
        failure(() -> found(0));
        letPass(TracePatience.WAIT_SECONDS);
        assertThat(found(0)).containsExactly(1L, 3L, 4L);
        assertThat(blocksRead(0)).isEqualTo(4);
    }

    @Test
    void anotherNodeThatIsGoneAndMayTraceIsWaitedForAndThenLeft() throws Exception {
        openBoth();
        second.close();
        assertThat(failure(() -> found(0)).kind()).isEqualTo(Kind.UNREACHABLE);
        letPass(TracePatience.WAIT_SECONDS);
        assertThat(found(0)).isEmpty();
        assertThat(blocksRead(0)).isEqualTo(1);
    }

    @Test
    @DisplayName("H08 a block read by both ways has the same movements but for what only the trace tells")
    void h08_theWaysDifferInNothingElse() throws Exception {
        List<Movement> blind = movements();
        traces(first);
        letPass(601);
        List<Movement> traced = movements();
        assertThat(traced).hasSize(2).containsAll(blind);
        assertThat(blind).hasSize(1);
        assertThat(traced.get(1).amount().units()).isEqualTo(5);
        try (EvmChain explicit = open("url", first.url().toString(), "internalTransfers", "trace")) {
            BlockEvent.Added block = (BlockEvent.Added)
                    explicit.reader().read(chains.get(0).ref(0), 1).events().get(0);
            assertThat(block.movements()).isEqualTo(traced);
        }
    }

    private List<Movement> movements() throws ChainException {
        return ((BlockEvent.Added)
                        adapter.reader().read(chains.get(0).ref(0), 1).events().get(0))
                .movements();
    }
}
