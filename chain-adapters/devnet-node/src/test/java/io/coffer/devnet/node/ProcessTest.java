// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.devnet.format.Octets;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ProcessTest {
    private static final long SEED = 3;

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void whatWasAcceptedSurvivesAKillAtAnyMoment() throws Exception {
        Wallet alice = Wallet.of(Mode.ACCOUNT, 1);
        Random random = new Random(SEED);
        List<Octets> accepted = new ArrayList<>();
        long nonce = 0;
        for (int round = 0; round < 4; round++) {
            Process process = start("--block-time-ms", "7");
            NodeClient client = new NodeClient(ready(process));
            if (round == 0) {
                client.faucet(alice.text(), 1_000_000);
                client.mine(1);
            }
            for (Octets id : accepted) {
                assertThat(client.get("/tx/" + id).status()).as("seed %d", SEED).isEqualTo(200);
            }
            for (int left = 20 + random.nextInt(60); left > 0; left--) {
                NodeTransaction payment = alice.pay(nonce++, alice.address(), 1, 100);
                assertThat(client.submit(payment).status()).isEqualTo(200);
                accepted.add(payment.id());
            }
            process.destroyForcibly();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        NodeClient client = new NodeClient(ready(start()));
        client.mine(1);
        for (Octets id : accepted) {
            assertThat(client.get("/tx/" + id).json().text("state")).isEqualTo("mined");
        }
        assertThat(client.get("/address/" + alice.text()).json().text("nonce")).isEqualTo(String.valueOf(nonce));
    }

    @Test
    void aSecondProcessOnTheSameFileEndsWithTheReason() throws Exception {
        Process first = start();
        ready(first);
        Process second = start();
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(new String(second.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("in use by process " + first.pid());
    }

    @Test
    void aBadArgumentIsNamed() throws Exception {
        Process process = start("--port", "70000");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("devnet: --port: not within 0..65535");
    }

    private Process start(String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--data",
                folder.resolve("chain").toString(),
                "--name",
                "test",
                "--min-fee",
                "100"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private static URI ready(Process process) throws Exception {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        assertThat(line).startsWith("devnet ready http://127.0.0.1:");
        return URI.create(line.substring("devnet ready ".length()));
    }
}
