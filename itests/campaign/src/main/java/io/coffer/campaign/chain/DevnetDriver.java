// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.chain;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.campaign.client.DevnetClient;
import io.coffer.campaign.client.Reply;
import io.coffer.campaign.process.Await;
import io.coffer.campaign.process.ChildProcess;
import io.coffer.campaign.process.Jvm;
import io.coffer.campaign.process.Ports;
import io.coffer.devnet.format.DevnetAddress;
import io.coffer.devnet.format.Octets;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A devnet process. */
public final class DevnetDriver implements ChainDriver {
    private static final long READY_LIMIT_MS = 30_000;
    private static final int HASH160_BYTES = 20;

    private final String chainName;
    private final String mode;
    private final int port;
    private final ChildProcess process;
    private final DevnetClient client;

    private DevnetDriver(String chainName, String mode, int port, ChildProcess process) {
        this.chainName = chainName;
        this.mode = mode;
        this.port = port;
        this.process = process;
        this.client = new DevnetClient(URI.create("http://127.0.0.1:" + port));
    }

    /**
     * Starts a devnet that mines on demand.
     *
     * @param mode {@code account} or {@code utxo}
     */
    public static DevnetDriver start(Path folder, String chainName, String mode, long seed)
            throws IOException, InterruptedException {
        int port = Ports.free();
        ChildProcess process = ChildProcess.start(
                Jvm.command(
                        "io.coffer.devnet.node.Main",
                        List.of(
                                "--port",
                                Integer.toString(port),
                                "--mode",
                                mode,
                                "--name",
                                chainName,
                                "--data",
                                folder.resolve(chainName + ".blocks").toString(),
                                "--seed",
                                Long.toString(seed),
                                "--block-time-ms",
                                "0")),
                Map.of(),
                folder.resolve(chainName + ".log"));
        DevnetDriver driver = new DevnetDriver(chainName, mode, port, process);
        Await.until("devnet " + chainName, READY_LIMIT_MS, () -> driver.height() >= 0);
        return driver;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public DevnetClient client() {
        return client;
    }

    @Override
    public String name() {
        return chainName.equals("main") ? "devnet" : chainName;
    }

    @Override
    public String chain() {
        return "devnet:" + chainName;
    }

    @Override
    public String asset() {
        return chain() + "/slip44:1";
    }

    @Override
    public int decimals() {
        return 8;
    }

    @Override
    public String configurationPid() {
        return "io.coffer.chain.devnet-" + chainName;
    }

    @Override
    public List<String> configuration() {
        return List.of("name = " + chainName, "mode = " + mode, "url = http://127.0.0.1:" + port);
    }

    @Override
    public String pay(String address, BigInteger units) throws IOException, InterruptedException {
        return client.faucet(address, units);
    }

    @Override
    public void mine(int blocks) throws IOException, InterruptedException {
        client.mine(blocks);
    }

    @Override
    public long height() throws IOException, InterruptedException {
        return client.height();
    }

    @Override
    public BigInteger balance(String address) throws IOException, InterruptedException {
        return client.balance(address);
    }

    @Override
    public String strangerAddress(Random random) {
        byte[] hash = new byte[HASH160_BYTES];
        random.nextBytes(hash);
        return DevnetAddress.of(Octets.of(hash));
    }

    @Override
    public boolean isMined(String transaction) throws IOException, InterruptedException {
        Reply reply = client.transaction(transaction);
        return reply.isOk() && reply.body().path("state").asText().equals("mined");
    }

    @Override
    public JsonNode transaction(String id) throws IOException, InterruptedException {
        return client.transaction(id).require("transaction " + id);
    }

    @Override
    public void close() {
        process.close();
    }
}
