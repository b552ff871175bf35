// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.node.Wallets;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.asset.erc20.Erc20Asset;
import io.coffer.asset.erc20.Erc20Protocol;
import io.coffer.asset.erc20.Erc20Settings;
import io.coffer.chain.evm.EvmChain;
import io.coffer.signing.RealSigning;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.testkit.node.AnvilContract;
import io.coffer.wallet.send.Signing;
import io.coffer.wallet.settings.ChainSettings;
import io.coffer.wallet.settings.ChainSettingsForm;
import io.coffer.wallet.supervise.SteppedWallet;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The wallet service as a node has it (core, vault, signing service, evm adapter, erc20 plugin) on a real anvil, without
 * OSGi. The wallet is stepped, its clock stands, and anvil mines when it is told to: nothing happens by itself, so that
 * there is nothing to wait for.
 */
final class WalletAnvil extends SteppedWallet {
    static final ChainId CHAIN = new ChainId("eip155:" + AnvilFixture.CHAIN_ID);
    static final NetworkAssetId COIN = AnvilFixture.COIN;
    static final AssetId ETH = new AssetId("ETH");
    static final BigInteger ETHER = AnvilFixture.ETHER;
    /** Blocks from that of a transaction on, itself included, until it is final; as the adapter is configured. */
    static final int CONFIRMATIONS = 3;

    static final int DECIMALS = AnvilTokens.DECIMALS;

    /** The first of Trezor's vectors for BIP-39 with 12 words. On a fresh anvil nobody has anything at its addresses. */
    private static final String WORDS = "abandon ".repeat(11) + "about";

    private static final long DEADLINE_MS = 60_000;
    private static final int MAX_ROUNDS = 120;
    private static final long ROUND_MS = 1_000;
    private static final int PAGE = 100_000;

    private static Optional<Path> vault = Optional.empty();

    final AnvilControl control;
    private final Machine machine;
    private final Map<NetworkAssetId, AnvilContract> tokens = new LinkedHashMap<>();

    /** What stands around the wallet. */
    private record Machine(AnvilFixture anvil, EvmChain chain, RealSigning keys) implements Outside {
        @Override
        public ChainAdapter adapter() {
            return chain;
        }

        @Override
        public Signing signing(SteppedWallet wallet) {
            return new Signing(() -> Optional.of(keys.vault()), () -> Optional.of(keys.on(wallet.core)));
        }

        @Override
        public long deadlineMs() {
            return DEADLINE_MS;
        }
    }

    /** A listed token and its contract. */
    record Token(AnvilContract contract, NetworkAssetId id, AssetId asset) {}

    private WalletAnvil(Path folder, Machine machine) throws Exception {
        super(folder, machine, settings(Map.of()));
        this.machine = machine;
        this.control = machine.anvil().control;
    }

    /**
     * A wallet that is enrolled on a fresh chain.
     *
     * @param folder of the money core
     * @param adapter settings of the adapter beyond the usual, keys and values
     */
    static WalletAnvil start(Path folder, String... adapter) throws Exception {
        AnvilFixture anvil = new AnvilFixture();
        try {
            List<String> configured = new ArrayList<>(List.of("requestTimeoutMs", "8000"));
            configured.addAll(List.of(adapter));
            EvmChain chain =
                    AnvilFixture.open(anvil.node, Clock.systemUTC(), configured.toArray(new String[configured.size()]));
            RealSigning keys = RealSigning.open(vault(), WORDS);
            anvil.control.mineOnDemandOnly();
            WalletAnvil wallet = new WalletAnvil(folder, new Machine(anvil, chain, keys));
            wallet.settle();
            wallet.allowWithdrawals(ETH);
            return wallet;
        } catch (Exception | AssertionError failed) {
            anvil.close();
            throw failed;
        }
    }

    /** Sealed once for all tests of this JVM: that takes the longer half of a second. */
    private static synchronized Path vault() throws IOException {
        if (vault.isEmpty()) {
            vault = Optional.of(Files.createTempDirectory(Files.createDirectories(AnvilFixture.WORK), "vault-"));
        }
        return vault.get();
    }

    /** Settings of the chain as an operator writes them. */
    static ChainSettings settings(Map<String, String> written) throws Exception {
        Map<String, String> file = new HashMap<>(written);
        file.put("chain", CHAIN.caip2());
        return ChainSettingsForm.read(file);
    }

    /** Mines and settles, block by block. */
    void mine(int blocks) throws Exception {
        for (int i = 0; i < blocks; i++) {
            control.mine(1);
            settle();
        }
    }

    /** Lets time pass, second by second, until something is so. */
    void passUntil(String fact, Callable<Boolean> isSo) throws Exception {
        settle();
        for (int i = 0; !isSo.call(); i++) {
            assertThat(i).as("%s; %s", fact, this).isLessThan(MAX_ROUNDS);
            clock.pass(ROUND_MS);
            settle();
        }
    }

    /** Lets blocks come, one in some seconds, until something is so. */
    void mineUntil(String fact, Callable<Boolean> isSo) throws Exception {
        settle();
        for (int i = 0; !isSo.call(); i++) {
            assertThat(i).as("%s; %s", fact, this).isLessThan(MAX_ROUNDS);
            clock.pass(6 * ROUND_MS);
            mine(1);
        }
    }

    /** Until nothing of ours is under way. */
    void mineUntilAllHasEnded() throws Exception {
        mineUntil(
                "all has ended",
                () -> core.read(state -> state.openWithdrawals(CHAIN).isEmpty()
                        && state.openDeposits(CHAIN).isEmpty()));
    }

    /** What the wallet says of itself, for a message. */
    @Override
    public String toString() {
        return status() + " " + wallet.waiting(CHAIN) + " "
                + core.<List<Withdrawal>>read(state -> List.copyOf(state.openWithdrawals(CHAIN)));
    }

    /** An address for an account. */
    OwnAddress address(AccountId account) throws Exception {
        OwnAddress own = done(wallet.wallets().allocateAddress(nextKey(), account, COIN));
        settle();
        return own;
    }

    /** An address that is not ours and has nothing. */
    static String stranger(int number) {
        return String.format("0x%040d", 1_000_000 + number);
    }

    /** The treasury is paid coin, which counts when this returns. */
    void fundTreasury(BigInteger wei) throws Exception {
        control.pay(treasury().address().text(), wei);
        mine(CONFIRMATIONS);
    }

    /** Gives an account coin by a deposit. */
    void credit(AccountId account, BigInteger wei) throws Exception {
        control.pay(address(account).address().text(), wei);
        mine(CONFIRMATIONS);
        assertThat(total(account, ETH)).isEqualTo(wei);
    }

    /** Does what anvil must mine by itself, such as to create a contract. */
    <T> T whileItMines(Callable<T> work) throws Exception {
        control.call("evm_setAutomine", true);
        T made = work.call();
        control.call("evm_setAutomine", false);
        settle();
        return made;
    }

    /** Deploys a contract. */
    AnvilContract deploy(String name, Object... arguments) throws Exception {
        return whileItMines(() -> AnvilContract.deploy(machine.anvil().node.url(), name, arguments));
    }

    /** Lists a contract as a token, as an operator does by a file and two commands. */
    Token list(AnvilContract contract, String symbol) throws Exception {
        Erc20Settings written = Erc20Settings.read(Map.of(
                "chain", CHAIN.caip2(),
                "contract", contract.address(),
                "symbol", symbol,
                "decimals", Integer.toString(DECIMALS)));
        NetworkAsset network = written.token().asset();
        wallet.pluginArrived(
                new Erc20Asset(new Erc20Protocol(written.contract(), written.token(), written.creditRule())),
                "erc20/" + symbol);
        AssetId asset = new AssetId(symbol);
        done(wallet.wallets().listAsset(nextKey(), new Asset(asset, DECIMALS)));
        done(wallet.wallets()
                .listOnNetwork(nextKey(), new NetworkListing(network, asset, Amount.zero(network.id()), true, true)));
        allowWithdrawals(asset);
        settle();
        tokens.put(network.id(), contract);
        return new Token(contract, network.id(), asset);
    }

    /** Orders a withdrawal. It may cost what the chain's settings allow. */
    Withdrawal withdraw(AccountId account, NetworkAssetId asset, String to, BigInteger units) throws Exception {
        return done(wallet.wallets()
                .withdraw(nextKey(), new Wallets.Order(account, asset, to, units, Optional.empty(), Optional.empty())));
    }

    BigInteger total(AccountId account, AssetId asset) {
        return balance(AccountKind.CUSTOMER, account.text(), asset);
    }

    BigInteger balance(AccountKind kind, String owner, AssetId asset) {
        return core.read(
                state -> state.balance(new LedgerAccountId(kind, owner, asset)).total());
    }

    /** The fees of the network that are in the books. */
    BigInteger expense() {
        return balance(AccountKind.GAS_EXPENSE, COIN.caip19(), ETH);
    }

    /** All deposits that there are, in whatever state. */
    List<Deposit> deposits() {
        List<Deposit> all = new ArrayList<>(openDeposits());
        all.addAll(finalDeposits());
        return all;
    }

    /** Withdrawals and transfers of the house that have ended in a block, oldest first. */
    List<Withdrawal> ended() {
        return core.read(state -> state.finalWithdrawals(CHAIN, 0, 0, PAGE).withdrawals());
    }

    /** What an address has according to the node. */
    BigInteger held(NetworkAssetId asset, String address) throws Exception {
        return asset.equals(COIN) ? control.balance(address) : tokens.get(asset).ask("balanceOf(address)", address);
    }

    /** What the node says that a transaction has cost; empty if it is in no block. */
    Optional<BigInteger> fee(String transaction) throws Exception {
        JsonNode receipt = control.call("eth_getTransactionReceipt", transaction);
        return receipt.isNull()
                ? Optional.empty()
                : Optional.of(AnvilControl.number(receipt.path("gasUsed"))
                        .multiply(AnvilControl.number(receipt.path("effectiveGasPrice"))));
    }

    /** The hashes of all that was ever signed for a withdrawal. */
    List<String> transactions(Withdrawal withdrawal) {
        return withdrawal(withdrawal.id()).attempts().stream()
                .flatMap(attempt -> attempt.signed().stream())
                .map(signed -> signed.id().text())
                .toList();
    }

    /** The hash of the transaction that counts. */
    String transaction(Withdrawal withdrawal) {
        return withdrawal(withdrawal.id())
                .attempt()
                .flatMap(Attempt::signed)
                .orElseThrow()
                .id()
                .text();
    }

    /**
     * To the unit: what each of our addresses has is what the books say of it, custody is the sum of it, what the
     * network took is what stands as expense, and of each withdrawal one transaction at most is in a block. Only while
     * nothing is under way.
     */
    void booksEqualTheChain() throws Exception {
        for (NetworkListing listing : core.read(state -> List.copyOf(state.listings()))) {
            NetworkAssetId asset = listing.asset().id();
            BigInteger sum = BigInteger.ZERO;
            for (KeyPurpose purpose : KeyPurpose.values()) {
                for (OwnAddress own : addresses(purpose)) {
                    BigInteger held = held(asset, own.address().text());
                    assertThat(core.<BigInteger>read(state -> state.funds(own.address(), asset)))
                            .as("%s of %s", asset, own.address())
                            .isEqualTo(held);
                    sum = sum.add(held);
                }
            }
            assertThat(core.<BigInteger>read(state -> state.custody(asset)))
                    .as("custody of %s", asset)
                    .isEqualTo(sum);
        }
        BigInteger fees = BigInteger.ZERO;
        for (Withdrawal withdrawal : ended()) {
            List<BigInteger> paid = new ArrayList<>();
            for (String transaction : transactions(withdrawal)) {
                fee(transaction).ifPresent(paid::add);
            }
            assertThat(paid).as("mined of %s", withdrawal).hasSize(1);
            fees = fees.add(paid.get(0));
        }
        assertThat(expense()).as("fees").isEqualTo(fees);
        assertThat(core.read(state -> state.trialBalance()).isBalanced()).isTrue();
        assertThat(core.replay(0)).isEqualTo(core.stateHash());
    }

    @Override
    public void close() throws IOException {
        super.close();
        machine.chain().close();
        machine.keys().vault().seal();
        machine.anvil().close();
    }
}
