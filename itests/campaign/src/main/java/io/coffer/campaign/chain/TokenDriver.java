// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.chain;

import io.coffer.testkit.node.AnvilContract;
import java.io.IOException;
import java.math.BigInteger;

/** An ERC-20 that was deployed on an anvil. Whoever is paid gets new tokens by a transfer from their maker. */
public final class TokenDriver implements AssetDriver {
    private final AnvilDriver chain;
    private final AnvilContract contract;
    private final int decimals;

    private TokenDriver(AnvilDriver chain, AnvilContract contract, int decimals) {
        this.chain = chain;
        this.contract = contract;
        this.decimals = decimals;
    }

    /** Deploys the token and gives {@code supply} whole ones to the chain's test account. */
    static TokenDriver deploy(AnvilDriver chain, String symbol, int decimals, long supply)
            throws IOException, InterruptedException {
        AnvilContract contract = AnvilContract.deploy(chain.url(), AnvilContract.HONEST_TOKEN, symbol, decimals);
        TokenDriver token = new TokenDriver(chain, contract, decimals);
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

    /** Its address, in the spelling of EIP-55. */
    public String contract() {
        return contract.address();
    }

    @Override
    public int decimals() {
        return decimals;
    }

    /** In turn with the coin's payments: both come from one account, and of two at once anvil gives both the same nonce. */
    @Override
    public String pay(String address, BigInteger units) throws IOException, InterruptedException {
        synchronized (chain) {
            return contract.sendAndAwait("transfer(address,uint256)", address, units);
        }
    }

    @Override
    public BigInteger balance(String address) throws IOException, InterruptedException {
        return contract.ask("balanceOf(address)", address);
    }
}
