// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.chain;

import io.coffer.testkit.node.AnvilContract;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;

/** An ERC-20 that was deployed on an anvil. Whoever is paid gets new tokens by a transfer from their maker. */
public final class TokenDriver implements AssetDriver {
    private final AnvilDriver chain;
    private final AnvilContract contract;
    private final String symbol;
    private final int decimals;

    private TokenDriver(AnvilDriver chain, AnvilContract contract, String symbol, int decimals) {
        this.chain = chain;
        this.contract = contract;
        this.symbol = symbol;
        this.decimals = decimals;
    }

    /** Deploys the token and gives {@code supply} whole ones to the chain's test account. */
    static TokenDriver deploy(AnvilDriver chain, String symbol, int decimals, long supply)
            throws IOException, InterruptedException {
        AnvilContract contract = AnvilContract.deploy(chain.url(), AnvilContract.HONEST_TOKEN, symbol, decimals);
        TokenDriver token = new TokenDriver(chain, contract, symbol, decimals);
        contract.sendAndAwait("mint(address,uint256)", chain.testAccount(), token.units(supply));
        return token;
    }

    @Override
    public ChainDriver chain() {
        return chain;
    }

    @Override
    public String asset() {
        return chain.chain() + "/erc20:" + contract.address();
    }

    public String symbol() {
        return symbol;
    }

    @Override
    public int decimals() {
        return decimals;
    }

    /** PID of the token's configuration, with its instance name. */
    public String configurationPid() {
        return "io.coffer.asset.erc20-" + symbol.toLowerCase(java.util.Locale.ROOT);
    }

    public List<String> configuration() {
        return List.of(
                "chain = " + chain.chain(),
                "contract = " + contract.address(),
                "symbol = " + symbol,
                "decimals = " + decimals);
    }

    @Override
    public String pay(String address, BigInteger units) throws IOException, InterruptedException {
        return contract.sendAndAwait("transfer(address,uint256)", address, units);
    }

    @Override
    public BigInteger balance(String address) throws IOException, InterruptedException {
        return contract.ask("balanceOf(address)", address);
    }
}
