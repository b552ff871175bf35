// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.asset.AssetId;
import io.coffer.api.core.Event;
import io.coffer.api.core.LimitCommand;
import io.coffer.api.ledger.Money;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.LimitRuleId;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.Values;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.money.rules.Rules;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The limits of withdrawals and how far they are used. What is older than the window is forgotten. */
public final class Limits {
    private final Assets assets;
    private final Customers customers;
    private final NavigableMap<LimitRuleId, LimitRule> rules = new TreeMap<>();
    private final Deque<Use> uses = new ArrayDeque<>();
    private final Map<Integer, Use> byWithdrawal = new HashMap<>();
    private final Map<UseKey, BigInteger> sums = new HashMap<>();

    Limits(Assets assets, Customers customers) {
        this.assets = assets;
        this.customers = customers;
    }

    private record UseKey(AccountId account, AssetId asset) {}

    /** What one withdrawal used, in ledger units. */
    private record Use(long timeMs, int withdrawal, UseKey key, BigInteger units) {}

    public Outcome apply(LimitCommand command, Turn turn) {
        if (command instanceof LimitCommand.SetRule set) {
            return set(set.rule(), turn);
        } else if (command instanceof LimitCommand.RemoveRule remove) {
            return remove(remove.rule(), turn);
        }
        throw new IllegalStateException("no rule for " + command.getClass().getName());
    }

    private Outcome set(LimitRule rule, Turn turn) {
        if (assets.asset(rule.perTransaction().asset()).isEmpty()) {
            return RefusalCode.LIMIT_ASSET.refuse(
                    rule.perTransaction().asset() + " is not listed", "list the asset first");
        }
        if (rule.account().isPresent()
                && customers.account(rule.account().get()).isEmpty()) {
            return Customers.unknownAccount(rule.account().get());
        }
        if (!rule.equals(rules.put(rule.id(), rule))) {
            turn.note(new Event.LimitSet(rule));
        }
        return Outcome.DONE;
    }

    private Outcome remove(LimitRuleId id, Turn turn) {
        if (rules.remove(id) == null) {
            return RefusalCode.LIMIT_UNKNOWN.refuse("there is no rule " + id, "look at the rules");
        }
        turn.note(new Event.LimitRemoved(id));
        return Outcome.DONE;
    }

    /** Why an account may not withdraw so much now; empty if it may. */
    Optional<Outcome.Refused> check(AccountId account, Money amount) {
        boolean allowed = false;
        for (LimitRule rule : rules.values()) {
            boolean matches = rule.perTransaction().asset().equals(amount.asset())
                    && (rule.account().isEmpty() || rule.account().get().equals(account));
            if (matches) {
                Optional<Outcome.Refused> refused = check(rule, account, amount);
                if (refused.isPresent()) {
                    return refused;
                }
                allowed = true;
            }
        }
        return allowed
                ? Optional.empty()
                : Optional.of(RefusalCode.LIMIT_NO_RULE.refuse(
                        "no rule allows withdrawals of " + amount.asset() + " from account " + account,
                        "an operator must set a limit rule"));
    }

    private Optional<Outcome.Refused> check(LimitRule rule, AccountId account, Money amount) {
        if (amount.units().compareTo(rule.perTransaction().units()) > 0) {
            return Optional.of(RefusalCode.LIMIT_PER_TRANSACTION.refuse(
                    "rule " + rule.id() + " allows " + rule.perTransaction().units() + " units of " + amount.asset()
                            + " at once, not " + amount.units(),
                    "ask for less, or have an operator change the rule"));
        }
        BigInteger used = used(account, amount.asset());
        if (used.add(amount.units()).compareTo(rule.perDay().units()) > 0) {
            return Optional.of(RefusalCode.LIMIT_PER_DAY.refuse(
                    "rule " + rule.id() + " allows " + rule.perDay().units() + " units of " + amount.asset()
                            + " within 24 hours; " + used + " are used, " + amount.units() + " more are asked for",
                    "wait, ask for less, or have an operator change the rule"));
        }
        return Optional.empty();
    }

    void use(int withdrawal, AccountId account, Money amount, Turn turn) {
        add(new Use(turn.timeMs(), withdrawal, new UseKey(account, amount.asset()), amount.units()));
    }

    private void add(Use use) {
        uses.addLast(use);
        byWithdrawal.put(use.withdrawal(), use);
        sums.merge(use.key(), use.units(), BigInteger::add);
    }

    /** A withdrawal that will not be sent uses nothing. */
    void giveBack(int withdrawal) {
        Use use = byWithdrawal.remove(withdrawal);
        if (use != null) {
            subtract(use);
        }
    }

    private void subtract(Use use) {
        sums.computeIfPresent(use.key(), (key, sum) -> {
            BigInteger rest = sum.subtract(use.units());
            return rest.signum() == 0 ? null : rest;
        });
    }

    /** Forgets what is older than the window. */
    public void advanceTo(long timeMs, Rules inForce) {
        Use oldest = uses.peekFirst();
        while (oldest != null && oldest.timeMs() <= timeMs - inForce.limitWindowMs()) {
            uses.removeFirst();
            if (byWithdrawal.remove(oldest.withdrawal()) != null) {
                subtract(oldest);
            }
            oldest = uses.peekFirst();
        }
    }

    /** In ledger units, within the window. */
    public BigInteger used(AccountId account, AssetId asset) {
        return sums.getOrDefault(new UseKey(account, asset), BigInteger.ZERO);
    }

    public List<LimitRule> rules() {
        return List.copyOf(rules.values());
    }

    public void writeTo(BinaryOut out) {
        out.count(rules.size());
        rules.values().forEach(rule -> Values.write(out, rule));
        out.count(byWithdrawal.size());
        for (Use use : uses) {
            // What was given back still stands in the queue, but no longer counts.
            if (byWithdrawal.containsKey(use.withdrawal())) {
                out.i64(use.timeMs());
                out.count(use.withdrawal());
                Values.write(out, use.key().account());
                Values.write(out, use.key().asset());
                out.big(use.units());
            }
        }
    }

    public void readFrom(BinaryIn in) throws IOException {
        int ruleCount = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < ruleCount; i++) {
            LimitRule rule = Values.limitRule(in);
            rules.put(rule.id(), rule);
        }
        int useCount = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < useCount; i++) {
            long timeMs = in.i64();
            int withdrawal = in.count(Integer.MAX_VALUE);
            UseKey key = new UseKey(Values.accountId(in), Values.assetId(in));
            add(new Use(timeMs, withdrawal, key, in.big()));
        }
    }
}
