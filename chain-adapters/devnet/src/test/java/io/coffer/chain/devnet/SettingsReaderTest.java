// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.spi.settings.InvalidSettingsException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
    @Test
    void everyKeyIsRead() throws Exception {
        Map<String, Object> properties = properties();
        properties.put("confirmations", "12");
        properties.put("requestTimeoutMs", 2_000);
        properties.put("genesis", "0f".repeat(32));
        properties.put("maxFee", "5");
        DevnetSettings settings = SettingsReader.read(properties);
        assertThat(settings.name().caip2()).isEqualTo("devnet:main");
        assertThat(settings.mode()).isEqualTo(DevnetSettings.Mode.UTXO);
        assertThat(settings.node()).isEqualTo(URI.create("http://127.0.0.1:8645"));
        assertThat(settings.confirmations()).isEqualTo(12);
        assertThat(settings.answerLimit()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.genesis()).contains("0f".repeat(32));
        assertThat(settings.maxFee()).isEqualTo(BigInteger.valueOf(5));
    }

    @Test
    void whatIsLeftOutHasADefault() throws Exception {
        DevnetSettings settings = SettingsReader.read(properties());
        assertThat(settings.confirmations()).isEqualTo(3);
        assertThat(settings.answerLimit()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.genesis()).isEmpty();
        assertThat(settings.maxFee()).isEqualTo(BigInteger.valueOf(100_000_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "mode", "url"})
    void aMissingKeyIsNamed(String key) {
        Map<String, Object> properties = properties();
        properties.remove(key);
        assertThatThrownBy(() -> SettingsReader.read(properties))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage("etc/io.coffer.chain.devnet-main.cfg: " + key + " is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name | ''",
                "name | Main",
                "name | a_b",
                "mode | ''",
                "mode | Account",
                "mode | acc",
                "url | ''",
                "url | ftp://127.0.0.1:1",
                "url | https://127.0.0.1:1",
                "url | http://127.0.0.1",
                "url | http://127.0.0.1:0",
                "url | http://127.0.0.1:70000",
                "url | http://127.0.0.1:1/x",
                "url | http://127.0.0.1:1?x",
                "url | http://127.0.0.1:1#x",
                "url | http:/127.0.0.1",
                "url | : :",
                "confirmations | 0",
                "confirmations | 10001",
                "confirmations | x",
                "confirmations | ''",
                "confirmations | 99999999999",
                "confirmations | -1",
                "confirmations | 1.5",
                "requestTimeoutMs | 9001",
                "genesis | 00",
                "genesis | ''",
                "maxFee | -1",
                "maxFee | 1e9",
                "maxFee | 79228162514264337593543950336"
            })
    void aBadValueIsNamedWithFileKeyAndRule(String key, String value) {
        Map<String, Object> properties = properties();
        properties.put(key, value);
        assertThatThrownBy(() -> SettingsReader.read(properties))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageStartingWith("etc/io.coffer.chain.devnet-main.cfg: " + key + "=" + value + " is n");
    }

    @Test
    void everyFaultIsNamed() {
        Map<String, Object> properties = properties();
        properties.remove("name");
        properties.putAll(Map.of("mode", "acc", "confirmations", "0", "colour", "red"));
        assertThatThrownBy(() -> SettingsReader.read(properties))
                .hasMessageStartingWith("etc/io.coffer.chain.devnet-main.cfg: colour=*** is no key; keys are ")
                .hasMessageEndingWith("; name is missing; mode=acc is not account or utxo;"
                        + " confirmations=0 is not a whole number within 1..10000");
    }

    @Test
    @DisplayName("H49 a password in a URL is not repeated")
    void h49_aPasswordInAUrlIsMasked() {
        Map<String, Object> properties = properties();
        properties.put("url", "http://user:s3cr3t@127.0.0.1:1");
        assertThatThrownBy(() -> SettingsReader.read(properties)).hasMessageContaining("url=*** is not like");
        properties.put("url", "http://user:s3cr3t@ 127.0.0.1:1");
        assertThatThrownBy(() -> SettingsReader.read(properties)).hasMessageContaining("url=*** is no URL");
    }

    @Test
    void aSlipInAKeyIsNamed() {
        Map<String, Object> properties = properties();
        properties.put("confirmation", "3");
        assertThatThrownBy(() -> SettingsReader.read(properties))
                .hasMessageContaining("confirmation=*** is no key; keys are confirmations, genesis, maxFee");
    }

    @Test
    @DisplayName("H41 control characters do not reach the log")
    void h41_controlCharactersAreNotRepeated() {
        Map<String, Object> properties = properties();
        properties.put("mode", "x\u001b[31m\n" + "y".repeat(500));
        assertThatThrownBy(() -> SettingsReader.read(properties))
                .hasMessageMatching("[ -~]{1,300}")
                .hasMessageContaining("mode=x?[31m?yyy");
    }

    private static Map<String, Object> properties() {
        return new HashMap<>(Map.of(
                "name", " main ",
                "mode", "utxo",
                "url", "http://127.0.0.1:8645",
                "service.pid", "io.coffer.chain.devnet~main",
                "felix.fileinstall.filename", "file:/opt/coffer/etc/io.coffer.chain.devnet-main.cfg"));
    }
}
