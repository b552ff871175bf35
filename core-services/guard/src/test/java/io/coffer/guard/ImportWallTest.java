// SPDX-License-Identifier: Apache-2.0
package io.coffer.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.BundleWiring;

class ImportWallTest {
    @TempDir
    Path folder;

    private TestFramework felix;

    @BeforeEach
    void start() throws Exception {
        felix = new TestFramework(folder);
    }

    @AfterEach
    void stop() throws Exception {
        felix.close();
    }

    @Test
    void aPluginIsWiredToTheSpiAndNotToTheApi() throws Exception {
        felix.raiseTheWalls();
        felix.api();
        assertThat(imports("good.plugin", "io.coffer.spi.chain").getState()).isEqualTo(Bundle.ACTIVE);
        assertRefused("bad.plugin", Map.of(Constants.IMPORT_PACKAGE, "io.coffer.api.core"));
        assertThat(imports("io.coffer.money-core", "io.coffer.api.core").getState())
                .isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void anOptionalOrDynamicImportOfTheApiFindsNothing() throws Exception {
        felix.raiseTheWalls();
        felix.api();
        Bundle optional = imports("optional.plugin", "io.coffer.api.core;resolution:=optional");
        assertThat(optional.getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(optional.getResource("io/coffer/api/core/content")).isNull();
        Bundle dynamic = felix.start("dynamic.plugin", Map.of(Constants.DYNAMICIMPORT_PACKAGE, "*"));
        assertThat(dynamic.getResource("io/coffer/api/core/content")).isNull();
        assertThat(dynamic.getResource("io/coffer/spi/chain/content")).isNotNull();
    }

    @Test
    void aPluginIsNeitherWiredToOurBundlesAsAWholeNorPutIntoThem() throws Exception {
        felix.raiseTheWalls();
        felix.api();
        felix.install("io.coffer.money-core", Map.of());
        assertRefused("bad.whole", Map.of(Constants.REQUIRE_BUNDLE, "io.coffer.core-api"));
        Bundle fragment = felix.install("bad.fragment", Map.of(Constants.FRAGMENT_HOST, "io.coffer.money-core"));
        felix.framework.getBundleContext().getBundle("io.coffer.money-core").start();
        assertThat(fragment.getState()).isEqualTo(Bundle.INSTALLED);
    }

    @Test
    void packagesOfTheApiComeFromTheNodeOnly() throws Exception {
        felix.raiseTheWalls();
        felix.start("bad.exporter", Map.of(Constants.EXPORT_PACKAGE, "io.coffer.api.core;version=9"));
        Bundle wallet = felix.install("io.coffer.wallet", Map.of(Constants.IMPORT_PACKAGE, "io.coffer.api.core"));
        assertThatThrownBy(wallet::start).isInstanceOf(BundleException.class);
        Bundle api = felix.api();
        wallet.start();
        assertThat(wallet.adapt(BundleWiring.class).getRequiredWires(null))
                .allMatch(wire -> wire.getCapability().getRevision().getBundle().equals(api));
    }

    @Test
    void anImpostorIsRefusedThoughItsNameIsOnTheList() throws Exception {
        felix.raiseTheWalls();
        felix.api();
        imports("io.coffer.wallet", "io.coffer.api.core");
        assertRefused(
                "io.coffer.wallet",
                Map.of(Constants.IMPORT_PACKAGE, "io.coffer.api.core", Constants.BUNDLE_VERSION, "9"));
    }

    @Test
    void whoWasWiredBeforeTheWallsStoodLosesIt() throws Exception {
        felix.api();
        Bundle early = imports("early.plugin", "io.coffer.api.core");
        Bundle honest = imports("honest.plugin", "io.coffer.spi.chain");
        CountDownLatch refreshed = new CountDownLatch(1);
        felix.framework.getBundleContext().addFrameworkListener(event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        });
        felix.raiseTheWalls();
        assertThat(refreshed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(early.getState()).isEqualTo(Bundle.INSTALLED);
        assertThat(honest.getState()).isEqualTo(Bundle.ACTIVE);
    }

    private Bundle imports(String name, String packages) throws Exception {
        return felix.start(name, Map.of(Constants.IMPORT_PACKAGE, packages));
    }

    private void assertRefused(String name, Map<String, String> headers) throws Exception {
        Bundle bundle = felix.install(name, headers);
        assertThatThrownBy(bundle::start).isInstanceOf(BundleException.class).hasMessageContaining("Unable to resolve");
        assertThat(bundle.getState()).isEqualTo(Bundle.INSTALLED);
    }
}
