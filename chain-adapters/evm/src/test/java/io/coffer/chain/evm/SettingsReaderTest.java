// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.coffer.chain.evm.tx.TransactionType;
import io.coffer.spi.chain.FinalityRule;
import io.coffer.spi.settings.InvalidSettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
    @TempDir
    Path folder;

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
        assertThat(settings.reading()).isEqualTo(new ReadSettings("finalized", InternalTransfers.AUTO, 8));
    }

    @Test
    void takesEveryKey() throws Exception {
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
                "transactions", "legacy",
                "internalTransfers", "trace",
                "blockRange", "100",
                "batchLimit", "1000",
                "replacementBumpPercent", "25"));
        properties.put("authorizationFile", secret("Bearer x\n").toString());
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
    void h49_badAuthorization() throws IOException {
        for (String value : new String[] {"", "s3cr3t\r\nX-Evil: 1", "s3cr\u00e9t", "s".repeat(5_000)}) {
            Map<String, Object> properties = good();
            properties.put("authorizationFile", secret(value).toString());
            assertThat(fault(properties))
                    .contains("authorizationFile=***")
                    .doesNotContain("s3cr")
                    .doesNotContain("sss");
        }
    }

    @Test
    @DisplayName("H49 a secret in the configuration itself is refused, with the way out")
    void h49_secretsInClearAreRefused() {
        Map<String, Object> clear = good();
        clear.put("authorization", "Bearer s3cr3t");
        assertThat(fault(clear))
                .startsWith("etc/io.coffer.chain.evm-mainnet.cfg: authorization=*** is a secret")
                .contains("authorizationFile")
                .doesNotContain("s3cr3t");
        for (String url : new String[] {
            "https://host/v3/0123456789abcdef0123456789abcdef",
            "https://host/rpc?apikey=s3cr3t",
            "https://0123456789abcdefs3cr3t@host",
            "wss:0123456789abcdefs3cr3t"
        }) {
            Map<String, Object> keyed = good();
            keyed.put("url", url);
            assertThat(fault(keyed))
                    .contains("url=***")
                    .doesNotContain("s3cr3t")
                    .doesNotContain("89abcdef");
        }
    }

    @Test
    @DisplayName("H49 a URL with a key comes from a file")
    void h49_aUrlWithAKeyComesFromAFile() throws Exception {
        Map<String, Object> properties = good();
        properties.remove("url");
        properties.put(
                "urlFile", secret("https://host/v3/0123456789abcdef?k=s3cr3t\n").toString());
        assertThat(SettingsReader.read(properties).node().endpoints().get(0).url())
                .hasToString("https://host/v3/0123456789abcdef?k=s3cr3t");
        properties.put("url", "https://host");
        assertThat(fault(properties)).contains("urlFile=").contains("keep one").doesNotContain("s3cr3t");
    }

    @Test
    @DisplayName("H49 a secret's file is refused if it is not there, open to others or too large")
    void h49_badSecretFiles() throws IOException {
        assertThat(faultOf(folder.resolve("none").toString())).contains("is not there");
        assertThat(faultOf(folder.toString())).contains("no file");
        assertThat(faultOf("secret")).contains("is not an absolute path");
        assertThat(faultOf("/\u0000")).contains("is not the name of a file");
        assertThat(faultOf(secret("s".repeat(8_193)).toString())).contains("has more than 8192 bytes");
        Path open = secret("s3cr3t");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(faultOf(open.toString())).contains("chmod 600").doesNotContain("s3cr3t");
    }

    private static String faultOf(String authorizationFile) {
        Map<String, Object> properties = good();
        properties.put("authorizationFile", authorizationFile);
        return fault(properties);
    }

    private Path secret(String content) throws IOException {
        Path file = folder.resolve("secret");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content);
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
        NodeSettings nodes = SettingsReader.read(several("http://a:1, https://b/path ,http://c", "agreement", "2"))
                .node();
        assertThat(nodes.endpoints())
                .extracting(Object::toString)
                .containsExactly("http://a:1", "https://b/***", "http://c");
        assertThat(nodes.agreement()).isEqualTo(2);
    }

    @Test
    @DisplayName("H49 of several URLs, too, none with a key in it is taken from the configuration itself")
    void h49_severalUrlsInClearAreRefused() {
        for (String keyed : new String[] {
            "https://b/v3/0123456789abcdef0123456789abcdef",
            "https://b/rpc?apikey=s3cr3t",
            "https://b/,89abcdefs3cr3t01"
        }) {
            for (String urls :
                    new String[] {keyed + ", http://a", "http://a," + keyed, "http://a\t" + keyed + " http://c"}) {
                assertThat(fault(several(urls)))
                        .startsWith("etc/io.coffer.chain.evm-mainnet.cfg: urls=*** is a secret")
                        .contains("urlsFile")
                        .doesNotContain("s3cr3t")
                        .doesNotContain("89abcdef");
            }
        }
    }

    private Map<String, Object> inFile(String urls) throws IOException {
        Map<String, Object> properties = good();
        properties.remove("url");
        properties.put("urlsFile", secret(urls).toString());
        return properties;
    }

    @Test
    @DisplayName("H49 several URLs with keys come from a file, one a line")
    void h49_severalUrlsWithKeysComeFromAFile() throws Exception {
        Map<String, Object> properties =
                inFile("https://a/v3/0123456789abcdef0123456789abcdef\n\nhttps://b/?k=s3cr3t\r\nhttp://c:1\n");
        properties.put("agreement", "3");
        EvmSettings settings = SettingsReader.read(properties);
        assertThat(settings.node().endpoints())
                .extracting(endpoint -> endpoint.url().toString())
                .containsExactly("https://a/v3/0123456789abcdef0123456789abcdef", "https://b/?k=s3cr3t", "http://c:1");
        assertThat(settings.toString()).doesNotContain("89abcdef").doesNotContain("s3cr3t");
    }

    @Test
    @DisplayName("H49 a bad URL out of a file is named without what is in it")
    void h49_badUrlsOutOfAFile() throws Exception {
        assertThat(fault(inFile("\n"))).contains("urlsFile=*** holds no address");
        assertThat(fault(inFile("https://a/s3cr3t\nftp://b/s3cr3t")))
                .contains("urlsFile=ftp://b/*** does not begin with http://")
                .doesNotContain("s3cr3t");
        assertThat(fault(inFile("https://a/s3cr3t\nhttps://a/s3cr3t")))
                .contains("urlsFile=*** names one node twice")
                .doesNotContain("s3cr3t");
        assertThat(fault(inFile("https://s3cr3t@a"))).contains("urlsFile=***").doesNotContain("s3cr3t");
        assertThat(fault(inFile("s3cr3t"))).contains("urlsFile=***").doesNotContain("s3cr3t");
        Map<String, Object> one = good();
        one.remove("url");
        one.put("urlFile", secret("https://a/s3cr3t\nhttps://b/s3cr3t").toString());
        assertThat(fault(one)).contains("urlFile=*** is not a URL").doesNotContain("s3cr3t");
    }

    @Test
    @DisplayName("H49 a secret where the name of its file belongs is not shown")
    void h49_aSecretInPlaceOfItsFileIsMasked() {
        for (String key : new String[] {"authorizationFile", "urlFile", "urlsFile"}) {
            Map<String, Object> properties = good();
            if (!key.equals("authorizationFile")) {
                properties.remove("url");
            }
            properties.put(key, "https://host/s3cr3t");
            assertThat(fault(properties))
                    .contains(key + "=*** is not an absolute path")
                    .doesNotContain("s3cr3t");
        }
    }

    @Test
    void takesTheNodesFromOnePlaceOnly() throws Exception {
        Map<String, Object> properties = inFile("http://a");
        properties.put("url", "");
        assertThat(fault(properties)).contains("urlsFile=*** stands beside url; keep one");
        properties.remove("url");
        properties.put("urls", "http://b,http://c");
        assertThat(fault(properties)).contains("urlsFile=*** stands beside urls; keep one");
    }

    @Test
    @DisplayName("H49 one host's authorization is not told to another")
    void h49_authorizationIsForOneHost() throws Exception {
        String authorization = secret("s3cr3t").toString();
        assertThat(fault(several("http://a,http://b", "authorizationFile", authorization)))
                .contains("authorizationFile=***")
                .contains("every host")
                .doesNotContain("s3cr3t");
        assertThat(SettingsReader.read(several("http://a:1,http://a:2", "authorizationFile", authorization))
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
        assertThat(fault(several("http://a", "url", "http://b"))).contains("urls=*** stands beside url");
    }
}
