// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.coffer.chain.evm.EvmChain;
import io.coffer.chain.evm.SettingsReader;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.testkit.node.AnvilNode;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A fresh anvil, the adapter that is meant for it, and a funded key. */
final class AnvilFixture implements AutoCloseable {
    static final int CHAIN_ID = 31337;
    static final NetworkAssetId COIN = new NetworkAssetId("eip155:31337/slip44:60");
    static final BigInteger ETHER = BigInteger.TEN.pow(18);
    static final BigInteger FUNDS = ETHER.multiply(BigInteger.valueOf(100));
    static final Path WORK = Path.of("target", "anvil").toAbsolutePath();

    private static final int HEAD_ATTEMPTS = 50;

    /** Any number but zero is a key. */
    final TestKey key = new TestKey(new BigInteger("c0ffe4c0ffe4c0ffe4c0ffe4c0ffe4c0ffe4", 16));

    final AnvilNode node;
    final AnvilControl control;
    final EvmChain adapter;
    final Address own;

    AnvilFixture() throws Exception {
        node = AnvilNode.start(WORK, CHAIN_ID, OptionalInt.empty());
        control = new AnvilControl(node.url());
        adapter = open(node, Clock.systemUTC());
        own = adapter.addresses().derive(key.publicKey(), AddressFormat.DEFAULT);
        control.fund(own.text(), FUNDS);
    }

    /** An adapter as a configuration file would make it. */
    static EvmChain open(AnvilNode node, Clock clock, String... keysAndValues) throws Exception {
        return open(Map.of("url", node.url().toString()), clock, keysAndValues);
    }

    /** One adapter for several nodes. */
    static EvmChain openAt(List<URI> nodes) throws Exception {
        String urls = nodes.stream().map(URI::toString).collect(Collectors.joining(", "));
        return open(Map.of("urls", urls), Clock.systemUTC());
    }

    private static EvmChain open(Map<String, String> where, Clock clock, String... keysAndValues) throws Exception {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "name", "anvil",
                "chainId", Integer.toString(CHAIN_ID),
                "symbol", "ETH",
                "confirmations", "3",
                "maxLagSeconds", "0"));
        properties.putAll(where);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return EvmChain.open(SettingsReader.read(properties), clock, System::nanoTime);
    }

    Address address(String text) throws Exception {
        return adapter.addresses().parse(text);
    }

    /** A transfer from the funded key, assembled and signed as the core would have it done. */
    SignedTx signed(Address to, BigInteger wei, long sequence, FeeQuote fee) {
        TransferIntent transfer = new TransferIntent(to, new Amount(COIN, wei), Optional.empty());
        UnsignedTx unsigned = adapter.assemble(List.of(transfer), key.publicKey(), sequence, fee);
        return adapter.codec()
                .combine(
                        unsigned,
                        List.of(key.sign(adapter.codec().payloads(unsigned).get(0))));
    }

    FeeQuote fee() throws Exception {
        return adapter.fees().quote(FeeUrgency.NORMAL);
    }

    /** All that the chain holds after {@code after}, page by page. */
    List<BlockEvent.Added> blocksAfter(BlockRef after) throws ChainException {
        List<BlockEvent.Added> all = new ArrayList<>();
        BlockRef tip = after;
        List<BlockEvent> events =
                adapter.reader().read(tip, ChainReader.MAX_BLOCKS).events();
        while (!events.isEmpty()) {
            for (BlockEvent event : events) {
                BlockEvent.Added added = (BlockEvent.Added) event;
                assertThat(added.parentHash()).isEqualTo(tip.hash());
                assertThat(added.block().height()).isEqualTo(tip.height() + 1);
                all.add(added);
                tip = added.block();
            }
            events = adapter.reader().read(tip, ChainReader.MAX_BLOCKS).events();
        }
        return all;
    }

    List<Movement> movementsAfter(BlockRef after) throws ChainException {
        return blocksAfter(after).stream()
                .flatMap(added -> added.movements().stream())
                .toList();
    }

    /** The head by an adapter of little patience: a busy machine may need more than one try within so short a limit. */
    static BlockRef headOnceInTime(EvmChain impatient) throws ChainException {
        for (int attempt = 1; attempt < HEAD_ATTEMPTS; attempt++) {
            try {
                return impatient.reader().head();
            } catch (ChainException late) {
                assertThat(late.kind()).isEqualTo(ChainException.Kind.TIMEOUT);
            }
        }
        return impatient.reader().head();
    }

    static ChainException failure(ThrowingCallable call) {
        ChainException failure = catchThrowableOfType(ChainException.class, call);
        assertThat(failure).as("a ChainException").isNotNull();
        return failure;
    }

    @Override
    public void close() {
        adapter.close();
        node.close();
    }
}
