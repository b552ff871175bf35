// SPDX-License-Identifier: Apache-2.0
package io.coffer.asset.erc20;

import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.spi.settings.InvalidSettingsException;
import io.coffer.spi.settings.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code etc/io.coffer.asset.erc20-<name>.cfg}, checked.
 *
 * @param source the file, for messages
 * @param token its id is {@code <chain>/erc20:<contract>}
 */
public record Erc20Settings(String source, Address contract, AssetDescriptor token, CreditRule creditRule) {
    public static final String PID = "io.coffer.asset.erc20";

    private static final String CHAIN = "chain";
    private static final String CONTRACT = "contract";
    private static final String SYMBOL = "symbol";
    private static final String DECIMALS = "decimals";
    private static final String CREDIT = "credit";

    /** EIP-155 numbers its chains without leading zeros. */
    private static final Pattern EVM_CHAIN = Pattern.compile("eip155:[1-9][0-9]{0,18}");

    private static final Pattern NO_CHECKSUM = Pattern.compile("0x([0-9a-f]{40}|[0-9A-F]{40})");

    /** Reads the configuration; a message names file, key, value and rule. */
    public static Erc20Settings read(Map<String, ?> properties) throws InvalidSettingsException {
        Settings settings = Settings.of(PID, properties, Set.of(CHAIN, CONTRACT, SYMBOL, DECIMALS, CREDIT));
        Address contract = new Address(chain(settings), contract(settings));
        NetworkAssetId id = Erc20Protocol.name(contract);
        NetworkAsset asset = new NetworkAsset(id, settings.number(DECIMALS, 0, NetworkAsset.MAX_DECIMALS));
        CreditRule credit = credit(settings);
        String symbol = settings.text(SYMBOL);
        try {
            AssetDescriptor token = new AssetDescriptor(asset, symbol, AssetKind.TOKEN);
            return new Erc20Settings(settings.source(), contract, token, credit);
        } catch (IllegalArgumentException wrong) {
            throw settings.invalid(SYMBOL, symbol, "is not 1..16 characters of A-Z a-z 0-9 . _ -");
        }
    }

    /** An update may change how a token is called and credited; what it is, and its decimals, are fixed (H21). */
    void requireUpdateOf(Erc20Settings before) throws InvalidSettingsException {
        if (!token.asset().equals(before.token.asset())) {
            throw new InvalidSettingsException(source + ": " + shown(token.asset()) + " would take the place of "
                    + shown(before.token.asset()) + "; remove the file to end that token");
        }
    }

    private static ChainId chain(Settings settings) throws InvalidSettingsException {
        String text = settings.text(CHAIN);
        if (!EVM_CHAIN.matcher(text).matches()) {
            throw settings.invalid(CHAIN, text, "is no Ethereum-like chain such as eip155:1");
        }
        return new ChainId(text);
    }

    /** A contract that is typed wrong is another contract, so that one without a checksum is not taken. */
    private static String contract(Settings settings) throws InvalidSettingsException {
        String text = settings.text(CONTRACT);
        if (NO_CHECKSUM.matcher(text).matches() && Eip55.read(text).isEmpty()) {
            throw settings.invalid(
                    CONTRACT,
                    text,
                    "has no checksum (EIP-55): its letters are of one case; copy it in mixed case from the issuer");
        }
        if (Eip55.read(text).isEmpty()) {
            throw settings.invalid(CONTRACT, text, "is not 0x and 40 hexadecimal digits with the checksum of EIP-55");
        }
        return text;
    }

    private static CreditRule credit(Settings settings) throws InvalidSettingsException {
        Optional<String> text = settings.find(CREDIT);
        if (text.isEmpty() || text.get().equals("arrived")) {
            return CreditRule.AS_ARRIVED;
        }
        if (text.get().equals("logged")) {
            return CreditRule.AS_LOGGED;
        }
        throw settings.invalid(CREDIT, text.get(), "is neither arrived nor logged");
    }

    private static String shown(NetworkAsset asset) {
        return asset.id() + " with " + asset.decimals() + " decimals";
    }
}
