// SPDX-License-Identifier: Apache-2.0
package io.coffer.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stranger on the same machine or network finds of a fresh node. */
class NodeOutsideIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    static Path home;

    private static RunningNode node;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        node = RunningNode.start(home);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        node.close();
    }

    @Test
    @DisplayName("H51 the node listens on loopback, for the API and the shell and nothing else")
    void h51_listensOnLoopbackOnly() throws IOException {
        List<InetSocketAddress> sockets = ListeningSockets.of(node.pid());
        assertThat(sockets).allMatch(socket -> socket.getAddress().isLoopbackAddress());
        assertThat(sockets)
                .extracting(InetSocketAddress::getPort)
                .containsExactlyInAnyOrder(node.httpPort(), node.sshPort());
    }

    @ParameterizedTest(name = "H51 {0} is not let in")
    @CsvSource({"karaf,karaf", "admin,admin", "coffer,coffer", "root,root"})
    void h51_noDefaultCredentials(String user, String password) throws IOException {
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier((session, address, key) -> true);
            client.start();
            try (ClientSession session = client.connect(user, "127.0.0.1", node.sshPort())
                    .verify(LIMIT)
                    .getSession()) {
                session.addPasswordIdentity(password);
                assertThatThrownBy(() -> session.auth().verify(LIMIT)).isInstanceOf(SshException.class);
            }
        }
    }

    @Test
    @DisplayName("H51 neither users nor keys are shipped")
    void h51_noUserIsShipped() throws IOException {
        for (String file : List.of("users.properties", "keys.properties")) {
            Properties entries = new Properties();
            try (var reader = Files.newBufferedReader(node.etc().resolve(file))) {
                entries.load(reader);
            }
            assertThat(entries.stringPropertyNames()).as(file).allMatch(name -> name.startsWith("_g_"));
        }
    }

    @ParameterizedTest
    @CsvSource({"/system/console", "/hawtio", "/jolokia", "/"})
    void h51_noConsoleAnswers(String path) throws Exception {
        HttpResponse<String> answer = node.get(path);
        assertThat(answer.statusCode()).isIn(401, 404);
        assertThat(answer.headers().firstValue("Server")).isEmpty();
    }

    @Test
    void aMalformedConfigurationDoesNotEndTheNode() throws Exception {
        Files.writeString(node.etc().resolve("io.coffer.chain.evm-broken.cfg"), "chainId = \\u00zz\nurl = ${");
        // The next file is taken up after the broken one, so once it is, the broken one was met.
        Files.writeString(node.etc().resolve("io.coffer.zz-probe.cfg"), "probe = 1\n");
        node.await("the probe to be taken up", () -> node.log().contains("io.coffer.zz"));
        assertThat(node.isAlive()).isTrue();
        assertThat(ListeningSockets.of(node.pid())).hasSize(2);
    }

    @Test
    void theLogSaysOnceWhatAddressesAreDerivedWith() throws InterruptedException {
        boolean hasLibrary = System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"));
        node.await("the wallet to say it", () -> node.log().contains("addresses are derived by "));
        assertThat(node.log().lines().filter(line -> line.contains("addresses are derived by ")))
                .hasSize(1)
                .allMatch(line -> line.contains("derived by " + (hasLibrary ? "libsecp256k1" : "BouncyCastle")));
    }
}
