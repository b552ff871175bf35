// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.asset;

import io.coffer.api.node.AssetCatalog;
import io.coffer.api.node.BroughtAsset;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.wire.Json;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** What plugins bring. */
@Service
@Command(
        scope = "asset",
        name = "plugins",
        description = "Assets that plugins bring: by whom, whether listed, whether usable or why not")
public final class PluginsCommand extends ReadCommand {
    @Override
    protected Finding find(Node node) throws Exception {
        AssetCatalog catalog = node.require(AssetCatalog.class);
        List<BroughtAsset> brought = catalog.brought();
        List<String> leftAside = catalog.leftAside();
        Json json = Json.members()
                .put(
                        "items",
                        Json.sequence(brought.stream().map(PluginsCommand::view).toList()))
                .put(
                        "leftAside",
                        Json.sequence(leftAside.stream().map(Json::text).toList()))
                .build();
        return finding(json, screen -> {
            var table = screen.table("Network asset", "Symbol", "Kind", "Decimals", "Plugin", "Listed", "Usable");
            for (BroughtAsset one : brought) {
                table.row(
                        one.asset(),
                        one.descriptor().map(known -> known.symbol()).orElse("-"),
                        one.descriptor().map(known -> known.kind().name()).orElse("-"),
                        one.descriptor()
                                .map(known -> Integer.toString(known.asset().decimals()))
                                .orElse("-"),
                        one.plugin(),
                        one.listed() ? "yes" : "no",
                        one.problem().map(why -> "no: " + why).orElse("yes"));
            }
            table.print();
            if (brought.isEmpty()) {
                screen.print(
                        "Next: feature:install coffer-asset-erc20 if it is missing, then asset:token for each token."
                                + " Another family's plugin is installed with bundle:install -s, and says itself what it brings.");
            }
            leftAside.forEach(one -> screen.print("Left aside: " + one));
        });
    }

    private static Json.Dictionary view(BroughtAsset one) {
        Json.Members view = Json.members()
                .put("caip19", one.asset().caip19())
                .put("network", one.asset().chain())
                .put("plugin", one.plugin());
        one.descriptor()
                .ifPresent(known -> view.put("symbol", known.symbol())
                        .put("kind", known.kind().name())
                        .put("decimals", known.asset().decimals()));
        return view.put("listed", one.listed())
                .put("usable", one.problem().isEmpty())
                .put("problem", one.problem().map(Json::text))
                .build();
    }
}
