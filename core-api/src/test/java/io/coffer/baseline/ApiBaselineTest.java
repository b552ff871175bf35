// SPDX-License-Identifier: Apache-2.0
package io.coffer.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Constants;
import aQute.bnd.osgi.Jar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Manifest;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The core API against its last frozen state, {@code baseline/core-api-*.jar}; how to freeze anew: CONTRIBUTING.md. */
class ApiBaselineTest {
    private static final Path BUILT = Path.of("target", "classes");
    private static final Path FROZEN = Path.of("baseline");
    private static final String PLUGIN = "@org.osgi.annotation.versioning.ConsumerType public interface Plugin { %s }";

    @TempDir
    Path folder;

    @Test
    void everyPackageVersionSaysWhatChangedSinceTheApiWasFrozen() throws Exception {
        try (Jar newer = new Jar(BUILT.toFile());
                Jar older = new Jar(frozen().toFile())) {
            assertThat(exports(newer)).as("exported packages").contains("io.coffer.spi.chain");
            assertThat(ApiBaseline.mismatches(newer, older))
                    .as("packages of which the @Version in package-info.java does not say what changed since %s", older)
                    .isEmpty();
        }
    }

    @Test
    void aMethodThatPluginsMustImplementNeedsANewVersion() throws Exception {
        assertThat(mismatches("1.0.0", "", "1.0.0", "void more();"))
                .singleElement()
                .asString()
                .startsWith("sample: MAJOR change, version 1.0.0 must be at least 2.0.0");
        assertThat(mismatches("1.0.0", "", "2.0.0", "void more();")).isEmpty();
    }

    @Test
    void aMethodThatPluginsMayImplementNeedsAMinorVersion() throws Exception {
        assertThat(mismatches("1.0.0", "", "1.0.0", "default void more() {}"))
                .singleElement()
                .asString()
                .startsWith("sample: MINOR change, version 1.0.0 must be at least 1.1.0");
        assertThat(mismatches("1.0.0", "", "1.1.0", "default void more() {}")).isEmpty();
    }

    /** Below 1.0.0 whatever changes needs at least the next minor version. */
    @Test
    void beforeTheFirstReleaseABreakingChangeNeedsAMinorVersion() throws Exception {
        assertThat(mismatches("0.1.0", "void gone();", "0.1.0", "")).hasSize(1);
        assertThat(mismatches("0.1.0", "void gone();", "0.2.0", "")).isEmpty();
    }

    private static Path frozen() throws IOException {
        try (var files = Files.list(FROZEN)) {
            List<Path> jars = files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .toList();
            assertThat(jars).as("frozen states in %s", FROZEN.toAbsolutePath()).hasSize(1);
            return jars.get(0);
        }
    }

    private static String exports(Jar jar) throws Exception {
        Manifest manifest = jar.getManifest();
        return manifest == null ? "" : manifest.getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
    }

    private List<String> mismatches(String oldVersion, String oldBody, String newVersion, String newBody)
            throws Exception {
        try (Jar older = sample("older", oldVersion, oldBody);
                Jar newer = sample("newer", newVersion, newBody)) {
            return ApiBaseline.mismatches(newer, older);
        }
    }

    private Jar sample(String name, String version, String body) throws Exception {
        Path sources = Files.createDirectories(folder.resolve(name + version).resolve("src"));
        Path classes = Files.createDirectories(folder.resolve(name + version).resolve("classes"));
        Path source = sources.resolve("Plugin.java");
        Files.writeString(source, "package sample;\n" + PLUGIN.formatted(body));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "--release", "17", "-d", classes.toString()));
        arguments.addAll(List.of("-classpath", System.getProperty("java.class.path"), source.toString()));
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        try (Builder builder = new Builder()) {
            builder.addClasspath(classes.toFile());
            builder.setExportPackage("sample;version=" + version);
            builder.setBundleVersion("1.0.0");
            Path jar = folder.resolve(name + version + ".jar");
            builder.build().write(jar.toFile());
            return new Jar(jar.toFile());
        }
    }
}
