// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static io.coffer.chain.evm.NodeFixture.failure;
import static io.coffer.chain.evm.ScriptedNode.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {
    private NodeFixture fixture;
    private ScriptedNode node;
    private ScriptedChain chain;

    @BeforeEach
    void start() throws Exception {
        fixture = new NodeFixture();
        node = fixture.node;
        chain = fixture.chain;
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private ChainException headFailure() {
        return failure(() -> fixture.adapter.reader().head());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "<html><body>502</body></html>",
                "{",
                "[]",
                "null",
                "7",
                "{}",
                "{\"jsonrpc\":\"2.0\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\"0x7a69\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":\"0x7a69\"}",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"result\":\"0x7a69\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":\"0x7a69\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"result\":\"0x7a69\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":\"no\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"message\":\"no code\"}}"
            })
    void callsGarbageWhatIsNoAnswerToTheQuestion(String body) {
        node.body(200, body);
        ChainException failure = headFailure();
        assertThat(failure.kind()).isEqualTo(Kind.GARBAGE);
        assertThat(failure.getCause()).isNull();
    }

    private static String answerWithQuestionsId(String request, String rest) {
        String id = json(request).path("id").asText();
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + "," + rest + "}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"result\":\"0x7a69\",\"result\":\"0x1\"",
                "\"result\":\"0x7a69\",\"error\":7",
                "\"result\":7",
                "\"result\":31337",
                "\"result\":\"31337\"",
                "\"result\":\"0x\"",
                "\"result\":null",
                "\"result\":\"0x7a69\"} trailing {\"x\":1"
            })
    void callsGarbageAnAnswerOfAnotherForm(String rest) {
        node.raw((exchange, request) -> ScriptedNode.reply(exchange, 200, answerWithQuestionsId(request, rest)));
        assertThat(headFailure().kind()).isEqualTo(Kind.GARBAGE);
    }

    @Test
    @DisplayName("H42 an answer that is nested without end is refused in bounded memory")
    void h42_deepNestingIsRefused() {
        node.raw((exchange, request) ->
                ScriptedNode.reply(exchange, 200, answerWithQuestionsId(request, "\"result\":" + "[".repeat(100_000))));
        assertThat(headFailure().kind()).isEqualTo(Kind.GARBAGE);
    }

    @Test
    @DisplayName("H42 an answer of too many tiny values is refused in bounded memory")
    void h42_tooManyValuesAreRefused() {
        String many = "\"result\":[" + "[],".repeat(600_000) + "[]]";
        node.raw((exchange, request) -> ScriptedNode.reply(exchange, 200, answerWithQuestionsId(request, many)));
        assertThat(headFailure()).hasMessageContaining("500000 values");
    }

    @Test
    void refusesAnAnswerThatIsTooLong() {
        node.body(200, " ".repeat(17 * 1024 * 1024));
        ChainException failure = headFailure();
        assertThat(failure.kind()).isEqualTo(Kind.GARBAGE);
        assertThat(failure).hasMessageContaining("longer than");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 302, 400, 401, 403, 404, 429, 500, 503})
    void isUnreachableOnAnyStatusButOk(int status) {
        node.body(status, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x7a69\"}");
        ChainException failure = headFailure();
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("HTTP " + status);
    }

    @Test
    void followsNoRedirect() {
        AtomicInteger asked = new AtomicInteger();
        node.raw((exchange, request) -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().add("Location", node.url() + "elsewhere");
            ScriptedNode.reply(exchange, 307, "");
        });
        assertThat(headFailure().kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(asked).hasValue(1);
    }

    @Test
    void isUnreachableIfNobodyListens() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (EvmChain adapter = NodeFixture.open(node, "url", "http://127.0.0.1:" + free)) {
            ChainException failure = failure(() -> adapter.reader().head());
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure).hasMessageContaining("127.0.0.1:" + free);
        }
    }

    @Test
    void timesOutIfTheNodeIsSilentAndGoesOnAfterwards() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        node.raw((exchange, request) -> {
            await(released);
            exchange.close();
        });
        try (EvmChain adapter = NodeFixture.open(node, "requestTimeoutMs", "200")) {
            ChainException failure = failure(() -> adapter.reader().head());
            assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(failure).hasMessageContaining("200 ms");
            released.countDown();
            node.raw(null);
            assertThat(headOnceInTime(adapter)).isEqualTo(chain.ref(0));
        }
    }

    /** A busy machine may need more than one try within so short a limit. */
    private static BlockRef headOnceInTime(EvmChain adapter) throws ChainException {
        for (int attempt = 1; attempt < 50; attempt++) {
            try {
                return adapter.reader().head();
            } catch (ChainException late) {
                assertThat(late.kind()).isEqualTo(Kind.TIMEOUT);
            }
        }
        return adapter.reader().head();
    }

    @Test
    void timesOutIfTheAnswerDripsInForEver() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        node.raw((exchange, request) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await(ended);
            exchange.close();
        });
        try (EvmChain adapter = NodeFixture.open(node, "requestTimeoutMs", "200")) {
            assertThat(failure(() -> adapter.reader().head()).kind()).isEqualTo(Kind.TIMEOUT);
        } finally {
            ended.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test did not go on");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Timeout(30)
    void anInterruptedCallEndsAtOnceAndStaysInterrupted() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        node.raw((exchange, request) -> {
            asked.countDown();
            await(ended);
            exchange.close();
        });
        AtomicReference<ChainException> failure = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread core = new Thread(() -> {
            failure.set(headFailure());
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        core.start();
        await(asked);
        core.interrupt();
        core.join();
        ended.countDown();
        assertThat(failure.get().kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(interrupted.get()).isTrue();
    }

    @Test
    void asksOnceMoreIfAnOldConnectionHasBeenClosed() throws Exception {
        assertThat(fixture.adapter.reader().head()).isEqualTo(chain.ref(0));
        AtomicInteger dropped = new AtomicInteger();
        node.raw((exchange, request) -> {
            dropped.incrementAndGet();
            node.raw(null);
            throw new IllegalStateException("the scripted node drops the connection");
        });
        assertThat(fixture.adapter.reader().head()).isEqualTo(chain.ref(0));
        assertThat(dropped).hasValue(1);
        assertThat(node.timesAsked("eth_chainId")).isEqualTo(2);
    }

    @Test
    void refusesANodeOfAnotherChainOnFirstContactAndRecovers() throws Exception {
        node.result("eth_chainId", json("'0x1'"));
        ChainException failure = headFailure();
        assertThat(failure.kind()).isEqualTo(Kind.WRONG_CHAIN);
        assertThat(failure).hasMessageContaining("chain 1, expected 31337");
        assertThat(fixture.adapter.isProven()).isFalse();
        node.result("eth_chainId", json("'0x7a69'"));
        assertThat(fixture.adapter.reader().head()).isEqualTo(chain.ref(0));
        assertThat(fixture.adapter.isProven()).isTrue();
    }

    @Test
    void noticesANodeThatChangesItsChainBeforeItBelievesAReorganisation() throws Exception {
        chain.mine();
        fixture.adapter.reader().head();
        BlockRef seen = chain.ref(1);
        chain.reorganise(1);
        node.result("eth_chainId", json("'0x1'"));
        assertThat(failure(() -> fixture.adapter.reader().read(seen, 10)).kind())
                .isEqualTo(Kind.WRONG_CHAIN);
    }

    @Test
    void toldItsOwnErrorByTheNodeItIsRefused() {
        node.error("eth_getBlockByNumber", -32005, "daily request count exceeded");
        ChainException failure = headFailure();
        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure).hasMessageContaining("-32005 daily request count exceeded");
    }

    @Test
    @DisplayName("H41 control characters of a node reach no log and no terminal")
    void h41_controlCharactersAreReplaced() {
        node.error("eth_getBlockByNumber", -32005, "a\u001b[31mred\r\nINFO forged \u202e" + "x".repeat(5_000));
        String message = headFailure().getMessage();
        assertThat(message).contains("a?[31mred??INFO forged ?").hasSizeLessThan(300);
        assertThat(message.chars()).allMatch(c -> c >= ' ' && c < 127);
    }

    @Test
    @DisplayName("H49 neither authorization nor a key in the URL is in any message")
    void h49_secretsAreInNoMessage(@TempDir Path folder) throws Exception {
        String url = NodeFixture.secret(folder, "url", node.url() + "v3/0123456789abcdef?apikey=fedcba9876");
        String authorization = NodeFixture.secret(folder, "authorization", "Bearer s3cr3t-token");
        node.error("eth_chainId", -32000, "bad key 0123456789abcdef or fedcba9876 or Bearer s3cr3t-token");
        try (EvmChain adapter = NodeFixture.open(node, "urlFile", url, "authorizationFile", authorization)) {
            ChainException refused = failure(() -> adapter.reader().head());
            node.body(500, "");
            ChainException unreachable = failure(() -> adapter.reader().head());
            node.close();
            ChainException gone = failure(() -> adapter.reader().head());
            for (ChainException failure : List.of(refused, unreachable, gone)) {
                assertThat(failure.getMessage())
                        .doesNotContain("0123456789abcdef")
                        .doesNotContain("fedcba9876")
                        .doesNotContain("s3cr3t");
            }
            assertThat(node.authorizations()).isNotEmpty().allMatch("Bearer s3cr3t-token"::equals);
        }
    }

    @Test
    void asksForManyBlocksInOneBatch() throws Exception {
        for (int i = 0; i < 20; i++) {
            chain.mine();
        }
        fixture.adapter.reader().read(chain.ref(0), 20);
        assertThat(node.batchSizes()).containsExactly(2, 8, 8, 4);
    }

    @Test
    void takesABatchInAnyOrder() throws Exception {
        mine(10);
        node.batchAnswer(answers -> {
            ArrayNode reversed = JsonNodeFactory.instance.arrayNode();
            answers.forEach(answer -> reversed.insert(0, answer));
            return reversed;
        });
        assertThat(fixture.adapter.reader().read(chain.ref(0), 10).events()).hasSize(10);
    }

    private void mine(int blocks) {
        for (int i = 0; i < blocks; i++) {
            chain.mine();
        }
    }

    @Test
    void asksOneByOneWhereTheNodeRefusesBatches() throws Exception {
        mine(10);
        node.batchAnswer(answers -> json("{'jsonrpc':'2.0','id':null,'error':{'code':-32600,'message':'no batches'}}"));
        assertThat(fixture.adapter.reader().read(chain.ref(0), 10).events()).hasSize(10);
        assertThat(fixture.adapter.reader().read(chain.ref(0), 10).events()).hasSize(10);
        assertThat(node.batchSizes()).hasSize(1);
    }

    @Test
    void asksInShorterBatchesWhereTheNodeFindsThemTooLong() throws Exception {
        mine(16);
        node.batchAnswer(answers -> answers.size() > 4
                ? json("{'jsonrpc':'2.0','id':null,'error':{'code':-32600,'message':'batch limit 4 exceeded'}}")
                : answers);
        assertThat(fixture.adapter.reader().read(chain.ref(0), 16).events()).hasSize(16);
        assertThat(node.batchSizes()).containsExactly(2, 8, 4, 4, 4, 4);
    }

    @Test
    void asksInShorterBatchesWhereTheirAnswersAsAWholeAreTooLong() throws Exception {
        List<ScriptedChain.Transfer> transfers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            transfers.add(new ScriptedChain.Transfer("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "0x1", 1));
        }
        chain.mine(transfers);
        chain.receiptsJson(1).forEach(receipt -> ((ObjectNode) receipt).put("logsBloom", "0".repeat(5_000_000)));
        node.error("eth_getBlockReceipts", -32601, "no such method");
        assertThat(((BlockEvent.Added) fixture.adapter
                                .reader()
                                .read(chain.ref(0), 1)
                                .events()
                                .get(0))
                        .movements())
                .hasSize(4);
        assertThat(node.batchSizes()).containsExactly(2, 4, 2, 2);
    }

    @Test
    void asksForNoMoreAtOnceThanConfigured() throws Exception {
        mine(10);
        try (EvmChain modest = NodeFixture.open(node, "batchLimit", "3")) {
            assertThat(modest.reader().read(chain.ref(0), 10).events()).hasSize(10);
            assertThat(node.batchSizes()).containsOnly(2, 3);
        }
        try (EvmChain single = NodeFixture.open(node, "batchLimit", "1")) {
            int before = node.batchSizes().size();
            assertThat(single.reader().read(chain.ref(0), 10).events()).hasSize(10);
            assertThat(node.batchSizes()).hasSize(before);
        }
    }

    @Test
    void aBatchThatIsAnsweredInPartTwiceOrForOtherIdsIsGarbage() {
        mine(10);
        for (int shape = 0; shape < 5; shape++) {
            int chosen = shape;
            node.batchAnswer(answers -> {
                ArrayNode changed = answers.deepCopy();
                switch (chosen) {
                    case 0 -> changed.remove(1);
                    case 1 -> changed.add(changed.get(0));
                    case 2 -> ((ObjectNode) changed.get(1)).put("id", 999_999_999);
                    case 3 -> changed.set(1, "text");
                    default -> ((ObjectNode) changed.get(1)).putNull("id");
                }
                return changed;
            });
            assertThat(failure(() -> fixture.adapter.reader().read(chain.ref(0), 10))
                            .kind())
                    .as("shape %d", shape)
                    .isEqualTo(Kind.GARBAGE);
        }
    }

    @Test
    @Timeout(30)
    @DisplayName("its threads end when it is closed, so that its class loader can go")
    void endsItsThreads() throws Exception {
        try (EvmChain adapter = NodeFixture.open(node, "name", "ending")) {
            adapter.reader().head();
            assertThat(threads("evm-ending-")).isNotEmpty();
        }
        // A thread that has done its last task is there for a moment more.
        while (!threads("evm-ending-").isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aClosedAdapterAnswersNothing() {
        fixture.adapter.close();
        ChainException failure = headFailure();
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("closed");
    }

    @Test
    @Timeout(30)
    void closingEndsCallsThatAreUnderWayOrWait() throws Exception {
        int calls = 20;
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        node.raw((exchange, request) -> {
            asked.countDown();
            await(ended);
            exchange.close();
        });
        List<ChainException> failures = new CopyOnWriteArrayList<>();
        List<Thread> core = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            Thread thread = new Thread(() -> failures.add(headFailure()));
            thread.start();
            core.add(thread);
        }
        await(asked);
        fixture.adapter.close();
        for (Thread thread : core) {
            thread.join();
        }
        ended.countDown();
        assertThat(failures).hasSize(calls).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure).hasMessageContaining("closed");
        });
    }

    private static Set<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toSet());
    }
}
