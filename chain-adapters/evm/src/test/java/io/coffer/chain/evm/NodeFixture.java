// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.settings.InvalidSettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
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

    /** A file with a secret, as an operator would make it. */
    static String secret(Path folder, String name, String content) throws IOException {
        Path file = Files.createFile(
                folder.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content).toString();
    }

    static EvmChain open(ScriptedNode node, String... keysAndValues) throws InvalidSettingsException {
        return open(node, System::nanoTime, keysAndValues);
    }

    static EvmChain open(ScriptedNode node, LongSupplier nanos, String... keysAndValues)
            throws InvalidSettingsException {
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
        if (properties.keySet().stream().anyMatch(Set.of("urlFile", "urls", "urlsFile")::contains)) {
            properties.remove("url");
        }
        Clock clock = Clock.fixed(Instant.ofEpochSecond(ScriptedChain.START_SECONDS + 1_000), ZoneOffset.UTC);
        return EvmChain.open(SettingsReader.read(properties), clock, nanos);
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

    /** The chain together with exactly these tokens. */
    AccountChain hosting(TokenProtocol... tokens) {
        return adapter.capability(TokenHost.class).orElseThrow().hosting(List.of(tokens));
    }
}
