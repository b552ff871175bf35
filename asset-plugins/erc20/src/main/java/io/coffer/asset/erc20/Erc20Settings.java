// SPDX-License-Identifier: Apache-2.0
package io.coffer.asset.erc20;

import io.coffer.plugin.Fields;
import io.coffer.plugin.Setting;
import io.coffer.plugin.asset.AssetSettings;
import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.settings.InvalidSettingsException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code etc/io.coffer.asset.erc20-<name>.cfg}, checked.
 *
 * @param token its id is {@code <chain>/erc20:<contract>}
 */
public record Erc20Settings(Address contract, AssetDescriptor token, CreditRule creditRule) {
    public static final String PID = "io.coffer.asset.erc20";

    /** EIP-155 numbers its chains without leading zeros. */
    private static final Pattern EVM_CHAIN = Pattern.compile("eip155:[1-9][0-9]{0,18}");

    private static final Pattern ONE_CASE = Pattern.compile("0x([0-9a-f]{40}|[0-9A-F]{40})");

    private static final Setting<ChainId> CHAIN = Setting.text(
                    "chain", EVM_CHAIN, "is no Ethereum-like chain such as eip155:1")
            .as(ChainId::new);

    private static final Setting<String> CONTRACT = Setting.of(
                    "contract",
                    Erc20Settings::withChecksum,
                    "has no checksum (EIP-55): its letters are of one case; copy it in mixed case from the issuer")
            .then(Erc20Settings::rightChecksum, "is not 0x and 40 hexadecimal digits with the checksum of EIP-55");

    private static final Setting<CreditRule> CREDIT = Setting.oneOf(
                    "credit",
                    rule -> rule == CreditRule.AS_ARRIVED ? "arrived" : "logged",
                    CreditRule.AS_ARRIVED,
                    CreditRule.AS_LOGGED)
            .or(CreditRule.AS_ARRIVED);

    /** Reads the configuration; a message names file, key, value and rule. */
    public static Erc20Settings read(Map<String, ?> properties) throws InvalidSettingsException {
        Fields fields = Fields.of(
                PID, properties, List.of(CHAIN, CONTRACT, AssetSettings.DECIMALS, CREDIT, AssetSettings.SYMBOL));
        fields.requireSound();
        Address contract = new Address(fields.value(CHAIN), fields.value(CONTRACT));
        return new Erc20Settings(
                contract,
                AssetSettings.descriptor(fields, Erc20Protocol.name(contract), AssetKind.TOKEN),
                fields.value(CREDIT));
    }

    /** A contract that is typed wrong is another contract, so that one without a checksum is not taken. */
    private static String withChecksum(String text) {
        if (ONE_CASE.matcher(text).matches() && Eip55.read(text).isEmpty()) {
            throw new IllegalArgumentException("contract: no checksum");
        }
        return text;
    }

    private static String rightChecksum(String text) {
        if (Eip55.read(text).isEmpty()) {
            throw new IllegalArgumentException("contract: wrong checksum");
        }
        return text;
    }
}
