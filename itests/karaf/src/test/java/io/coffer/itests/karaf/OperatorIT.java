// SPDX-License-Identifier: Apache-2.0
package io.coffer.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** An operator's first hour with a fresh node, by its shell. */
@TestMethodOrder(OrderAnnotation.class)
class OperatorIT {
    private static final String PASSPHRASE = "only-for-this-test-7b1f";

    @TempDir
    static Path home;

    private static Operator operator;
    private static RunningNode node;
    private static String words = "";

    @BeforeAll
    static void start() throws IOException, InterruptedException, GeneralSecurityException {
        operator = new Operator();
        node = RunningNode.startFor(operator, home);
        node.awaitReady();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        node.close();
    }

    @Test
    @Order(1)
    void aNodeWithoutAVaultIsReadyAndSaysWhatItLacks() throws Exception {
        assertThat(node.get("/v1/health/ready").statusCode()).isEqualTo(200);
        assertThat(node.get("/v1/health/ready").body())
                .contains("\"degraded\"")
                .contains("{\"part\":\"vault\",\"state\":\"ABSENT\"}");
        assertThat(shell("coffer:status", ""))
                .contains("ABSENT")
                .contains("vault:create")
                .doesNotContain("is not resolved");
    }

    @Test
    @Order(2)
    void theNodeIsReadyWhileItsVaultIsSealed() throws Exception {
        words = shell("vault:create --stdin", PASSPHRASE + "\n")
                .lines()
                .filter(line -> line.split(" ", -1).length == 24)
                .findFirst()
                .orElseThrow();
        shell("vault:seal", "");
        assertThat(node.get("/v1/health/ready").statusCode()).isEqualTo(200);
        assertThat(node.get("/v1/health/ready").body()).contains("{\"part\":\"vault\",\"state\":\"SEALED\"}");
    }

    @Test
    @Order(3)
    void aWrongPassphraseIsRefusedAndTheRightOneTaken() throws Exception {
        assertThatThrownBy(() -> shell("vault:unseal --stdin", "another\n")).isInstanceOf(IOException.class);
        node.await("the vault to take the right passphrase", () -> {
            try {
                shell("vault:unseal --stdin", PASSPHRASE + "\n");
                return true;
            } catch (IOException throttled) {
                return false;
            }
        });
        assertThat(node.get("/v1/health/ready").body()).doesNotContain("\"part\":\"vault\"");
    }

    @Test
    @Order(4)
    void aBrokenChainIsNamedAndLeavesTheNodeReady() throws Exception {
        Files.writeString(node.etc().resolve("io.coffer.chain.evm-broken.cfg"), "chainId = many\nurl = nowhere\n");
        node.await("the broken settings to be named", () -> node.log().contains("io.coffer.chain.evm-broken"));
        assertThat(node.get("/v1/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    @Order(5)
    void theWayOutOfAHaltParsesAsItIsPrinted() {
        assertThat(operator.ask(node, "chain:resume --halt abcdabcd devnet:none"))
                .doesNotContain("too many arguments")
                .contains("devnet:none")
                .contains("next: ");
        // Why options are printed and documented first.
        assertThat(operator.ask(node, "chain:resume devnet:none --halt abcdabcd"))
                .contains("too many arguments");
    }

    @Test
    @Order(6)
    void aPluginThatAsksForTooMuchIsNamedWithWhatItAskedFor() throws Exception {
        Path jar = Files.createDirectories(node.home().resolve("deploy")).resolve("greedy.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "greedy.plugin");
        manifest.getMainAttributes().putValue("Import-Package", "io.coffer.spi.chain,io.coffer.api.core");
        Path made = Files.createTempFile(home, "greedy", ".tmp");
        new JarOutputStream(Files.newOutputStream(made), manifest).close();
        Files.move(made, jar);
        node.await(
                "the plugin to be named",
                () -> operator.ask(node, "coffer:status").contains("bundle greedy.plugin ["));
        assertThat(operator.ask(node, "coffer:status")).contains("it asks for io.coffer.api.core, and a plugin gets");
        Files.delete(jar);
        node.await(
                "the plugin to be gone",
                () -> !operator.ask(node, "coffer:status").contains("greedy.plugin"));
    }

    @Test
    @Order(7)
    @DisplayName("H49 neither passphrase nor seed words lie in any log, setting or journal")
    void h49_noSecretIsWritten() throws Exception {
        assertThat(words).isNotEmpty();
        String firstWords = String.join(" ", List.of(words.split(" ", -1)).subList(0, 4));
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(node.home())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (text.contains(PASSPHRASE) || text.contains(firstWords)) {
                    found.add(file);
                }
            }
        }
        assertThat(found).isEmpty();
        assertThat(shell("config:list", "")).doesNotContain(PASSPHRASE);
    }

    private static String shell(String command, String input) throws IOException {
        return operator.run(node, command, input);
    }
}
