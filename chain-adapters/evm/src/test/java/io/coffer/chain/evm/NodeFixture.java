// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.coffer.spi.chain.ChainException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** An adapter that talks to a scripted node. */
final class NodeFixture implements AutoCloseable {
    final ScriptedNode node;
    final ScriptedChain chain;
    final EvmChain adapter;

    NodeFixture(String... keysAndValues) throws Exception {
        node = new ScriptedNode();
        chain = new ScriptedChain(node);
        adapter = open(node, keysAndValues);
    }

    static EvmChain open(ScriptedNode node, String... keysAndValues) throws InvalidSettingsException {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "name", "test",
                "url", node.url().toString(),
                "chainId", "31337",
                "symbol", "ETH",
                "requestTimeoutMs", "5000",
                "maxLagSeconds", "0"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        if (properties.containsKey("urls")) {
            properties.remove("url");
        }
        Clock clock = Clock.fixed(Instant.ofEpochSecond(ScriptedChain.START_SECONDS + 1_000), ZoneOffset.UTC);
        return EvmChain.open(SettingsReader.read(properties), clock, System::nanoTime);
    }

    /** The failure of {@code call}, of which the core sees kind and message. */
    static ChainException failure(ThrowingCallable call) {
        ChainException failure = catchThrowableOfType(ChainException.class, call);
        if (failure == null) {
            throw new AssertionError("no ChainException was thrown");
        }
        return failure;
    }

    @Override
    public void close() {
        adapter.close();
        node.close();
    }
}
