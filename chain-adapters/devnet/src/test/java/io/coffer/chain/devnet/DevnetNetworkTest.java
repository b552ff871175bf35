// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.UtxoChain;
import io.coffer.testkit.osgi.RecordedServices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DevnetNetworkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final RecordedServices<ChainAdapter> services = new RecordedServices<>(ChainAdapter.class);
    private RealNode node;

    @BeforeEach
    void start() throws Exception {
        node = RealNode.start("account", folder);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        assertThat(services.services()).isEmpty();
    }

    @Test
    void aGoodConfigurationRegistersTheAdapterOfItsMode() {
        DevnetNetwork network = new DevnetNetwork(services.context(), properties());
        assertThat(services.services()).singleElement().isInstanceOf(AccountChain.class);
        assertThat(services.properties()).containsExactly(Map.of("chain", "devnet:lab"));
        network.deactivate();
        Map<String, Object> utxo = properties();
        utxo.put("mode", "utxo");
        network = new DevnetNetwork(services.context(), utxo);
        assertThat(services.services()).singleElement().isInstanceOf(UtxoChain.class);
        network.deactivate();
        network.deactivate();
    }

    @Test
    void aBadFirstConfigurationRegistersNothingAndAGoodOneDoesLater() {
        Map<String, Object> bad = properties();
        bad.remove("url");
        DevnetNetwork network = new DevnetNetwork(services.context(), bad);
        assertThat(services.services()).isEmpty();
        network.modified(properties());
        assertThat(services.services()).hasSize(1);
        network.deactivate();
    }

    @Test
    void aBadUpdateLeavesTheOldValuesInForce() throws Exception {
        DevnetNetwork network = new DevnetNetwork(services.context(), properties());
        ChainAdapter before = services.services().get(0);
        for (String half : List.of("name", "mode", "url")) {
            Map<String, Object> bad = properties();
            bad.remove(half);
            network.modified(bad);
            assertThat(services.services()).containsExactly(before);
            assertThat(before.reader().head().height()).isZero();
            assertThat(problem()).contains("etc/io.coffer.chain.devnet-lab.cfg", half, "stay in force");
        }
        network.modified(properties());
        assertThat(problem()).isNull();
        network.deactivate();
    }

    @Test
    void theSameValuesAgainChangeNothing() {
        DevnetNetwork network = new DevnetNetwork(services.context(), properties());
        ChainAdapter before = services.services().get(0);
        Map<String, Object> touched = properties();
        touched.put("service.ranking", 7);
        network.modified(touched);
        assertThat(services.services()).containsExactly(before);
        network.deactivate();
    }

    @Test
    void anUpdateReplacesTheAdapter() throws Exception {
        DevnetNetwork network = new DevnetNetwork(services.context(), properties());
        ChainAdapter before = services.services().get(0);
        Map<String, Object> other = properties();
        other.put("confirmations", "9");
        network.modified(other);
        assertThat(services.services()).hasSize(1).doesNotContain(before);
        assertThat(services.services().get(0).reader().head().height()).isZero();
        network.deactivate();
    }

    @Test
    void aProvenNetworkDoesNotBecomeAnother() throws Exception {
        DevnetNetwork network = new DevnetNetwork(services.context(), properties());
        Map<String, Object> otherName = properties();
        otherName.put("name", "la");
        network.modified(otherName);
        assertThat(services.properties()).containsExactly(Map.of("chain", "devnet:la"));
        network.modified(properties());
        services.services().get(0).reader().head();
        ChainAdapter proven = services.services().get(0);
        network.modified(otherName);
        Map<String, Object> otherMode = properties();
        otherMode.put("mode", "utxo");
        network.modified(otherMode);
        assertThat(services.services()).containsExactly(proven);
        network.deactivate();
    }

    @Test
    void noThreadOutlivesTheAdapter() throws Exception {
        DevnetNetwork network = new DevnetNetwork(services.context(), properties());
        services.services().get(0).reader().head();
        assertThat(threads()).isNotEmpty();
        network.deactivate();
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!threads().isEmpty()) {
            assertThat(System.nanoTime()).as("still there: %s", threads()).isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("devnet-lab-"))
                .toList();
    }

    /** As the service says it. */
    private String problem() {
        return (String) services.properties().get(0).get(ChainAdapter.SETTINGS_PROBLEM);
    }

    private Map<String, Object> properties() {
        return new HashMap<>(Map.of(
                "name", "lab",
                "mode", "account",
                "url", node.uri().toString(),
                "service.pid", "io.coffer.chain.devnet~lab",
                "felix.fileinstall.filename", "file:/x/etc/io.coffer.chain.devnet-lab.cfg"));
    }
}
