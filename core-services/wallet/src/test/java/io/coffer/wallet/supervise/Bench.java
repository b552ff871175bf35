// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.Balance;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.node.Wallets;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.scripted.Faults;
import io.coffer.wallet.scripted.ScriptedAccountChain;
import io.coffer.wallet.scripted.ScriptedNode;
import io.coffer.wallet.scripted.ScriptedOutputChain;
import io.coffer.wallet.scripted.ScriptedSigner;
import io.coffer.wallet.scripted.ScriptedVault;
import io.coffer.wallet.send.Signing;
import io.coffer.wallet.settings.BadSettingException;
import io.coffer.wallet.settings.ChainSettings;
import io.coffer.wallet.settings.ChainSettingsForm;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A wallet on a real money core and a scripted chain, stepped by the test. */
final class Bench extends SteppedWallet {
    static final ChainId CHAIN = new ChainId("scripted:a");
    static final NetworkAssetId COIN = new NetworkAssetId("scripted:a/slip44:1");
    static final AssetId ASSET = new AssetId("SCR");
    static final int CONFIRMATIONS = 3;
    static final long DEADLINE_MS = 3_000;

    final Faults faults;
    final ScriptedVault vault;
    final ScriptedNode node;
    final ScriptedSigner signer;
    private final Scripted scripted;

    /** What of a wallet's surroundings is scripted. */
    private static final class Scripted implements Outside {
        private final Faults faults = new Faults();
        private final ScriptedVault vault = new ScriptedVault();
        private final ScriptedSigner signer = new ScriptedSigner(this::core, vault);
        private final ScriptedNode node;
        private Optional<SteppedWallet> wallet = Optional.empty();

        Scripted(boolean outputMode, Consumer<ScriptedVault> first) {
            this.node = new ScriptedNode(CHAIN.caip2(), outputMode);
            first.accept(vault);
        }

        @Override
        public ChainAdapter adapter() {
            return node.isOutputMode()
                    ? new ScriptedOutputChain(node, faults, CONFIRMATIONS)
                    : new ScriptedAccountChain(node, faults, CONFIRMATIONS);
        }

        @Override
        public Signing signing(SteppedWallet of) {
            wallet = Optional.of(of);
            return new Signing(() -> Optional.of(vault), () -> Optional.of(signer));
        }

        @Override
        public long deadlineMs() {
            return DEADLINE_MS;
        }

        private MoneyCore core() {
            return wallet.orElseThrow().core;
        }
    }

    Bench(Path folder, boolean outputMode) throws IOException {
        this(folder, outputMode, vault -> {});
    }

    Bench(Path folder, boolean outputMode, Consumer<ScriptedVault> first) throws IOException {
        this(folder, new Scripted(outputMode, first));
    }

    /** A removed final block waits for its judgement, so that a test sees it stand. */
    private Bench(Path folder, Scripted scripted) throws IOException {
        super(folder, scripted, settings(Map.of("reorgFinal", "halt")));
        this.scripted = scripted;
        this.faults = scripted.faults;
        this.vault = scripted.vault;
        this.node = scripted.node;
        this.signer = scripted.signer;
    }

    ChainAdapter newAdapter() {
        return scripted.adapter();
    }

    /** Settings of the chain as an operator writes them. */
    static ChainSettings settings(Map<String, String> written) {
        Map<String, String> file = new HashMap<>(written);
        file.put("chain", CHAIN.caip2());
        try {
            return ChainSettingsForm.read(file);
        } catch (BadSettingException bad) {
            throw new IllegalArgumentException(bad);
        }
    }

    /** Mines and settles, several times. */
    void mine(int blocks) {
        for (int i = 0; i < blocks; i++) {
            node.mine();
            settle();
        }
    }

    void allowWithdrawals() throws Exception {
        allowWithdrawals(ASSET);
    }

    OwnAddress address(AccountId account) throws Exception {
        return done(wallet.wallets().allocateAddress(nextKey(), account, COIN));
    }

    String hotWallet() {
        return treasury().address().text();
    }

    /** Pays into the hot wallet and waits until it counts. */
    void fundHotWallet(long... units) {
        for (long one : units) {
            node.pay(hotWallet(), one);
        }
        mine(CONFIRMATIONS + 1);
    }

    /** Gives an account a balance by a deposit. */
    void credit(AccountId account, long units) throws Exception {
        node.pay(address(account).address().text(), units);
        mine(CONFIRMATIONS + 1);
    }

    Wallets.Order order(AccountId account, String to, long units) {
        return new Wallets.Order(
                account, COIN, to, BigInteger.valueOf(units), Optional.of(BigInteger.valueOf(1_000)), Optional.empty());
    }

    Withdrawal withdraw(AccountId account, String to, long units) throws Exception {
        return done(wallet.wallets().withdraw(nextKey(), order(account, to, units)));
    }

    long suspense() {
        return core.read(state -> state.balance(new LedgerAccountId(AccountKind.SUSPENSE, "", ASSET)))
                .total()
                .longValueExact();
    }

    long available(AccountId account) {
        return core.read(state -> List.copyOf(state.balances(account))).stream()
                .map(Balance::available)
                .reduce(BigInteger.ZERO, BigInteger::add)
                .longValueExact();
    }

    long total(AccountId account) {
        return core.read(state -> List.copyOf(state.balances(account))).stream()
                .map(Balance::total)
                .reduce(BigInteger.ZERO, BigInteger::add)
                .longValueExact();
    }

    BigInteger custody() {
        return core.read(state -> state.custody(COIN));
    }

    int unbound() {
        return core.read(state -> state.unboundReservations(CHAIN).size());
    }

    boolean isEnrolled() {
        return core.read(state -> state.keyring(CHAIN, KeyPurpose.DEPOSIT).isPresent());
    }

    Optional<Asset> asset() {
        return core.read(state -> state.asset(ASSET));
    }

    /** What the chain says that our addresses have. */
    BigInteger onChain() {
        BigInteger sum = BigInteger.ZERO;
        for (KeyPurpose purpose : KeyPurpose.values()) {
            for (OwnAddress own : addresses(purpose)) {
                sum = sum.add(node.balance(own.address().text()));
            }
        }
        return sum;
    }
}
