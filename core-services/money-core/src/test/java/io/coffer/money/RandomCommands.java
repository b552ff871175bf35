// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.Command;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.core.LimitCommand;
import io.coffer.api.core.MoneyState;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.HoldId;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.Money;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.CustomerId;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.LimitRuleId;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.money.wallet.World;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A life for a money core, from a seed: it looks at the state and does what would come next, and often what does not
 * fit at all. The {@link World} must have been founded.
 */
public final class RandomCommands {
    static final List<NetworkAssetId> ASSETS = List.of(World.NETWORK_COIN, World.NETWORK_USDT, World.NETWORK_BTC);

    private static final List<AssetId> LEDGER_ASSETS = List.of(World.COIN, World.USDT, World.BTC);

    private final Random random;
    private final RandomSending sending;
    private final List<AccountId> accounts = new ArrayList<>(List.of(World.ANNAS, World.BERTS));
    private final List<CustomerId> customers = new ArrayList<>(List.of(World.ANNA, World.BERT));
    private final List<HoldId> holds = new ArrayList<>();
    private int number;

    /** Every deposit that was ever observed. */
    public final List<DepositKey> deposits = new ArrayList<>();

    /** Every withdrawal that was ever asked for. */
    public final List<WithdrawalId> withdrawals = new ArrayList<>();

    public RandomCommands(long seed) {
        this.random = new Random(seed);
        this.sending = new RandomSending(this, random);
    }

    /** Of the present command. */
    int number() {
        return number;
    }

    /** The next command. */
    public Command next(MoneyState state) {
        number++;
        Optional<Command> judged = judge(state);
        if (judged.isPresent()) {
            return judged.get();
        }
        int kind = random.nextInt(100);
        if (kind < 3) {
            return registry();
        } else if (kind < 9) {
            return address(state);
        } else if (kind < 24) {
            return observe();
        } else if (kind < 44) {
            return depositStep(state);
        } else if (kind < 54) {
            return random.nextInt(3) == 0 ? sending.transfer(state) : sending.request();
        } else if (kind < 82) {
            return sending.step(state);
        } else if (kind < 92) {
            return batch();
        } else if (kind < 96) {
            return cursor(state);
        }
        return kind < 98 ? listing() : limit();
    }

    /** Reversals halt and freeze all the time here, so an operator has much to look at. */
    private Optional<Command> judge(MoneyState state) {
        if (!state.outboundHalts().isEmpty() && random.nextInt(12) == 0) {
            AssetId asset = pick(state.outboundHalts()).asset();
            return Optional.of(new AssetCommand.ReleaseOutbound(asset, "operator", "seed " + number));
        }
        if (!state.frozenAccounts().isEmpty() && random.nextInt(12) == 0) {
            AccountId account = pick(state.frozenAccounts()).account();
            return Optional.of(new CustomerCommand.UnfreezeAccount(account, "operator", "seed " + number));
        }
        return switch (random.nextInt(400)) {
            case 0 -> Optional.of(new AssetCommand.HaltOutbound(pick(LEDGER_ASSETS), "seed " + number));
            case 1 -> Optional.of(new CustomerCommand.FreezeAccount(pick(accounts), "seed " + number));
            case 2 -> Optional.of(new AssetCommand.ReleaseOutbound(pick(LEDGER_ASSETS), "operator", "stray"));
            case 3 -> Optional.of(new CustomerCommand.UnfreezeAccount(pick(accounts), "operator", "stray"));
            default -> Optional.empty();
        };
    }

    private Command registry() {
        if (random.nextBoolean()) {
            CustomerId customer = new CustomerId("cus_" + number);
            customers.add(customer);
            return new CustomerCommand.CreateCustomer(customer);
        }
        AccountId account = new AccountId("acc_" + number);
        accounts.add(account);
        return new CustomerCommand.OpenAccount(account, pick(customers));
    }

    private Command address(MoneyState state) {
        ChainId chain = chain();
        List<MoneyState.Reservation> unbound = state.unboundReservations(chain);
        if (unbound.isEmpty() || random.nextInt(3) == 0) {
            boolean treasury = random.nextInt(20) == 0;
            return new ChainCommand.ReserveAddress(
                    chain,
                    treasury ? KeyPurpose.TREASURY : KeyPurpose.DEPOSIT,
                    treasury ? Optional.empty() : Optional.of(pick(accounts)));
        }
        MoneyState.Reservation reservation = pick(unbound);
        return new ChainCommand.BindAddress(World.own(
                chain,
                reservation.purpose(),
                reservation.index(),
                random.nextInt(10) == 0 ? Optional.of(pick(accounts)) : reservation.account()));
    }

    private Command observe() {
        if (!deposits.isEmpty() && random.nextInt(4) == 0) {
            return new DepositCommand.Observe(pick(deposits), amount(pick(ASSETS)), block());
        }
        NetworkAssetId asset =
                random.nextInt(20) == 0 ? new NetworkAssetId("devnet:accounts/token:spam") : pick(ASSETS);
        if (random.nextInt(10) == 0) {
            return discover(asset);
        }
        ChainId chain = ChainId.of(asset);
        Address to = random.nextInt(3) == 0
                ? World.hot(chain)
                : World.address(chain, KeyPurpose.DEPOSIT, random.nextInt(random.nextInt(8) == 0 ? 40 : 4));
        DepositKey key = new DepositKey(
                new TxId("tx" + number),
                random.nextInt(3),
                to,
                random.nextInt(9) == 0 ? Optional.of("t") : Optional.empty());
        deposits.add(key);
        return new DepositCommand.Observe(key, amount(asset), block());
    }

    private Command discover(NetworkAssetId asset) {
        ChainId chain = ChainId.of(asset);
        Address to =
                random.nextInt(3) == 0 ? World.hot(chain) : World.address(chain, KeyPurpose.DEPOSIT, random.nextInt(4));
        BlockRef block = block();
        DepositKey key = DepositKey.discovered(to, block);
        deposits.add(key);
        Amount amount = amount(asset);
        return new DepositCommand.Discover(
                key, amount.isZero() ? Amount.of(asset, 1) : amount, block, "found " + number);
    }

    private Command depositStep(MoneyState state) {
        List<Deposit> open = state.openDeposits(chain());
        if (open.isEmpty() || random.nextInt(12) == 0) {
            return misfit(state);
        }
        Deposit deposit = pick(open);
        DepositKey key = deposit.key();
        DepositChainState chain = deposit.progress().chain();
        if (chain == DepositChainState.CONFIRMING) {
            return random.nextInt(5) == 0
                    ? new DepositCommand.Reorged(key, deposit.block())
                    : new DepositCommand.Finalized(key, deposit.block());
        } else if (chain == DepositChainState.REORGED) {
            return random.nextBoolean()
                    ? new DepositCommand.Observe(key, deposit.amount(), block())
                    : new DepositCommand.Vanished(key);
        }
        return new DepositCommand.Screened(key, random.nextInt(8) > 0, "list " + number);
    }

    private Command misfit(MoneyState state) {
        if (deposits.isEmpty()) {
            return observe();
        }
        DepositKey key = pick(deposits);
        Optional<Deposit> known = state.deposit(key.id());
        if (known.isPresent() && random.nextBoolean()) {
            // A reorganisation deeper than finality, mostly: most deposits are at rest.
            return new DepositCommand.Reorged(key, known.get().block());
        }
        return switch (random.nextInt(6)) {
            case 0 -> new DepositCommand.Reorged(key, block());
            case 3, 4 -> new DepositCommand.SetAside(key, amount(pick(ASSETS)), block(), "operator " + number);
            case 1 -> new DepositCommand.Vanished(key);
            case 2 -> new DepositCommand.Finalized(key, block());
            default -> new DepositCommand.Screened(key, random.nextBoolean(), "none");
        };
    }

    private Command batch() {
        List<LedgerOperation> operations = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            operations.add(operation());
        }
        return new LedgerCommand.Batch(operations, "batch " + number);
    }

    private LedgerOperation operation() {
        AssetId asset = pick(List.of(World.COIN, World.USDT, World.BTC));
        Money amount = Money.of(asset, random.nextInt(500_000));
        LedgerAccountId customer =
                new LedgerAccountId(AccountKind.CUSTOMER, account().text(), asset);
        LedgerAccountId other =
                new LedgerAccountId(AccountKind.CUSTOMER, account().text(), asset);
        return switch (random.nextInt(8)) {
            case 0 -> {
                HoldId hold = new HoldId("hold" + number);
                holds.add(hold);
                yield new LedgerOperation.Hold(hold, customer, amount);
            }
            case 1 ->
                holds.isEmpty()
                        ? new LedgerOperation.Post(customer, other, amount)
                        : new LedgerOperation.Capture(pick(holds), other, amount);
            case 2 -> new LedgerOperation.Release(holds.isEmpty() ? new HoldId("none") : pick(holds));
            case 3 -> new LedgerOperation.Post(new LedgerAccountId(AccountKind.EXPOSURE, "", asset), customer, amount);
            case 4 -> new LedgerOperation.Post(customer, new LedgerAccountId(AccountKind.FEES, "", asset), amount);
            default -> new LedgerOperation.Post(customer, other, amount);
        };
    }

    private Command cursor(MoneyState state) {
        ChainId chain = chain();
        List<BlockRef> cursor = state.cursor(chain);
        if (cursor.isEmpty()) {
            return new ChainCommand.AdvanceCursor(chain, List.of(block()));
        }
        BlockRef last = cursor.get(cursor.size() - 1);
        int kind = random.nextInt(16);
        if (kind < 4) {
            return new ChainCommand.RetreatCursor(chain, last);
        } else if (kind == 4) {
            return new ChainCommand.LowerFinality(chain, random.nextInt(1_000) - 1);
        } else if (kind == 5) {
            return new ChainCommand.ResetCursor(
                    chain, World.block(Math.max(0, last.height() + 3 - random.nextInt(40)), "reset" + number));
        }
        List<BlockRef> blocks = new ArrayList<>();
        for (int i = 1; i <= 1 + random.nextInt(30); i++) {
            blocks.add(World.block(last.height() + i, "s" + number));
        }
        return new ChainCommand.AdvanceCursor(chain, blocks);
    }

    private Command listing() {
        NetworkAssetId asset = pick(ASSETS);
        int decimals = asset.equals(World.NETWORK_COIN) ? 18 : asset.equals(World.NETWORK_USDT) ? 6 : 8;
        AssetId ledger = asset.equals(World.NETWORK_COIN)
                ? World.COIN
                : asset.equals(World.NETWORK_USDT) ? World.USDT : World.BTC;
        NetworkListing listing = World.listing(asset, decimals, ledger, random.nextInt(2_000));
        return new AssetCommand.ListOnNetwork(new NetworkListing(
                listing.asset(), ledger, listing.minimumDeposit(), random.nextInt(8) > 0, random.nextInt(8) > 0));
    }

    private Command limit() {
        if (random.nextInt(3) == 0) {
            return new LimitCommand.RemoveRule(new LimitRuleId("rule" + random.nextInt(4)));
        }
        AssetId asset = pick(List.of(World.COIN, World.USDT, World.BTC));
        return new LimitCommand.SetRule(new LimitRule(
                new LimitRuleId("rule" + random.nextInt(4)),
                Optional.of(account()),
                Money.of(asset, random.nextInt(2_000_000)),
                Money.of(asset, random.nextInt(3_000_000))));
    }

    private Amount amount(NetworkAssetId asset) {
        if (random.nextInt(50) == 0) {
            // As much as can be said, and more than any ledger holds.
            return new Amount(
                    asset, BigInteger.ONE.shiftLeft(100 + random.nextInt(157)).subtract(BigInteger.ONE));
        }
        int bits = asset.equals(World.NETWORK_COIN) ? 58 : 22;
        return new Amount(asset, new BigInteger(1 + random.nextInt(bits), random).add(BigInteger.ONE));
    }

    Amount asked(NetworkAssetId asset) {
        return new Amount(asset, amount(asset).units().shiftRight(3).add(BigInteger.ONE));
    }

    BlockRef block() {
        return World.block(random.nextInt(1_000), "r" + random.nextInt(3));
    }

    ChainId chain() {
        return random.nextBoolean() ? World.ACCOUNTS : World.OUTPUTS;
    }

    /** Mostly one of the two who have addresses, so that money comes together somewhere. */
    AccountId account() {
        return random.nextInt(8) == 0 ? pick(accounts) : accounts.get(random.nextInt(2));
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
