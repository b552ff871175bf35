// SPDX-License-Identifier: Apache-2.0
package io.coffer.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
import org.osgi.service.cm.ConfigurationAdmin;

/** What the node looks like from inside of it. The methods run in the booted node. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class NodeInsideIT {
    private static final long BOOT_LIMIT_MS = 120_000;

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

    private String property(String pid, String key) throws IOException {
        return String.valueOf(
                configurations.getConfiguration(pid, null).getProperties().get(key));
    }
}
