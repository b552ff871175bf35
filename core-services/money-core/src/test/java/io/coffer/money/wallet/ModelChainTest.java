// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import static io.coffer.money.wallet.World.ACCOUNTS;
import static io.coffer.money.wallet.World.ANNAS;
import static io.coffer.money.wallet.World.BERTS;
import static io.coffer.money.wallet.World.COIN;
import static io.coffer.money.wallet.World.NETWORK_COIN;
import static io.coffer.money.wallet.World.NETWORK_USDT;
import static io.coffer.money.wallet.World.USDT;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.AssetId;
import io.coffer.api.core.Command;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.rules.Outcome;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A chain that is nothing but balances, beside the books: deposits, withdrawals, sweeps of a token that keeps something
 * for itself, gas, replacements, and blocks that are removed, in any order. Whatever attempt is mined, the books hold to
 * the unit what our addresses hold there, and a customer pays once.
 */
class ModelChainTest {
    private static final List<Address> OURS = List.of(
            World.hot(ACCOUNTS),
            World.address(ACCOUNTS, KeyPurpose.DEPOSIT, 0),
            World.address(ACCOUNTS, KeyPurpose.DEPOSIT, 1));
    private static final int SEEDS = 8;
    private static final int STEPS = 2_000;
    private static final List<NetworkAssetId> ASSETS = List.of(NETWORK_COIN, NETWORK_USDT);

    private final WalletFixture fixture = new WalletFixture();
    private final Map<Address, Map<NetworkAssetId, BigInteger>> chain = new HashMap<>();
    private final List<DepositKey> deposits = new ArrayList<>();
    private final Set<DepositKey> reversed = new HashSet<>();
    private final List<WithdrawalId> sent = new ArrayList<>();
    /** What each transfer was last seen to bring. */
    private final Map<WithdrawalId, Seen> seen = new HashMap<>();

    private final Set<String> ways = new TreeSet<>();
    private Random random = new Random(0);
    private int number;

    private record Seen(int attempt, BlockRef block, BigInteger units) {}

    @Test
    void booksHoldWhatTheChainHoldsAndACustomerPaysOnceWhateverIsMined() {
        Set<String> ways = new TreeSet<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            ModelChainTest life = new ModelChainTest();
            life.live(seed);
            ways.addAll(life.ways);
        }
        assertThat(ways)
                .as("seeds 1 to %d", SEEDS)
                .contains(
                        "Replace",
                        "Reopened",
                        "Unmined",
                        "AbandonSigning",
                        "completed by an earlier attempt",
                        "swallowed",
                        "transfer.arrival",
                        "deposit.amount");
    }

    private void live(long seed) {
        random = new Random(seed);
        for (number = 0; number < STEPS; number++) {
            step();
            String where = "seed " + seed + " step " + number;
            check(where);
            if (number % 500 == 0) {
                assertThat(bytes(fixture.restored())).as(where).isEqualTo(fixture.bytes());
            }
        }
    }

    private static byte[] bytes(Wallet wallet) {
        BinaryOut out = new BinaryOut();
        wallet.writeTo(out);
        return out.toByteArray();
    }

    private void step() {
        if (random.nextInt(3) == 0) {
            fixture.judgeAll();
        }
        switch (random.nextInt(16)) {
            case 0, 1 -> deposit();
            case 2 -> reverse();
            case 3 -> request();
            case 4 -> transfer();
            default -> advance();
        }
    }

    private boolean applies(Command command) {
        Outcome outcome = fixture.apply(command);
        ways.add(
                outcome instanceof Outcome.Refused refused
                        ? refused.refusal().code()
                        : command.getClass().getSimpleName());
        return outcome instanceof Outcome.Done;
    }

    private void move(Address address, NetworkAssetId asset, BigInteger units) {
        if (OURS.contains(address)) {
            chain.computeIfAbsent(address, a -> new HashMap<>()).merge(asset, units, BigInteger::add);
        }
    }

    private BigInteger ledgerUnits(int bits) {
        return new BigInteger(bits, random).add(BigInteger.ONE);
    }

    /** Whole ledger units, so that nothing is rounded here. */
    private Amount amount(int bits) {
        return random.nextBoolean()
                ? new Amount(NETWORK_COIN, ledgerUnits(bits).multiply(BigInteger.TEN.pow(10)))
                : new Amount(NETWORK_USDT, ledgerUnits(bits).add(BigInteger.TEN));
    }

    private void deposit() {
        Address to = OURS.get(random.nextInt(OURS.size()));
        Amount amount = amount(22);
        deposits.add(fixture.deposit(to, amount));
        move(to, amount.asset(), amount.units());
    }

    private void reverse() {
        if (deposits.isEmpty()) {
            return;
        }
        DepositKey key = deposits.get(random.nextInt(deposits.size()));
        Amount amount = fixture.deposit(key).amount();
        BlockRef block = fixture.deposit(key).block();
        if (reversed.remove(key)) {
            fixture.does(new DepositCommand.Observe(key, amount, World.block(block.height() + 1, "r" + number)));
            fixture.does(new DepositCommand.Finalized(key, World.block(block.height() + 1, "r" + number)));
            fixture.does(new DepositCommand.Screened(key, true, ""));
            move(key.to(), amount.asset(), amount.units());
        } else {
            fixture.does(new DepositCommand.Reorged(key, block));
            reversed.add(key);
            move(key.to(), amount.asset(), amount.units().negate());
            assertThat(fixture.wallet.halts().halts()).isNotEmpty();
        }
    }

    private void request() {
        WithdrawalId id = new WithdrawalId("w" + number);
        AccountId account = random.nextBoolean() ? ANNAS : BERTS;
        if (applies(new WithdrawalCommand.Request(id, WalletFixture.request(account, amount(20))))) {
            sent.add(id);
            fixture.does(new WithdrawalCommand.Screened(id, true, ""));
            fixture.does(new WithdrawalCommand.Approved(id, "policy:none-required"));
        }
    }

    private void transfer() {
        boolean gas = random.nextInt(3) == 0;
        Address deposits = OURS.get(1 + random.nextInt(2));
        NetworkAssetId asset = gas ? NETWORK_COIN : ASSETS.get(random.nextInt(2));
        BigInteger free = fixture.wallet.treasury().funds(deposits, asset);
        BigInteger units = gas ? BigInteger.TEN.pow(12) : free.subtract(BigInteger.valueOf(random.nextInt(300_000)));
        WithdrawalId id = new WithdrawalId("t" + number);
        WithdrawalRequest request = new WithdrawalRequest(
                new Payer.House(gas ? OURS.get(0) : deposits, gas ? HousePurpose.GAS : HousePurpose.SWEEP),
                gas ? deposits : OURS.get(0),
                Optional.empty(),
                new Amount(asset, units.max(BigInteger.ONE)),
                World.wei(100_000),
                Optional.empty());
        if (applies(new WithdrawalCommand.Request(id, request))) {
            sent.add(id);
        }
    }

    private void advance() {
        if (sent.isEmpty()) {
            return;
        }
        List<Withdrawal> open = fixture.wallet.withdrawals().open(ACCOUNTS);
        Withdrawal withdrawal = open.isEmpty() || random.nextInt(12) == 0
                ? fixture.withdrawal(sent.get(random.nextInt(sent.size())))
                : open.get(random.nextInt(open.size()));
        WithdrawalId id = withdrawal.id();
        if (withdrawal.mayBeMined() && random.nextInt(4) == 0) {
            byChain(withdrawal);
            return;
        }
        switch (withdrawal.state()) {
            case QUEUED -> applies(new WithdrawalCommand.Prepare(id, preparation(withdrawal)));
            case PREPARED ->
                applies(
                        random.nextInt(5) == 0
                                ? new WithdrawalCommand.Unprepare(id, "seed")
                                : new WithdrawalCommand.BeginSigning(id));
            case SIGNING -> sign(withdrawal);
            case SIGNED -> applies(new WithdrawalCommand.BeginBroadcast(id));
            case BROADCASTING, BROADCAST, AMBIGUOUS -> replaceOrSend(withdrawal);
            case CONFIRMING -> end(withdrawal);
            case COMPLETED, FAILED_ONCHAIN -> reopen(withdrawal);
            default -> {}
        }
    }

    private void sign(Withdrawal withdrawal) {
        int attempt = withdrawal.lastAttempt().orElseThrow().number();
        applies(
                random.nextInt(6) == 0
                        ? new WithdrawalCommand.AbandonSigning(withdrawal.id(), attempt, "operator", "seed")
                        : new WithdrawalCommand.Signed(
                                withdrawal.id(),
                                attempt,
                                new SignedTx(ACCOUNTS, new TxId(withdrawal.id() + "-" + attempt), Bytes.of((byte) 1))));
    }

    private void replaceOrSend(Withdrawal withdrawal) {
        Attempt last = withdrawal.lastAttempt().orElseThrow();
        FeeQuote fee = last.preparation().fee();
        BigInteger more = fee.rate().add(BigInteger.valueOf(random.nextInt(9_000)));
        switch (random.nextInt(3)) {
            case 0 ->
                applies(new WithdrawalCommand.Replace(
                        withdrawal.id(),
                        last.number(),
                        new Preparation(
                                last.preparation().sender(),
                                last.preparation().sequence(),
                                List.of(),
                                new FeeQuote(fee.asset(), more, fee.tip(), 1))));
            case 1 -> applies(new WithdrawalCommand.Broadcast(withdrawal.id()));
            default -> applies(new WithdrawalCommand.Ambiguous(withdrawal.id(), "seed"));
        }
    }

    private Preparation preparation(Withdrawal withdrawal) {
        Address sender = withdrawal.request().house().map(Payer.House::from).orElse(OURS.get(0));
        return new Preparation(
                sender,
                OptionalLong.of(fixture.wallet.treasury().nextSequence(sender)),
                List.of(),
                new FeeQuote(NETWORK_COIN, BigInteger.valueOf(1 + random.nextInt(20_000)), BigInteger.ZERO, 1));
    }

    /** The chain does something with any of the signed attempts. */
    private void byChain(Withdrawal withdrawal) {
        List<Attempt> signed = withdrawal.attempts().stream()
                .filter(attempt -> attempt.signed().isPresent())
                .toList();
        Attempt attempt = signed.get(random.nextInt(signed.size()));
        BlockRef block = withdrawal
                .attempt()
                .flatMap(Attempt::block)
                .filter(known -> random.nextInt(3) > 0)
                .orElse(World.block(100 + random.nextInt(50), "m" + number));
        if (withdrawal.request().house().isPresent() && random.nextBoolean()) {
            arrive(withdrawal, attempt, block);
        } else {
            applies(new WithdrawalCommand.Mined(withdrawal.id(), attempt.number(), block));
        }
    }

    private void arrive(Withdrawal withdrawal, Attempt attempt, BlockRef block) {
        Amount amount = withdrawal.request().amount();
        BigInteger swallowed = amount.asset().equals(NETWORK_USDT)
                ? amount.units().shiftRight(1 + random.nextInt(5))
                : BigInteger.ZERO;
        BigInteger units = amount.units().subtract(swallowed).max(BigInteger.ONE);
        DepositKey key = new DepositKey(
                attempt.signed().orElseThrow().id(),
                amount.asset().equals(NETWORK_USDT) ? 1 : 0,
                withdrawal.request().to(),
                Optional.empty());
        if (applies(new DepositCommand.Observe(key, new Amount(amount.asset(), units), block))) {
            seen.put(withdrawal.id(), new Seen(attempt.number(), block, units));
        }
    }

    private void end(Withdrawal withdrawal) {
        Attempt mined = withdrawal.attempt().orElseThrow();
        BlockRef block = mined.block().orElseThrow();
        WithdrawalId id = withdrawal.id();
        boolean house = withdrawal.request().house().isPresent();
        if (random.nextInt(4) == 0) {
            if (applies(new WithdrawalCommand.Unmined(id, block))) {
                forget(id, block);
            }
            return;
        }
        if (house && random.nextInt(3) > 0) {
            arrive(withdrawal, mined, block);
        }
        boolean succeeded = random.nextInt(5) > 0;
        BigInteger fee = BigInteger.valueOf(random.nextInt(20_000))
                .min(mined.preparation().fee().maxFee().units());
        if (applies(new WithdrawalCommand.Finalized(id, block, succeeded, new Amount(NETWORK_COIN, fee)))) {
            boolean earlier =
                    mined.number() != withdrawal.lastAttempt().orElseThrow().number();
            ways.add(earlier ? "completed by an earlier attempt" : "completed by the last attempt");
            settle(fixture.withdrawal(id), 1);
        }
    }

    /** What the end of a transaction did to the balances of the chain, or what taking it back undoes. */
    private void settle(Withdrawal ended, int sign) {
        BigInteger direction = BigInteger.valueOf(sign);
        Attempt mined = ended.attempt().orElseThrow();
        Address sender = mined.preparation().sender();
        Amount amount = ended.request().amount();
        move(
                sender,
                NETWORK_COIN,
                mined.feePaid().orElseThrow().units().multiply(direction).negate());
        if (ended.state() == WithdrawalState.COMPLETED) {
            BigInteger arrived = Optional.ofNullable(seen.get(ended.id()))
                    .filter(there -> there.attempt == mined.number()
                            && mined.block().filter(there.block::equals).isPresent())
                    .map(Seen::units)
                    .orElse(BigInteger.ZERO);
            ways.add(arrived.signum() > 0 && arrived.compareTo(amount.units()) < 0 ? "swallowed" : "whole");
            move(sender, amount.asset(), amount.units().multiply(direction).negate());
            move(ended.request().to(), amount.asset(), arrived.multiply(direction));
        }
    }

    private void reopen(Withdrawal withdrawal) {
        BlockRef block = withdrawal.attempt().flatMap(Attempt::block).orElseThrow();
        if (applies(new WithdrawalCommand.Reopened(withdrawal.id(), block))) {
            settle(withdrawal, -1);
            forget(withdrawal.id(), block);
            assertThat(fixture.wallet.halts().halts()).isNotEmpty();
        }
    }

    private void forget(WithdrawalId id, BlockRef block) {
        seen.computeIfPresent(id, (same, there) -> there.block.equals(block) ? null : there);
    }

    private void check(String where) {
        List<Withdrawal> open = fixture.wallet.withdrawals().open(ACCOUNTS);
        for (NetworkAssetId asset : ASSETS) {
            BigInteger held = BigInteger.ZERO;
            for (Address address : OURS) {
                BigInteger there = chain.getOrDefault(address, Map.of()).getOrDefault(asset, BigInteger.ZERO);
                held = held.add(there);
                BigInteger reserved = open.stream()
                        .map(withdrawal -> reserved(withdrawal, address, asset))
                        .reduce(BigInteger.ZERO, BigInteger::add);
                assertThat(fixture.wallet.treasury().funds(address, asset))
                        .as("%s funds of %s at %s", where, asset, address)
                        .isEqualTo(there.subtract(reserved));
            }
            assertThat(fixture.wallet.custody().units(asset))
                    .as("%s %s", where, asset)
                    .isEqualTo(held);
        }
        for (AssetId asset : List.of(COIN, USDT)) {
            assertThat(owed(asset)).as("%s owed of %s", where, asset).isEqualTo(creditedLessPaid(asset));
        }
    }

    private static BigInteger reserved(Withdrawal withdrawal, Address address, NetworkAssetId asset) {
        Optional<Preparation> preparation = withdrawal.lastAttempt().map(Attempt::preparation);
        if (preparation.isEmpty() || !preparation.get().sender().equals(address)) {
            return BigInteger.ZERO;
        }
        Amount amount = withdrawal.request().amount();
        BigInteger fee =
                asset.equals(NETWORK_COIN) ? preparation.get().fee().maxFee().units() : BigInteger.ZERO;
        return amount.asset().equals(asset) ? fee.add(amount.units()) : fee;
    }

    /** What customers and house have, less what is exposed. */
    private BigInteger owed(AssetId asset) {
        return fixture.customer(ANNAS, asset)
                .total()
                .add(fixture.customer(BERTS, asset).total())
                .add(fixture.total(AccountKind.HOUSE, asset))
                .subtract(fixture.total(AccountKind.EXPOSURE, asset));
    }

    private BigInteger creditedLessPaid(AssetId asset) {
        BigInteger sum = BigInteger.ZERO;
        for (DepositKey key : deposits) {
            sum = reversed.contains(key)
                    ? sum
                    : sum.add(ledger(fixture.deposit(key).amount(), asset));
        }
        for (WithdrawalId id : sent) {
            Withdrawal withdrawal = fixture.withdrawal(id);
            boolean paid = withdrawal.state() == WithdrawalState.COMPLETED
                    && withdrawal.request().account().isPresent();
            sum = paid ? sum.subtract(ledger(withdrawal.request().amount(), asset)) : sum;
        }
        return sum;
    }

    private static BigInteger ledger(Amount amount, AssetId asset) {
        boolean coin = amount.asset().equals(NETWORK_COIN);
        if (coin != asset.equals(COIN)) {
            return BigInteger.ZERO;
        }
        return coin
                ? amount.units().divide(BigInteger.TEN.pow(10))
                : amount.units().multiply(BigInteger.valueOf(100));
    }
}
