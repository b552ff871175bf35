// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static io.coffer.chain.evm.ScriptedNode.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.spi.chain.ChainAdapter;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class EvmNetworkTest {
    private final List<EvmChain> registered = new ArrayList<>();
    private final List<Dictionary<String, ?>> told = new ArrayList<>();
    private ScriptedNode node;
    /** As the service says it. */
    private String problem;

    @TempDir
    Path folder;

    private String authorization;

    @BeforeEach
    void start() throws Exception {
        authorization = NodeFixture.secret(folder, "authorization", "Bearer s3cr3t");
        node = new ScriptedNode();
        new ScriptedChain(node);
    }

    @AfterEach
    void stop() {
        List.copyOf(registered).forEach(EvmChain::close);
        node.close();
    }

    /** A framework that knows nothing but how to register, tell of and unregister a service. */
    private BundleContext context() {
        return proxy(BundleContext.class, (method, arguments) -> {
            assertThat(method).isEqualTo("registerService");
            assertThat(arguments[0]).isEqualTo(ChainAdapter.class);
            EvmChain adapter = (EvmChain) arguments[1];
            registered.add(adapter);
            @SuppressWarnings("unchecked")
            Dictionary<String, ?> properties = (Dictionary<String, ?>) arguments[2];
            told.add(properties);
            return proxy(ServiceRegistration.class, (name, values) -> {
                if (name.equals("setProperties")) {
                    problem = (String) ((Dictionary<?, ?>) values[0]).get(ChainAdapter.SETTINGS_PROBLEM);
                    return null;
                }
                assertThat(name).isEqualTo("unregister");
                assertThat(registered.remove(adapter)).isTrue();
                return null;
            });
        });
    }

    @FunctionalInterface
    private interface Handler {
        Object call(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> handler.call(method.getName(), arguments)));
    }

    private Map<String, Object> properties(String... keysAndValues) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "url", node.url().toString(),
                "chainId", "31337",
                "symbol", "ETH",
                "maxLagSeconds", "0",
                "authorizationFile", authorization,
                "service.pid", "io.coffer.chain.evm~test"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return properties;
    }

    @Test
    @DisplayName("H49 registers its chain, and no secret as a property of the service")
    void h49_registersItsChainWithoutSecrets() throws Exception {
        EvmNetwork network = new EvmNetwork(context(), properties());
        assertThat(registered).hasSize(1);
        assertThat(registered.get(0).reader().head().height()).isZero();
        assertThat(Collections.list(told.get(0).keys())).containsExactlyInAnyOrder("chain", "name");
        assertThat(Collections.list(told.get(0).elements()).toString())
                .contains("eip155:31337")
                .doesNotContain("s3cr3t");
        network.deactivate();
        assertThat(registered).isEmpty();
    }

    @Test
    void aBadFirstConfigurationRegistersNothingUntilItIsRepaired() {
        Map<String, Object> half = properties();
        half.remove("symbol");
        EvmNetwork network = new EvmNetwork(context(), half);
        assertThat(registered).isEmpty();
        network.modified(properties());
        assertThat(registered).hasSize(1);
        network.deactivate();
        assertThat(registered).isEmpty();
    }

    @Test
    void aBadUpdateLeavesTheAdapterAsItIs() throws Exception {
        EvmNetwork network = new EvmNetwork(context(), properties());
        EvmChain before = registered.get(0);
        for (String[] bad : new String[][] {
            {"chainId", "x"}, {"url", "nowhere"}, {"symbol", ""}, {"confirmations", "0"}, {"unknown", "1"}
        }) {
            network.modified(properties(bad));
            assertThat(registered).containsExactly(before);
            assertThat(problem).contains("io.coffer.chain.evm~test", bad[0], "stay in force");
        }
        network.modified(properties("url", "secret-host"));
        assertThat(problem).contains("url").doesNotContain("secret-host");
        network.modified(properties());
        assertThat(problem).isNull();
        Map<String, Object> half = properties();
        half.remove("chainId");
        network.modified(half);
        assertThat(registered).containsExactly(before);
        assertThat(before.reader().head().height()).isZero();
        network.deactivate();
    }

    @Test
    void aGoodUpdateReplacesTheAdapterAndAnIdleOneDoesNot() throws Exception {
        EvmNetwork network = new EvmNetwork(context(), properties());
        EvmChain before = registered.get(0);
        network.modified(properties("felix.fileinstall.filename", "file:/etc/x.cfg"));
        assertThat(registered).containsExactly(before);
        network.modified(properties("confirmations", "3"));
        assertThat(registered).hasSize(1).doesNotContain(before);
        assertThat(NodeFixture.failure(() -> before.reader().head())).hasMessageContaining("closed");
        assertThat(registered.get(0).reader().head().height()).isZero();
        network.deactivate();
    }

    @Test
    void aChainThatItsNodeHasProvenIsNotExchangedForAnother() throws Exception {
        EvmNetwork network = new EvmNetwork(context(), properties());
        EvmChain before = registered.get(0);
        before.reader().head();
        network.modified(properties("chainId", "313"));
        assertThat(registered).containsExactly(before);
        network.modified(properties("slip44", "1"));
        assertThat(registered).containsExactly(before);
        network.deactivate();
    }

    @Test
    void aChainThatWasNeverProvenMayBeCorrected() throws Exception {
        node.result("eth_chainId", json("'0x7a69'"));
        EvmNetwork network = new EvmNetwork(context(), properties("chainId", "313"));
        assertThat(NodeFixture.failure(() -> registered.get(0).reader().head())).hasMessageContaining("expected 313");
        network.modified(properties());
        assertThat(registered.get(0).reader().head().height()).isZero();
        network.deactivate();
    }
}
