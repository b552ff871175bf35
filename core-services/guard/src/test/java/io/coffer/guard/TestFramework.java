// SPDX-License-Identifier: Apache-2.0
package io.coffer.guard;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;

/** A running Felix with bundles that are nothing but their manifests. */
final class TestFramework implements AutoCloseable {
    static final NodeList LIST = new NodeList(
            Set.of("io.coffer.money-core", "io.coffer.wallet"), Set.of("io.coffer.core-api", "http.server"));

    final Framework framework;

    TestFramework(Path folder) throws BundleException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, folder.toString(), "felix.log.level", "0"));
        framework.start();
    }

    void raiseTheWalls() {
        GuardActivator.raise(framework.getBundleContext(), LIST);
    }

    /** The API as the node has it. */
    Bundle api() throws BundleException, IOException {
        return start("io.coffer.core-api", Map.of(Constants.EXPORT_PACKAGE, "io.coffer.api.core,io.coffer.spi.chain"));
    }

    Bundle start(String name, Map<String, String> headers) throws BundleException, IOException {
        Bundle bundle = install(name, headers);
        bundle.start();
        return bundle;
    }

    Bundle install(String name, Map<String, String> headers) throws BundleException, IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        headers.forEach(attributes::putValue);
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(jar, manifest)) {
            for (String exported :
                    headers.getOrDefault(Constants.EXPORT_PACKAGE, "").split(",", -1)) {
                out.putNextEntry(new JarEntry(exported.replaceAll(";.*", "").replace('.', '/') + "/content"));
            }
        }
        String location = name + headers.getOrDefault(Constants.BUNDLE_VERSION, "");
        return framework.getBundleContext().installBundle(location, new ByteArrayInputStream(jar.toByteArray()));
    }

    /** Registers a service under a name of which no class is there: the framework takes a factory's word. */
    static ServiceRegistration<?> register(Bundle provider, String... types) {
        return provider.getBundleContext().registerService(types, new Nothing(), null);
    }

    static boolean finds(Bundle asking, String type) throws Exception {
        ServiceReference<?>[] found = asking.getBundleContext().getAllServiceReferences(type, null);
        ServiceReference<?>[] byFilter =
                asking.getBundleContext().getAllServiceReferences(null, "(objectClass=" + type + ")");
        if ((found == null) != (byFilter == null)) {
            throw new AssertionError("by name and by filter not the same");
        }
        return found != null;
    }

    static BundleContext context(Bundle bundle) {
        return bundle.getBundleContext();
    }

    @Override
    public void close() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }

    private static final class Nothing implements ServiceFactory<Object> {
        @Override
        public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
            return this;
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<Object> registration, Object service) {
            // Nothing was made.
        }
    }
}
