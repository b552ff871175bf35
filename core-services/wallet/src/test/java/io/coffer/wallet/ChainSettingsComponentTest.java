// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.node.Answer;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.RequestKey;
import io.coffer.api.node.Wallets;
import io.coffer.api.request.CommandId;
import io.coffer.api.wallet.Account;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.CustomerId;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.money.LocalMoneyCore;
import io.coffer.money.MoneyCoreOptions;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.screening.NoScreening;
import io.coffer.wallet.scripted.Faults;
import io.coffer.wallet.scripted.ScriptedAccountChain;
import io.coffer.wallet.scripted.ScriptedNode;
import io.coffer.wallet.scripted.SteppedClock;
import io.coffer.wallet.send.Signing;
import io.coffer.wallet.supervise.WalletNode;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration file comes, changes and goes, good and bad. */
class ChainSettingsComponentTest {
    private static final ChainId CHAIN = new ChainId("scripted:a");
    private static final NetworkAssetId COIN = new NetworkAssetId("scripted:a/slip44:1");
    private static final long DEFAULT_CAP = 1_000_000;

    @TempDir
    Path folder;

    private final SteppedClock clock = new SteppedClock();
    private LocalMoneyCore core;
    private WalletNode node;
    private ChainAdapter adapter;
    private AccountId account;
    private int requests;

    @BeforeEach
    void begin() throws Exception {
        core = LocalMoneyCore.open(folder, clock, MoneyCoreOptions.DEFAULT.segmentBytes(1 << 22));
        node = new WalletNode(
                new WalletNode.Tools(
                        core,
                        new Signing(Optional::empty, Optional::empty),
                        new NoScreening(),
                        clock,
                        clock::nanos,
                        () -> 42),
                1_000);
        Wallets wallets = node.wallets();
        NetworkAsset coin = new NetworkAsset(COIN, 8);
        wallets.listAsset(key(), new Asset(new AssetId("SCR"), 8));
        wallets.listOnNetwork(key(), new NetworkListing(coin, new AssetId("SCR"), Amount.zero(COIN), true, true));
        CustomerId customer = new CustomerId("one");
        wallets.createCustomer(key(), Optional.of(customer));
        Answer<Account> opened = wallets.openAccount(key(), customer);
        account = ((Answer.Done<Account>) opened).value().id();
        adapter = new ScriptedAccountChain(new ScriptedNode(CHAIN.caip2(), false), new Faults(), 1);
        node.adapterArrived(adapter);
    }

    @AfterEach
    void end() throws Exception {
        node.close();
        core.close();
    }

    private static Map<String, Object> file(String feeCap) {
        return Map.of(
                "chain",
                CHAIN.caip2(),
                "feeCapUnits",
                feeCap,
                "felix.fileinstall.filename",
                "etc/io.coffer.wallet.chain-a.cfg");
    }

    private Optional<String> reason() {
        return node.status(CHAIN).flatMap(ChainStatus::reason);
    }

    private RequestKey key() {
        return new RequestKey(CommandId.of("settings", "" + requests++), 1);
    }

    /** The cap that an order gets which names none; no limit allows it, but it is kept. */
    private long cap() throws Exception {
        RequestKey key = key();
        node.wallets()
                .withdraw(
                        key,
                        new Wallets.Order(
                                account, COIN, "scthere", BigInteger.ONE, Optional.empty(), Optional.empty()));
        return core.read(state -> state.withdrawal(new WithdrawalId("wd_" + key.id())))
                .orElseThrow()
                .request()
                .feeCap()
                .units()
                .longValueExact();
    }

    @Test
    void aFileCountsFromWhenItComesUntilItGoes() throws Exception {
        assertThat(cap()).isEqualTo(DEFAULT_CAP);
        ChainSettingsComponent settings = new ChainSettingsComponent(file("77"));
        settings.attach(node);
        assertThat(cap()).isEqualTo(77);
        settings.modified(file("88"));
        assertThat(cap()).isEqualTo(88);
        settings.detach(node);
        assertThat(cap()).as("a file that is only being replaced").isEqualTo(88);
        clock.pass(60_000);
        assertThat(cap()).isEqualTo(DEFAULT_CAP);
    }

    @Test
    void aBadChangeLeavesTheOldValueAndIsTold() throws Exception {
        ChainSettingsComponent settings = new ChainSettingsComponent(file("77"));
        settings.attach(node);
        settings.modified(file("7O"));
        assertThat(cap()).isEqualTo(77);
        assertThat(reason().orElseThrow())
                .contains("etc/io.coffer.wallet.chain-a.cfg", "feeCapUnits=7O", "what held before still holds");
        settings.modified(file("78"));
        assertThat(cap()).isEqualTo(78);
        assertThat(reason()).isEmpty();
    }

    @Test
    void whatAnAdapterSaysOfItsConfigurationIsShown() {
        ChainAdapter another = new ScriptedAccountChain(new ScriptedNode(CHAIN.caip2(), false), new Faults(), 1);
        node.adapterTold(another, Optional.of("of another adapter"));
        assertThat(reason()).isEmpty();
        node.adapterTold(adapter, Optional.of("etc/x.cfg: url=*** is no URL"));
        assertThat(reason()).contains("configuration: etc/x.cfg: url=*** is no URL");
        node.adapterTold(adapter, Optional.empty());
        assertThat(reason()).isEmpty();
    }

    @Test
    void aFileThatWasNeverGoodKeepsTheChainWaitingAndSaysWhy() {
        ChainSettingsComponent settings = new ChainSettingsComponent(file("7O"));
        settings.attach(node);
        assertThat(reason().orElseThrow()).contains("feeCapUnits=7O");
        settings.modified(file("70"));
        assertThat(reason()).isEmpty();
    }

    @Test
    void aFileThatWasNeverGoodIsForgottenWhenItGoes() {
        ChainSettingsComponent settings = new ChainSettingsComponent(file("7O"));
        settings.attach(node);
        settings.detach(node);
        assertThat(reason()).isEmpty();
    }
}
