// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.FinalityRule;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainSettingsFormTest {
    private static final ChainId CHAIN = new ChainId("eip155:1");

    private static ChainSettings read(Map<String, String> more) throws BadSettingException {
        Map<String, Object> properties = new HashMap<>(more);
        properties.putIfAbsent("chain", "eip155:1");
        properties.put("service.pid", "io.coffer.wallet.chain.main");
        properties.put("felix.fileinstall.filename", "etc/io.coffer.wallet.chain-main.cfg");
        return ChainSettingsForm.read(properties);
    }

    @Test
    void whatIsNotSetIsTheDefault() throws Exception {
        assertThat(read(Map.of())).isEqualTo(ChainSettings.defaults(CHAIN));
    }

    @Test
    void readsEverySetting() throws Exception {
        ChainSettings settings = read(Map.ofEntries(
                Map.entry("confirmations", "12"),
                Map.entry("startHeight", "5"),
                Map.entry("pollMs", "250"),
                Map.entry("pageBlocks", "100"),
                Map.entry("vanishAfterBlocks", "30"),
                Map.entry("reorgFinal", "halt"),
                Map.entry("compareBalances", "7"),
                Map.entry("feeCapUnits", "100000000000000000000"),
                Map.entry("feeUrgency", "high"),
                Map.entry("allowContracts", "true"),
                Map.entry("maxInputs", "7"),
                Map.entry("maxInFlight", "9")));
        assertThat(settings.reading())
                .isEqualTo(new ChainSettings.Reading(
                        Optional.of(new FinalityRule.Confirmations(12)),
                        OptionalLong.of(5),
                        250,
                        100,
                        30,
                        ChainSettings.FinalRemoved.HALT,
                        7));
        assertThat(settings.sending())
                .isEqualTo(new ChainSettings.Sending(Optional.of(BigInteger.TEN.pow(20)), FeeUrgency.HIGH, true, 7, 9));
    }

    @Test
    void readsTheFinalitiesWithoutADepth() throws Exception {
        assertThat(read(Map.of("finality", "finalized")).reading().finality())
                .contains(new FinalityRule.FinalizedTag());
        assertThat(read(Map.of("finality", "immediate")).reading().finality()).contains(new FinalityRule.Immediate());
    }

    @ParameterizedTest
    @CsvSource({
        "confirmations,3O",
        "compareBalances,101",
        "confirmations,0",
        "confirmations,-1",
        "confirmations,010",
        "confirmations,99999",
        "finality,soon",
        "startHeight,latest",
        "startHeight,99999999999999999999",
        "pollMs,1",
        "pageBlocks,101",
        "vanishAfterBlocks,0",
        "reorgFinal,stop",
        "feeCapUnits,1e18",
        "feeCapUnits,0.1",
        "feeUrgency,now",
        "allowContracts,yes",
        "maxInputs,0",
        "maxInFlight,0",
        "confirmation,12"
    })
    void namesKeyAndValueOfWhatItCannotUseAndTheChainThatItIsOf(String key, String value) {
        BadSettingException bad = catchThrowableOfType(BadSettingException.class, () -> read(Map.of(key, value)));
        assertThat(bad).hasMessageContaining(key + "=" + value);
        assertThat(bad.chain()).contains(CHAIN);
    }

    @Test
    void refusesTwoFinalities() {
        assertThatThrownBy(() -> read(Map.of("finality", "immediate", "confirmations", "3")))
                .isInstanceOf(BadSettingException.class);
    }

    @Test
    void refusesSettingsOfNoChain() {
        assertThatThrownBy(() -> read(Map.of("chain", "Ethereum")))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining("chain=Ethereum");
    }
}
