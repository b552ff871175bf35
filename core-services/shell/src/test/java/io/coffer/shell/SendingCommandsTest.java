// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.Sweep;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.CustomerId;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.shell.wallet.BumpCommand;
import io.coffer.shell.wallet.SweepsCommand;
import io.coffer.spi.chain.Address;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendingCommandsTest {
    private static final NetworkAssetId COIN = new NetworkAssetId("devnet:main/slip44:1");
    private static final Address DEPOSIT = new Address(BenchNode.DEVNET, "dv1deposit");

    @TempDir
    Path folder;

    private BenchNode node;

    @BeforeEach
    void begin() throws Exception {
        node = new BenchNode(folder);
        node.core.submit(CommandId.of("asset"), new AssetCommand.ListAsset(new Asset(new AssetId("DEV"), 8)));
        node.core.submit(
                CommandId.of("listing"),
                new AssetCommand.ListOnNetwork(
                        new NetworkListing(new NetworkAsset(COIN, 8), new AssetId("DEV"), amount(0), true, true)));
        AccountId account = new AccountId("acc_1");
        node.core.submit(CommandId.of("customer"), new CustomerCommand.CreateCustomer(new CustomerId("cus_1")));
        node.core.submit(CommandId.of("account"), new CustomerCommand.OpenAccount(account, new CustomerId("cus_1")));
        node.core.submit(
                CommandId.of("withdrawal"),
                new WithdrawalCommand.Request(
                        new WithdrawalId("wd_1"),
                        new WithdrawalRequest(
                                new Payer.Customer(account),
                                new Address(BenchNode.DEVNET, "dv1there"),
                                Optional.empty(),
                                amount(5),
                                amount(1),
                                Optional.of("order 7"))));
    }

    @AfterEach
    void end() throws Exception {
        node.close();
    }

    private static Amount amount(long units) {
        return new Amount(COIN, BigInteger.valueOf(units));
    }

    @Test
    void bumpAsksTheChainOnceByIdOrExternalIdAndSaysWhereToLook() throws Exception {
        assertThat(node.run(new BumpCommand(), "", "wd_1")).contains("wallet:withdrawal wd_1");
        assertThat(node.run(new BumpCommand(), "", "--json", "order 7"))
                .contains("\"withdrawal\":\"wd_1\"", "\"attempts\":0");
        assertThat(node.chains.bumped).containsExactly(new WithdrawalId("wd_1"), new WithdrawalId("wd_1"));
    }

    @Test
    void bumpSaysWhyNotAndWhatToDoNext() {
        node.chains.bumpRefusal =
                Optional.of(new Refusal("withdrawal.not-lowest", "wd_0 comes before it", "wallet:bump wd_0"));
        assertThatThrownBy(() -> node.run(new BumpCommand(), "", "wd_1"))
                .hasMessageContaining("withdrawal.not-lowest: wd_0 comes before it\n  next: wallet:bump wd_0");
        assertThatThrownBy(() -> node.run(new BumpCommand(), "", "wd_none"))
                .hasMessageContaining("withdrawal.unknown: there is no withdrawal wd_none");
        assertThat(node.chains.bumped).hasSize(1);
    }

    @Test
    void sweepsShowWhatIsNextWhatIsUnderWayAndWhyNot() throws Exception {
        node.chains.sweeps.add(new Sweep(
                DEPOSIT,
                amount(150_000_000),
                "sweep.under-way",
                "SWEEP is BROADCAST",
                Optional.of(new WithdrawalId("hs_1"))));
        node.chains.sweeps.add(
                new Sweep(DEPOSIT, amount(7), "sweep.fee", "the network asks up to 9", Optional.empty()));
        String shown = node.run(new SweepsCommand(), "");
        assertThat(shown)
                .contains("dv1deposit", "1.5 DEV", "sweep.under-way", "SWEEP is BROADCAST", "hs_1")
                .contains("sweep.fee", "the network asks up to 9");
        assertThat(node.run(new SweepsCommand(), "", "--json", "--chain", "devnet:main"))
                .contains(
                        "\"chain\":\"devnet:main\"",
                        "\"from\":\"dv1deposit\"",
                        "\"atomic\":\"150000000\"",
                        "\"transfer\":\"hs_1\"",
                        "\"code\":\"sweep.fee\"");
        assertThat(node.run(new SweepsCommand(), "", "--json", "--chain", "devnet:other"))
                .contains("\"items\":[]");
    }
}
