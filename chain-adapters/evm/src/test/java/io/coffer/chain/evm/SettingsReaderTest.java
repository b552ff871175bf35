// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.coffer.chain.evm.tx.TransactionType;
import io.coffer.spi.chain.FinalityRule;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
    private static Map<String, Object> good() {
        return new HashMap<>(Map.of(
                "url", "http://127.0.0.1:8545",
                "chainId", "1",
                "symbol", "ETH",
                "service.pid", "io.coffer.chain.evm~mainnet",
                "service.factoryPid", "io.coffer.chain.evm",
                "felix.fileinstall.filename", "file:/opt/node/etc/io.coffer.chain.evm-mainnet.cfg"));
    }

    private static String fault(Map<String, Object> properties) {
        InvalidSettingsException fault =
                catchThrowableOfType(InvalidSettingsException.class, () -> SettingsReader.read(properties));
        assertThat(fault).isNotNull();
        return fault.getMessage();
    }

    @Test
    void threeKeysAreEnough() throws InvalidSettingsException {
        EvmSettings settings = SettingsReader.read(good());
        assertThat(settings.name()).isEqualTo("eip155-1");
        assertThat(settings.chain().caip2()).isEqualTo("eip155:1");
        assertThat(settings.coin().caip19()).isEqualTo("eip155:1/slip44:60");
        assertThat(settings.finality()).isEqualTo(new FinalityRule.Confirmations(12));
        assertThat(settings.node().requestTimeoutMs()).isEqualTo(4_000);
        assertThat(settings.node().maxLagSeconds()).isEqualTo(600);
        assertThat(settings.node().agreement()).isEqualTo(1);
        assertThat(settings.node().batchLimit()).isEqualTo(100);
        assertThat(settings.fees().transferGas()).isEqualTo(21_000);
        assertThat(settings.fees().replacementBumpPercent()).isEqualTo(10);
        assertThat(settings.transactions()).isEqualTo(TransactionType.EIP1559);
        assertThat(settings.reading()).isEqualTo(new ReadSettings("finalized", InternalTransfers.BALANCE, 8));
    }

    @Test
    void takesEveryKey() throws InvalidSettingsException {
        Map<String, Object> properties = good();
        properties.putAll(Map.of(
                "name", "polygon",
                "chainId", 137,
                "symbol", " POL ",
                "confirmations", "finalized",
                "requestTimeoutMs", 1000L,
                "maxLagSeconds", "0",
                "slip44", "966",
                "transferGas", "30000",
                "maxFeePerGasWei", "7",
                "maxTipPerGasWei", "0"));
        properties.putAll(Map.of(
                "authorization", "Bearer x",
                "transactions", "legacy",
                "internalTransfers", "trace",
                "blockRange", "100",
                "batchLimit", "1000",
                "replacementBumpPercent", "25"));
        EvmSettings settings = SettingsReader.read(properties);
        assertThat(settings.coin().caip19()).isEqualTo("eip155:137/slip44:966");
        assertThat(settings.finality()).isEqualTo(new FinalityRule.FinalizedTag());
        assertThat(settings.symbol()).isEqualTo("POL");
        assertThat(settings.node().maxLagSeconds()).isZero();
        assertThat(settings.node().endpoints().get(0).authorization()).contains("Bearer x");
        assertThat(settings.fees())
                .isEqualTo(new FeeLimits(java.math.BigInteger.valueOf(7), java.math.BigInteger.ZERO, 30_000, 25));
        assertThat(settings.transactions()).isEqualTo(TransactionType.LEGACY);
        assertThat(settings.reading()).isEqualTo(new ReadSettings("finalized", InternalTransfers.TRACE, 100));
        assertThat(settings.node().batchLimit()).isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource({
        "chainId, 0",
        "chainId, -1",
        "chainId, 0x1",
        "chainId, 1.0",
        "chainId, 9223372036854775807",
        "chainId, 99999999999999999999999999",
        "chainId, '１'",
        "symbol, eth",
        "symbol, ''",
        "symbol, ABCDEFGHIJKLMNOPQ",
        "name, Main Net",
        "name, ''",
        "confirmations, 0",
        "confirmations, 10001",
        "confirmations, Safe",
        "transactions, type2",
        "transactions, ''",
        "internalTransfers, yes",
        "blockRange, 0",
        "blockRange, 101",
        "batchLimit, 0",
        "agreement, 0",
        "agreement, 9",
        "replacementBumpPercent, 9",
        "requestTimeoutMs, 99",
        "requestTimeoutMs, 8001",
        "maxLagSeconds, -1",
        "maxLagSeconds, ten",
        "slip44, 2147483648",
        "transferGas, 20999",
        "maxFeePerGasWei, 0",
        "maxTipPerGasWei, 1e9"
    })
    void namesFileKeyValueAndRule(String key, String value) {
        Map<String, Object> properties = good();
        properties.put(key, value);
        assertThat(fault(properties))
                .startsWith("etc/io.coffer.chain.evm-mainnet.cfg: ")
                .contains(key + "=")
                .contains(" is not ");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://127.0.0.1, http://",
        "127.0.0.1:8545, ''",
        "http://, ''",
        "http:///path, host",
        "http://user:s3cr3t@host, authorization",
        "http://host:99999, port",
        "http://host/s3cr3t#s3cr3t, fragment",
        "'http://ho st/s3cr3t', URL",
        "'', ''"
    })
    @DisplayName("H49 a bad URL is named without what may be secret in it")
    void h49_badUrls(String url, String rule) {
        Map<String, Object> properties = good();
        properties.put("url", url);
        assertThat(fault(properties)).contains("url=").contains(rule).doesNotContain("s3cr3t");
    }

    @Test
    @DisplayName("H49 a bad authorization is named and masked")
    void h49_badAuthorization() {
        for (String value : new String[] {"", "s3cr3t\r\nX-Evil: 1", "s3cr\u00e9t", "s".repeat(5_000)}) {
            Map<String, Object> properties = good();
            properties.put("authorization", value);
            assertThat(fault(properties))
                    .contains("authorization=***")
                    .doesNotContain("s3cr")
                    .doesNotContain("sss");
        }
    }

    @Test
    void namesAllFaultsAtOnceAndEachMissingKey() {
        assertThat(fault(Map.of("service.pid", "io.coffer.chain.evm~x", "maxLagSeconds", "x")))
                .startsWith("io.coffer.chain.evm~x: ")
                .contains("url is missing")
                .contains("chainId is missing")
                .contains("symbol is missing")
                .contains("maxLagSeconds=x");
    }

    @Test
    void refusesAKeyThatItDoesNotKnowWithoutShowingItsValue() {
        Map<String, Object> properties = good();
        properties.put("authorisation", "s3cr3t");
        assertThat(fault(properties))
                .contains("authorisation=***")
                .contains("authorization")
                .doesNotContain("s3cr3t");
    }

    @Test
    @DisplayName("H41 control characters of a value do not reach the log")
    void h41_valuesAreMadePrintable() {
        Map<String, Object> properties = good();
        properties.put("symbol", "E\u001b[2J\nT");
        assertThat(fault(properties)).contains("symbol=E?[2J?T");
    }

    @Test
    void showsOnlyTheHostOfAUrlWithAKeyInIt() throws InvalidSettingsException {
        Map<String, Object> properties = good();
        properties.put("url", "https://node.example/v3/s3cr3t");
        assertThat(SettingsReader.read(properties).node().endpoints().get(0)).hasToString("https://node.example/***");
        assertThat(SettingsReader.read(properties).toString()).doesNotContain("s3cr3t");
    }

    private static Map<String, Object> several(String urls, String... keysAndValues) {
        Map<String, Object> properties = good();
        properties.remove("url");
        properties.put("urls", urls);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return properties;
    }

    @Test
    void takesSeveralNodesInTheirOrder() throws InvalidSettingsException {
        NodeSettings nodes = SettingsReader.read(several("http://a:1, https://b/k3y9 ,http://c", "agreement", "2"))
                .node();
        assertThat(nodes.endpoints())
                .extracting(Object::toString)
                .containsExactly("http://a:1", "https://b/***", "http://c");
        assertThat(nodes.agreement()).isEqualTo(2);
    }

    @Test
    @DisplayName("H49 one host's authorization is not told to another")
    void h49_authorizationIsForOneHost() throws InvalidSettingsException {
        assertThat(fault(several("http://a,http://b", "authorization", "s3cr3t")))
                .contains("authorization=***")
                .contains("every host")
                .doesNotContain("s3cr3t");
        assertThat(SettingsReader.read(several("http://a:1,http://a:2", "authorization", "s3cr3t"))
                        .node()
                        .endpoints())
                .hasSize(2);
    }

    @Test
    void refusesNodesThatAreNoneTwiceTooManyOrTooFewForTheirAgreement() {
        assertThat(fault(several(""))).contains("urls= is empty; give the address");
        assertThat(fault(several("http://a,ftp://b"))).contains("urls=ftp://b").contains("http://");
        assertThat(fault(several("http://a,http://a"))).contains("twice");
        assertThat(fault(several("http://a,http://b", "agreement", "3"))).contains("agreement=3 is more than the 2");
        assertThat(fault(several(
                        "http://a1,http://a2,http://a3,http://a4,http://a5,http://a6,http://a7,http://a8,http://a9")))
                .contains("more than 8");
        assertThat(fault(several("http://a", "url", "http://b"))).contains("beside url");
    }
}
