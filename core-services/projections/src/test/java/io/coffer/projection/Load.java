// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.Command;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.core.LimitCommand;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.HoldId;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.Money;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.CustomerId;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.KeyRef;
import io.coffer.api.wallet.Keyring;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.LimitRuleId;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Drives a real core with random commands, the same ones for the same seed: customers, deposits with reorganisations,
 * withdrawals on an account chain and a UTXO chain, batches with holds, limits, listings. Some are refused, as in life.
 */
final class Load {
    static final AssetId COIN = new AssetId("COIN");
    static final AssetId BTC = new AssetId("BTC");
    static final ChainId ACCOUNTS = new ChainId("devnet:accounts");
    static final ChainId OUTPUTS = new ChainId("devnet:outputs");
    static final NetworkAssetId NETWORK_COIN = new NetworkAssetId("devnet:accounts/slip44:1");
    static final NetworkAssetId NETWORK_BTC = new NetworkAssetId("devnet:outputs/slip44:1");

    private static final int ACCOUNT_COUNT = 6;
    private static final int COIN_SCALE = 10;

    private final MoneyCore core;
    private final String name;
    private final Random random;
    private final List<DepositKey> deposits = new ArrayList<>();
    private final List<HoldId> holds = new ArrayList<>();
    private final List<WithdrawalId> withdrawals = new ArrayList<>();
    private int commands;

    /** @param name different for each load on one core */
    Load(MoneyCore core, String name, long seed) {
        this.core = core;
        this.name = name;
        this.random = new Random(seed);
    }

    static AccountId account(int number) {
        return new AccountId("acc_" + number);
    }

    static LedgerAccountId customer(AccountId account, AssetId asset) {
        return new LedgerAccountId(AccountKind.CUSTOMER, account.text(), asset);
    }

    static LedgerAccountId exposure(AssetId asset) {
        return new LedgerAccountId(AccountKind.EXPOSURE, "", asset);
    }

    Result submit(Command command) {
        try {
            return core.submit(CommandId.of(name, "" + commands++), command);
        } catch (CoreUnavailableException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Lists what there is, makes customers and addresses and funds both hot wallets. */
    Load found() {
        submit(new AssetCommand.ListAsset(new Asset(COIN, 8)));
        submit(new AssetCommand.ListAsset(new Asset(BTC, 8)));
        submit(new AssetCommand.ListOnNetwork(listing(NETWORK_COIN, 8 + COIN_SCALE, COIN, true)));
        submit(new AssetCommand.ListOnNetwork(listing(NETWORK_BTC, 8, BTC, true)));
        for (ChainId chain : List.of(ACCOUNTS, OUTPUTS)) {
            submit(new ChainCommand.RegisterKeyring(new Keyring(chain, 1, KeyPurpose.DEPOSIT, "xpub-in")));
            submit(new ChainCommand.RegisterKeyring(new Keyring(chain, 1, KeyPurpose.TREASURY, "xpub-hot")));
            bind(chain, KeyPurpose.TREASURY, 0, Optional.empty());
        }
        for (int number = 0; number < ACCOUNT_COUNT; number++) {
            CustomerId customer = new CustomerId("cus_" + number / 2);
            submit(new CustomerCommand.CreateCustomer(customer));
            submit(new CustomerCommand.OpenAccount(account(number), customer));
            bind(ACCOUNTS, KeyPurpose.DEPOSIT, number, Optional.of(account(number)));
            bind(OUTPUTS, KeyPurpose.DEPOSIT, number, Optional.of(account(number)));
        }
        for (AssetId asset : List.of(COIN, BTC)) {
            Money most = new Money(asset, BigInteger.ONE.shiftLeft(100));
            submit(new LimitCommand.SetRule(
                    new LimitRule(new LimitRuleId("all-" + asset.code()), Optional.empty(), most, most)));
        }
        fund(ACCOUNTS, NETWORK_COIN);
        for (int output = 0; output < 20; output++) {
            fund(OUTPUTS, NETWORK_BTC);
        }
        for (int number = 0; number < ACCOUNT_COUNT; number++) {
            for (AssetId asset : List.of(COIN, BTC)) {
                submit(new LedgerCommand.Batch(
                        List.of(new LedgerOperation.Post(
                                exposure(asset), customer(account(number), asset), Money.of(asset, 10_000_000))),
                        "opening"));
            }
        }
        submit(new AssetCommand.HaltOutbound(BTC, "a drill"));
        submit(new CustomerCommand.FreezeAccount(account(1), "a drill"));
        judgeAll();
        return this;
    }

    /** An operator lets everything go on that a rule has stopped. */
    private void judgeAll() {
        core.read(MoneyState::outboundHalts)
                .forEach(halt -> submit(new AssetCommand.ReleaseOutbound(halt.asset(), "operator:eve", "looked at")));
        core.read(MoneyState::frozenAccounts)
                .forEach(frozen ->
                        submit(new CustomerCommand.UnfreezeAccount(frozen.account(), "operator:eve", "looked at")));
    }

    private static NetworkListing listing(NetworkAssetId id, int decimals, AssetId asset, boolean withdrawals) {
        return new NetworkListing(new NetworkAsset(id, decimals), asset, Amount.of(id, 1_000), true, withdrawals);
    }

    static Address address(ChainId chain, KeyPurpose purpose, int index) {
        return new Address(chain, chain.reference() + "_" + purpose + index);
    }

    private void bind(ChainId chain, KeyPurpose purpose, int index, Optional<AccountId> account) {
        submit(new ChainCommand.ReserveAddress(chain, purpose, account));
        byte[] key = new byte[33];
        ByteBuffer.wrap(key).putInt(address(chain, purpose, index).hashCode());
        submit(new ChainCommand.BindAddress(new OwnAddress(
                address(chain, purpose, index),
                new KeyRef(chain, 1, purpose, index),
                new PublicKey(PublicKey.Curve.SECP256K1, Bytes.of(key)),
                account)));
    }

    private void fund(ChainId chain, NetworkAssetId asset) {
        Amount amount = new Amount(asset, BigInteger.TEN.pow(chain.equals(ACCOUNTS) ? 24 : 8));
        DepositKey key = key(address(chain, KeyPurpose.TREASURY, 0));
        submit(new DepositCommand.Observe(key, amount, block(1)));
        submit(new DepositCommand.Finalized(key, block(1)));
        submit(new DepositCommand.Screened(key, true, ""));
    }

    private DepositKey key(Address to) {
        return new DepositKey(new TxId(name + "-tx" + commands), random.nextInt(3), to, Optional.empty());
    }

    private static BlockRef block(int height) {
        return new BlockRef(height, "b" + height);
    }

    /** Does a number of random things. */
    Load run(int steps) {
        for (int step = 0; step < steps; step++) {
            if (step % 4 == 0) {
                judgeAll();
            }
            switch (random.nextInt(16)) {
                case 0 -> observe();
                case 1, 2, 3, 4 -> deposit();
                case 5 -> withdraw();
                case 6, 7, 8, 9, 10, 11, 12 -> withdrawal();
                case 13, 14 -> batch();
                default -> registry();
            }
        }
        return this;
    }

    private ChainId chain() {
        return random.nextBoolean() ? ACCOUNTS : OUTPUTS;
    }

    private static NetworkAssetId asset(ChainId chain) {
        return chain.equals(ACCOUNTS) ? NETWORK_COIN : NETWORK_BTC;
    }

    private AccountId account() {
        return account(random.nextInt(ACCOUNT_COUNT));
    }

    private Amount amount(ChainId chain) {
        BigInteger scale = chain.equals(ACCOUNTS) ? BigInteger.TEN.pow(COIN_SCALE) : BigInteger.ONE;
        BigInteger dust = chain.equals(ACCOUNTS) ? BigInteger.valueOf(random.nextInt(1_000)) : BigInteger.ZERO;
        return new Amount(
                asset(chain),
                BigInteger.valueOf(1 + random.nextInt(1_000_000))
                        .multiply(scale)
                        .add(dust));
    }

    private void observe() {
        ChainId chain = chain();
        DepositKey key = key(address(chain, KeyPurpose.DEPOSIT, random.nextInt(ACCOUNT_COUNT)));
        deposits.add(key);
        submit(new DepositCommand.Observe(key, amount(chain), block(10 + random.nextInt(5))));
    }

    private void deposit() {
        if (deposits.isEmpty()) {
            return;
        }
        DepositKey key = deposits.get(Math.max(0, deposits.size() - 1 - random.nextInt(12)));
        BlockRef block =
                core.read(state -> state.deposit(key.id())).orElseThrow().block();
        switch (random.nextInt(8)) {
            case 0 -> submit(new DepositCommand.Reorged(key, block));
            case 1 ->
                submit(new DepositCommand.Observe(
                        key,
                        core.read(state -> state.deposit(key.id()))
                                .orElseThrow()
                                .amount(),
                        block(15)));
            case 2, 3, 4 -> submit(new DepositCommand.Finalized(key, block));
            case 5, 6 -> submit(new DepositCommand.Screened(key, true, ""));
            default -> submit(new DepositCommand.Screened(key, false, "list|with a bar\nand a line"));
        }
    }

    private void withdraw() {
        if (random.nextInt(3) == 0) {
            sweep();
            return;
        }
        ChainId chain = chain();
        WithdrawalId id = new WithdrawalId(name + "_wd_" + commands);
        withdrawals.add(id);
        submit(new WithdrawalCommand.Request(
                id,
                new WithdrawalRequest(
                        new Payer.Customer(account()),
                        new Address(chain, "outside"),
                        Optional.empty(),
                        amount(chain),
                        Amount.of(asset(chain), 100_000),
                        random.nextBoolean() ? Optional.of("ext-" + id) : Optional.empty())));
    }

    /** Sweeps the richest deposit address, less its fee. */
    private void sweep() {
        core.read(state -> state.fundedAddresses(ACCOUNTS, NETWORK_COIN, BigInteger.valueOf(1_000_000), 1)).stream()
                .findFirst()
                .ifPresent(rich -> {
                    WithdrawalId id = new WithdrawalId(name + "_tr_" + commands);
                    withdrawals.add(id);
                    submit(new WithdrawalCommand.Request(
                            id,
                            new WithdrawalRequest(
                                    new Payer.House(rich.address().address(), HousePurpose.SWEEP),
                                    address(ACCOUNTS, KeyPurpose.TREASURY, 0),
                                    Optional.empty(),
                                    new Amount(NETWORK_COIN, rich.units().subtract(BigInteger.valueOf(100_000))),
                                    Amount.of(NETWORK_COIN, 100_000),
                                    Optional.empty())));
                });
    }

    private Command arrival(Withdrawal transfer) {
        return new DepositCommand.Observe(
                new DepositKey(
                        transfer.attempt().orElseThrow().signed().orElseThrow().id(),
                        0,
                        transfer.request().to(),
                        Optional.empty()),
                transfer.request().amount(),
                block(20));
    }

    private Command replace(Withdrawal withdrawal) {
        Attempt last = withdrawal.lastAttempt().orElseThrow();
        Preparation before = last.preparation();
        FeeQuote fee = before.fee();
        FeeQuote dearer = new FeeQuote(
                fee.asset(), fee.rate().add(BigInteger.TEN), fee.tip().add(BigInteger.ONE), fee.weight());
        return new WithdrawalCommand.Replace(
                withdrawal.id(),
                last.number(),
                new Preparation(before.sender(), before.sequence(), before.inputs(), dearer));
    }

    private void withdrawal() {
        if (withdrawals.isEmpty()) {
            return;
        }
        ChainId chain = chain();
        List<Withdrawal> open = core.read(state -> state.openWithdrawals(chain));
        if (random.nextInt(10) == 0 || open.isEmpty()) {
            WithdrawalId any = withdrawals.get(random.nextInt(withdrawals.size()));
            core.read(state -> state.withdrawal(any)).ifPresent(found -> submit(next(found)));
        } else {
            submit(next(open.get(random.nextInt(Math.min(3, open.size())))));
        }
    }

    private Command next(Withdrawal withdrawal) {
        WithdrawalId id = withdrawal.id();
        ChainId chain = withdrawal.request().to().chain();
        boolean rare = random.nextInt(8) == 0;
        return switch (withdrawal.state()) {
            case SCREENING -> new WithdrawalCommand.Screened(id, !rare, rare ? "sanctioned" : "");
            case AWAITING_APPROVAL ->
                rare
                        ? new WithdrawalCommand.Cancel(id, "changed my mind")
                        : new WithdrawalCommand.Approved(id, "policy:none-required");
            case QUEUED -> new WithdrawalCommand.Prepare(id, preparation(withdrawal));
            case PREPARED ->
                rare ? new WithdrawalCommand.Unprepare(id, "fees rose") : new WithdrawalCommand.BeginSigning(id);
            case SIGNING -> signing(withdrawal);
            case SIGNED -> new WithdrawalCommand.BeginBroadcast(id);
            case BROADCASTING ->
                rare ? new WithdrawalCommand.Ambiguous(id, "the socket died") : new WithdrawalCommand.Broadcast(id);
            case BROADCAST, AMBIGUOUS ->
                random.nextInt(3) == 0 ? replace(withdrawal) : new WithdrawalCommand.Mined(id, block(20));
            case CONFIRMING ->
                withdrawal.request().house().isPresent() && random.nextBoolean()
                        ? arrival(withdrawal)
                        : rare
                                ? new WithdrawalCommand.Unmined(id, block(20))
                                : new WithdrawalCommand.Finalized(
                                        id,
                                        block(20),
                                        random.nextInt(5) != 0,
                                        Amount.of(asset(chain), random.nextInt(500)));
            case COMPLETED, FAILED_ONCHAIN -> new WithdrawalCommand.Reopened(id, block(20));
            default -> new WithdrawalCommand.Cancel(id, "too late");
        };
    }

    private Command signing(Withdrawal withdrawal) {
        int attempt = withdrawal.attempt().orElseThrow().number();
        if (random.nextInt(6) == 0) {
            return new WithdrawalCommand.AbandonSigning(withdrawal.id(), attempt, "operator:eve", "the vault is lost");
        }
        ChainId chain = withdrawal.request().to().chain();
        return new WithdrawalCommand.Signed(
                withdrawal.id(),
                attempt,
                new SignedTx(chain, new TxId("out-" + withdrawal.id() + "-" + attempt), Bytes.of((byte) 1, (byte) 2)));
    }

    private Preparation preparation(Withdrawal withdrawal) {
        ChainId chain = withdrawal.request().to().chain();
        Address sender =
                withdrawal.request().house().map(Payer.House::from).orElse(address(chain, KeyPurpose.TREASURY, 0));
        FeeQuote fee = new FeeQuote(asset(chain), BigInteger.valueOf(700), BigInteger.TWO, 1);
        if (chain.equals(ACCOUNTS)) {
            return new Preparation(
                    sender, OptionalLong.of(core.read(state -> state.nextSequence(sender))), List.of(), fee);
        }
        List<Utxo> outputs = core.read(state -> state.treasuryOutputs(OUTPUTS));
        return new Preparation(sender, OptionalLong.empty(), outputs.subList(0, Math.min(2, outputs.size())), fee);
    }

    private void batch() {
        AssetId asset = random.nextBoolean() ? COIN : BTC;
        LedgerAccountId one = customer(account(), asset);
        LedgerAccountId other = customer(account(), asset);
        Money money = Money.of(asset, 1 + random.nextInt(10_000));
        HoldId hold = new HoldId(name + "-hold-" + commands);
        int kind = random.nextInt(4);
        if (kind == 0) {
            submit(new LedgerCommand.Batch(
                    List.of(
                            new LedgerOperation.Post(exposure(asset), one, money),
                            new LedgerOperation.Hold(hold, one, money),
                            new LedgerOperation.Post(exposure(asset), other, money)),
                    "gift"));
            holds.add(hold);
        } else if (kind == 1 || holds.isEmpty()) {
            submit(new LedgerCommand.Batch(List.of(new LedgerOperation.Post(one, other, money)), "trade"));
        } else {
            HoldId open = holds.get(random.nextInt(holds.size()));
            submit(new LedgerCommand.Batch(
                    List.of(
                            kind == 2
                                    ? new LedgerOperation.Release(open)
                                    : new LedgerOperation.Capture(open, exposure(asset), Money.of(asset, 1))),
                    "settle"));
        }
    }

    private void registry() {
        LimitRuleId rule = new LimitRuleId("rule-" + random.nextInt(3));
        switch (random.nextInt(4)) {
            case 0 ->
                submit(new LimitCommand.SetRule(new LimitRule(
                        rule, Optional.of(account()), Money.of(COIN, 1L << 60), Money.of(COIN, 1L << 61))));
            case 1 -> submit(new LimitCommand.RemoveRule(rule));
            case 2 -> submit(new AssetCommand.ListOnNetwork(listing(NETWORK_BTC, 8, BTC, random.nextInt(4) != 0)));
            default -> submit(new ChainCommand.AdvanceCursor(ACCOUNTS, List.of(block(30 + commands))));
        }
    }
}
