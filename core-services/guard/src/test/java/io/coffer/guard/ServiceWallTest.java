// SPDX-License-Identifier: Apache-2.0
package io.coffer.guard;

import static io.coffer.guard.TestFramework.context;
import static io.coffer.guard.TestFramework.finds;
import static io.coffer.guard.TestFramework.register;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceListener;

class ServiceWallTest {
    private static final String CORE = "io.coffer.api.core.MoneyCore";
    private static final String ADAPTER = "io.coffer.spi.chain.ChainAdapter";
    private static final String SERVLET = "jakarta.servlet.Servlet";

    @TempDir
    Path folder;

    private TestFramework felix;
    private Bundle core;
    private Bundle wallet;
    private Bundle server;
    private Bundle plugin;
    private Bundle other;

    @BeforeEach
    void start() throws Exception {
        felix = new TestFramework(folder);
        core = felix.start("io.coffer.money-core", Map.of());
        wallet = felix.start("io.coffer.wallet", Map.of());
        server = felix.start("http.server", Map.of());
        plugin = felix.start("some.plugin", Map.of());
        other = felix.start("other.plugin", Map.of());
        felix.raiseTheWalls();
    }

    @AfterEach
    void stop() throws Exception {
        felix.close();
    }

    @Test
    void theServicesOfTheApiAreForTheNodesOwnBundlesOnly() throws Exception {
        register(core, CORE, "io.coffer.api.core.MoneyForensics");
        assertThat(finds(wallet, CORE)).isTrue();
        assertThat(finds(core, CORE)).isTrue();
        assertThat(finds(plugin, CORE)).isFalse();
        assertThat(finds(plugin, "io.coffer.api.core.MoneyForensics")).isFalse();
        assertThat(finds(server, CORE)).isFalse();
    }

    @Test
    void anInnerTypeHidesAServiceWhateverElseItIs() throws Exception {
        register(core, ADAPTER, CORE);
        assertThat(finds(plugin, ADAPTER)).isFalse();
        assertThat(finds(wallet, ADAPTER)).isTrue();
    }

    @Test
    void aPluginIsSeenByTheNodeAndByItselfAndByNoOtherPlugin() throws Exception {
        register(plugin, ADAPTER);
        assertThat(finds(wallet, ADAPTER)).isTrue();
        assertThat(finds(plugin, ADAPTER)).isTrue();
        assertThat(finds(other, ADAPTER)).isFalse();
    }

    @Test
    void whatTheNodeOffersToPluginsIsSeenByThem() throws Exception {
        register(core, "io.coffer.spi.node.Hosts");
        assertThat(finds(plugin, "io.coffer.spi.node.Hosts")).isTrue();
    }

    @Test
    void whatTheNodeGivesThePlatformIsSeenByThePlatformOnly() throws Exception {
        register(core, SERVLET);
        assertThat(finds(server, SERVLET)).isTrue();
        assertThat(finds(plugin, SERVLET)).isFalse();
    }

    @Test
    void thePlatformsOwnServicesAreSeenByAll() throws Exception {
        register(server, "org.osgi.service.cm.ConfigurationAdmin");
        assertThat(finds(plugin, "org.osgi.service.cm.ConfigurationAdmin")).isTrue();
    }

    @Test
    void aPluginIsNotToldThatAHiddenServiceCameOrWent() {
        List<String> told = new ArrayList<>();
        ServiceListener plugins = event -> told.add("plugin " + event.getType());
        ServiceListener nodes = event -> told.add("node " + event.getType());
        context(plugin).addServiceListener(plugins);
        context(wallet).addServiceListener(nodes);
        register(core, CORE).unregister();
        assertThat(told).containsExactly("node 1", "node 4");
    }

    /** What SECURITY.md and the list of known limits say: if this fails, they promise too little. */
    @Test
    void aBorrowedContextFindsWhatItsOwnerFinds() throws Exception {
        register(core, CORE);
        for (long lender : List.of(0L, wallet.getBundleId())) {
            BundleContext borrowed = context(plugin).getBundle(lender).getBundleContext();
            assertThat(borrowed.getAllServiceReferences(CORE, null)).hasSize(1);
        }
        assertThat(finds(plugin, CORE)).isFalse();
    }

    @Test
    void aBundleThatTakesANameOfTheListIsAPluginAllTheSame() throws Exception {
        register(core, CORE);
        Bundle impostor = felix.start("io.coffer.wallet", Map.of(Constants.BUNDLE_VERSION, "9"));
        assertThat(finds(impostor, CORE)).isFalse();
        assertThat(finds(wallet, CORE)).isTrue();
    }
}
