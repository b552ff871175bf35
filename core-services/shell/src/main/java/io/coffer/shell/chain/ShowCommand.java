// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.chain;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Chains;
import io.coffer.api.node.Halts;
import io.coffer.api.node.Halts.Halt;
import io.coffer.api.node.Waiting;
import io.coffer.api.signing.SigningService;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.SetAsideSighting;
import io.coffer.shell.ChainCompleter;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import io.coffer.shell.StatusCommand;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainDescriptor;
import io.coffer.spi.chain.ChainId;
import io.coffer.wire.ChainViews;
import io.coffer.wire.Json;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** One chain in full. */
@Service
@Command(scope = "chain", name = "show", description = "One chain: adapter, signing, hot wallet, what waits and why")
public final class ShowCommand extends ReadCommand {
    private static final int MAX_ADDRESSES = 10;

    @Argument(name = "chain", required = true, description = "The chain as CAIP-2, such as devnet:main")
    @Completion(ChainCompleter.class)
    private String chain = "";

    @Override
    protected Finding find(Node node) throws Exception {
        ChainId id = new ChainId(chain);
        Chains chains = node.require(Chains.class);
        ChainStatus status = chains.status(id).orElseThrow(() -> ShellProblem.unknown("chain", chain));
        Optional<ChainDescriptor> adapter = chains.adapter(id).map(ChainAdapter::descriptor);
        String signing = adapter.flatMap(found -> node.find(SigningService.class)
                        .map(service -> service.coverage(found.family()).name()))
                .orElse("unknown");
        List<Waiting> waiting = chains.waiting(id);
        List<String> hot = hotWallet(node, id);
        Optional<Halt> halt = node.find(Halts.class).flatMap(halts -> halts.halt(id));
        List<SetAsideSighting> aside = setAside(node, id);
        Json.Members json = Json.members().putAll(ChainViews.status(status));
        adapter.ifPresent(found -> json.put("family", found.family())
                .put("symbol", found.symbol())
                .put("nativeAsset", found.nativeAsset().id().caip19())
                .put("nativeDecimals", found.nativeAsset().decimals())
                .put("coinType", found.coinType())
                .put("suggestedFinality", found.suggestedFinality().toString()));
        json.put("signing", signing)
                .put("halt", halt.map(ChainViews::halt))
                .put(
                        "setAside",
                        Json.sequence(aside.stream().map(ChainViews::setAside).toList()))
                .put("hotWallet", Json.sequence(hot.stream().map(Json::text).toList()))
                .put(
                        "waiting",
                        Json.sequence(waiting.stream().map(ChainViews::waiting).toList()));
        return finding(json.build(), screen -> {
            StatusCommand.showChains(screen, List.of(status));
            screen.print("");
            show(screen, adapter, signing, hot, status.absences());
            halt.ifPresent(standing -> show(screen, standing));
            if (!aside.isEmpty()) {
                screen.print("");
                showSetAside(screen, aside);
            }
            if (!waiting.isEmpty()) {
                screen.print("");
                showWaiting(screen, waiting);
            }
        });
    }

    private static List<String> hotWallet(Node node, ChainId chain) {
        return node
                .find(MoneyCore.class)
                .map(core -> core.<List<OwnAddress>>read(
                        state -> state.addresses(chain, KeyPurpose.TREASURY, 0, MAX_ADDRESSES)))
                .orElse(List.of())
                .stream()
                .map(own -> own.address().text())
                .toList();
    }

    private static void show(
            Screen screen,
            Optional<ChainDescriptor> adapter,
            String signing,
            List<String> hot,
            ChainStatus.Absences absences) {
        Screen.Table table = screen.table("Property", "Value");
        adapter.ifPresentOrElse(
                found -> table.row("family", found.family())
                        .row(
                                "coin",
                                found.symbol() + ", " + found.nativeAsset().decimals() + " decimals, "
                                        + found.nativeAsset().id())
                        .row("SLIP-44", found.coinType())
                        .row("suggested finality", found.suggestedFinality()),
                () -> table.row("adapter", "not installed"));
        table.row("signing", signing).row("hot wallet", hot.isEmpty() ? "none: wallet:enrol" : String.join(" ", hot));
        table.row("adapter was away", line(absences));
        table.print();
    }

    private static String line(ChainStatus.Absences absences) {
        return absences.count() == 0
                ? "never since the node started"
                : "times: " + absences.count() + ", last " + absences.lastMs() + " ms, longest " + absences.longestMs()
                        + " ms";
    }

    private static List<SetAsideSighting> setAside(Node node, ChainId chain) {
        return node.find(MoneyCore.class)
                .map(core -> core.<List<SetAsideSighting>>read(state -> state.setAside(chain)))
                .orElse(List.of());
    }

    private static void show(Screen screen, Halt halt) {
        screen.print("");
        screen.print("Halt " + halt.id() + " (" + halt.kind() + "): " + halt.message());
    }

    private static void showSetAside(Screen screen, List<SetAsideSighting> aside) {
        Screen.Table table = screen.table("Set aside", "Asset", "Units", "Block", "Reason");
        aside.forEach(each ->
                table.row(each.key().id(), each.amount().asset(), each.amount().units(), each.block(), each.reason()));
        table.print();
    }

    private static void showWaiting(Screen screen, List<Waiting> waiting) {
        Screen.Table table = screen.table("Withdrawal", "Waits for", "Reason");
        waiting.forEach(each -> table.row(each.withdrawal(), each.code(), each.reason()));
        table.print();
    }
}
