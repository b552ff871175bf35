// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import static io.coffer.nodes.AnvilFixture.COIN;
import static io.coffer.nodes.AnvilFixture.ETHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.coffer.chain.evm.EvmChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BalancesAtBlock;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockPage;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import java.math.BigInteger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Native coin that arrives by an internal call, as a real node traces it. */
class EvmTracesAnvilIT {
    /** Passes all that it is paid on to the address in its input; reverts if the input has a second word. */
    static final String PASSES_ON =
            "6000600060006000" + "34" + "600035" + "5af150" + "602035" + "6016" + "57" + "00" + "5b" + "60006000fd";

    private static final Set<String> WAYS = Set.of("debug_traceBlockByHash", "trace_block", "debug_traceTransaction");

    private static final int FIRST_INTERNAL = 1 << 30;
    private static final BigInteger THIRD = ETHER.divide(BigInteger.valueOf(3));

    private AnvilFixture anvil;
    private BlockRef start;
    private String contract;
    private Address to;

    @BeforeEach
    void start() throws Exception {
        anvil = new AnvilFixture();
        contract = anvil.control.create(PASSES_ON, BigInteger.ZERO);
        start = anvil.adapter.reader().head();
        to = anvil.address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    }

    @AfterEach
    void stop() {
        anvil.close();
    }

    static String word(String address) {
        return "0".repeat(24) + address.substring(2).toLowerCase(Locale.ROOT);
    }

    private EvmChain open(FilteringProxy proxy, String internalTransfers) throws Exception {
        return AnvilFixture.open(
                anvil.node, Clock.systemUTC(), "url", proxy.url().toString(), "internalTransfers", internalTransfers);
    }

    private static List<Movement> movements(BlockPage page) {
        List<Movement> all = new ArrayList<>();
        page.events().forEach(event -> all.addAll(((BlockEvent.Added) event).movements()));
        return all;
    }

    @Test
    void whatAContractPassesOnIsOneMovementInEachWayOfTracing() throws Exception {
        String id = anvil.control.call(contract, ETHER, word(to.text()));
        anvil.control.pay(to.text(), THIRD);
        BlockPage first = null;
        for (Set<String> withheld : List.of(
                Set.<String>of(),
                Set.of("debug_traceBlockByHash"),
                Set.of("debug_traceBlockByHash", "trace_block"),
                Set.of("debug_traceBlockByHash", "trace_block", "eth_getBlockReceipts"))) {
            try (FilteringProxy proxy = new FilteringProxy(anvil.node.url(), withheld);
                    EvmChain adapter = open(proxy, "trace")) {
                BlockPage page = adapter.reader().read(start, 10);
                assertThat(proxy.passed()).anyMatch(method -> method.contains("trace"));
                first = first == null ? page : first;
                assertThat(page).as("without %s", withheld).isEqualTo(first);
            }
        }
        assertThat(movements(first))
                .hasSize(3)
                .contains(new Movement(new TxId(id), FIRST_INTERNAL, to, Optional.empty(), new Amount(COIN, ETHER)));
        assertThat(movements(first).stream()
                        .filter(movement -> movement.to().equals(to))
                        .map(movement -> movement.amount().units())
                        .reduce(BigInteger.ZERO, BigInteger::add))
                .isEqualTo(anvil.control.balance(to.text()));
    }

    @Test
    @DisplayName("H06 what was passed on before a transaction failed is no movement")
    void h06_undoneInternalPaymentIsNoMovement() throws Exception {
        anvil.control.call(contract, ETHER, word(to.text()) + "0".repeat(63) + "1");
        assertThat(anvil.control.balance(to.text())).isZero();
        for (Set<String> withheld : List.of(Set.<String>of(), Set.of("debug_traceBlockByHash"))) {
            try (FilteringProxy proxy = new FilteringProxy(anvil.node.url(), withheld);
                    EvmChain adapter = open(proxy, "trace")) {
                BlockPage page = adapter.reader().read(start, 10);
                assertThat(page.events()).hasSize(1);
                assertThat(movements(page)).isEmpty();
            }
        }
    }

    @Test
    void whereNoNodeTracesTheBalanceAtABlockTellsIt() throws Exception {
        anvil.control.call(contract, ETHER, word(to.text()));
        BlockRef paid = anvil.adapter.reader().head();
        anvil.control.call(contract, THIRD, word(to.text()));
        try (FilteringProxy proxy = new FilteringProxy(anvil.node.url(), WAYS);
                EvmChain adapter = open(proxy, "balance");
                EvmChain tracing = open(proxy, "trace")) {
            assertThat(movements(adapter.reader().read(start, 10)))
                    .extracting(Movement::to)
                    .doesNotContain(to);
            BalancesAtBlock balances = adapter.capability(BalancesAtBlock.class).orElseThrow();
            assertThat(balances.balances(List.of(to, anvil.own), start))
                    .containsExactly(Amount.zero(COIN), new Amount(COIN, AnvilFixture.FUNDS));
            assertThat(balances.balances(List.of(to), paid)).containsExactly(new Amount(COIN, ETHER));
            assertThat(balances.balances(List.of(to), adapter.reader().head()))
                    .containsExactly(new Amount(COIN, ETHER.add(THIRD)));
            assertThat(AnvilFixture.failure(() -> tracing.reader().read(start, 10)))
                    .hasMessageContaining("set internalTransfers=balance");
        }
    }

    @Test
    @DisplayName("H10 an internal payment goes with its block, and has the same place when it is mined again")
    void h10_internalPaymentIsReorganised() throws Exception {
        try (EvmChain adapter = AnvilFixture.open(anvil.node, Clock.systemUTC(), "internalTransfers", "trace")) {
            String snapshot = anvil.control.call("evm_snapshot").textValue();
            anvil.control.call(contract, ETHER, word(to.text()));
            BlockPage before = adapter.reader().read(start, 10);
            assertThat(movements(before)).hasSize(2);
            anvil.control.call("evm_revert", snapshot);
            anvil.control.call("evm_increaseTime", 100);
            anvil.control.mine(1);
            BlockEvent.Added orphan = (BlockEvent.Added) before.events().get(0);
            assertThat(adapter.reader().read(orphan.block(), 10).events())
                    .containsExactly(new BlockEvent.Removed(orphan.block()));
            anvil.control.call(contract, ETHER, word(to.text()));
            assertThat(movements(adapter.reader().read(start, 10)))
                    .extracting(
                            Movement::position,
                            Movement::to,
                            movement -> movement.amount().units())
                    .containsExactlyElementsOf(movements(before).stream()
                            .map(movement -> tuple(
                                    movement.position(),
                                    movement.to(),
                                    movement.amount().units()))
                            .toList());
        }
    }

    @Test
    void byDefaultANodeThatTracesIsTraced() throws Exception {
        String id = anvil.control.call(contract, ETHER, word(to.text()));
        try (EvmChain explicit = AnvilFixture.open(anvil.node, Clock.systemUTC(), "internalTransfers", "trace")) {
            BlockPage page = anvil.adapter.reader().read(start, 10);
            assertThat(page).isEqualTo(explicit.reader().read(start, 10));
            assertThat(movements(page))
                    .contains(
                            new Movement(new TxId(id), FIRST_INTERNAL, to, Optional.empty(), new Amount(COIN, ETHER)));
        }
        assertThat(anvil.adapter.capability(BalancesAtBlock.class)).isPresent();
    }

    @Test
    void byDefaultTheBalanceTellsWhereAFrontRefusesToTrace() throws Exception {
        anvil.control.call(contract, ETHER, word(to.text()));
        try (FilteringProxy proxy = new FilteringProxy(anvil.node.url(), WAYS);
                EvmChain adapter = open(proxy, "auto")) {
            BlockPage page = adapter.reader().read(start, 10);
            assertThat(page.events()).hasSize(1);
            assertThat(movements(page)).extracting(Movement::to).doesNotContain(to);
            assertThat(proxy.passed()).noneMatch(method -> method.contains("trace"));
            BalancesAtBlock balances = adapter.capability(BalancesAtBlock.class).orElseThrow();
            assertThat(balances.balances(List.of(to), page.head())).containsExactly(new Amount(COIN, ETHER));
        }
    }

    @Test
    void byDefaultTheNodeThatTracesIsAskedForTracesThoughAnotherIsReadFrom() throws Exception {
        String id = anvil.control.call(contract, ETHER, word(to.text()));
        try (FilteringProxy refusing = new FilteringProxy(anvil.node.url(), WAYS);
                FilteringProxy tracing = new FilteringProxy(anvil.node.url(), Set.of());
                EvmChain adapter = AnvilFixture.openAt(List.of(refusing.url(), tracing.url()))) {
            assertThat(movements(adapter.reader().read(start, 10)))
                    .contains(
                            new Movement(new TxId(id), FIRST_INTERNAL, to, Optional.empty(), new Amount(COIN, ETHER)));
            assertThat(tracing.passed()).containsExactly("eth_chainId", "debug_traceBlockByHash");
        }
    }
}
