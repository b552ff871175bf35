// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.coffer.chain.evm.tx.TransactionType;
import io.coffer.spi.chain.FinalityRule;
import io.coffer.spi.settings.InvalidSettingsException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The templates that the distribution ships in etc/templates. */
class NetworkTemplatesTest {
    private static final Path TEMPLATES = Path.of("..", "..", "karaf-distribution/src/main/resources/etc/templates");
    /** Hosts and ports, and nothing after them. */
    private static final Pattern ADDRESSES_ONLY =
            Pattern.compile("#   urls? = http://[a-z.]+:[0-9]+(, http://[a-z.]+:[0-9]+)*");

    private static final String PREFIX = "io.coffer.chain.evm-";

    private static Map<String, Object> template(String network) throws IOException {
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(TEMPLATES.resolve(PREFIX + network + ".cfg"))) {
            file.load(reader);
        }
        Map<String, Object> properties = new HashMap<>();
        file.forEach((key, value) -> properties.put((String) key, value));
        return properties;
    }

    @ParameterizedTest
    @CsvSource({
        "ethereum, eip155:1, eip155:1/slip44:60, ETH, EIP1559",
        "bnb, eip155:56, eip155:56/slip44:714, BNB, LEGACY",
        "polygon, eip155:137, eip155:137/slip44:966, POL, EIP1559",
        "arbitrum, eip155:42161, eip155:42161/slip44:60, ETH, EIP1559",
        "optimism, eip155:10, eip155:10/slip44:60, ETH, EIP1559",
        "base, eip155:8453, eip155:8453/slip44:60, ETH, EIP1559"
    })
    void isANetworkOnceItHasAUrl(String network, String chain, String coin, String symbol, TransactionType type)
            throws Exception {
        Map<String, Object> properties = template(network);
        properties.put("url", "https://node.example");
        EvmSettings settings = SettingsReader.read(properties);
        assertThat(settings.name()).isEqualTo(network);
        assertThat(settings.chain().caip2()).isEqualTo(chain);
        assertThat(settings.coin().caip19()).isEqualTo(coin);
        assertThat(settings.symbol()).isEqualTo(symbol);
        assertThat(settings.transactions()).isEqualTo(type);
        assertThat(settings.finality()).isEqualTo(new FinalityRule.FinalizedTag());
        assertThat(settings.reading().internal()).isEqualTo(InternalTransfers.AUTO);
    }

    @Test
    void saysWhatIsMissingWhereItIsDroppedAsItIs() throws Exception {
        Map<String, Object> properties = template("base");
        InvalidSettingsException fault =
                catchThrowableOfType(InvalidSettingsException.class, () -> SettingsReader.read(properties));
        assertThat(fault).isNotNull().hasMessageContaining("url= is empty; give the address");
    }

    @Test
    @DisplayName("H49 no template suggests a key in the configuration itself")
    void h49_noTemplateSuggestsASecretInClear() throws IOException {
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            List<Path> ours = files.filter(file -> file.getFileName().toString().startsWith("io.coffer.chain.evm-"))
                    .toList();
            assertThat(ours).isNotEmpty();
            for (Path file : ours) {
                String text = Files.readString(file);
                assertThat(text).contains("urlFile = ${coffer.data}/secret/", "urlsFile = ${coffer.data}/secret/");
                assertThat(text.lines().filter(line -> line.contains("://")))
                        .as(file.toString())
                        .isNotEmpty()
                        .allMatch(ADDRESSES_ONLY.asMatchPredicate());
                assertThat(text).doesNotContainPattern("authorization *=");
            }
        }
    }

    @Test
    void noTemplateIsUntested() throws IOException {
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(PREFIX)))
                    .hasSize(6);
        }
    }
}
