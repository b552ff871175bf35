// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.coffer.api.asset.AssetId;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.FinalityRule;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainSettingsFormTest {
    private static final ChainId CHAIN = new ChainId("eip155:1");
    private static final Path TEMPLATES = Path.of("..", "..", "karaf-distribution/src/main/resources/etc/templates");

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
                Map.entry("maxInFlight", "9"),
                Map.entry("replace-after", "90"),
                Map.entry("sweep.threshold.ETH", "0.05"),
                Map.entry("sweep.threshold.USDT", "100"),
                Map.entry("sweep.max-fee", "0.002"),
                Map.entry("sweep.batch", "3")));
        assertThat(settings.reading())
                .isEqualTo(new ChainSettings.Reading(
                        Optional.of(new FinalityRule.Confirmations(12)),
                        OptionalLong.of(5),
                        250,
                        100,
                        30,
                        ChainSettings.FinalRemoved.HALT));
        assertThat(settings.comparing()).isEqualTo(new ChainSettings.Comparing(7));
        assertThat(settings.sending())
                .isEqualTo(new ChainSettings.Sending(
                        Optional.of(BigInteger.TEN.pow(20)), FeeUrgency.HIGH, true, 7, 9, 90_000));
        assertThat(settings.sweeping())
                .isEqualTo(new ChainSettings.Sweeping(
                        Map.of(new AssetId("ETH"), new BigDecimal("0.05"), new AssetId("USDT"), new BigDecimal("100")),
                        Optional.of(new BigDecimal("0.002")),
                        3));
    }

    @ParameterizedTest
    @CsvSource({
        "ethereum, 1, ETH",
        "bnb, 56, BNB",
        "polygon, 137, POL",
        "arbitrum, 42161, ETH",
        "optimism, 10, ETH",
        "base, 8453, ETH"
    })
    void aTemplateIsReadAsItIsAndWithItsExamples(String network, String chainId, String coin) throws Exception {
        String template = Files.readString(TEMPLATES.resolve("io.coffer.wallet.chain-" + network + ".cfg"));
        assertThat(read(properties(template)).sweeping().thresholds()).isEmpty();
        ChainSettings settings = read(properties(template.replace("#   ", "")));
        ChainId chain = new ChainId("eip155:" + chainId);
        assertThat(settings.chain()).isEqualTo(chain);
        assertThat(settings.sweeping().thresholds()).containsOnlyKeys(new AssetId(coin), new AssetId("USDT"));
        assertThat(settings.sending().replaceAfterMs())
                .isEqualTo(ChainSettings.defaults(chain).sending().replaceAfterMs());
    }

    private static Map<String, String> properties(String text) throws IOException {
        Properties file = new Properties();
        file.load(new StringReader(text));
        Map<String, String> properties = new HashMap<>();
        file.forEach((key, value) -> properties.put((String) key, (String) value));
        return properties;
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
        "replace-after,0",
        "replace-after,60s",
        "sweep.threshold.ETH,0",
        "sweep.threshold.ETH,0.0",
        "sweep.threshold.ETH,-1",
        "sweep.threshold.ETH,1e3",
        "sweep.threshold.eth,1",
        "sweep.max-fee,.5",
        "sweep.batch,0",
        "sweep.treshold.ETH,1",
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
