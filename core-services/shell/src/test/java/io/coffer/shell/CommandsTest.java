// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.asset.AssetId;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.core.MoneyForensics;
import io.coffer.api.core.StateHash;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.Money;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Chains;
import io.coffer.api.node.Waiting;
import io.coffer.api.request.CommandId;
import io.coffer.api.wallet.CustomerId;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.shell.asset.AddCommand;
import io.coffer.shell.asset.HaltCommand;
import io.coffer.shell.asset.ListCommand;
import io.coffer.shell.asset.NetworkCommand;
import io.coffer.shell.asset.ReleaseCommand;
import io.coffer.shell.ledger.AccountsCommand;
import io.coffer.shell.ledger.HashCommand;
import io.coffer.shell.ledger.ReplayCommand;
import io.coffer.shell.ledger.TrialBalanceCommand;
import io.coffer.shell.ledger.VerifyCommand;
import io.coffer.shell.wallet.AbandonSigningCommand;
import io.coffer.shell.wallet.AccountCommand;
import io.coffer.shell.wallet.CancelCommand;
import io.coffer.shell.wallet.CustomerCommand;
import io.coffer.shell.wallet.EnrolCommand;
import io.coffer.shell.wallet.FreezeCommand;
import io.coffer.shell.wallet.LimitRemoveCommand;
import io.coffer.shell.wallet.LimitSetCommand;
import io.coffer.shell.wallet.LimitsCommand;
import io.coffer.shell.wallet.TreasuryCommand;
import io.coffer.shell.wallet.UnfreezeCommand;
import io.coffer.shell.wallet.WithdrawalCommand;
import io.coffer.wire.Json;
import io.coffer.wire.JsonParser;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private static final AssetId DEV = new AssetId("DEV");

    private BenchNode node;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        node = new BenchNode(folder);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    private void listDev() throws Exception {
        node.run(new AddCommand(), "", "DEV", "8");
        node.run(new NetworkCommand(), "", "--minimum", "0.001", "devnet:main/slip44:1", "DEV", "8");
    }

    private String account() throws Exception {
        ShellProblem.done(
                new CoreWallets(node.core).createCustomer(node.newKey(), Optional.of(new CustomerId("alice"))));
        return ShellProblem.done(new CoreWallets(node.core).openAccount(node.newKey(), new CustomerId("alice")))
                .id()
                .text();
    }

    private void pay(String account, long units) throws Exception {
        node.core.submit(
                CommandId.of("pay", account),
                new LedgerCommand.Batch(
                        List.of(new LedgerOperation.Post(
                                new LedgerAccountId(AccountKind.EXPOSURE, "", DEV),
                                new LedgerAccountId(AccountKind.CUSTOMER, account, DEV),
                                Money.of(DEV, units))),
                        "for the test"));
    }

    @Test
    void statusFitsOneScreenAndSaysWhatToDoNext() throws Exception {
        String first = node.run(new StatusCommand(), "");

        assertThat(first).contains("core    RUNNING", "vault   ABSENT", "devnet:main", "vault:create");
        assertThat(first.lines().count()).isLessThanOrEqualTo(24);

        listDev();
        node.vault.state = io.coffer.api.signing.KeyVault.State.SEALED;
        node.chains.state = ChainStatus.State.DEGRADED;
        node.chains.reason = Optional.of("TIMEOUT: no answer");
        node.chains.waiting.add(new Waiting(new WithdrawalId("wd_1"), "vault.sealed", "the vault is sealed", 1));

        assertThat(node.run(new StatusCommand(), ""))
                .contains(
                        "vault:unseal",
                        "chain:show devnet:main",
                        "withdrawal wd_1 waits (vault.sealed)",
                        "wallet:limit-set",
                        "TIMEOUT: no answer",
                        "DEV on devnet:main");
    }

    @Test
    void statusNamesBundlesThatAreNotResolvedAndWhatTheyAskedFor() throws Exception {
        assertThat(node.run(new StatusCommand(), "")).doesNotContain("resolved");
        node.unresolved.add(new Unresolved("greedy", 91, List.of("io.coffer.api.core", "io.coffer.api.node")));
        node.unresolved.add(new Unresolved("lonely", 92, List.of()));
        assertThat(node.run(new StatusCommand(), ""))
                .contains(
                        "bundle greedy [91] is not resolved and does not run: it asks for io.coffer.api.core,"
                                + " io.coffer.api.node, and a plugin gets io.coffer.spi.* only; change its imports",
                        "bundle lonely [92] is not resolved and does not run: bundle:diag 92");
        node.unresolved.clear();
        for (int id = 1; id <= 5; id++) {
            node.unresolved.add(new Unresolved("b", id, List.of()));
        }
        assertThat(node.run(new StatusCommand(), ""))
                .contains("b [3]", "and 2 more bundles")
                .doesNotContain("b [4]");
    }

    @Test
    void innerPackagesAreFoundInWhatABundleAsksFor() {
        assertThat(Unresolved.innerOf("org.slf4j;version=\"[1.7,3)\",io.coffer.spi.chain,io.coffer.api.core;"
                        + "version=\"[1,2)\",io.coffer.spiral,xio.coffer.api.node,io.coffer.api.core"))
                .containsExactly("io.coffer.api.core", "io.coffer.spiral");
        assertThat(Unresolved.innerOf("io.coffer.core-api;bundle-version=1")).containsExactly("io.coffer.core-api");
        assertThat(Unresolved.innerOf("")).isEmpty();
    }

    @Test
    void statusAnswersEvenIfNothingRuns() throws Exception {
        node.services.clear();

        assertThat(node.run(new StatusCommand(), "")).contains("core    not running", "vault   not running");
        assertThat(node.run(new StatusCommand(), "", "--json")).startsWith("{\"version\":\"0.1.0\"");
        assertThatThrownBy(() -> node.run(new io.coffer.shell.chain.ListCommand(), ""))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("Chains is not running");
    }

    @Test
    void everyReadHasAJsonForm() throws Exception {
        listDev();
        String account = account();
        pay(account, 150_000_000);
        List<String[]> reads = List.of(new String[] {}, new String[] {"alice"}, new String[] {account});
        for (ReadCommand command : List.of(
                new StatusCommand(),
                new io.coffer.shell.chain.ListCommand(),
                new io.coffer.shell.asset.ListCommand(),
                new io.coffer.shell.vault.VaultStatusCommand(),
                new io.coffer.shell.wallet.DepositsCommand(),
                new io.coffer.shell.wallet.WithdrawalsCommand(),
                new TreasuryCommand(),
                new LimitsCommand(),
                new TrialBalanceCommand(),
                new AccountsCommand(),
                new HashCommand(),
                new ReplayCommand(),
                new VerifyCommand())) {
            isJson(node.run(command, "", "--json"), command);
        }
        isJson(node.run(new CustomerCommand(), "", "--json", "alice"), reads);
        isJson(node.run(new AccountCommand(), "", "--json", account), reads);
        isJson(node.run(new io.coffer.shell.wallet.AddressesCommand(), "", "--json", account), reads);
        isJson(node.run(new io.coffer.shell.chain.ShowCommand(), "", "--json", "devnet:main"), reads);
    }

    private static void isJson(String printed, Object what) throws Exception {
        assertThat(printed.lines().count()).as("%s", what).isEqualTo(1);
        assertThat(JsonParser.parse(printed)).as("%s", what).isInstanceOf(Json.Dictionary.class);
    }

    @Test
    void listsAssetsWithTheDecimalsOfEachNetwork() throws Exception {
        listDev();

        assertThat(node.run(new io.coffer.shell.asset.ListCommand(), ""))
                .contains("DEV", "devnet:main/slip44:1", "0.001", "yes");
        assertThatThrownBy(() -> node.run(new NetworkCommand(), "", "devnet:main/slip44:1", "DEV", "9"))
                .hasMessageContaining("asset.listing-pinned")
                .hasMessageContaining("next:");
        node.run(new NetworkCommand(), "", "--no-withdrawals", "devnet:main/slip44:1", "DEV");
        assertThat(node.run(new io.coffer.shell.asset.ListCommand(), "", "--json"))
                .contains("\"withdrawals\":false", "\"atomic\":\"100000\"");
        assertThatThrownBy(() -> node.run(new NetworkCommand(), "", "eip155:1/slip44:60", "DEV"))
                .hasMessageContaining("decimals: are not known");
        assertThatThrownBy(() -> node.run(new AddCommand(), "", "dev", "8")).hasMessageContaining("asset: not");
        assertThatThrownBy(() -> node.run(new AddCommand(), "", "X", "19")).hasMessageContaining("decimals: 19");
    }

    @Test
    void setsShowsAndRemovesLimits() throws Exception {
        listDev();
        assertThat(node.run(new LimitSetCommand(), "", "all", "DEV", "1.5", "10"))
                .contains("Rule all allows 1.5 DEV each and 10 DEV in 24 hours for each account.");
        assertThat(node.run(new LimitsCommand(), "")).contains("all", "1.5 DEV", "10 DEV", "each");
        for (String amount : List.of("-1", "1e3", "0.000000001", "1,5", "NaN")) {
            assertThatThrownBy(() -> node.run(new LimitSetCommand(), "", "all", "DEV", amount, "10"))
                    .as(amount)
                    .hasMessageStartingWith("each: ");
        }
        assertThatThrownBy(() -> node.run(new LimitSetCommand(), "", "all", "BTC", "1", "10"))
                .hasMessageContaining("there is no asset BTC");
        assertThatThrownBy(() -> node.run(new LimitSetCommand(), "", "a b", "DEV", "1", "10"))
                .hasMessageContaining("rule: not 1..64");
        node.run(new LimitRemoveCommand(), "", "all");
        assertThat(node.run(new LimitsCommand(), "")).contains("(none)");
        assertThatThrownBy(() -> node.run(new LimitRemoveCommand(), "", "all")).hasMessageContaining("limit.unknown");
    }

    @Test
    void showsCustomersAccountsAndTheBooks() throws Exception {
        listDev();
        String account = account();
        pay(account, 150_000_000);

        assertThat(node.run(new CustomerCommand(), "", "alice")).contains(account);
        assertThat(node.run(new AccountCommand(), "", account)).contains("customer alice", "DEV", "1.5");
        assertThat(node.run(new AccountsCommand(), "")).contains("CUSTOMER", "EXPOSURE", account);
        assertThat(node.run(new AccountsCommand(), "", "--kind", "customer"))
                .contains(account)
                .doesNotContain("EXPOSURE");
        assertThatThrownBy(() -> node.run(new AccountsCommand(), "", "--kind", "x"))
                .hasMessageContaining("kind: there is none");
        assertThat(node.run(new TrialBalanceCommand(), "")).contains("DEV", "1.5", "yes");
        assertThatThrownBy(() -> node.run(new CustomerCommand(), "", "bob"))
                .hasMessageContaining("there is no customer bob");
        assertThatThrownBy(() -> node.run(new WithdrawalCommand(), "", "wd_none"))
                .hasMessageContaining("there is no withdrawal wd_none");
        assertThatThrownBy(() -> node.run(new CancelCommand(), "", "wd_none", "why"))
                .hasMessageContaining("withdrawal.unknown: there is no withdrawal wd_none\n  next: check the id");
        assertThatThrownBy(() -> node.run(new AbandonSigningCommand(), "", "wd_none", "1", "eve", "why"))
                .hasMessageContaining("paid twice");
        assertThatThrownBy(() ->
                        node.run(new AbandonSigningCommand(), "", "--may-be-paid-twice", "wd_none", "1", "eve", "why"))
                .hasMessageContaining("withdrawal.unknown: there is no withdrawal wd_none\n  next: check the id");
    }

    @Test
    void whatIsStoppedIsShownAndAPersonLetsItGoOn() throws Exception {
        listDev();
        String account = account();
        assertThat(node.run(new StatusCommand(), "")).contains("stopped nothing");

        assertThat(node.run(new HaltCommand(), "", "DEV", "an incident")).contains("Nothing of DEV is sent");
        assertThat(node.run(new FreezeCommand(), "", account, "an incident")).contains("Nothing leaves account");
        assertThat(node.run(new StatusCommand(), ""))
                .contains("not sent: DEV; frozen accounts: 1")
                .contains("asset:release DEV NAME REASON")
                .contains("wallet:unfreeze " + account + " NAME REASON");
        Json.Dictionary status = (Json.Dictionary) JsonParser.parse(node.run(new StatusCommand(), "", "--json"));
        assertThat(status.toString()).contains("haltedAssets").contains("frozenAccounts");
        assertThat(node.run(new AccountCommand(), "", account)).contains("Frozen, nothing leaves it: an incident");
        assertThat(node.run(new AccountCommand(), "", "--json", account)).contains("\"frozen\"");
        assertThat(node.run(new ListCommand(), "", "--json")).contains("\"outboundHalted\"");

        assertThat(node.run(new ReleaseCommand(), "", "DEV", "olga", "looked at"))
                .contains("DEV is sent again");
        assertThat(node.run(new UnfreezeCommand(), "", account, "olga", "looked at"))
                .contains("frozen no more");
        assertThat(node.run(new StatusCommand(), "")).contains("stopped nothing");
        assertThatThrownBy(() -> node.run(new ReleaseCommand(), "", "DEV", "olga", "again"))
                .hasMessageContaining("asset.not-halted");
        assertThatThrownBy(() -> node.run(new UnfreezeCommand(), "", account, "olga", "again"))
                .hasMessageContaining("account.not-frozen");
        assertThatThrownBy(() -> node.run(new HaltCommand(), "", "NONE", "why")).hasMessageContaining("asset.unknown");
        assertThatThrownBy(() -> node.run(new FreezeCommand(), "", account, " "))
                .hasMessageContaining("reason");
    }

    @Test
    void replayGivesTheRunningStateAndFailsIfItDoesNot() throws Exception {
        listDev();
        assertThat(node.run(new ReplayCommand(), "")).contains("equal").doesNotContain("NOT");
        assertThat(node.run(new ReplayCommand(), "", "1")).contains("at position 1");
        assertThat(node.run(new VerifyCommand(), "")).contains("files sound, books balanced");

        node.services.put(MoneyForensics.class, new MoneyForensics() {
            @Override
            public List<String> verify() {
                return List.of("journal-1: offset 4096: checksum");
            }

            @Override
            public StateHash replay(long position) {
                return new StateHash(position, "0".repeat(64));
            }
        });
        assertThatThrownBy(() -> node.run(new ReplayCommand(), "")).hasMessageContaining("does not give");
        assertThatThrownBy(() -> node.run(new VerifyCommand(), "")).hasMessageContaining("not sound");
    }

    @Test
    void pausesAndResumesAChain() throws Exception {
        assertThat(node.run(new io.coffer.shell.chain.PauseCommand(), "", "devnet:main"))
                .contains("is paused");
        assertThat(node.run(new StatusCommand(), "")).contains("chain:resume devnet:main");
        assertThat(node.run(new io.coffer.shell.chain.ResumeCommand(), "", "devnet:main"))
                .contains("is resumed");
        assertThatThrownBy(() -> node.run(new io.coffer.shell.chain.PauseCommand(), "", "eip155:9"))
                .hasMessageContaining("there is no chain eip155:9");
        assertThatThrownBy(() -> node.run(new io.coffer.shell.chain.ShowCommand(), "", "nonsense"))
                .hasMessageContaining("caip2: not a CAIP-2 chain id");
        assertThatThrownBy(() -> node.run(new io.coffer.shell.chain.RescanCommand(), "", "devnet:main", "5"))
                .hasMessageContaining("has no adapter");
        assertThat(node.run(new EnrolCommand(), "", "devnet:main"))
                .isEqualTo("The hot wallet of devnet:main is dev1hot\n");
        assertThat(node.run(new EnrolCommand(), "", "devnet:main"))
                .isEqualTo("devnet:main is enrolled already; its hot wallet is dev1hot\n");
    }

    @Test
    @DisplayName("H41 control characters of a node or a request do not reach the terminal")
    void h41_controlCharacters() throws Exception {
        node.chains.state = ChainStatus.State.DEGRADED;
        node.chains.reason = Optional.of("\u001b[2J\u001b]0;owned\u0007\r\nroot@host# \u202Etxt \u009b31m");

        for (String printed : List.of(
                node.run(new StatusCommand(), ""),
                node.run(new StatusCommand(), "", "--json"),
                node.run(new io.coffer.shell.chain.ShowCommand(), "", "devnet:main"))) {
            assertThat(printed).contains("root@host#").doesNotContain("\u001b", "\u0007", "\u202E", "\u009b", "\r");
        }
        assertThatThrownBy(() -> node.run(new CustomerCommand(), "", "\u001b[31m"))
                .satisfies(thrown ->
                        assertThat(((CommandException) thrown).getNiceHelp()).doesNotContain("\u001b"));
        assertThat(node.services).containsKey(Chains.class);
    }
}
