// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.UtxoChain;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

@Timeout(120)
class DevnetNetworkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final List<ChainAdapter> registered = new ArrayList<>();
    private final List<Object> chains = new ArrayList<>();
    private RealNode node;
    /** As the service says it. */
    private String problem;

    @BeforeEach
    void start() throws Exception {
        node = RealNode.start("account", folder);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        assertThat(registered).isEmpty();
    }

    @Test
    void aGoodConfigurationRegistersTheAdapterOfItsMode() {
        DevnetNetwork network = new DevnetNetwork(context(), properties());
        assertThat(registered).singleElement().isInstanceOf(AccountChain.class);
        assertThat(chains).containsExactly("devnet:lab");
        network.deactivate();
        Map<String, Object> utxo = properties();
        utxo.put("mode", "utxo");
        network = new DevnetNetwork(context(), utxo);
        assertThat(registered).singleElement().isInstanceOf(UtxoChain.class);
        network.deactivate();
        network.deactivate();
    }

    @Test
    void aBadFirstConfigurationRegistersNothingAndAGoodOneDoesLater() {
        Map<String, Object> bad = properties();
        bad.remove("url");
        DevnetNetwork network = new DevnetNetwork(context(), bad);
        assertThat(registered).isEmpty();
        network.modified(properties());
        assertThat(registered).hasSize(1);
        network.deactivate();
    }

    @Test
    void aBadUpdateLeavesTheOldValuesInForce() throws Exception {
        DevnetNetwork network = new DevnetNetwork(context(), properties());
        ChainAdapter before = registered.get(0);
        for (String half : List.of("name", "mode", "url")) {
            Map<String, Object> bad = properties();
            bad.remove(half);
            network.modified(bad);
            assertThat(registered).containsExactly(before);
            assertThat(before.reader().head().height()).isZero();
            assertThat(problem).contains("etc/io.coffer.chain.devnet-lab.cfg", half, "stay in force");
        }
        network.modified(properties());
        assertThat(problem).isNull();
        network.deactivate();
    }

    @Test
    void theSameValuesAgainChangeNothing() {
        DevnetNetwork network = new DevnetNetwork(context(), properties());
        ChainAdapter before = registered.get(0);
        Map<String, Object> touched = properties();
        touched.put("service.ranking", 7);
        network.modified(touched);
        assertThat(registered).containsExactly(before);
        network.deactivate();
    }

    @Test
    void anUpdateReplacesTheAdapter() throws Exception {
        DevnetNetwork network = new DevnetNetwork(context(), properties());
        ChainAdapter before = registered.get(0);
        Map<String, Object> other = properties();
        other.put("confirmations", "9");
        network.modified(other);
        assertThat(registered).hasSize(1).doesNotContain(before);
        assertThat(registered.get(0).reader().head().height()).isZero();
        network.deactivate();
    }

    @Test
    void aProvenNetworkDoesNotBecomeAnother() throws Exception {
        DevnetNetwork network = new DevnetNetwork(context(), properties());
        Map<String, Object> otherName = properties();
        otherName.put("name", "la");
        network.modified(otherName);
        assertThat(chains).containsExactly("devnet:lab", "devnet:la");
        network.modified(properties());
        registered.get(0).reader().head();
        ChainAdapter proven = registered.get(0);
        network.modified(otherName);
        Map<String, Object> otherMode = properties();
        otherMode.put("mode", "utxo");
        network.modified(otherMode);
        assertThat(registered).containsExactly(proven);
        network.deactivate();
    }

    @Test
    void noThreadOutlivesTheAdapter() throws Exception {
        DevnetNetwork network = new DevnetNetwork(context(), properties());
        registered.get(0).reader().head();
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

    private Map<String, Object> properties() {
        return new HashMap<>(Map.of(
                "name", "lab",
                "mode", "account",
                "url", node.uri().toString(),
                "service.pid", "io.coffer.chain.devnet~lab",
                "felix.fileinstall.filename", "file:/x/etc/io.coffer.chain.devnet-lab.cfg"));
    }

    /** A framework that knows nothing but how to register, tell of and unregister a service. */
    private BundleContext context() {
        return proxy(BundleContext.class, (method, arguments) -> {
            assertThat(method).isEqualTo("registerService");
            assertThat(arguments[0]).isEqualTo(ChainAdapter.class);
            ChainAdapter adapter = (ChainAdapter) arguments[1];
            registered.add(adapter);
            chains.add(((Dictionary<?, ?>) arguments[2]).get("chain"));
            return proxy(ServiceRegistration.class, (name, values) -> {
                if (name.equals("setProperties")) {
                    problem = (String) ((Dictionary<?, ?>) values[0]).get(ChainAdapter.SETTINGS_PROBLEM);
                    return "";
                }
                assertThat(name).isEqualTo("unregister");
                assertThat(registered.remove(adapter)).isTrue();
                return "";
            });
        });
    }

    private interface Handler {
        Object call(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Object result = handler.call(method.getName(), arguments);
                    return method.getReturnType() == void.class ? null : result;
                }));
    }
}
