// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import io.coffer.api.core.Command;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.WithdrawalCommand;
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
import io.coffer.money.wallet.World;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** What a random life sends: withdrawals, transfers of the house, and what becomes of their transactions. */
final class RandomSending {
    private final RandomCommands life;
    private final Random random;

    RandomSending(RandomCommands life, Random random) {
        this.life = life;
        this.random = random;
    }

    Command request() {
        WithdrawalId id = life.withdrawals.isEmpty() || random.nextInt(20) > 0
                ? new WithdrawalId("wd_" + life.number())
                : life.pick(life.withdrawals);
        life.withdrawals.add(id);
        NetworkAssetId asset = life.pick(RandomCommands.ASSETS);
        ChainId chain = ChainId.of(asset);
        NetworkAssetId fee = chain.equals(World.ACCOUNTS) ? World.NETWORK_COIN : World.NETWORK_BTC;
        Address to = random.nextInt(15) == 0
                ? World.address(chain, KeyPurpose.DEPOSIT, 1)
                : World.outside(chain, "shop" + random.nextInt(5));
        return new WithdrawalCommand.Request(
                id,
                new WithdrawalRequest(
                        new Payer.Customer(random.nextInt(30) == 0 ? new AccountId("nobody") : life.account()),
                        to,
                        Optional.empty(),
                        life.asked(asset),
                        Amount.of(fee, random.nextInt(10) == 0 ? 5 : 1_000),
                        random.nextInt(3) == 0 ? Optional.of("order-" + random.nextInt(500)) : Optional.empty()));
    }

    /** The house sweeps what is there, or brings gas, or something that is not allowed. */
    Command transfer(MoneyState state) {
        WithdrawalId id = new WithdrawalId("tr_" + life.number());
        life.withdrawals.add(id);
        NetworkAssetId asset = random.nextBoolean() ? World.NETWORK_COIN : World.NETWORK_USDT;
        Address hot = World.hot(World.ACCOUNTS);
        Address deposits = World.address(World.ACCOUNTS, KeyPurpose.DEPOSIT, random.nextInt(3));
        boolean gas = random.nextInt(3) == 0;
        BigInteger free = state.funds(gas ? hot : deposits, asset);
        BigInteger units = gas
                ? BigInteger.valueOf(1 + random.nextInt(5_000))
                : free.subtract(BigInteger.valueOf(random.nextInt(1_500)));
        return new WithdrawalCommand.Request(
                id,
                new WithdrawalRequest(
                        new Payer.House(gas ? hot : deposits, gas ? HousePurpose.GAS : HousePurpose.SWEEP),
                        random.nextInt(20) == 0 ? World.outside(World.ACCOUNTS, "shop") : gas ? deposits : hot,
                        Optional.empty(),
                        new Amount(asset, units.max(BigInteger.ONE)),
                        World.wei(1_000),
                        Optional.empty()));
    }

    Command step(MoneyState state) {
        List<Withdrawal> open = state.openWithdrawals(life.chain());
        if (open.isEmpty() || random.nextInt(10) == 0) {
            return strayStep(state);
        }
        List<Withdrawal> underWay = open.stream()
                .filter(withdrawal -> withdrawal.attempt().isPresent())
                .toList();
        Withdrawal withdrawal = underWay.isEmpty() || random.nextInt(3) == 0
                ? life.pick(open)
                : underWay.get(random.nextInt(underWay.size()));
        WithdrawalId id = withdrawal.id();
        if (random.nextInt(30) == 0) {
            return new WithdrawalCommand.Cancel(id, "seed " + life.number());
        }
        boolean sent = switch (withdrawal.state()) {
            case BROADCASTING, BROADCAST, AMBIGUOUS -> true;
            default -> false;
        };
        if (sent && random.nextInt(4) == 0) {
            return replace(withdrawal);
        }
        boolean replacing = withdrawal.attempts().size() > 1
                && withdrawal.lastAttempt().orElseThrow().signed().isEmpty();
        if (replacing && random.nextInt(3) == 0) {
            return mined(withdrawal);
        }
        return switch (withdrawal.state()) {
            case SCREENING -> new WithdrawalCommand.Screened(id, random.nextInt(10) > 0, "list " + life.number());
            case AWAITING_APPROVAL -> new WithdrawalCommand.Approved(id, "policy:none-required");
            case QUEUED -> new WithdrawalCommand.Prepare(id, preparation(state, withdrawal));
            case PREPARED ->
                random.nextInt(4) == 0
                        ? new WithdrawalCommand.Unprepare(id, "fees")
                        : new WithdrawalCommand.BeginSigning(id);
            case SIGNING -> signing(withdrawal);
            case SIGNED -> new WithdrawalCommand.BeginBroadcast(id);
            case BROADCASTING ->
                random.nextBoolean()
                        ? new WithdrawalCommand.Broadcast(id)
                        : new WithdrawalCommand.Ambiguous(id, "timeout");
            case AMBIGUOUS ->
                random.nextBoolean()
                        ? new WithdrawalCommand.Broadcast(id)
                        : new WithdrawalCommand.Mined(id, life.block());
            case BROADCAST -> mined(withdrawal);
            default -> conclude(withdrawal);
        };
    }

    private Command replace(Withdrawal withdrawal) {
        Attempt last = withdrawal.lastAttempt().orElseThrow();
        Preparation before = last.preparation();
        FeeQuote fee = before.fee();
        BigInteger rate = fee.rate().add(BigInteger.valueOf(random.nextInt(200)));
        return new WithdrawalCommand.Replace(
                withdrawal.id(),
                random.nextInt(12) == 0 ? 1 : last.number(),
                new Preparation(
                        before.sender(),
                        before.sequence(),
                        before.inputs(),
                        new FeeQuote(fee.asset(), rate, fee.tip(), fee.weight())));
    }

    private Command signing(Withdrawal withdrawal) {
        int attempt = withdrawal.attempt().orElseThrow().number() + (random.nextInt(12) == 0 ? 1 : 0);
        return switch (random.nextInt(6)) {
            case 0 ->
                new WithdrawalCommand.AbandonSigning(withdrawal.id(), attempt, "operator", "seed " + life.number());
            case 1 -> new WithdrawalCommand.Signed(withdrawal.id(), signed(withdrawal));
            default -> new WithdrawalCommand.Signed(withdrawal.id(), attempt, signed(withdrawal));
        };
    }

    private Command mined(Withdrawal withdrawal) {
        boolean hasChange =
                withdrawal.attempt().orElseThrow().preparation().sequence().isEmpty();
        if (hasChange && random.nextBoolean()) {
            BigInteger inputs = withdrawal.attempt().orElseThrow().preparation().inputs().stream()
                    .map(input -> input.amount().units())
                    .reduce(BigInteger.ZERO, BigInteger::add);
            BigInteger change = inputs.subtract(withdrawal.request().amount().units());
            DepositKey key = new DepositKey(signed(withdrawal).id(), 1, World.hot(World.OUTPUTS), Optional.empty());
            return new DepositCommand.Observe(key, new Amount(World.NETWORK_BTC, change), life.block());
        }
        Attempt mined = life.pick(withdrawal.attempts());
        return new WithdrawalCommand.Mined(withdrawal.id(), random.nextInt(4) == 0 ? 0 : mined.number(), life.block());
    }

    /** What a transfer of the house brings, in the block of its attempt mostly: of a token now and then less or more. */
    private Command arrive(Withdrawal withdrawal, Attempt attempt) {
        Amount sent = withdrawal.request().amount();
        boolean exact = sent.asset().equals(World.NETWORK_COIN) || random.nextInt(3) > 0;
        BigInteger units = exact
                ? sent.units()
                : sent.units().add(BigInteger.valueOf(random.nextInt(40) - 30)).max(BigInteger.ONE);
        DepositKey key = new DepositKey(
                attempt.signed().orElseThrow().id(),
                exact ? 0 : 1 + random.nextInt(2),
                withdrawal.request().to(),
                Optional.empty());
        BlockRef block = random.nextInt(8) == 0 ? life.block() : attempt.block().orElse(life.block());
        return new DepositCommand.Observe(key, new Amount(sent.asset(), units), block);
    }

    private Command conclude(Withdrawal withdrawal) {
        var attempt = withdrawal.attempt().orElseThrow();
        BlockRef block = attempt.block().orElse(life.block());
        if (random.nextInt(6) == 0) {
            return new WithdrawalCommand.Unmined(withdrawal.id(), block);
        }
        if (withdrawal.request().house().isPresent() && random.nextBoolean()) {
            return arrive(withdrawal, attempt);
        }
        Amount most = attempt.preparation().fee().maxFee();
        BigInteger fee = random.nextInt(40) == 0
                ? BigInteger.ONE.shiftLeft(255)
                : new BigInteger(most.units().bitLength(), random).min(most.units());
        boolean isToken = !withdrawal.request().amount().asset().equals(most.asset());
        if (random.nextInt(isToken ? 4 : 40) == 0) {
            return otherwise(withdrawal, block, new Amount(most.asset(), fee));
        }
        boolean succeeded = attempt.preparation().sequence().isEmpty() || random.nextInt(6) > 0;
        return new WithdrawalCommand.Finalized(withdrawal.id(), block, succeeded, new Amount(most.asset(), fee));
    }

    /** Its token moves more or less than it was to move. */
    private Command otherwise(Withdrawal withdrawal, BlockRef block, Amount fee) {
        Amount sent = withdrawal.request().amount();
        BigInteger left = switch (random.nextInt(6)) {
            case 0 -> BigInteger.ZERO;
            case 1 -> BigInteger.ONE.shiftLeft(255);
            case 2 -> sent.units();
            default ->
                sent.units().add(BigInteger.valueOf(random.nextInt(60) - 30)).max(BigInteger.ZERO);
        };
        BigInteger back = random.nextInt(3) > 0 ? BigInteger.ZERO : new BigInteger(left.bitLength() + 1, random);
        return new WithdrawalCommand.FinalizedOtherwise(
                withdrawal.id(),
                block,
                new Amount(sent.asset(), left),
                new Amount(sent.asset(), back.min(left.add(BigInteger.TEN))),
                fee);
    }

    private Command strayStep(MoneyState state) {
        WithdrawalId id = life.withdrawals.isEmpty() ? new WithdrawalId("none") : life.pick(life.withdrawals);
        Optional<BlockRef> block =
                state.withdrawal(id).flatMap(Withdrawal::attempt).flatMap(Attempt::block);
        if (block.isPresent() && random.nextInt(8) == 0) {
            return new WithdrawalCommand.LetStand(id, block.get(), "operator", "seed " + life.number());
        }
        if (block.isPresent() && random.nextInt(3) > 0) {
            return new WithdrawalCommand.Reopened(id, random.nextInt(20) == 0 ? life.block() : block.get());
        }
        return switch (random.nextInt(6)) {
            case 0 -> new WithdrawalCommand.Approved(id, "stray");
            case 1 -> new WithdrawalCommand.BeginBroadcast(id);
            case 2 -> new WithdrawalCommand.Mined(id, life.block());
            case 3 -> new WithdrawalCommand.Finalized(id, life.block(), true, World.wei(1));
            case 4 -> new WithdrawalCommand.Unprepare(id, "stray");
            default -> new WithdrawalCommand.BeginSigning(id);
        };
    }

    private SignedTx signed(Withdrawal withdrawal) {
        return new SignedTx(
                withdrawal.request().to().chain(),
                new TxId("own-" + withdrawal.id() + "-"
                        + withdrawal.lastAttempt().orElseThrow().number()),
                Bytes.of((byte) 1, (byte) 2));
    }

    private Preparation preparation(MoneyState state, Withdrawal withdrawal) {
        ChainId chain = withdrawal.request().to().chain();
        boolean absurd = random.nextInt(40) == 0;
        FeeQuote fee = new FeeQuote(
                withdrawal.request().feeCap().asset(),
                absurd
                        ? BigInteger.ONE.shiftLeft(random.nextInt(400))
                        : BigInteger.valueOf(1 + random.nextInt(random.nextInt(10) == 0 ? 5_000 : 1_000)),
                BigInteger.ZERO,
                absurd ? Long.MAX_VALUE : 1);
        Address sender = withdrawal.request().house().map(Payer.House::from).orElse(World.hot(chain));
        if (chain.equals(World.ACCOUNTS)) {
            long sequence = state.nextSequence(sender) + (random.nextInt(12) == 0 ? 1 : 0);
            return new Preparation(sender, OptionalLong.of(sequence), List.of(), fee);
        }
        List<Utxo> inputs = new ArrayList<>();
        BigInteger need =
                withdrawal.request().amount().units().add(fee.rate().multiply(BigInteger.valueOf(fee.weight())));
        for (Utxo output : state.treasuryOutputs(chain)) {
            if (need.signum() > 0) {
                inputs.add(output);
                need = need.subtract(output.amount().units());
            }
        }
        return new Preparation(sender, OptionalLong.empty(), inputs, fee);
    }
}
