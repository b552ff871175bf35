// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.chain;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.campaign.client.EthereumClient;
import io.coffer.testkit.node.AnvilNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/** A real anvil: an Ethereum node with unlocked accounts. */
public final class AnvilDriver implements ChainDriver {
    private static final int CHAIN_ID = 31337;
    private static final int ADDRESS_BYTES = 20;

    private final AnvilNode node;
    private final EthereumClient client;

    private AnvilDriver(AnvilNode node) {
        this.node = node;
        this.client = new EthereumClient(node.url());
    }

    /** Starts an anvil that mines each transaction at once, and more on demand. */
    public static AnvilDriver start(Path folder) throws IOException, InterruptedException {
        return new AnvilDriver(AnvilNode.start(folder, CHAIN_ID, OptionalInt.empty()));
    }

    /** Deploys an ERC-20 of which the chain's test account has {@code supply} whole ones. */
    public TokenDriver deployToken(String symbol, int decimals, long supply) throws IOException, InterruptedException {
        return TokenDriver.deploy(this, symbol, decimals, supply);
    }

    URI url() {
        return node.url();
    }

    /** The account that pays. */
    String testAccount() throws IOException, InterruptedException {
        return client.testAccount();
    }

    @Override
    public String name() {
        return "anvil";
    }

    @Override
    public String chain() {
        return "eip155:" + CHAIN_ID;
    }

    @Override
    public String asset() {
        return chain() + "/slip44:60";
    }

    @Override
    public int decimals() {
        return 18;
    }

    @Override
    public String configurationPid() {
        return "io.coffer.chain.evm-anvil";
    }

    @Override
    public List<String> configuration() {
        return List.of(
                "name = anvil",
                "url = " + node.url(),
                "chainId = " + CHAIN_ID,
                "symbol = ETH",
                "confirmations = 3",
                "maxLagSeconds = 0");
    }

    /** One at a time: of two at once anvil gives both the same nonce. */
    @Override
    public synchronized String pay(String address, BigInteger units) throws IOException, InterruptedException {
        return client.pay(address, units);
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
        byte[] address = new byte[ADDRESS_BYTES];
        random.nextBytes(address);
        return "0x" + HexFormat.of().formatHex(address);
    }

    @Override
    public boolean isMined(String transaction) throws IOException, InterruptedException {
        return client.receipt(transaction).path("status").asText().equals("0x1");
    }

    @Override
    public JsonNode transaction(String id) throws IOException, InterruptedException {
        return client.receipt(id);
    }

    @Override
    public void close() {
        node.close();
    }
}
