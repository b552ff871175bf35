// SPDX-License-Identifier: Apache-2.0
package io.coffer.asset.erc20;

import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.asset.ContractLog;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** A token as it is on Ethereum, and the logs that its contract writes; spelled out here, without the code under test. */
final class UsdCoin {
    static final ChainId CHAIN = new ChainId("eip155:1");
    static final String CONTRACT_TEXT = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
    static final Address CONTRACT = new Address(CHAIN, CONTRACT_TEXT);
    static final NetworkAssetId ID = new NetworkAssetId("eip155:1/erc20:" + CONTRACT_TEXT);
    static final Bytes SIGNATURE = Bytes.hex("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");

    /** The examples of EIP-55. */
    private static final List<String> ADDRESSES = List.of(
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
            "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
            "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb");

    private UsdCoin() {}

    static Erc20Protocol protocol() {
        AssetDescriptor token = new AssetDescriptor(new NetworkAsset(ID, 6), "USDC", AssetKind.TOKEN);
        return new Erc20Protocol(CONTRACT, token, CreditRule.AS_ARRIVED);
    }

    static Address address(int n) {
        return new Address(CHAIN, ADDRESSES.get(n));
    }

    static Address nobody() {
        return new Address(CHAIN, "0x" + "0".repeat(40));
    }

    static ContractLog log(int index, Address from, Address to, BigInteger units) {
        return new ContractLog(index, CONTRACT, List.of(SIGNATURE, word(from), word(to)), word(units));
    }

    static Bytes word(Address address) {
        return Bytes.hex("00".repeat(12) + address.text().substring(2).toLowerCase(Locale.ROOT));
    }

    static Bytes word(BigInteger units) {
        return Bytes.hex("%064x".formatted(units));
    }
}
