// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Chains;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.shell.ShellProblem;
import io.coffer.spi.chain.ChainId;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The deposit addresses of an account. */
@Service
@Command(scope = "wallet", name = "addresses", description = "The deposit addresses of an account on all chains")
public final class AddressesCommand extends ReadCommand {
    @Argument(name = "account", required = true, description = "The account's id")
    private String account = "";

    private record Found(boolean known, List<OwnAddress> addresses, Json json) {}

    @Override
    protected Finding find(Node node) throws Exception {
        AccountId id = new AccountId(account);
        Set<ChainId> chains = new TreeSet<>();
        node.find(Chains.class)
                .ifPresent(service ->
                        service.statuses().stream().map(ChainStatus::chain).forEach(chains::add));
        Found found = node.require(MoneyCore.class).read(state -> found(state, id, chains));
        if (!found.known) {
            throw ShellProblem.unknown("account", account);
        }
        return finding(found.json, screen -> {
            var table = screen.table("Chain", "Address", "Path");
            found.addresses.forEach(own ->
                    table.row(own.address().chain(), own.address(), own.key().path()));
            table.print();
        });
    }

    private static Found found(MoneyState state, AccountId account, Set<ChainId> chains) {
        state.listings()
                .forEach(listing -> chains.add(ChainId.of(listing.asset().id())));
        List<OwnAddress> addresses = chains.stream()
                .flatMap(chain -> state.addresses(chain, account).stream())
                .toList();
        return new Found(
                state.account(account).isPresent(),
                addresses,
                items(addresses.stream().map(new WireViews(state)::address).toList()));
    }
}
