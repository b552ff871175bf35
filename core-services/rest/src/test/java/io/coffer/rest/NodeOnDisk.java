// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.Command;
import io.coffer.api.core.CoreStatus;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.core.LimitCommand;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.Result;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.HoldId;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.Money;
import io.coffer.api.node.Answer;
import io.coffer.api.node.Chains;
import io.coffer.api.node.Halts;
import io.coffer.api.node.History;
import io.coffer.api.node.Wallets;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.signing.KeyVault;
import io.coffer.api.signing.SigningService;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.CustomerId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.LimitRuleId;
import io.coffer.money.LocalMoneyCore;
import io.coffer.money.MoneyCoreOptions;
import io.coffer.projection.SqlHistory;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.screening.NoScreening;
import io.coffer.wallet.scripted.Faults;
import io.coffer.wallet.scripted.ScriptedAccountChain;
import io.coffer.wallet.scripted.ScriptedNode;
import io.coffer.wallet.scripted.ScriptedSigner;
import io.coffer.wallet.scripted.ScriptedVault;
import io.coffer.wallet.scripted.SteppedClock;
import io.coffer.wallet.send.Signing;
import io.coffer.wallet.settings.ChainSettingsForm;
import io.coffer.wallet.supervise.WalletNode;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * The services of a node on a folder of its own: the real money core, wallet and history, and a chain that tests move.
 * Faults are put between the API and the real services.
 */
final class NodeOnDisk implements Services, AutoCloseable {
    static final ChainId DEVNET = new ChainId("devnet:main");
    static final NetworkAssetId DEV = new NetworkAssetId("devnet:main/slip44:1");
    static final AssetId ASSET = new AssetId("DEV");
    static final AccountId ACCOUNT = new AccountId("acc_1");
    static final LedgerAccountId FUNDS = new LedgerAccountId(AccountKind.CUSTOMER, ACCOUNT.text(), ASSET);

    private static final LedgerAccountId EXPOSURE = new LedgerAccountId(AccountKind.EXPOSURE, "", ASSET);
    private static final long DEADLINE_MS = 5_000;
    private static final long LIMIT_MS = 30_000;

    final ScriptedNode chain = new ScriptedNode(DEVNET.caip2(), false);
    final ScriptedVault vault = new ScriptedVault();
    private final ScriptedSigner signer = new ScriptedSigner(() -> this.core, vault);
    /** Thrown by the wallet instead of doing anything. */
    volatile Optional<Exception> fault = Optional.empty();
    /** Said by the core instead of the truth. */
    volatile Optional<CoreStatus.Mode> mode = Optional.empty();

    /** Stops as the test sets them. */
    final FakeHalts halts = new FakeHalts();

    volatile boolean present = true;
    /** Each effect waits for it, so that tests can hold a request in flight. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    /** Counted down when an effect has come to the gate. */
    volatile CountDownLatch atGate = new CountDownLatch(0);

    private final Path folder;
    private final SteppedClock clock = new SteppedClock();
    private final ChainAdapter adapter = new ScriptedAccountChain(chain, new Faults(), 3);
    private Optional<SqlHistory> history = Optional.empty();
    private int commands;
    LocalMoneyCore core;
    private WalletNode wallet;

    NodeOnDisk() throws Exception {
        folder = Files.createTempDirectory("coffer-rest");
        open();
        submit(new AssetCommand.ListAsset(new Asset(ASSET, 8)));
        submit(new AssetCommand.ListOnNetwork(
                new NetworkListing(new NetworkAsset(DEV, 8), ASSET, Amount.zero(DEV), true, true)));
        CustomerId customer = new CustomerId("cus_1");
        submit(new CustomerCommand.CreateCustomer(customer));
        submit(new CustomerCommand.OpenAccount(ACCOUNT, customer));
        submit(new LimitCommand.SetRule(
                new LimitRule(new LimitRuleId("all"), Optional.empty(), dev(200_000_000), dev(500_000_000))));
        credit(ACCOUNT, 1_000_000_000);
        submit(new LedgerCommand.Batch(
                List.of(new LedgerOperation.Hold(new HoldId("h"), FUNDS, dev(50_000_000))), "opening"));
        assertThat(wallet.wallets().enrol(DEVNET)).isInstanceOf(Answer.Done.class);
        // The chain was read once; without that no address is given out.
        submit(new ChainCommand.AdvanceCursor(DEVNET, List.of(chain.head())));
    }

    private void open() throws IOException {
        core = LocalMoneyCore.open(folder.resolve("money"), clock, MoneyCoreOptions.DEFAULT.segmentBytes(4 << 20));
        wallet = new WalletNode(
                new WalletNode.Tools(
                        core,
                        new Signing(() -> Optional.of(vault), () -> Optional.of(signer)),
                        new NoScreening(),
                        clock,
                        System::nanoTime,
                        () -> 42),
                DEADLINE_MS);
        wallet.adapterArrived(adapter);
    }

    static Money dev(long units) {
        return Money.of(ASSET, units);
    }

    void submit(Command command) throws CoreUnavailableException {
        Result result = core.submit(CommandId.of("test", Integer.toString(commands++)), command);
        assertThat(result).isNotInstanceOf(Result.Refused.class);
    }

    void credit(AccountId account, long units) throws CoreUnavailableException {
        LedgerAccountId funds = new LedgerAccountId(AccountKind.CUSTOMER, account.text(), ASSET);
        submit(new LedgerCommand.Batch(
                List.of(new LedgerOperation.Post(EXPOSURE, funds, dev(units))), "credit of " + units));
    }

    long position() {
        return core.status().position();
    }

    /** An address of the house, so of no account. */
    String hotWallet() {
        return core.<String>read(state -> state.addresses(DEVNET, KeyPurpose.TREASURY, 0, 1)
                .get(0)
                .address()
                .text());
    }

    /** How many withdrawals were ever taken and not refused. */
    int withdrawals() {
        return core.read(state -> state.openWithdrawals(DEVNET).size());
    }

    /** Lets the wallet follow the chain by itself. */
    void follow() throws Exception {
        wallet.configure(ChainSettingsForm.read(Map.of("chain", DEVNET.caip2(), "pollMs", "10")));
        wallet.start();
    }

    void adapterLeaves() {
        wallet.adapterLeft(adapter);
    }

    void adapterReturns() {
        wallet.adapterArrived(adapter);
    }

    /** Opens everything again from its files, as after a restart. */
    void restart() throws IOException {
        shut();
        open();
    }

    /** Lets the history take all that the core has. */
    void catchUp() throws InterruptedException {
        SqlHistory opened = openHistory();
        assertThat(opened.awaitPosition(position(), LIMIT_MS))
                .as("%s", opened.status())
                .isTrue();
    }

    /** Closes the history's file under the API. */
    void loseHistory() {
        openHistory().close();
    }

    private synchronized SqlHistory openHistory() {
        if (history.isEmpty()) {
            history = Optional.of(SqlHistory.open(folder.resolve("history"), core));
        }
        return history.get();
    }

    private <T> T between(Class<T> type, T real) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    atGate.countDown();
                    gate.await();
                    if (fault.isPresent()) {
                        throw fault.get();
                    }
                    return invoke(real, method, arguments);
                }));
    }

    private static Object invoke(Object real, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private MoneyCore saying(CoreStatus.Mode said) {
        return (MoneyCore) Proxy.newProxyInstance(
                MoneyCore.class.getClassLoader(), new Class<?>[] {MoneyCore.class}, (self, method, arguments) -> {
                    if (!method.getName().equals("status")) {
                        return invoke(core, method, arguments);
                    }
                    CoreStatus truth = core.status();
                    return new CoreStatus(said, truth.position(), truth.term(), truth.timeMs(), truth.detail());
                });
    }

    @Override
    public <T> Optional<T> find(Class<T> service) {
        return Optional.ofNullable(instance(service)).map(service::cast);
    }

    private Object instance(Class<?> service) {
        if (service == KeyVault.class) {
            return vault;
        } else if (!present || service == SigningService.class) {
            return null;
        } else if (service == MoneyCore.class) {
            return mode.map(this::saying).orElse(core);
        } else if (service == Wallets.class) {
            return between(Wallets.class, wallet.wallets());
        } else if (service == Chains.class) {
            return wallet;
        } else if (service == Halts.class) {
            return halts;
        } else if (service == History.class) {
            return openHistory();
        }
        throw new IllegalArgumentException("service: " + service);
    }

    private void shut() throws IOException {
        history.ifPresent(SqlHistory::close);
        history = Optional.empty();
        wallet.close();
        core.close();
    }

    @Override
    public void close() throws IOException {
        shut();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
