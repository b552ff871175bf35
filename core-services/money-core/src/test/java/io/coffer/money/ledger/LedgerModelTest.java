// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.AssetId;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.Balance;
import io.coffer.api.ledger.HoldId;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.LedgerOperation.Capture;
import io.coffer.api.ledger.LedgerOperation.Hold;
import io.coffer.api.ledger.LedgerOperation.Post;
import io.coffer.api.ledger.LedgerOperation.Release;
import io.coffer.api.ledger.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger beside a slow and simple one, which copies itself before every batch. */
class LedgerModelTest {
    private static final List<AssetId> ASSETS = List.of(new AssetId("BTC"), new AssetId("USD"));
    private static final AccountKind[] KINDS = {
        AccountKind.CUSTOMER, AccountKind.CUSTOMER, AccountKind.HOUSE, AccountKind.EXPOSURE, AccountKind.SUSPENSE
    };

    /** What {@link Ledger} does, by maps of big integers. */
    private static final class Model {
        final Map<LedgerAccountId, BigInteger> debits = new HashMap<>();
        final Map<LedgerAccountId, BigInteger> credits = new HashMap<>();
        final Map<HoldId, LedgerAccountId> holders = new HashMap<>();
        final Map<HoldId, BigInteger> holds = new HashMap<>();
        final Set<HoldId> used = new HashSet<>();

        Model copy() {
            Model copy = new Model();
            copy.debits.putAll(debits);
            copy.credits.putAll(credits);
            copy.holders.putAll(holders);
            copy.holds.putAll(holds);
            copy.used.addAll(used);
            return copy;
        }

        BigInteger held(LedgerAccountId account) {
            return holds.entrySet().stream()
                    .filter(hold -> account.equals(holders.get(hold.getKey())))
                    .map(Map.Entry::getValue)
                    .reduce(BigInteger.ZERO, BigInteger::add);
        }

        Balance balance(LedgerAccountId account) {
            return new Balance(
                    account,
                    debits.getOrDefault(account, BigInteger.ZERO),
                    credits.getOrDefault(account, BigInteger.ZERO),
                    held(account));
        }

        boolean overdrawn(LedgerAccountId account) {
            return account.kind().isGuarded() && balance(account).available().signum() < 0;
        }

        boolean apply(LedgerOperation operation) {
            if (operation instanceof Post post) {
                return move(post.debit(), post.credit(), post.amount());
            } else if (operation instanceof Hold hold) {
                boolean fits = hold.account().kind().isGuarded()
                        && hold.amount().asset().equals(hold.account().asset())
                        && hold.amount().units().signum() > 0
                        && used.add(hold.hold());
                holds.put(hold.hold(), hold.amount().units());
                holders.put(hold.hold(), hold.account());
                return fits && !overdrawn(hold.account());
            } else if (operation instanceof Capture capture) {
                BigInteger left = holds.get(capture.hold());
                if (left == null || left.compareTo(capture.amount().units()) < 0) {
                    return false;
                }
                LedgerAccountId debit = holders.get(capture.hold());
                holds.put(capture.hold(), left.subtract(capture.amount().units()));
                if (left.equals(capture.amount().units())) {
                    holds.remove(capture.hold());
                }
                return move(debit, capture.credit(), capture.amount());
            }
            return holds.remove(((Release) operation).hold()) != null;
        }

        private boolean move(LedgerAccountId debit, LedgerAccountId credit, Money amount) {
            debits.merge(debit, amount.units(), BigInteger::add);
            credits.merge(credit, amount.units(), BigInteger::add);
            return amount.units().signum() > 0
                    && !debit.equals(credit)
                    && debit.asset().equals(amount.asset())
                    && credit.asset().equals(amount.asset())
                    && !overdrawn(debit)
                    && !overdrawn(credit);
        }
    }

    private final List<HoldId> holds = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void doesWhatTheSimpleLedgerDoes(long seed) {
        Random random = new Random(seed);
        Ledger ledger = new Ledger();
        Model model = new Model();
        int applied = 0;
        for (int i = 0; i < 2_000; i++) {
            List<LedgerOperation> batch = new ArrayList<>();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                batch.add(operation(random));
            }
            Model next = model.copy();
            boolean fits = batch.stream().allMatch(next::apply);
            Optional<?> refused = ledger.apply(batch);

            assertThat(refused.isEmpty())
                    .as("seed %d, batch %d: %s", seed, i, batch)
                    .isEqualTo(fits);
            model = fits ? next : model;
            applied += fits ? 1 : 0;
            compare(ledger, model, "seed " + seed + ", batch " + i);
        }
        assertThat(applied).as("batches that were applied").isBetween(200, 1_900);
    }

    private static void compare(Ledger ledger, Model model, String where) {
        assertThat(ledger.trialBalance(0).isBalanced()).as(where).isTrue();
        for (Balance balance : ledger.accounts(Optional.empty(), 1_000)) {
            assertThat(balance).as(where).isEqualTo(model.balance(balance.account()));
            if (balance.account().kind().isGuarded()) {
                assertThat(balance.available()).as(where).isGreaterThanOrEqualTo(BigInteger.ZERO);
            }
        }
        assertThat(ledger.openHolds()).as(where).isEqualTo(model.holds.size());
    }

    private LedgerOperation operation(Random random) {
        AssetId asset = ASSETS.get(random.nextInt(2));
        Money amount = Money.of(asset, random.nextInt(40));
        return switch (random.nextInt(6)) {
            case 0 -> new Hold(someHold(random), account(random, asset), amount);
            case 1 -> new Capture(someHold(random), account(random, asset), amount);
            case 2 -> new Release(someHold(random));
            default -> new Post(account(random, asset), account(random, asset), amount);
        };
    }

    private HoldId someHold(Random random) {
        if (holds.isEmpty() || random.nextInt(3) == 0) {
            holds.add(new HoldId("h" + holds.size()));
        }
        return holds.get(Math.max(0, holds.size() - 1 - random.nextInt(6)));
    }

    private static LedgerAccountId account(Random random, AssetId asset) {
        AccountKind kind = KINDS[random.nextInt(KINDS.length)];
        AssetId kept = random.nextInt(20) == 0 ? ASSETS.get(random.nextInt(2)) : asset;
        return new LedgerAccountId(kind, kind == AccountKind.CUSTOMER ? "c" + random.nextInt(3) : "", kept);
    }
}
