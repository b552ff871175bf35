// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.MoneyState;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.Balance;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.DepositState;
import io.coffer.api.wallet.FundedAddress;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.money.wallet.World;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must hold of every state, worked out anew from deposits and withdrawals and not from the machine's own sums. */
final class Invariants {
    private final String where;
    private final MoneyState state;
    private final List<Deposit> deposits;
    private final List<Withdrawal> withdrawals;

    Invariants(String where, MoneyState state, RandomCommands life) {
        this.where = where;
        this.state = state;
        this.deposits = new LinkedHashSet<>(life.deposits)
                .stream()
                        .map(DepositKey::id)
                        .map(state::deposit)
                        .flatMap(Optional::stream)
                        .toList();
        this.withdrawals = new LinkedHashSet<>(life.withdrawals)
                .stream().map(state::withdrawal).flatMap(Optional::stream).toList();
    }

    static void check(String where, MoneyState state, RandomCommands life) {
        Invariants invariants = new Invariants(where, state, life);
        invariants.booksBalance();
        invariants.custodyIsWhatCameLessWhatWent();
        invariants.holdsAreTheOpenWithdrawals();
        invariants.everyAddressHasWhatCameLessWhatItSent();
        invariants.custodyIsWhatTheAddressesHave();
        invariants.theRichestAreFound();
        invariants.freeOutputsAreNobodys();
        invariants.sequencesAreDense();
        invariants.limitsAreUsedByWhatMayStillBeSent();
    }

    private void booksBalance() {
        assertThat(state.trialBalance().isBalanced()).as(where).isTrue();
        BigInteger debits = BigInteger.ZERO;
        BigInteger credits = BigInteger.ZERO;
        for (Balance balance : state.ledgerAccounts(Optional.empty(), Integer.MAX_VALUE)) {
            debits = debits.add(balance.debits());
            credits = credits.add(balance.credits());
            if (balance.account().kind().isGuarded()) {
                assertThat(balance.available()).as("%s %s", where, balance).isGreaterThanOrEqualTo(BigInteger.ZERO);
            }
        }
        assertThat(debits).as(where).isEqualTo(credits);
    }

    private boolean isInBooks(Deposit deposit) {
        return switch (deposit.progress().state()) {
            case AVAILABLE, BELOW_MINIMUM, QUARANTINED -> true;
            case UNATTRIBUTED -> isSuspended(deposit.progress().reason().orElse(""));
            default -> false;
        };
    }

    private static boolean isSuspended(String reason) {
        return reason.contains("switched off") || (reason.startsWith("found") && !reason.contains("not listed"));
    }

    private void custodyIsWhatCameLessWhatWent() {
        Map<NetworkAssetId, BigInteger> expected = new HashMap<>();
        deposits.stream().filter(this::isInBooks).forEach(deposit -> add(expected, deposit.amount(), 1));
        for (Withdrawal withdrawal : withdrawals) {
            if (withdrawal.state() == WithdrawalState.COMPLETED
                    && withdrawal.request().account().isPresent()) {
                add(expected, paid(withdrawal), -1);
            }
            withdrawal.attempt().flatMap(attempt -> attempt.feePaid()).ifPresent(fee -> add(expected, fee, -1));
        }
        // The life that is led here loses nothing of the coin on the way, and pays no fee in the token.
        BigInteger swallowed = state.balance(
                        new LedgerAccountId(AccountKind.GAS_EXPENSE, World.NETWORK_USDT.caip19(), World.USDT))
                .total()
                .divide(BigInteger.valueOf(100));
        expected.merge(World.NETWORK_USDT, swallowed.negate(), BigInteger::add);
        for (NetworkListing listing : state.listings()) {
            NetworkAssetId asset = listing.asset().id();
            BigInteger custody = state.custody(asset);
            assertThat(custody)
                    .as("%s custody of %s", where, asset)
                    .isEqualTo(expected.getOrDefault(asset, BigInteger.ZERO));
            LedgerAccountId account = new LedgerAccountId(AccountKind.CUSTODY, asset.caip19(), listing.ledgerAsset());
            assertThat(state.balance(account).total())
                    .as("%s custody account of %s", where, asset)
                    .isEqualTo(toLedger(asset, custody));
        }
    }

    private static final Pattern MOVED_OTHERWISE = Pattern.compile(" moved (\\d+) units .* of which (\\d+) came back");

    /** What a customer pays for of one that was sent; what its token took beyond that is expense. */
    private Amount paid(Withdrawal withdrawal) {
        Amount asked = withdrawal.request().amount();
        Matcher moved = MOVED_OTHERWISE.matcher(
                withdrawal.refusal().map(Refusal::message).orElse(""));
        if (!moved.find()) {
            assertThat(state.leftSender(withdrawal.id())).as(where).isEqualTo(asked.units());
            return asked;
        }
        BigInteger left = new BigInteger(moved.group(1));
        assertThat(state.leftSender(withdrawal.id())).as(where).isEqualTo(left);
        return new Amount(
                asked.asset(), left.subtract(new BigInteger(moved.group(2))).min(asked.units()));
    }

    private static void add(Map<NetworkAssetId, BigInteger> sums, Amount amount, int sign) {
        sums.merge(amount.asset(), amount.units().multiply(BigInteger.valueOf(sign)), BigInteger::add);
    }

    /** Rounded down. */
    private static BigInteger toLedger(NetworkAssetId asset, BigInteger units) {
        if (asset.equals(World.NETWORK_COIN)) {
            BigInteger scale = BigInteger.TEN.pow(10);
            return units.subtract(units.mod(scale)).divide(scale);
        }
        return asset.equals(World.NETWORK_USDT) ? units.multiply(BigInteger.valueOf(100)) : units;
    }

    /** Rounded up. */
    private static BigInteger cost(Amount amount) {
        return toLedger(amount.asset(), amount.units().negate()).negate();
    }

    private static AssetId ledgerAsset(NetworkAssetId asset) {
        return asset.equals(World.NETWORK_COIN)
                ? World.COIN
                : asset.equals(World.NETWORK_USDT) ? World.USDT : World.BTC;
    }

    private void holdsAreTheOpenWithdrawals() {
        Map<String, BigInteger> held = new HashMap<>();
        for (Withdrawal withdrawal : withdrawals) {
            if (!withdrawal.state().isTerminal()
                    && withdrawal.request().account().isPresent()) {
                Amount amount = withdrawal.request().amount();
                held.merge(
                        withdrawal.request().account().orElseThrow().text() + ledgerAsset(amount.asset()),
                        cost(amount),
                        BigInteger::add);
            }
        }
        for (Balance balance : state.ledgerAccounts(Optional.empty(), Integer.MAX_VALUE)) {
            if (balance.account().kind() == AccountKind.CUSTOMER) {
                BigInteger least = held.getOrDefault(
                        balance.account().owner() + balance.account().asset(), BigInteger.ZERO);
                assertThat(balance.held()).as("%s %s", where, balance).isGreaterThanOrEqualTo(least);
            }
        }
    }

    private static final List<Address> SENDERS = List.of(
            World.hot(World.ACCOUNTS),
            World.address(World.ACCOUNTS, KeyPurpose.DEPOSIT, 0),
            World.address(World.ACCOUNTS, KeyPurpose.DEPOSIT, 1),
            World.address(World.ACCOUNTS, KeyPurpose.DEPOSIT, 2));

    private void everyAddressHasWhatCameLessWhatItSent() {
        for (Address address : SENDERS) {
            BigInteger funds = BigInteger.ZERO;
            for (Deposit deposit : deposits) {
                boolean came = deposit.key().to().equals(address)
                        && deposit.amount().asset().equals(World.NETWORK_COIN)
                        && isInBooks(deposit);
                funds = came ? funds.add(deposit.amount().units()) : funds;
            }
            for (Withdrawal withdrawal : withdrawals) {
                Amount amount = withdrawal.request().amount();
                boolean sent = withdrawal
                        .lastAttempt()
                        .filter(attempt -> attempt.preparation().sender().equals(address))
                        .isPresent();
                boolean arrived = withdrawal.state() == WithdrawalState.COMPLETED
                        && withdrawal.request().house().isPresent()
                        && withdrawal.request().to().equals(address)
                        && amount.asset().equals(World.NETWORK_COIN);
                funds = sent ? funds.subtract(bound(withdrawal)) : funds;
                funds = arrived ? funds.add(amount.units()) : funds;
            }
            assertThat(state.funds(address, World.NETWORK_COIN))
                    .as("%s %s", where, address)
                    .isEqualTo(funds);
        }
    }

    /** What all addresses have free and what is reserved of them is what the books say that we hold. */
    private void custodyIsWhatTheAddressesHave() {
        for (NetworkAssetId asset : List.of(World.NETWORK_COIN, World.NETWORK_USDT)) {
            BigInteger sum = BigInteger.ZERO;
            for (KeyPurpose purpose : KeyPurpose.values()) {
                for (OwnAddress own : state.addresses(World.ACCOUNTS, purpose, 0, Integer.MAX_VALUE)) {
                    sum = sum.add(state.funds(own.address(), asset));
                }
            }
            for (Withdrawal withdrawal : withdrawals) {
                boolean reserving = !withdrawal.state().isTerminal()
                        && withdrawal.request().to().chain().equals(World.ACCOUNTS)
                        && withdrawal.lastAttempt().isPresent();
                if (reserving) {
                    Amount amount = withdrawal.request().amount();
                    Amount fee = withdrawal
                            .lastAttempt()
                            .orElseThrow()
                            .preparation()
                            .fee()
                            .maxFee();
                    sum = amount.asset().equals(asset) ? sum.add(amount.units()) : sum;
                    sum = fee.asset().equals(asset) ? sum.add(fee.units()) : sum;
                }
            }
            assertThat(state.custody(asset)).as("%s %s", where, asset).isEqualTo(sum);
        }
    }

    /** The index finds what a look at every address finds. */
    private void theRichestAreFound() {
        for (NetworkAssetId asset : List.of(World.NETWORK_COIN, World.NETWORK_USDT)) {
            List<OwnAddress> all = state.addresses(World.ACCOUNTS, KeyPurpose.DEPOSIT, 0, Integer.MAX_VALUE);
            List<BigInteger> most = all.stream()
                    .map(own -> state.funds(own.address(), asset))
                    .filter(units -> units.compareTo(BigInteger.TEN) >= 0)
                    .sorted(Comparator.reverseOrder())
                    .limit(3)
                    .toList();
            assertThat(state.fundedAddresses(World.ACCOUNTS, asset, BigInteger.TEN, 3))
                    .as("%s %s", where, asset)
                    .allSatisfy(found -> assertThat(state.funds(found.address().address(), asset))
                            .isEqualTo(found.units()))
                    .extracting(FundedAddress::units)
                    .isEqualTo(most);
        }
    }

    /** A free output came to us and stands, and no transaction of ours spends it. */
    private void freeOutputsAreNobodys() {
        Set<String> came = new HashSet<>();
        for (Deposit deposit : deposits) {
            if (deposit.progress().state() == DepositState.AVAILABLE) {
                came.add(deposit.key().tx() + ":" + deposit.key().position());
            }
        }
        Set<String> spent = new HashSet<>();
        for (Withdrawal withdrawal : withdrawals) {
            if (withdrawal.state() == WithdrawalState.COMPLETED) {
                // The life that is led here has its change in the second output.
                withdrawal.attempt().flatMap(Attempt::signed).ifPresent(signed -> came.add(signed.id() + ":1"));
            }
            if (withdrawal.state() != WithdrawalState.FAILED_ONCHAIN) {
                withdrawal
                        .attempts()
                        .forEach(attempt -> attempt.preparation().inputs().forEach(input -> {
                            assertThat(spent.add(input.tx() + ":" + input.index()))
                                    .as("%s %s spends %s", where, withdrawal.id(), input)
                                    .isTrue();
                        }));
            }
        }
        for (Utxo output : state.treasuryOutputs(World.OUTPUTS)) {
            String name = output.tx() + ":" + output.index();
            assertThat(spent).as("%s spent and free", where).doesNotContain(name);
            assertThat(came).as("%s free and not there", where).contains(name);
        }
    }

    /** What a withdrawal takes, or may take, of the hot wallet's coin. */
    private static BigInteger bound(Withdrawal withdrawal) {
        boolean sent = withdrawal.request().to().chain().equals(World.ACCOUNTS)
                && withdrawal.attempt().isPresent();
        if (!sent) {
            return BigInteger.ZERO;
        }
        BigInteger fee = withdrawal
                .attempt()
                .orElseThrow()
                .feePaid()
                .orElse(withdrawal
                        .lastAttempt()
                        .orElseThrow()
                        .preparation()
                        .fee()
                        .maxFee())
                .units();
        Amount amount = withdrawal.request().amount();
        boolean coin =
                amount.asset().equals(World.NETWORK_COIN) && withdrawal.state() != WithdrawalState.FAILED_ONCHAIN;
        return coin ? fee.add(amount.units()) : fee;
    }

    private void sequencesAreDense() {
        SENDERS.forEach(this::sequencesAreDense);
    }

    private void sequencesAreDense(Address sender) {
        TreeSet<Long> sequences = new TreeSet<>();
        for (Withdrawal withdrawal : withdrawals) {
            withdrawal
                    .attempt()
                    .filter(attempt -> attempt.preparation().sender().equals(sender))
                    .flatMap(attempt -> attempt.preparation().sequence().isPresent()
                            ? Optional.of(attempt.preparation().sequence().getAsLong())
                            : Optional.empty())
                    .ifPresent(sequence -> assertThat(sequences.add(sequence))
                            .as("%s sequence %d", where, sequence)
                            .isTrue());
        }
        assertThat(state.nextSequence(sender)).as(where).isEqualTo(sequences.size());
        assertThat(sequences.isEmpty() || sequences.last() == sequences.size() - 1)
                .as(where)
                .isTrue();
    }

    private void limitsAreUsedByWhatMayStillBeSent() {
        Map<String, BigInteger> used = new HashMap<>();
        List<Withdrawal> ofCustomers = withdrawals.stream()
                .filter(withdrawal -> withdrawal.request().account().isPresent())
                .toList();
        for (Withdrawal withdrawal : ofCustomers) {
            boolean counts = withdrawal.requestedAtMs() > state.timeMs() - 86_400_000
                    && switch (withdrawal.state()) {
                        case REJECTED, BLOCKED, CANCELLED -> false;
                        default -> true;
                    };
            if (counts) {
                Amount amount = withdrawal.request().amount();
                used.merge(
                        withdrawal.request().account().orElseThrow() + "/" + ledgerAsset(amount.asset()),
                        cost(amount),
                        BigInteger::add);
            }
        }
        for (Withdrawal withdrawal : ofCustomers) {
            AssetId asset = ledgerAsset(withdrawal.request().amount().asset());
            assertThat(state.usedToday(withdrawal.request().account().orElseThrow(), asset))
                    .as(where)
                    .isEqualTo(used.getOrDefault(
                            withdrawal.request().account().orElseThrow() + "/" + asset, BigInteger.ZERO));
        }
    }
}
