// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.asset.AssetId;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.Money;
import io.coffer.api.node.History;
import io.coffer.api.node.HistoryPage;
import io.coffer.api.node.HistoryStatus;
import io.coffer.api.node.HistoryUnavailableException;
import io.coffer.api.node.Paging;
import io.coffer.api.node.Place;
import io.coffer.api.node.Recorded;
import io.coffer.api.node.StatementEntry;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.DepositState;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.shell.asset.AddCommand;
import io.coffer.shell.asset.NetworkCommand;
import io.coffer.shell.ledger.StatementCommand;
import io.coffer.shell.wallet.DepositsCommand;
import io.coffer.shell.wallet.TransfersCommand;
import io.coffer.shell.wallet.WithdrawalsCommand;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryCommandsTest {
    private static final LedgerAccountId ACCOUNT =
            new LedgerAccountId(AccountKind.CUSTOMER, "acc_1", new AssetId("DEV"));

    private final List<Object> asked = new ArrayList<>();
    private BenchNode node;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        node = new BenchNode(folder);
        node.run(new AddCommand(), "", "DEV", "8");
        node.run(new NetworkCommand(), "", "devnet:main/slip44:1", "DEV", "8");
        node.services.put(
                History.class,
                Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {History.class}, (p, method, args) -> {
                            asked.addAll(args == null ? List.of() : List.of(args));
                            return switch (method.getName()) {
                                case "statement" ->
                                    new HistoryPage<>(List.of(entry()), Optional.of(new Place(7, 1)), 9);
                                case "deposits" ->
                                    new HistoryPage<>(
                                            List.of(new Recorded<>(new Place(3, 0), new Place(4, 0), 2_000, deposit())),
                                            Optional.empty(),
                                            9);
                                case "transfers" ->
                                    new HistoryPage<>(
                                            List.of(new Recorded<>(
                                                    new Place(5, 0), new Place(6, 0), 2_000, transfer())),
                                            Optional.empty(),
                                            9);
                                case "withdrawals" ->
                                    throw new HistoryUnavailableException("the store is being rebuilt");
                                case "status" ->
                                    new HistoryStatus(HistoryStatus.State.RETRYING, 5, 9, Optional.of("no space"));
                                default -> throw new UnsupportedOperationException(method.getName());
                            };
                        }));
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    private static StatementEntry entry() {
        return new StatementEntry(
                new Place(7, 1),
                1_000,
                new StatementEntry.Change(
                        StatementEntry.Kind.CREDIT, Money.of(new AssetId("DEV"), 150_000_000), Optional.empty()),
                new StatementEntry.Standing(BigInteger.valueOf(250_000_000), BigInteger.ZERO),
                "deposit dep_1\u001b[31m");
    }

    private static Deposit deposit() {
        return new Deposit(
                new DepositKey(new TxId("t1"), 0, new Address(BenchNode.DEVNET, "dev1a"), Optional.empty()),
                Optional.of(new AccountId("acc_1")),
                Amount.of(new NetworkAssetId("devnet:main/slip44:1"), 50_000_000),
                new BlockRef(10, "b10"),
                new Deposit.Progress(DepositChainState.FINAL, DepositState.AVAILABLE, 0, Optional.empty()),
                1_000);
    }

    @Test
    void showsAStatementInDecimals() throws Exception {
        assertThat(node.run(new StatementCommand(), "", "customer|acc_1|DEV"))
                .contains("7-1", "1970-01-01T00:00:01Z", "CREDIT", "1.5", "2.5", "deposit dep_1", "more: --after 7-1")
                .doesNotContain("\u001b");
        assertThat(asked).contains(ACCOUNT, Paging.newest(50));
        node.run(new StatementCommand(), "", "--after", "7-1", "--oldest", "--limit", "3", "customer|acc_1|DEV");
        assertThat(asked).contains(Paging.first(3).after(new Place(7, 1)));
        assertThat(node.run(new StatementCommand(), "", "--json", "customer|acc_1|DEV"))
                .contains("\"next\":\"7-1\"", "\"available\":{\"amount\":\"2.5\"");
        for (String wrong : List.of("acc_1", "customer|acc_1", "nobody|x|DEV", "customer|acc_1|dev")) {
            assertThatThrownBy(() -> node.run(new StatementCommand(), "", wrong))
                    .hasMessageStartingWith("account: is no id");
        }
        assertThatThrownBy(() -> node.run(new StatementCommand(), "", "--limit", "0", "customer|acc_1|DEV"))
                .hasMessageContaining("limit: 0");
        assertThatThrownBy(() -> node.run(new StatementCommand(), "", "--after", "x", "customer|acc_1|DEV"))
                .hasMessageContaining("place: ");
    }

    @Test
    void showsDepositsThatHaveComeToRest() throws Exception {
        assertThat(node.run(new DepositsCommand(), "")).contains("(none)");
        assertThat(node.run(new DepositsCommand(), "", "--all")).contains("0.5 DEV", "AVAILABLE", "FINAL");
        assertThat(node.run(new DepositsCommand(), "", "--account", "acc_1", "--json"))
                .contains("\"account\":\"acc_1\"");
        assertThat(asked).contains(Optional.of(new AccountId("acc_1")));
        assertThat(node.run(new DepositsCommand(), "", "--all", "--chain", "eip155:1"))
                .contains("(none)");
    }

    private static Withdrawal transfer() {
        NetworkAssetId coin = new NetworkAssetId("devnet:main/slip44:1");
        Attempt attempt = new Attempt(
                1,
                new Preparation(
                        new Address(BenchNode.DEVNET, "dev1in"),
                        OptionalLong.of(0),
                        List.of(),
                        new FeeQuote(coin, BigInteger.TEN, BigInteger.ONE, 1)),
                Optional.of(new SignedTx(BenchNode.DEVNET, new TxId("swept"), Bytes.EMPTY)),
                Optional.of(new BlockRef(20, "b20")),
                Optional.of(Amount.of(coin, 5)));
        return new Withdrawal(
                new WithdrawalId("tr_1"),
                new WithdrawalRequest(
                        new Payer.House(new Address(BenchNode.DEVNET, "dev1in"), HousePurpose.SWEEP),
                        new Address(BenchNode.DEVNET, "dev1hot"),
                        Optional.empty(),
                        Amount.of(coin, 50_000_000),
                        Amount.of(coin, 10),
                        Optional.empty()),
                WithdrawalState.COMPLETED,
                Optional.empty(),
                List.of(attempt),
                1_000);
    }

    @Test
    void showsWhatTheHouseHasMoved() throws Exception {
        assertThat(node.run(new TransfersCommand(), "")).contains("(none)");
        assertThat(node.run(new TransfersCommand(), "", "--all"))
                .contains("tr_1", "sweep from dev1in", "0.5 DEV", "COMPLETED", "swept");
        assertThat(node.run(new TransfersCommand(), "", "--all", "--json"))
                .contains("\"purpose\":\"SWEEP\"", "\"from\":\"dev1in\"", "\"state\":\"MINED\"")
                .doesNotContain("\"account\"");
        assertThatThrownBy(() -> node.run(new TransfersCommand(), "", "--account", "acc_1"))
                .hasMessageContaining("of no account");
    }

    @Test
    void saysThatTheHistoryIsAway() throws Exception {
        assertThat(node.run(new StatusCommand(), "")).contains("history RETRYING, 4 commands behind, no space");
        assertThatThrownBy(() -> node.run(new WithdrawalsCommand(), "", "--all"))
                .hasMessageContaining("the store is being rebuilt")
                .hasMessageContaining("rebuilt by itself");
        node.services.remove(History.class);
        assertThatThrownBy(() -> node.run(new DepositsCommand(), "", "--all"))
                .hasMessageContaining("History is not running");
    }
}
