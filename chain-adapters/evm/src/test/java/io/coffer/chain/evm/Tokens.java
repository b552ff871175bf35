// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.asset.erc20.Erc20Protocol;
import io.coffer.chain.evm.ScriptedChain.Written;
import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Two tokens on the chain of the scripted node, and what their contracts write; spelled out, without the code under test. */
public final class Tokens {
    public static final ChainId CHAIN = new ChainId("eip155:31337");
    public static final TokenProtocol USDC = token(CHAIN, "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", "USDC", 6);
    public static final TokenProtocol DAI = token(CHAIN, "0x6B175474E89094C44Da98b954EedeAC495271d0F", "DAI", 18);

    /** The examples of EIP-55. */
    public static final Address ALICE = new Address(CHAIN, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");

    public static final Address BOB = new Address(CHAIN, "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359");

    static final String TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

    private Tokens() {}

    public static TokenProtocol token(ChainId chain, String contract, String symbol, int decimals) {
        NetworkAssetId id = new NetworkAssetId(chain + "/erc20:" + contract);
        AssetDescriptor descriptor = new AssetDescriptor(new NetworkAsset(id, decimals), symbol, AssetKind.TOKEN);
        return new Erc20Protocol(new Address(chain, contract), descriptor, CreditRule.AS_ARRIVED);
    }

    public static Amount amount(TokenProtocol token, long units) {
        return Amount.of(token.token().asset().id(), units);
    }

    public static TransferIntent transfer(TokenProtocol token, Address to, long units) {
        return new TransferIntent(to, amount(token, units), Optional.empty());
    }

    /** As a node spells addresses. */
    static String lower(Address address) {
        return address.text().toLowerCase(Locale.ROOT);
    }

    static Written log(TokenProtocol token, Address from, Address to, long units) {
        return log(lower(token.contract()), from, to, units);
    }

    static Written log(String contract, Address from, Address to, long units) {
        return new Written(contract, List.of(TRANSFER, word(from), word(to)), word(BigInteger.valueOf(units)));
    }

    /** The call {@code transfer(to, units)}. */
    static String call(Address to, long units) {
        return "0xa9059cbb" + word(to).substring(2)
                + word(BigInteger.valueOf(units)).substring(2);
    }

    static String word(Address address) {
        return "0x" + "00".repeat(12) + lower(address).substring(2);
    }

    static String word(BigInteger units) {
        return "0x" + "%064x".formatted(units);
    }
}
