// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.wallet.LimitRule;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The rules that allow withdrawals. */
@Service
@Command(
        scope = "wallet",
        name = "limits",
        description = "The rules that allow withdrawals; without one all are refused")
public final class LimitsCommand extends ReadCommand {
    private record Row(LimitRule rule, String perTransaction, String perDay) {}

    private record Found(List<Row> rows, Json json) {}

    @Override
    protected Finding find(Node node) throws Exception {
        Found found = node.require(MoneyCore.class).read(state -> {
            List<Row> rows = new ArrayList<>();
            List<Json> json = new ArrayList<>();
            for (LimitRule rule : state.limitRules()) {
                rows.add(new Row(rule, Amounts.text(state, rule.perTransaction()), Amounts.text(state, rule.perDay())));
                json.add(new WireViews(state).limit(rule));
            }
            return new Found(rows, items(json));
        });
        return finding(found.json, screen -> {
            var table = screen.table("Rule", "Account", "Per withdrawal", "In 24 hours");
            found.rows.forEach(row -> table.row(
                    row.rule.id(),
                    row.rule.account().map(Object::toString).orElse("each"),
                    row.perTransaction,
                    row.perDay));
            table.print();
        });
    }
}
