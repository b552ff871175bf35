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
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coffer.chain.evm.ScriptedChain.Transfer;
import io.coffer.chain.evm.ScriptedChain.Written;
import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockPage;
import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.money.Amount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EvmTokensTest {
    /** A contract that nobody listed. */
    private static final String STRANGER = "0x00000000000000000000000000000000000000cc";

    private NodeFixture fixture;
    private ScriptedNode node;
    private ScriptedChain chain;
    private AccountChain hosted;

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

    private static Transfer calls(int status, Written... logs) {
        return Transfer.call(STRANGER, status, "0x1234", logs);
    }

    private BlockPage page() throws Exception {
        return hosted.reader().read(chain.ref(0), 100);
    }

    private List<Movement> movements() throws Exception {
        List<Movement> all = new ArrayList<>();
        page().events().forEach(event -> all.addAll(((BlockEvent.Added) event).movements()));
        return all;
    }

    @Test
    void reportsTransfersOfHostedTokensAtTheirPlaceInTheTransaction() throws Exception {
        chain.mine(List.of(
                new Transfer(Tokens.lower(ALICE), "0x7", 1),
                calls(1, Tokens.log(USDC, BOB, ALICE, 100)),
                calls(
                        1,
                        Tokens.log(STRANGER, BOB, ALICE, 1),
                        Tokens.log(DAI, BOB, ALICE, 5),
                        Tokens.log(USDC, BOB, ALICE, 6))));
        assertThat(movements())
                .extracting(Movement::tx, Movement::position, Movement::to, Movement::amount)
                .containsExactly(
                        tuple(
                                chain.tx(1, 0),
                                0,
                                ALICE,
                                Amount.of(
                                        fixture.adapter
                                                .descriptor()
                                                .nativeAsset()
                                                .id(),
                                        7)),
                        tuple(chain.tx(1, 1), 1, ALICE, Tokens.amount(USDC, 100)),
                        tuple(chain.tx(1, 2), 2, ALICE, Tokens.amount(DAI, 5)),
                        tuple(chain.tx(1, 2), 3, ALICE, Tokens.amount(USDC, 6)));
    }

    @Test
    @DisplayName("H04 a log of a contract that is not hosted is nothing, whatever it says")
    void h04_anotherContractIsNothing() throws Exception {
        chain.mine(List.of(calls(1, Tokens.log(STRANGER, BOB, ALICE, 1_000_000))));
        assertThat(movements()).isEmpty();
        hosted = fixture.hosting(DAI);
        chain.mine(List.of(calls(1, Tokens.log(USDC, BOB, ALICE, 5))));
        assertThat(movements()).isEmpty();
        assertThat(fixture.adapter.reader().read(chain.ref(0), 100).events())
                .allSatisfy(event ->
                        assertThat(((BlockEvent.Added) event).movements()).isEmpty());
    }

    @Test
    @DisplayName("H06 a log in a transaction that failed is nothing, though the node tells it")
    void h06_failedTransactionMovesNothing() throws Exception {
        chain.mine(List.of(calls(0, Tokens.log(USDC, BOB, ALICE, 100))));
        assertThat(page().events()).hasSize(1);
        assertThat(movements()).isEmpty();
    }

    @Test
    @DisplayName("H08 a second node and a second reading tell the same places, by block receipts or one by one")
    void h08_everyWayTellsTheSamePlaces() throws Exception {
        chain.mine(List.of(
                calls(1, Tokens.log(DAI, BOB, ALICE, 1)),
                calls(1, Tokens.log(STRANGER, BOB, ALICE, 2), Tokens.log(USDC, BOB, ALICE, 3))));
        BlockPage first = page();
        assertThat(page()).isEqualTo(first);
        for (int range : new int[] {1, 3}) {
            try (EvmChain other = NodeFixture.open(node, "blockRange", Integer.toString(range), "batchLimit", "1")) {
                AccountChain again =
                        other.capability(TokenHost.class).orElseThrow().hosting(List.of(DAI, USDC));
                assertThat(again.reader().read(chain.ref(0), 100)).isEqualTo(first);
            }
        }
        node.error("eth_getBlockReceipts", -32601, "method not found");
        assertThat(page()).isEqualTo(first);
        assertThat(node.timesAsked("eth_getTransactionReceipt")).isEqualTo(2);
    }

    @Test
    @DisplayName("H09 two equal transfers in one transaction are two movements")
    void h09_equalTransfersAreTwo() throws Exception {
        chain.mine(List.of(calls(1, Tokens.log(USDC, BOB, ALICE, 5), Tokens.log(USDC, BOB, ALICE, 5))));
        assertThat(movements()).extracting(Movement::position).containsExactly(1, 2);
    }

    @Test
    void logsAreAskedForByTheHashOfTheBlockAndOfHostedContractsOnly() throws Exception {
        chain.mine(List.of(calls(1, Tokens.log(USDC, BOB, ALICE, 5))));
        chain.mine();
        List<JsonNode> filters = new ArrayList<>();
        node.on("eth_getLogs", params -> {
            filters.add(params.get(0));
            return json("[]");
        });
        assertThat(movements()).isEmpty();
        assertThat(filters)
                .as("none for a block without transactions")
                .containsExactly(json("{'blockHash':'" + chain.ref(1).hash() + "','address':['"
                        + Tokens.lower(USDC.contract()) + "','" + Tokens.lower(DAI.contract()) + "']}"));
        hosted = fixture.hosting();
        long asked = node.timesAsked("eth_getLogs");
        movements();
        assertThat(node.timesAsked("eth_getLogs")).isEqualTo(asked);
    }

    @Test
    void manyTokensAreAskedForInSeveralQuestions() throws Exception {
        chain.mine(List.of(calls(1, Tokens.log(USDC, BOB, ALICE, 5))));
        List<TokenProtocol> tokens = new ArrayList<>(List.of(USDC));
        for (int i = 1; i <= TokenLogs.CONTRACTS_AT_ONCE; i++) {
            Address contract = fixture.adapter.addresses().parse("0x%040x".formatted(i + 0xffff));
            tokens.add(Tokens.token(CHAIN, contract.text(), "T" + i, 2));
        }
        hosted = fixture.hosting(tokens.toArray(TokenProtocol[]::new));
        assertThat(movements()).hasSize(1);
        assertThat(node.timesAsked("eth_getLogs")).isEqualTo(2);
    }

    @Test
    void whatTheNodeTellsOfLogsIsGarbageIfItIsWrongInAnyPart() throws Exception {
        chain.mine(List.of(calls(1, Tokens.log(USDC, BOB, ALICE, 5)), calls(1, Tokens.log(DAI, BOB, ALICE, 5))));
        String hash = ScriptedChain.hash("dead", 1);
        List<Consumer<ObjectNode>> wrong = List.of(
                log -> log.put("address", STRANGER),
                log -> log.put("address", "0x12"),
                log -> log.put("removed", "no"),
                log -> log.put("blockHash", hash),
                log -> log.put("transactionHash", hash),
                log -> log.put("transactionHash", chain.tx(1, 1).text()),
                log -> log.put("logIndex", "0x5"),
                log -> log.put("logIndex", "first"),
                log -> log.put("data", Tokens.word(BigInteger.TEN)),
                log -> log.put("data", "0x0"),
                log -> ((ArrayNode) log.path("topics"))
                        .set(2, log.path("topics").path(1)),
                log -> ((ArrayNode) log.path("topics")).add("0x12"),
                log -> log.putArray("topics")
                        .add(hash)
                        .add(hash)
                        .add(hash)
                        .add(hash)
                        .add(hash),
                log -> log.remove("topics"));
        for (int i = 0; i < wrong.size(); i++) {
            Consumer<ObjectNode> change = wrong.get(i);
            changeLogs(log -> {
                if (log.path("logIndex").asText().equals("0x0")) {
                    change.accept(log);
                }
            });
            assertThat(failure(this::page).kind()).as("change %d", i).isEqualTo(Kind.GARBAGE);
        }
        changeLogs(log -> log.put("logIndex", "0x0"));
        assertThat(failure(this::page)).hasMessageContaining("told twice");
    }

    @Test
    void aReceiptWithLogsOfAnotherTransactionOrOutOfOrderIsGarbage() throws Exception {
        chain.mine(List.of(calls(1, Tokens.log(USDC, BOB, ALICE, 5), Tokens.log(USDC, BOB, ALICE, 6))));
        ArrayNode logs = (ArrayNode) chain.receiptsJson(1).get(0).path("logs");
        ObjectNode second = (ObjectNode) logs.get(1);
        JsonNode told = logs.deepCopy();
        node.result("eth_getLogs", told);
        for (Consumer<ObjectNode> change : List.<Consumer<ObjectNode>>of(
                log -> log.put("logIndex", "0x0"),
                log -> log.put("transactionHash", ScriptedChain.hash("dead", 1)),
                log -> log.put("blockHash", ScriptedChain.hash("dead", 1)))) {
            ObjectNode before = second.deepCopy();
            change.accept(second);
            assertThat(failure(this::page).kind()).isEqualTo(Kind.GARBAGE);
            second.setAll(before);
        }
        logs.remove(1);
        assertThat(failure(this::page)).hasMessageContaining("not the logs that the node tells of its block");
    }

    @Test
    void stopsBeforeABlockThatLeftTheChainWhileItsLogsWereRead() throws Exception {
        chain.mine(List.of(calls(1, Tokens.log(USDC, BOB, ALICE, 5))));
        node.on("eth_getLogs", params -> {
            chain.reorganise(1);
            return json("null");
        });
        assertThat(failure(this::page).kind()).isEqualTo(Kind.BEHIND);
    }

    @Test
    void aNodeThatTellsNoLogsByHashIsToldSo() throws Exception {
        chain.mine(List.of(calls(1)));
        node.error("eth_getLogs", -32602, "invalid argument 0");
        assertThat(failure(this::page)).hasMessageContaining("EIP-234");
        assertThat(failure(this::page).kind()).isEqualTo(Kind.REFUSED);
    }

    @Test
    void fewerBlocksAreAskedForWhereTheNodeFindsTheirLogsTooMany() throws Exception {
        for (int i = 0; i < 8; i++) {
            chain.mine(List.of(calls(1, Tokens.log(USDC, BOB, ALICE, 5))));
        }
        int[] refusals = {3};
        node.batchAnswer(answers -> {
            boolean logs = answers.toString().contains("topics") && answers.size() > 2 && refusals[0]-- > 0;
            if (logs) {
                ObjectNode first = (ObjectNode) answers.get(0);
                first.remove("result");
                first.putObject("error").put("code", -32005).put("message", "query returned more than 10000 results");
            }
            return answers;
        });
        assertThat(movements()).hasSize(8);
    }

    @Test
    @DisplayName("a receipt that is longer than is read stops nobody else's deposits")
    void aTransactionWithAnEndlessReceiptIsPassedOver() throws Exception {
        chain.mine(List.of(
                calls(1, Tokens.log(USDC, BOB, ALICE, 5)),
                calls(1, Tokens.log(USDC, BOB, ALICE, 6)),
                new Transfer(Tokens.lower(ALICE), "0x7", 1)));
        node.error("eth_getBlockReceipts", -32000, "response is too big");
        String endless = chain.tx(1, 0).text();
        ArrayNode receipts = chain.receiptsJson(1);
        node.on("eth_getTransactionReceipt", params -> {
            String id = params.get(0).textValue();
            for (JsonNode receipt : receipts) {
                if (receipt.path("transactionHash").textValue().equals(id)) {
                    ObjectNode answer = receipt.deepCopy();
                    if (id.equals(endless)) {
                        answer.put("more", "x".repeat(17 * 1024 * 1024));
                    }
                    return answer;
                }
            }
            return json("null");
        });
        assertThat(movements())
                .extracting(Movement::tx, Movement::position)
                .containsExactly(tuple(chain.tx(1, 1), 1), tuple(chain.tx(1, 2), 0));
    }

    /** Alters the logs that the node tells of a block, and not those in its receipts. */
    private void changeLogs(Consumer<ObjectNode> change) {
        ArrayNode told = JsonNodeFactory.instance.arrayNode();
        for (JsonNode receipt : chain.receiptsJson(1)) {
            receipt.path("logs").forEach(log -> told.add(log.deepCopy()));
        }
        told.forEach(log -> change.accept((ObjectNode) log));
        node.result("eth_getLogs", told);
    }
}
