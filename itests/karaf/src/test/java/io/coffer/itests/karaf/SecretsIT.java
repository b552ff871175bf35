// SPDX-License-Identifier: Apache-2.0
package io.coffer.itests.karaf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** H49: secrets get into the node by their usual ways, and are then looked for wherever they must not be. */
@TestMethodOrder(OrderAnnotation.class)
class SecretsIT {
    private static final String PASSPHRASE = "pässphrase-only-for-H49-55d1c0ffee";
    private static final String AUTHORIZATION = "Bearer h49-authorization-7f3a9c1e5b2d";
    private static final String KEYED_URL = "http://127.0.0.1:9/v3/h49url0123456789abcdefkey?k=h49query8675309jenny";
    private static final long JCMD_LIMIT_S = 60;

    /** All commands of a node that show something and change nothing. */
    private static final List<String> COMMANDS = List.of(
            "config:list",
            "config:list \"(service.factoryPid=io.coffer.chain.evm)\"",
            "config:property-list -p io.coffer.signing",
            "coffer:status",
            "coffer:status --json",
            "chain:list",
            "chain:show eip155:31337",
            "chain:show --json eip155:31337",
            "vault:status",
            "asset:list",
            "wallet:limits",
            "wallet:treasury",
            "wallet:deposits --all",
            "wallet:withdrawals --all",
            "ledger:trial-balance",
            "ledger:accounts",
            "ledger:hash",
            "log:display",
            "log:get",
            "log:exception-display",
            "bundle:list",
            "bundle:headers",
            "bundle:services",
            "feature:list",
            "service:list",
            "system:property",
            "scr:list",
            "scr:info io.coffer.chain.evm.EvmNetwork",
            "kar:list",
            "shell:info");

    @TempDir
    static Path home;

    @TempDir
    static Path dumps;

    private static final Secrets CONFIGURED = new Secrets()
            .text("authorization", AUTHORIZATION.substring(7))
            .text("key in the URL", "h49url0123456789abcdefkey")
            .text("key in the query", "h49query8675309jenny");

    private static Operator operator;
    private static RunningNode node;
    private static String words = "";
    private static Secrets secrets = new Secrets();
    private static Set<Path> written;

    @BeforeAll
    static void letSecretsIn() throws Exception {
        operator = new Operator();
        node = RunningNode.startFor(operator, home);
        node.awaitReady();
        Path authorization = secretFile("authorization", AUTHORIZATION);
        Path url = secretFile("url", KEYED_URL);
        written = Set.of(authorization, url);
        Files.writeString(
                node.etc().resolve("io.coffer.chain.evm-h49.cfg"),
                "chainId = 31337\nsymbol = ETH\nurlFile = " + url + "\nauthorizationFile = " + authorization + "\n");
        node.await(
                "the chain to be there", () -> operator.ask(node, "chain:list").contains("eip155:31337"));
        words = operator.run(node, "vault:create --stdin", PASSPHRASE + "\n")
                .lines()
                .filter(line -> line.split(" ", -1).length == 24)
                .findFirst()
                .orElseThrow();
        operator.run(node, "wallet:enrol eip155:31337", "");
        operator.run(node, "vault:seal", "");
        operator.run(node, "vault:unseal --stdin", PASSPHRASE + "\n");
        operator.run(node, "vault:seal", "");
        secrets = new Secrets()
                .text("passphrase", PASSPHRASE)
                .text("words", words)
                .text("last words", lastWords())
                .bytes("seed", seed());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        node.close();
    }

    @Test
    @Order(1)
    @DisplayName("H49 no answer of the shell holds a secret")
    void h49_shell() throws Exception {
        Map<String, Set<String>> found = new TreeMap<>();
        for (String command : COMMANDS) {
            String answer = operator.ask(node, command);
            assertThat(answer).as(command).doesNotContain("Command not found");
            note(found, command, answer);
        }
        assertThat(found).isEmpty();
        assertThat(operator.ask(node, "config:list")).contains("authorizationFile");
    }

    @Test
    @Order(2)
    @DisplayName("H49 no file but the operator's own holds a secret: logs, settings, stores, journal")
    void h49_files() throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        int looked = 0;
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                looked++;
                Set<String> there = all(secrets.in(file), CONFIGURED.in(file));
                if (!there.isEmpty() && !written.contains(file)) {
                    found.put(home.relativize(file).toString(), there);
                }
            }
        }
        assertThat(found).isEmpty();
        assertThat(looked).isGreaterThan(100);
        for (Path file : written) {
            assertThat(CONFIGURED.in(file)).isNotEmpty();
        }
    }

    @Test
    @Order(3)
    @DisplayName("H49 no answer of the API holds a secret")
    void h49_api() throws Exception {
        Map<String, Set<String>> found = new TreeMap<>();
        for (String path : List.of("/v1/health", "/v1/health/ready", "/v1/chains", "/v1/nothing", "/v1/accounts/%00")) {
            note(found, path, node.get(path).body());
        }
        assertThat(found).isEmpty();
    }

    @Test
    @Order(4)
    @DisplayName("H49 neither process arguments nor diagnostics hold a secret")
    void h49_diagnostics() throws Exception {
        Map<String, Set<String>> found = new TreeMap<>();
        for (String file : List.of("cmdline", "environ")) {
            Path proc = Path.of("/proc", Long.toString(node.pid()), file);
            note(found, file, new String(Files.readAllBytes(proc), UTF_8));
        }
        for (String command :
                List.of("Thread.print", "VM.system_properties", "VM.command_line", "VM.flags", "VM.info")) {
            note(found, command, jcmd(command));
        }
        assertThat(beans(found)).isGreaterThan(100);
        assertThat(found).isEmpty();
    }

    @Test
    @Order(5)
    @DisplayName("H49 while the node is sealed, its heap holds neither passphrase nor words nor seed")
    void h49_heap() throws Exception {
        Path dump = dumps.resolve("sealed.hprof");
        assertThat(jcmd("GC.heap_dump", dump.toString())).contains("Heap dump file created");
        try {
            // The search finds what must be there, or it would prove nothing: the adapter sends this.
            assertThat(CONFIGURED.in(dump)).contains("authorization");
            assertThat(secrets.in(dump)).isEmpty();
        } finally {
            Files.delete(dump);
        }
    }

    @Test
    @Order(6)
    @DisplayName("H49 a secret in clear is refused by a line that names file, key and rule")
    void h49_clearTextIsRefused() throws Exception {
        Files.writeString(
                node.etc().resolve("io.coffer.chain.evm-clear.cfg"),
                "chainId = 31338\nsymbol = ETH\nurl = http://127.0.0.1:9\nauthorization = " + AUTHORIZATION + "\n");
        node.await("the refusal", () -> node.log().contains("evm-clear.cfg: authorization=*** is a secret"));
        assertThat(CONFIGURED.in(node.log())).isEmpty();
        assertThat(operator.ask(node, "chain:list")).doesNotContain("eip155:31338");
    }

    private static void note(Map<String, Set<String>> found, String where, String answer) {
        Set<String> there = all(secrets.in(answer), CONFIGURED.in(answer));
        if (!there.isEmpty()) {
            found.put(where, there);
        }
    }

    private static Set<String> all(Set<String> some, Set<String> others) {
        Set<String> both = new TreeSet<>(some);
        both.addAll(others);
        return both;
    }

    /** Looks at every attribute of every MBean, and says how many there were. */
    // The far end is the process that this test has started.
    @SuppressWarnings("BanJNDI")
    private static int beans(Map<String, Set<String>> found) throws Exception {
        int attributes = 0;
        VirtualMachine machine = VirtualMachine.attach(Long.toString(node.pid()));
        try (JMXConnector connector =
                JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            for (ObjectName name : beans.queryNames(null, null)) {
                for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                    attributes++;
                    note(found, name + " " + attribute.getName(), value(beans, name, attribute));
                }
            }
        } finally {
            machine.detach();
        }
        return attributes;
    }

    private static String value(MBeanServerConnection beans, ObjectName name, MBeanAttributeInfo attribute)
            throws IOException {
        try {
            Object value = beans.getAttribute(name, attribute.getName());
            return value instanceof Object[] many ? List.of(many).toString() : String.valueOf(value);
        } catch (JMException | RuntimeException unreadable) {
            return String.valueOf(unreadable.getMessage());
        }
    }

    private static String jcmd(String... command) throws IOException, InterruptedException {
        Path log = dumps.resolve("jcmd.txt");
        List<String> words = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin/jcmd")
                                        .toString(),
                                "" + node.pid()),
                        Stream.of(command))
                .toList();
        Process jcmd = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(jcmd.waitFor(JCMD_LIMIT_S, TimeUnit.SECONDS)).isTrue();
        return Files.readString(log);
    }

    private static Path secretFile(String name, String content) throws IOException {
        Path folder = Files.createDirectories(home.resolve("coffer/secret"));
        Path file = Files.createFile(
                folder.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content + "\n");
    }

    private static String lastWords() {
        List<String> all = List.of(words.split(" ", -1));
        return String.join(" ", all.subList(all.size() - 4, all.size()));
    }

    /** BIP-39, without a passphrase of its own. */
    private static byte[] seed() throws Exception {
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                .generateSecret(new PBEKeySpec(words.toCharArray(), "mnemonic".getBytes(UTF_8), 2048, 512))
                .getEncoded();
    }
}
