// SPDX-License-Identifier: Apache-2.0
package io.coffer.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.inject.Inject;
import org.apache.karaf.features.FeaturesService;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.cm.ConfigurationAdmin;

/** What the node looks like from inside of it. The methods run in the booted node. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class NodeInsideIT {
    private static final long BOOT_LIMIT_MS = 120_000;
    private static final int UPDATES = 20;
    private static final boolean HAS_NATIVE_CURVE =
            System.getProperty("os.name").equals("Linux")
                    && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"));

    @Inject
    private BundleContext context;

    @Inject
    private FeaturesService features;

    @Inject
    private ConfigurationAdmin configurations;

    @Configuration
    public Option[] node() {
        return new Option[] {
            karafDistributionConfiguration()
                    .frameworkUrl(
                            new File(System.getProperty("distribution")).toURI().toString())
                    .karafVersion("4.4.10")
                    .name("Coffer")
                    .unpackDirectory(new File("target/exam"))
                    .useDeployFolder(false)
                    .runEmbedded(false),
            configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
            CoreOptions.systemTimeout(BOOT_LIMIT_MS),
            CoreOptions.systemProperty("coffer.http.port").value("0"),
            CoreOptions.vmOptions("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m"),
            // The node is offline; the exam's own bundles come from the repository of this build.
            editConfigurationFilePut(
                    "etc/org.ops4j.pax.url.mvn.cfg",
                    "org.ops4j.pax.url.mvn.localRepository",
                    System.getProperty("localRepository")),
        };
    }

    @Test
    public void everyBundleOfOursIsActive() {
        List<String> notActive = new ArrayList<>();
        int ours = 0;
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getSymbolicName() != null && bundle.getSymbolicName().startsWith("io.coffer.")) {
                ours++;
                if (bundle.getState() != Bundle.ACTIVE) {
                    notActive.add(bundle.getSymbolicName() + " " + bundle.getState());
                }
            }
        }
        assertEquals(List.of(), notActive);
        assertTrue("bundles of ours: " + ours, ours >= 10);
    }

    @Test
    public void theNodesFeatureIsInstalled() throws Exception {
        assertTrue(features.isInstalled(features.getFeature("coffer")));
    }

    @Test
    public void nothingIsRefreshedUnasked() throws IOException {
        assertEquals("false", property("org.apache.karaf.features", "autoRefresh"));
        assertEquals("true", property("org.apache.karaf.kar", "noAutoRefreshBundles"));
    }

    @Test
    public void h51_noWebConsoleAndNoJmxAreThere() throws Exception {
        assertFalse(features.isInstalled(features.getFeature("webconsole")));
        assertFalse(features.isInstalled(features.getFeature("management")));
    }

    @Test
    public void aForeignBundleFindsNoServiceOfTheNode() throws Exception {
        // This test runs in a bundle of its own, which is not on the node's list.
        BundleContext system = context.getBundle(0).getBundleContext();
        for (String service : List.of(
                "io.coffer.api.signing.KeyVault",
                "io.coffer.api.signing.SigningKeys",
                "io.coffer.api.signing.SigningService",
                "io.coffer.api.core.MoneyCore",
                "io.coffer.api.core.MoneyForensics",
                "io.coffer.api.node.Wallets",
                "io.coffer.api.node.Chains",
                "io.coffer.api.node.History",
                "jakarta.servlet.Servlet")) {
            awaitService(system, service);
            assertNull(service, context.getAllServiceReferences(service, null));
        }
    }

    /** What SECURITY.md and the list of known limits say: if this fails, they promise too little. */
    @Test
    public void theReferenceThatABorrowedContextFindsIsNoBarrier() throws Exception {
        BundleContext borrowed = context.getBundle(0).getBundleContext();
        assertNotNull(context.getService(awaitService(borrowed, "io.coffer.api.core.MoneyCore")));
    }

    @Test
    public void theKeysAreHandedToNobodyElse() throws Exception {
        BundleContext system = context.getBundle(0).getBundleContext();
        ServiceReference<?> keys = awaitService(system, "io.coffer.api.signing.SigningKeys");
        assertNull(system.getService(keys));
        // Nor to a plugin that came by the reference on another way.
        assertNull(context.getService(keys));
        // Who borrows the context of the signing bundle comes too late: the node has been paired.
        Bundle signing =
                awaitService(system, "io.coffer.api.signing.SigningService").getBundle();
        Object lent = signing.getBundleContext().getService(keys);
        try {
            signing.loadClass("io.coffer.api.signing.SigningKeys")
                    .getMethod("pair")
                    .invoke(lent);
            fail("the vault paired twice");
        } catch (InvocationTargetException e) {
            assertEquals(IllegalStateException.class, e.getCause().getClass());
        }
    }

    @Test
    public void aForeignBundleMayImportTheSpiAndNothingElse() throws Exception {
        Bundle good = install("foreign.good", "Import-Package", "io.coffer.spi.chain,io.coffer.spi.money");
        good.start();
        assertEquals(Bundle.ACTIVE, good.getState());
        for (String inner : List.of("io.coffer.api.core", "io.coffer.api.signing", "io.coffer.api.node")) {
            refused(install("foreign." + inner, "Import-Package", inner));
        }
        refused(install("foreign.whole", "Require-Bundle", "io.coffer.core-api"));
        // A second bundle by the name of one of ours is as foreign as any other.
        refused(install("io.coffer.signing", "Import-Package", "io.coffer.api.core"));
    }

    @Test
    public void pluginsWorkBehindTheWalls() throws Exception {
        BundleContext system = context.getBundle(0).getBundleContext();
        configure("io.coffer.chain.devnet", Map.of("name", "inside", "mode", "account", "url", "http://127.0.0.1:9"));
        configure(
                "io.coffer.chain.evm",
                Map.of("name", "inside", "chainId", "31337", "symbol", "ETH", "url", "http://127.0.0.1:9"));
        ServiceReference<?> reference = awaitService(system, "io.coffer.api.node.Chains");
        Object chains = system.getService(reference);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BOOT_LIMIT_MS);
        String statuses;
        do {
            statuses = String.valueOf(chains.getClass().getMethod("statuses").invoke(chains));
            Thread.sleep(100);
        } while (!(statuses.contains("devnet:inside") && statuses.contains("eip155:31337"))
                && System.nanoTime() < deadline);
        assertTrue(statuses, statuses.contains("devnet:inside") && statuses.contains("eip155:31337"));
        // And they are not seen by another plugin, such as this one.
        assertNull(context.getAllServiceReferences("io.coffer.spi.chain.ChainAdapter", null));
    }

    @Test
    public void addressesAreDerivedNativelyAfterEveryUpdateOfTheWallet() throws Exception {
        BundleContext system = context.getBundle(0).getBundleContext();
        Bundle wallet = awaitService(system, "io.coffer.api.node.Wallets").getBundle();
        Class<?> before = nativeCurve(wallet);
        for (int i = 0; i < UPDATES; i++) {
            wallet.update();
            refresh(wallet);
            wallet.start();
            awaitService(system, "io.coffer.api.node.Wallets");
            Class<?> now = nativeCurve(wallet);
            assertNotSame("the wallet has its class loader still", before, now);
            before = now;
        }
        wallet.stop();
        wallet.start();
        awaitService(system, "io.coffer.api.node.Wallets");
        assertSame(before, nativeCurve(wallet));
    }

    /** What the running wallet derives with; its class is one for each revision of the bundle. */
    private static Class<?> nativeCurve(Bundle wallet) throws Exception {
        Class<?> library = wallet.loadClass("io.coffer.hd.libsecp256k1.CurveLibrary");
        String expected = HAS_NATIVE_CURVE ? "libsecp256k1" : "BouncyCastle";
        String chosen = String.valueOf(library.getMethod("chosen").invoke(null));
        assertTrue(chosen, chosen.startsWith(expected));
        return library;
    }

    /** Gives a bundle that was updated its new class loader. */
    private void refresh(Bundle bundle) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(bundle), event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        });
        assertTrue("not refreshed", refreshed.await(BOOT_LIMIT_MS, TimeUnit.MILLISECONDS));
    }

    private void configure(String factory, Map<String, String> properties) throws IOException {
        configurations.createFactoryConfiguration(factory, null).update(FrameworkUtil.asDictionary(properties));
    }

    private Bundle install(String name, String header, String value) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
        manifest.getMainAttributes().putValue("Bundle-Version", "99");
        manifest.getMainAttributes().putValue(header, value);
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        new JarOutputStream(jar, manifest).close();
        return context.installBundle("test:" + name + value, new ByteArrayInputStream(jar.toByteArray()));
    }

    private static void refused(Bundle bundle) throws BundleException {
        try {
            bundle.start();
            fail(bundle.getSymbolicName() + " was started");
        } catch (BundleException e) {
            assertEquals(e.getMessage(), BundleException.RESOLVE_ERROR, e.getType());
        }
        bundle.uninstall();
    }

    private static ServiceReference<?> awaitService(BundleContext system, String name) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BOOT_LIMIT_MS);
        ServiceReference<?>[] found = system.getAllServiceReferences(name, null);
        while (found == null) {
            assertTrue("no " + name, System.nanoTime() < deadline);
            Thread.sleep(100);
            found = system.getAllServiceReferences(name, null);
        }
        return found[0];
    }

    private String property(String pid, String key) throws IOException {
        return String.valueOf(
                configurations.getConfiguration(pid, null).getProperties().get(key));
    }
}
