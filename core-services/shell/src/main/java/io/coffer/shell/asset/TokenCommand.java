// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.asset;

import io.coffer.shell.ChainCompleter;
import io.coffer.shell.Node;
import io.coffer.shell.NodeCommand;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import io.coffer.spi.chain.ChainId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** Takes on a token while the node runs: the plugin's configuration and the listing in one. */
@Service
@Command(
        scope = "asset",
        name = "token",
        description = "Take on an ERC-20 token: writes the plugin's configuration and lists the token")
public final class TokenCommand extends NodeCommand {
    private static final long BROUGHT_LIMIT_MS = 30_000;
    private static final long LOOK_EVERY_MS = 100;

    @Argument(name = "chain", required = true, description = "CAIP-2, such as eip155:1")
    @Completion(ChainCompleter.class)
    private String chain = "";

    @Argument(index = 1, name = "contract", required = true, description = "Its address with the checksum of EIP-55")
    private String contract = "";

    @Argument(index = 2, name = "symbol", required = true, description = "Its ticker, such as USDT")
    private String symbol = "";

    @Argument(index = 3, name = "decimals", required = true, description = "What the contract's decimals() says")
    private int decimals;

    @Option(name = "--asset", description = "The ledger's asset if the symbol is taken by it on another network")
    private String asset = "";

    @Option(
            name = "--minimum",
            description = "Deposits of less are kept but not credited; in decimals. 0 for what is new")
    private String minimum = "";

    @Option(
            name = "--credit",
            description = "arrived: what the contract says that arrived (the default); logged: what its log says")
    private String credit = "arrived";

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        TokenFile token = TokenFile.of(new ChainId(chain), contract, symbol, decimals, credit);
        NetworkWish.Terms terms = new NetworkWish.Terms(
                Optional.of(minimum).filter(said -> !said.isEmpty()), Optional.empty(), Optional.empty());
        NetworkWish wish = new NetworkWish(token.asset(), asset, NetworkWish.UNKNOWN, terms);
        if (wish.brought(node).isEmpty()) {
            Path file = token.writeTo(Path.of(System.getProperty("karaf.etc", "etc")));
            screen.print(file + " is written.");
            awaitBrought(wish, node, file);
        }
        wish.list(node, screen);
    }

    private static void awaitBrought(NetworkWish wish, Node node, Path file) throws ShellProblem, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BROUGHT_LIMIT_MS);
        while (wish.brought(node).isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new ShellProblem(
                        "token: no plugin brings " + wish.id() + " by " + file,
                        "feature:install coffer-asset-erc20 if it is missing, else see the log for what is wrong in the"
                                + " file, mend it, and asset:network " + wish.id());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
    }
}
