// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.wallet.Account;
import io.coffer.api.wallet.Customer;
import io.coffer.api.wallet.CustomerId;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.shell.ShellProblem;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** A customer and its accounts. */
@Service
@Command(scope = "wallet", name = "customer", description = "A customer and its accounts")
public final class CustomerCommand extends ReadCommand {
    @Argument(name = "customer", required = true, description = "The customer's id")
    private String customer = "";

    private record Found(Customer customer, List<Account> accounts, Json json) {}

    @Override
    protected Finding find(Node node) throws Exception {
        CustomerId id = new CustomerId(customer);
        Optional<Found> found = node.require(MoneyCore.class)
                .read(state -> state.customer(id).map(known -> {
                    WireViews views = new WireViews(state);
                    List<Account> accounts = state.accounts(id);
                    return new Found(
                            known,
                            accounts,
                            Json.members()
                                    .putAll(views.customer(known))
                                    .put(
                                            "accounts",
                                            Json.sequence(accounts.stream()
                                                    .map(views::account)
                                                    .toList()))
                                    .build());
                }));
        Found known = found.orElseThrow(() -> ShellProblem.unknown("customer", customer));
        return finding(known.json, screen -> {
            var table = screen.table("Account", "Opened");
            known.accounts.forEach(
                    account -> table.row(account.id(), java.time.Instant.ofEpochMilli(account.createdAtMs())));
            table.print();
        });
    }
}
