// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.demo;

import io.coffer.campaign.World;
import io.coffer.campaign.chain.AnvilDriver;
import io.coffer.campaign.chain.TokenDriver;
import io.coffer.campaign.client.OperatorShell;
import io.coffer.campaign.process.Await;
import java.io.IOException;

/** What an operator does so that the running node takes on a token. */
final class TokenDesk {
    private static final String SYMBOL = "USDX";
    private static final int DECIMALS = 6;
    private static final long SUPPLY = 1_000_000;

    private TokenDesk() {}

    /** Deploys a token on the chain and lists it on the node: one file, two commands, no restart. */
    static TokenDriver list(World world, AnvilDriver chain) throws IOException, InterruptedException {
        TokenDriver token = chain.deployToken(SYMBOL, DECIMALS, SUPPLY);
        OperatorShell shell = world.node().shell();
        shell.run("feature:install", "coffer-asset-erc20");
        world.node().configure(token.configurationPid(), token.configuration());
        Await.until(
                "the token to be brought by its plugin",
                Passage.STEP_LIMIT_MS,
                () -> shell.run("asset:plugins").contains(token.asset()));
        Demo.say(shell.run("asset:network", token.asset()).strip());
        return token;
    }
}
