// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static io.coffer.chain.evm.ScriptedNode.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.spi.chain.ChainAdapter;
import io.coffer.testkit.osgi.RecordedServices;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvmNetworkTest {
    private final RecordedServices<ChainAdapter> services = new RecordedServices<>(ChainAdapter.class);
    private ScriptedNode node;

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
        services.services().forEach(adapter -> ((EvmChain) adapter).close());
        node.close();
    }

    private EvmChain chain() {
        return (EvmChain) services.services().get(0);
    }

    /** As the service says it. */
    private String problem() {
        return (String) services.properties().get(0).get(ChainAdapter.SETTINGS_PROBLEM);
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
        EvmNetwork network = new EvmNetwork(services.context(), properties());
        assertThat(services.services()).hasSize(1);
        assertThat(chain().reader().head().height()).isZero();
        assertThat(services.properties()).containsExactly(Map.of("chain", "eip155:31337", "name", "eip155-31337"));
        network.deactivate();
        assertThat(services.services()).isEmpty();
    }

    @Test
    void aBadFirstConfigurationRegistersNothingUntilItIsRepaired() {
        Map<String, Object> half = properties();
        half.remove("symbol");
        EvmNetwork network = new EvmNetwork(services.context(), half);
        assertThat(services.services()).isEmpty();
        network.modified(properties());
        assertThat(services.services()).hasSize(1);
        network.deactivate();
        assertThat(services.services()).isEmpty();
    }

    @Test
    void aBadUpdateLeavesTheAdapterAsItIs() throws Exception {
        EvmNetwork network = new EvmNetwork(services.context(), properties());
        EvmChain before = chain();
        for (String[] bad : new String[][] {
            {"chainId", "x"}, {"url", "nowhere"}, {"symbol", ""}, {"confirmations", "0"}, {"unknown", "1"}
        }) {
            network.modified(properties(bad));
            assertThat(services.services()).containsExactly(before);
            assertThat(problem()).contains("io.coffer.chain.evm~test", bad[0], "stay in force");
        }
        network.modified(properties("url", "secret-host"));
        assertThat(problem()).contains("url").doesNotContain("secret-host");
        network.modified(properties());
        assertThat(problem()).isNull();
        Map<String, Object> half = properties();
        half.remove("chainId");
        network.modified(half);
        assertThat(services.services()).containsExactly(before);
        assertThat(before.reader().head().height()).isZero();
        network.deactivate();
    }

    @Test
    void aGoodUpdateReplacesTheAdapterAndAnIdleOneDoesNot() throws Exception {
        EvmNetwork network = new EvmNetwork(services.context(), properties());
        EvmChain before = chain();
        network.modified(properties("felix.fileinstall.filename", "file:/etc/x.cfg"));
        assertThat(services.services()).containsExactly(before);
        network.modified(properties("confirmations", "3"));
        assertThat(services.services()).hasSize(1).doesNotContain(before);
        assertThat(NodeFixture.failure(() -> before.reader().head())).hasMessageContaining("closed");
        assertThat(chain().reader().head().height()).isZero();
        network.deactivate();
    }

    @Test
    void aChainThatItsNodeHasProvenIsNotExchangedForAnother() throws Exception {
        EvmNetwork network = new EvmNetwork(services.context(), properties());
        EvmChain before = chain();
        before.reader().head();
        network.modified(properties("chainId", "313"));
        assertThat(services.services()).containsExactly(before);
        network.modified(properties("slip44", "1"));
        assertThat(services.services()).containsExactly(before);
        network.deactivate();
    }

    @Test
    void aChainThatWasNeverProvenMayBeCorrected() throws Exception {
        node.result("eth_chainId", json("'0x7a69'"));
        EvmNetwork network = new EvmNetwork(services.context(), properties("chainId", "313"));
        assertThat(NodeFixture.failure(() -> chain().reader().head())).hasMessageContaining("expected 313");
        network.modified(properties());
        assertThat(chain().reader().head().height()).isZero();
        network.deactivate();
    }
}
