// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign;

import io.coffer.campaign.chain.AssetDriver;
import io.coffer.campaign.chain.ChainDriver;
import io.coffer.campaign.chain.CoinDriver;
import io.coffer.campaign.client.NodeClient;
import io.coffer.campaign.process.Await;
import io.coffer.campaign.process.Folders;
import io.coffer.campaign.process.NodeProcess;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A node with its chains, all of them real processes in one folder, set up as an operator does. */
public final class World implements AutoCloseable {
    /** Confirmations that the campaign's chains are given. */
    public static final int CONFIRMATIONS = 3;

    /** How often the node asks the chains of the campaign for their heads. */
    public static final long POLL_MS = 100;

    private static final long CHAIN_LIMIT_MS = 60_000;
    private static final String PASSPHRASE = "a passphrase of the campaign only";

    private final Path folder;
    private final NodeProcess node;
    private final List<ChainDriver> chains = new ArrayList<>();

    private World(Path folder, NodeProcess node) {
        this.folder = folder;
        this.node = node;
    }

    /** A new world in an empty folder; the launcher is named by {@code --launcher}. */
    public static World install(Arguments arguments, String name) throws IOException {
        Path folder = emptyFolder(arguments, name);
        Path launcher = Path.of(arguments.require("--launcher")).toAbsolutePath();
        return new World(folder, NodeProcess.install(launcher, folder.resolve("node")));
    }

    /** An empty folder for a run of {@code name}: below the launcher's {@code --work}, or a temporary one. */
    public static Path emptyFolder(Arguments arguments, String name) throws IOException {
        Path folder = arguments.option("--work").isPresent()
                ? Path.of(arguments.require("--work")).resolve(name).toAbsolutePath()
                : Files.createTempDirectory("coffer-" + name);
        Folders.delete(folder);
        return Files.createDirectories(folder);
    }

    /** Adds a running chain; the node gets its configuration at once, whether it runs or not. */
    public void add(ChainDriver chain) throws IOException {
        add(chain, List.of());
    }

    /** As {@link #add(ChainDriver)}, with more lines of what the wallet is told of the chain. */
    public void add(ChainDriver chain, List<String> more) throws IOException {
        chains.add(chain);
        node.configure(chain.configurationPid(), chain.configuration());
        settle(chain, more);
    }

    /** Tells the wallet anew what holds for a chain: the campaign's settings and {@code more}. */
    public void settle(ChainDriver chain, List<String> more) throws IOException {
        List<String> settings = new ArrayList<>(
                List.of("chain = " + chain.chain(), "confirmations = " + CONFIRMATIONS, "pollMs = " + POLL_MS));
        settings.addAll(more);
        node.configure("io.coffer.wallet.chain-" + chain.name(), settings);
    }

    public NodeProcess node() {
        return node;
    }

    public NodeClient client() throws IOException {
        return node.client();
    }

    public Path folder() {
        return folder;
    }

    public List<ChainDriver> chains() {
        return List.copyOf(chains);
    }

    /** First start: makes the vault, enrols the chains and allows withdrawals, all in the shell. */
    public void setUp() throws IOException, InterruptedException {
        node.start();
        node.shell().runWith(PASSPHRASE + "\n", "vault:create", "--stdin");
        for (ChainDriver chain : chains) {
            awaitChain(chain);
            node.shell().run("wallet:enrol", chain.chain());
        }
    }

    /** Allows withdrawals of the native coin of {@code chain}, in coins. */
    public void allow(ChainDriver chain, String symbol, String perTransaction, String perDay)
            throws IOException, InterruptedException {
        allow(new CoinDriver(chain), symbol, perTransaction, perDay);
    }

    /** Allows withdrawals of an asset, in whole ones. */
    public void allow(AssetDriver asset, String symbol, String perTransaction, String perDay)
            throws IOException, InterruptedException {
        String rule = asset.chain().name() + "-campaign-" + symbol.toLowerCase(Locale.ROOT);
        node.shell().run("wallet:limit-set", rule, symbol, perTransaction, perDay);
    }

    /** Unseals as an operator does. */
    public void unseal() throws IOException, InterruptedException {
        node.shell().runWith(PASSPHRASE + "\n", "vault:unseal", "--stdin");
    }

    /** Waits until the node has an adapter for {@code chain} and reads its blocks. */
    public void awaitChain(ChainDriver chain) throws InterruptedException {
        Await.until(chain.chain() + " to be followed", CHAIN_LIMIT_MS, () -> {
            String state =
                    client().chain(chain.chain()).require("chain").path("state").asText();
            return state.equals("SCANNING") || state.equals("SYNCING");
        });
    }

    /** Pays the native coin to the hot wallet and waits until the house has it. */
    public void fundHotWallet(ChainDriver chain, BigInteger units) throws IOException, InterruptedException {
        fundHotWallet(new CoinDriver(chain), units);
    }

    /** Pays the hot wallet and waits until the house has it. */
    public void fundHotWallet(AssetDriver asset, BigInteger units) throws IOException, InterruptedException {
        String chain = asset.chain().chain();
        BigInteger before = client().custody(asset.asset());
        asset.pay(client().hotWallet(chain), units);
        asset.chain().mine(CONFIRMATIONS);
        Await.until(
                "the hot wallet of " + chain,
                CHAIN_LIMIT_MS,
                () -> client().custody(asset.asset()).subtract(before).compareTo(units) >= 0);
    }

    /** A number of smallest units in coins, as a decimal string. */
    public static String coins(ChainDriver chain, BigInteger units) {
        return new CoinDriver(chain).whole(units);
    }

    @Override
    public void close() {
        node.close();
        chains.forEach(ChainDriver::close);
    }
}
