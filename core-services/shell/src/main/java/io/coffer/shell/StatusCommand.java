// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import io.coffer.api.core.CoreStatus;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.ledger.TrialBalance;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Chains;
import io.coffer.api.node.History;
import io.coffer.api.node.HistoryStatus;
import io.coffer.api.signing.KeyVault;
import io.coffer.wire.ChainViews;
import io.coffer.wire.HistoryViews;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Everything that matters, on one screen. */
@Service
@Command(scope = "coffer", name = "status", description = "How the node is, and what to do next")
public final class StatusCommand extends ReadCommand {
    @Override
    protected Finding find(Node node) {
        Optional<CoreStatus> core = node.find(MoneyCore.class).map(MoneyCore::status);
        String vault =
                node.find(KeyVault.class).map(found -> found.state().name()).orElse("not running");
        List<ChainStatus> chains = node.find(Chains.class).map(Chains::statuses).orElse(List.of());
        Optional<TrialBalance> books =
                node.find(MoneyCore.class).map(found -> found.<TrialBalance>read(state -> state.trialBalance()));
        Optional<HistoryStatus> history = node.find(History.class).map(History::status);
        Optional<Stops> stops = node.find(MoneyCore.class).map(Stops::of);
        List<Treasury.Funds> funds = Treasury.funds(node);
        List<String> steps = NextSteps.of(node);
        return new Finding() {
            @Override
            public Json json() {
                return Json.members()
                        .put("version", node.version())
                        .put("core", core.map(WireViews::core))
                        .put("vault", vault)
                        .put("balanced", books.map(trial -> Json.flag(trial.isBalanced())))
                        .put("haltedAssets", stops.map(StatusCommand::halted))
                        .put("frozenAccounts", stops.map(StatusCommand::frozen))
                        .put("history", history.map(HistoryViews::status))
                        .put(
                                "chains",
                                Json.sequence(
                                        chains.stream().map(ChainViews::status).toList()))
                        .put(
                                "treasury",
                                Json.sequence(
                                        funds.stream().map(Treasury.Funds::json).toList()))
                        .put(
                                "nextSteps",
                                Json.sequence(steps.stream().map(Json::text).toList()))
                        .build();
            }

            @Override
            public void show(Screen screen) {
                screen.print("Coffer " + node.version());
                screen.print("  core    " + core.map(StatusCommand::line).orElse("not running"));
                screen.print("  vault   " + vault);
                screen.print("  books   " + books.map(StatusCommand::line).orElse("unknown"));
                screen.print("  stopped " + stops.map(Stops::line).orElse("unknown"));
                screen.print("  history " + history.map(StatusCommand::line).orElse("not running"));
                screen.print("");
                showChains(screen, chains);
                screen.print("");
                Treasury.show(screen, funds);
                if (!steps.isEmpty()) {
                    screen.print("");
                    screen.print("Next:");
                    steps.forEach(step -> screen.print("  " + step));
                }
            }
        };
    }

    private static Json halted(Stops stops) {
        return Json.sequence(stops.halts().stream().map(WireViews::halt).toList());
    }

    private static Json frozen(Stops stops) {
        return Json.sequence(stops.frozen().stream().map(WireViews::frozen).toList());
    }

    private static String line(CoreStatus core) {
        return core.mode() + ", position " + core.position() + ", term " + core.term() + ", " + core.detail();
    }

    private static String line(HistoryStatus history) {
        return history.state() + ", " + history.lag() + " commands behind"
                + history.failure().map(failure -> ", " + failure).orElse("");
    }

    private static String line(TrialBalance trial) {
        return (trial.isBalanced() ? "balanced" : "NOT BALANCED") + ", " + "assets: "
                + trial.rows().size();
    }

    /** The table of chains, here and in {@code chain:list}. */
    public static void showChains(Screen screen, List<ChainStatus> chains) {
        Screen.Table table = screen.table(
                "Chain", "State", "Head", "Cursor", "Lag", "Addresses", "Deposits", "Withdrawals", "Reason");
        for (ChainStatus chain : chains) {
            table.row(
                    chain.chain(),
                    chain.state(),
                    chain.head().map(head -> Long.toString(head.height())).orElse("-"),
                    chain.cursor().map(cursor -> Long.toString(cursor.height())).orElse("-"),
                    ChainViews.lag(chain).map(lag -> Long.toString(lag)).orElse("-"),
                    chain.work().watchedAddresses(),
                    chain.work().openDeposits(),
                    chain.work().openWithdrawals(),
                    chain.reason().orElse(""));
        }
        table.print();
    }
}
