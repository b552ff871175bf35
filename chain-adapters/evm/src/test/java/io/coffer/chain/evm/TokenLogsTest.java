// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static io.coffer.chain.evm.NodeFixture.failure;
import static io.coffer.chain.evm.ScriptedNode.json;
import static io.coffer.chain.evm.Tokens.ALICE;
import static io.coffer.chain.evm.Tokens.BOB;
import static io.coffer.chain.evm.Tokens.CHAIN;
import static io.coffer.chain.evm.Tokens.DAI;
import static io.coffer.chain.evm.Tokens.USDC;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.coffer.chain.evm.ScriptedChain.Transfer;
import io.coffer.chain.evm.ScriptedChain.Written;
import io.coffer.spi.asset.ContractLog;
import io.coffer.spi.asset.TokenMovement;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.money.NetworkAssetId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs and receipts of tokens that the node tells in part, late or not at all. */
class TokenLogsTest {
    private static final String STRANGER = "0x00000000000000000000000000000000000000cc";
    private static final String LOGS = "eth_getLogs";
    private static final String BY_BLOCK = "eth_getBlockReceipts";
    private static final String BY_TRANSACTION = "eth_getTransactionReceipt";
    private static final String ENDLESS = "x".repeat(17 * 1024 * 1024);
    private static final JsonNode TOO_MANY =
            json("{'error':{'code':-32005,'message':'query returned more than 10000 results'}}");

    private NodeFixture fixture;
    private ScriptedNode node;
    private ScriptedChain chain;
    private AccountChain hosted;

    /** What the node was asked for logs. */
    private final List<JsonNode> filters = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        fixture = new NodeFixture();
        node = fixture.node;
        chain = fixture.chain;
        hosted = fixture.hosting(USDC, DAI);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static Transfer calls(Written... logs) {
        return Transfer.call(STRANGER, 1, "0x1234", logs);
    }

    /** A payment of DAI, one of USDC, one of the coin. */
    private void mineThree() {
        chain.mine(List.of(
                calls(Tokens.log(STRANGER, BOB, ALICE, 1), Tokens.log(DAI, BOB, ALICE, 5)),
                calls(Tokens.log(USDC, BOB, ALICE, 6)),
                new Transfer(Tokens.lower(ALICE), "0x7", 1)));
    }

    private List<String> three() {
        return List.of(found(0, 2, 5), found(1, 1, 6), found(2, 0, 7));
    }

    private String found(int transaction, int position, int units) {
        return chain.tx(1, transaction) + " " + position + " " + units;
    }

    private List<String> movements() throws ChainException {
        List<String> all = new ArrayList<>();
        for (BlockEvent event : hosted.reader().read(chain.ref(0), 100).events()) {
            for (Movement movement : ((BlockEvent.Added) event).movements()) {
                all.add(movement.tx() + " " + movement.position() + " "
                        + movement.amount().units());
            }
        }
        return all;
    }

    /** Answers the question for logs with {@code otherwise} where {@code refused} holds of what it asks for. */
    private void logs(Predicate<JsonNode> refused, JsonNode otherwise) {
        node.answer(LOGS, params -> {
            filters.add(params.get(0));
            ObjectNode answer = (ObjectNode) json("{}");
            return refused.test(params.get(0)) ? otherwise.deepCopy() : answer.set("result", chain.logs(params.get(0)));
        });
    }

    private static boolean asksFor(JsonNode filter, TokenProtocol token) {
        return filter.path("address").toString().contains(Tokens.lower(token.contract()));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "-32011, no backend is currently healthy",
        "-32005, limit exceeded",
        "-32003, try again later",
        "-32008, anything",
        "-32000, query returned more than 10000 results"
    })
    @DisplayName("a passing complaint about one receipt of a batch leaves the block unread, and it is read whole later")
    void aPassingComplaintLosesNothing(int code, String words) throws Exception {
        mineThree();
        node.error(BY_BLOCK, -32601, "method not found");
        String refused = chain.tx(1, 1).text();
        boolean[] busy = {true};
        node.answer(BY_TRANSACTION, params -> {
            String id = params.get(0).textValue();
            ObjectNode answer = (ObjectNode) json("{}");
            if (busy[0] && id.equals(refused)) {
                answer.putObject("error").put("code", code).put("message", words);
                return answer;
            }
            return answer.set("result", chain.receipt(id));
        });
        ChainException failure = failure(this::movements);
        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure).hasMessageContaining(words);
        busy[0] = false;
        assertThat(movements()).isEqualTo(three());
    }

    @Test
    void aReceiptThatTheNodeCallsTooBigInABatchOnlyIsRead() throws Exception {
        mineThree();
        node.error(BY_BLOCK, -32601, "method not found");
        node.batchAnswer(answers -> {
            if (answers.toString().contains("gasUsed")) {
                ObjectNode last = (ObjectNode) answers.get(answers.size() - 1);
                last.remove("result");
                last.putObject("error").put("code", -32003).put("message", "response too large");
            }
            return answers;
        });
        assertThat(movements()).isEqualTo(three());
    }

    @Test
    @DisplayName("a receipt of which the node says alone and again that it is too big stops nobody else's deposits")
    void aReceiptThatTheNodeNeverSendsIsPassedOver() throws Exception {
        mineThree();
        node.error(BY_BLOCK, -32601, "method not found");
        String refused = chain.tx(1, 1).text();
        node.answer(BY_TRANSACTION, params -> {
            String id = params.get(0).textValue();
            return id.equals(refused)
                    ? json("{'error':{'code':-32008,'message':'Response is too big'}}")
                    : ((ObjectNode) json("{}")).set("result", chain.receipt(id));
        });
        assertThat(movements()).containsExactly(found(0, 2, 5), found(2, 0, 7));
        assertThat(node.timesAsked(BY_TRANSACTION))
                .as("three, and the one twice")
                .isEqualTo(5);
    }

    @Test
    void aReceiptThatIsLeftOutOfThoseOfItsBlockIsAskedForByItself() throws Exception {
        mineThree();
        ArrayNode some = chain.receiptsJson(1).deepCopy();
        some.remove(1);
        node.result(BY_BLOCK, some);
        assertThat(movements()).isEqualTo(three());
        assertThat(node.timesAsked(BY_TRANSACTION)).isEqualTo(1);
    }

    @Test
    @DisplayName("of one block with too many logs each contract is asked for alone, then for transfers only")
    void tooManyLogsAreNarrowedToTransfers() throws Exception {
        mineThree();
        logs(filter -> asksFor(filter, USDC) && filter.path("topics").isMissingNode(), TOO_MANY);
        assertThat(movements()).isEqualTo(three());
        assertThat(filters).hasSize(4);
        assertThat(filters.get(3))
                .isEqualTo(json("{'blockHash':'" + chain.ref(1).hash() + "','address':['"
                        + Tokens.lower(USDC.contract()) + "'],'topics':['" + Tokens.TRANSFER + "']}"));
    }

    @Test
    @DisplayName("anybody may fill a block with logs of a listed token: its receipts are read instead")
    void tooManyTransfersAreReadFromReceipts() throws Exception {
        mineThree();
        logs(filter -> asksFor(filter, USDC), TOO_MANY);
        assertThat(movements()).isEqualTo(three());
        assertThat(node.timesAsked(BY_BLOCK)).isEqualTo(1);
        node.error(BY_BLOCK, -32601, "method not found");
        assertThat(movements()).isEqualTo(three());
    }

    @Test
    @DisplayName("endless logs and endless receipts of a block stop nobody else's deposits")
    void endlessLogsStopNobody() throws Exception {
        mineThree();
        chain.mine(List.of(calls(Tokens.log(USDC, BOB, ALICE, 8))));
        JsonNode endless = ((ObjectNode) json("{}")).set("result", TextNode.valueOf(ENDLESS));
        String first = chain.ref(1).hash();
        logs(filter -> filter.path("blockHash").asText().equals(first), endless);
        node.on(
                BY_BLOCK,
                params -> params.get(0).asText().equals("0x1") ? endless.path("result") : chain.receiptsJson(2));
        String passedOver = chain.tx(1, 0).text();
        node.on(BY_TRANSACTION, params -> {
            String id = params.get(0).textValue();
            return id.equals(passedOver) ? endless.path("result") : chain.receipt(id);
        });
        assertThat(movements()).containsExactly(found(1, 1, 6), found(2, 0, 7), chain.tx(2, 0) + " 1 8");
    }

    @Test
    void aTokenOfAnotherKindIsNeverNarrowedToTransfers() throws Exception {
        TokenProtocol other = new OtherName(USDC, new NetworkAssetId(CHAIN + "/bep20:1")) {
            @Override
            public List<TokenMovement> movements(List<ContractLog> logs) {
                return List.of();
            }
        };
        hosted = fixture.hosting(other, DAI);
        mineThree();
        logs(filter -> asksFor(filter, USDC), TOO_MANY);
        assertThat(movements()).containsExactly(found(0, 2, 5), found(2, 0, 7));
        assertThat(filters).hasSize(3).noneMatch(filter -> filter.has("topics"));
    }

    @Test
    @DisplayName("logs that the node's index has not yet are found by the block's bloom and its receipts")
    void anEmptyAnswerIsNotBelievedAgainstTheBloom() throws Exception {
        chain.fillBlooms();
        mineThree();
        node.result(LOGS, json("[]"));
        assertThat(movements()).isEqualTo(three());
        node.error(BY_BLOCK, -32601, "method not found");
        assertThat(movements()).isEqualTo(three());
    }

    @Test
    void theLogsOfOneContractDoNotStandForThoseOfAnother() throws Exception {
        chain.fillBlooms();
        mineThree();
        logs(filter -> true, ((ObjectNode) json("{}")).set("result", logsOf(DAI)));
        assertThat(movements()).isEqualTo(three());
    }

    @Test
    void aHiddenLogOfATokenOfAnotherKindIsFoundByItsContractAlone() throws Exception {
        chain.fillBlooms();
        TokenProtocol other = new OtherName(USDC, new NetworkAssetId(CHAIN + "/bep20:1"));
        hosted = fixture.hosting(other);
        chain.mine(List.of(calls(new Written(Tokens.lower(USDC.contract()), List.of(), "0x"))));
        node.result(LOGS, json("[]"));
        assertThat(movements()).isEmpty();
        assertThat(node.timesAsked(BY_BLOCK)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "null", "0x", "zero"})
    void anEmptyAnswerIsBelievedWhereTheChainFillsNoBloom(String bloom) throws Exception {
        mineThree();
        if (!bloom.equals("none")) {
            chain.blockJson(1)
                    .set("logsBloom", json(bloom.equals("zero") ? "'0x" + "00".repeat(256) + "'" : quoted(bloom)));
        }
        node.result(LOGS, json("[]"));
        assertThat(movements()).containsExactly(found(2, 0, 7));
    }

    private static String quoted(String bloom) {
        return bloom.equals("null") ? bloom : "'" + bloom + "'";
    }

    @Test
    void aBloomThatOnlySeemsToHoldATokenCostsOneQuestion() throws Exception {
        chain.mine(List.of(calls(Tokens.log(STRANGER, BOB, ALICE, 1))));
        chain.blockJson(1).put("logsBloom", "0x" + "ff".repeat(256));
        assertThat(movements()).isEmpty();
        assertThat(node.timesAsked(BY_BLOCK)).isEqualTo(1);
        assertThat(node.timesAsked(BY_TRANSACTION)).isZero();
    }

    @Test
    void nothingMoreIsAskedWhereTheBloomAgrees() throws Exception {
        chain.fillBlooms();
        chain.mine(List.of(calls(Tokens.log(STRANGER, BOB, ALICE, 1))));
        assertThat(movements()).isEmpty();
        assertThat(node.timesAsked(BY_BLOCK)).isZero();
        mineThree();
        assertThat(movements()).hasSize(3);
        assertThat(node.timesAsked(BY_BLOCK)).isEqualTo(1);
    }

    @Test
    void aBloomOfAnotherLengthIsGarbage() {
        mineThree();
        chain.blockJson(1).put("logsBloom", "0x12");
        assertThat(failure(this::movements).kind()).isEqualTo(Kind.GARBAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {LOGS, BY_BLOCK})
    @DisplayName("a log of the very block that the node takes back leaves the block unread")
    void aLogThatIsTakenBackIsBehind(String method) throws Exception {
        mineThree();
        if (method.equals(LOGS)) {
            ArrayNode told = logsOf(USDC);
            ((ObjectNode) told.get(0)).put("removed", true);
            node.result(LOGS, told);
        } else {
            ArrayNode receipts = chain.receiptsJson(1).deepCopy();
            ((ObjectNode) receipts.get(1).path("logs").get(0)).put("removed", true);
            node.result(BY_BLOCK, receipts);
        }
        assertThat(failure(this::movements).kind()).isEqualTo(Kind.BEHIND);
        node.on(LOGS, params -> chain.logs(params.get(0)));
        node.on(BY_BLOCK, params -> chain.receiptsJson(1));
        assertThat(movements()).isEqualTo(three());
    }

    private ArrayNode logsOf(TokenProtocol token) {
        ObjectNode filter = (ObjectNode) json("{'blockHash':'" + chain.ref(1).hash() + "'}");
        Set.of(Tokens.lower(token.contract())).forEach(filter.putArray("address")::add);
        return (ArrayNode) chain.logs(filter);
    }
}
