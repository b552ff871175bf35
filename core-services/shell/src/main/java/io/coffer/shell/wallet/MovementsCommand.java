// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.node.History;
import io.coffer.api.node.HistoryPage;
import io.coffer.api.node.HistoryUnavailableException;
import io.coffer.api.node.Paging;
import io.coffer.api.node.Recorded;
import io.coffer.api.wallet.AccountId;
import io.coffer.shell.ChainCompleter;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.shell.ShellProblem;
import io.coffer.spi.chain.ChainId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;

/** A list of deposits or withdrawals: what is under way from the core, what has come to rest from the history. */
abstract class MovementsCommand<T> extends ReadCommand {
    @Option(name = "--chain", description = "Of this chain only")
    @Completion(ChainCompleter.class)
    private String chain = "";

    @Option(name = "--all", description = "Also those that have come to rest, newest first")
    private boolean all;

    @Option(name = "--account", description = "All of this account, newest first")
    private String account = "";

    @Option(name = "--limit", description = "With --all or --account, at most so many, 1 to 1000")
    private int limit = 50;

    /** Those of a chain that are under way, oldest first. */
    abstract Collection<T> open(MoneyState state, ChainId of);

    abstract HistoryPage<Recorded<T>> past(History history, Optional<AccountId> of, Paging paging)
            throws HistoryUnavailableException, ShellProblem;

    abstract ChainId chain(T movement);

    /** Those that the options ask for. */
    final List<T> asked(Node node, MoneyCore core) throws Exception {
        if (!all && account.isEmpty()) {
            OpenChains chains = OpenChains.of(node, given(chain));
            return core.read(state -> chains.of(state).stream()
                    .flatMap(each -> open(state, each).stream())
                    .toList());
        }
        History history = node.require(History.class);
        return past(history, given(account).map(AccountId::new), Paging.newest(limit)).items().stream()
                .map(Recorded::value)
                .filter(movement -> chain.isEmpty() || chain(movement).caip2().equals(chain))
                .toList();
    }
}
