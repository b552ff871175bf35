// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign;

import io.coffer.campaign.chain.AnvilDriver;
import io.coffer.campaign.chain.TokenDriver;
import io.coffer.campaign.client.OperatorShell;
import java.io.IOException;

/** What an operator does so that the running node takes on a token. */
public final class TokenDesk {
    private static final String SYMBOL = "USDX";
    private static final int DECIMALS = 6;
    private static final long SUPPLY = 1_000_000;

    private TokenDesk() {}

    /** Deploys a token on the chain and lists it on the node: two commands, no restart. */
    public static TokenDriver list(World world, AnvilDriver chain) throws IOException, InterruptedException {
        TokenDriver token = chain.deployToken(SYMBOL, DECIMALS, SUPPLY);
        OperatorShell shell = world.node().shell();
        shell.run("feature:install", "coffer-asset-erc20");
        System.out.println(shell.run("asset:token", chain.chain(), token.contract(), SYMBOL, Integer.toString(DECIMALS))
                .strip());
        return token;
    }
}
