// SPDX-License-Identifier: Apache-2.0
package io.coffer.itests.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The picture in docs/architecture.md as rules over the bundles that are shipped. */
class ArchitectureTest {
    private static final Pattern OURS = Pattern.compile("io\\.coffer\\..+");
    private static final Pattern SPI = Pattern.compile("io\\.coffer\\.spi\\..+");
    private static final Pattern PUBLIC = Pattern.compile("io\\.coffer\\.(spi|api)\\..+");

    /** What holds a private key, makes one or uses one. Neither checking a signature nor a MAC over an approval does. */
    private static final Pattern KEY_TYPES = Pattern.compile(
            "java\\.security\\.(PrivateKey|KeyPair|KeyPairGenerator|KeyStore)"
                    + "|javax\\.crypto\\.Cipher"
                    + "|org\\.bouncycastle\\.crypto\\.(params\\.\\w*PrivateKeyParameters|signers\\.HMacDSAKCalculator|generators\\.Argon2.*)");

    private static final Set<String> MAY_HOLD_KEYS = Set.of("keys", "signing");

    @TempDir
    static Path folder;

    private static Map<String, Path> ours;
    private static Map<String, Path> plugins;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        Bundles bundles = new Bundles(folder);
        ours = bundles.ours();
        plugins = bundles.plugins();
    }

    @Test
    void theRulesHaveSomethingToLookAt() {
        assertThat(ours).containsKeys("core-api", "money-core", "keys", "signing", "wallet", "rest", "shell");
        assertThat(plugins)
                .containsKeys("devnet", "evm", "coin", "erc20", "fixed-price")
                .doesNotContainKeys("core-api", "wallet");
    }

    @Test
    void pluginsImportOnlyTheSpiOfOurs() {
        plugins.forEach((name, bundle) -> assertThat(of(Bundles.imports(bundle), OURS))
                .as(name)
                .allMatch(imported -> SPI.matcher(imported).matches()));
    }

    @Test
    void noBundleImportsTheInternalsOfAnother() {
        ours.forEach((name, bundle) -> assertThat(of(Bundles.imports(bundle), OURS))
                .as(name)
                .allMatch(imported -> PUBLIC.matcher(imported).matches()));
    }

    @Test
    void onlyTheCoreApiExportsAndOnlySpiAndApi() {
        ours.forEach((name, bundle) -> {
            if (name.equals("core-api")) {
                assertThat(Bundles.exports(bundle))
                        .isNotEmpty()
                        .allMatch(exported -> PUBLIC.matcher(exported).matches());
            } else {
                assertThat(Bundles.exports(bundle)).as(name).isEmpty();
            }
        });
    }

    @Test
    void theSpiDoesNotLookUpAtTheApi() throws IOException {
        List<String> upward = new ArrayList<>();
        for (JavaClass type : classes(ours.get("core-api"))) {
            if (type.getPackageName().startsWith("io.coffer.spi.")) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency ->
                                dependency.getTargetClass().getPackageName().startsWith("io.coffer.api."))
                        .forEach(dependency -> upward.add(dependency.getDescription()));
            }
        }
        assertThat(upward).isEmpty();
    }

    @Test
    void noFloatingPointAnywhereInOurBundles() throws IOException {
        Map<String, List<String>> found = new TreeMap<>();
        for (Map.Entry<String, Path> bundle : ours.entrySet()) {
            List<String> uses = FloatingPoint.usesIn(bundle.getValue());
            if (!uses.isEmpty()) {
                found.put(bundle.getKey(), uses);
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void keyTypesAreUsedOnlyWhereKeysLive() throws IOException {
        Set<String> uses = new TreeSet<>();
        for (Map.Entry<String, Path> bundle : ours.entrySet()) {
            if (!MAY_HOLD_KEYS.contains(bundle.getKey())) {
                for (JavaClass type : classes(bundle.getValue())) {
                    type.getDirectDependenciesFromSelf().stream()
                            .map(dependency -> dependency.getTargetClass().getName())
                            .filter(target -> KEY_TYPES.matcher(target).matches())
                            .forEach(target -> uses.add(bundle.getKey() + ": " + type.getName() + " -> " + target));
                }
            }
        }
        assertThat(uses).isEmpty();
    }

    @Test
    void packagesOfABundleHaveNoCycles() throws IOException {
        for (Path bundle : ours.values()) {
            slices().matching("io.coffer.(**)")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(classes(bundle));
        }
    }

    private static Set<String> of(Set<String> packages, Pattern pattern) {
        Set<String> matching = new TreeSet<>(packages);
        matching.removeIf(name -> !pattern.matcher(name).matches());
        return matching;
    }

    /** Our own classes of a bundle; what it embeds of others is not looked at. */
    private static JavaClasses classes(Path bundle) throws IOException {
        try (JarFile jar = new JarFile(bundle.toFile())) {
            return new ClassFileImporter()
                    .withImportOption(location -> location.asURI().toString().contains("/io/coffer/"))
                    .importJar(jar);
        }
    }
}
