// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.ledger.Money;
import io.coffer.api.node.Wallets;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.LimitRuleId;
import io.coffer.shell.AssetCompleter;
import io.coffer.shell.Node;
import io.coffer.shell.NodeCommand;
import io.coffer.shell.RuleCompleter;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import io.coffer.wire.Decimals;
import io.coffer.wire.MalformedAmountException;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** Allows withdrawals of an asset up to two limits. */
@Service
@Command(
        scope = "wallet",
        name = "limit-set",
        description = "Allow withdrawals of an asset up to an amount each and an amount a day")
public final class LimitSetCommand extends NodeCommand {
    @Argument(name = "rule", required = true, description = "The rule's id; one that exists is replaced")
    @Completion(RuleCompleter.class)
    private String rule = "";

    @Argument(index = 1, name = "asset", required = true, description = "The ledger's asset")
    @Completion(AssetCompleter.class)
    private String asset = "";

    @Argument(
            index = 2,
            name = "each",
            required = true,
            description = "The most that one withdrawal may be, such as 1.5")
    private String each = "";

    @Argument(
            index = 3,
            name = "day",
            required = true,
            description = "The most that one account may withdraw in 24 hours")
    private String day = "";

    @Option(
            name = "--account",
            description = "The one account that the rule speaks of; without it, each account by itself")
    private String account = "";

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        AssetId id = new AssetId(asset);
        Optional<Asset> known = node.require(MoneyCore.class).read(state -> state.asset(id));
        int decimals =
                known.orElseThrow(() -> ShellProblem.unknown("asset", asset)).decimals();
        LimitRule set = ShellProblem.done(node.require(Wallets.class)
                .setLimit(
                        node.newKey(),
                        new LimitRule(
                                new LimitRuleId(rule),
                                given(account).map(AccountId::new),
                                new Money(id, units("each", each, decimals)),
                                new Money(id, units("day", day, decimals)))));
        screen.print("Rule " + set.id() + " allows "
                + Decimals.text(set.perTransaction().units(), decimals) + " " + asset + " each and "
                + Decimals.text(set.perDay().units(), decimals) + " " + asset + " in 24 hours for "
                + set.account().map(only -> "account " + only).orElse("each account") + ".");
    }

    private static java.math.BigInteger units(String argument, String text, int decimals) throws ShellProblem {
        try {
            return Decimals.units(text, decimals);
        } catch (MalformedAmountException malformed) {
            throw new ShellProblem(argument + ": " + malformed.getMessage(), "give an amount such as 1.5");
        }
    }
}
