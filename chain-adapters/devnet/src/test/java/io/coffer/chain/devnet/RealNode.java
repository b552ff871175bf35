// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.devnet.json.JsonObject;
import io.coffer.devnet.node.Arguments;
import io.coffer.spi.settings.InvalidSettingsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The real devnet node in this process, with its control calls. */
final class RealNode implements AutoCloseable {
    static final String NAME = "lab";

    private final io.coffer.devnet.node.DevnetNode node;
    private final HttpClient http = HttpClient.newHttpClient();

    private RealNode(io.coffer.devnet.node.DevnetNode node) {
        this.node = node;
    }

    static RealNode start(String mode, Path folder) throws IOException {
        return start(mode, folder, 1);
    }

    static RealNode start(String mode, Path folder, long seed) throws IOException {
        String data = folder.resolve(mode + seed).toString();
        List<String> words = List.of(
                "--mode", mode, "--name", NAME, "--data", data, "--min-fee", "1000", "--seed", String.valueOf(seed));
        return new RealNode(io.coffer.devnet.node.DevnetNode.start(Arguments.parse(words), Clock.systemUTC()));
    }

    URI uri() {
        return node.uri();
    }

    /** An adapter's settings for this node. */
    DevnetSettings settings(String mode) throws InvalidSettingsException {
        return SettingsReader.read(
                Map.of("name", NAME, "mode", mode, "url", uri().toString(), "requestTimeoutMs", "4000"));
    }

    AccountDevnet account() throws InvalidSettingsException {
        return new AccountDevnet(settings("account"));
    }

    UtxoDevnet utxo() throws InvalidSettingsException {
        return new UtxoDevnet(settings("utxo"));
    }

    JsonObject control(String call, String json) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri().resolve("/control/" + call))
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return answer(http.send(request, HttpResponse.BodyHandlers.ofByteArray()));
    }

    String faucet(String address, long units) throws Exception {
        return control("faucet", "{\"address\":\"" + address + "\",\"amount\":\"" + units + "\"}")
                .text("id");
    }

    void mine(int blocks) throws Exception {
        control("mine", "{\"blocks\":" + blocks + "}");
    }

    void reorg(int depth) throws Exception {
        control("reorg", "{\"depth\":" + depth + "}");
    }

    void fault(String mode) throws Exception {
        control("fault", "{\"mode\":\"" + mode + "\"}");
    }

    long state(String counter) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri().resolve("/control/state")).build();
        return answer(http.send(request, HttpResponse.BodyHandlers.ofByteArray()))
                .number(counter, 0, Long.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        node.close();
    }

    private static JsonObject answer(HttpResponse<byte[]> response) throws Exception {
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return JsonObject.read(new ByteArrayInputStream(response.body()), response.body().length);
    }
}
