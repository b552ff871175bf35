// SPDX-License-Identifier: Apache-2.0
package io.coffer.oracle.fixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.spi.oracle.PriceOracle;
import io.coffer.spi.oracle.PricePair;
import io.coffer.spi.oracle.PriceQuote;
import io.coffer.spi.settings.InvalidSettingsException;
import io.coffer.testkit.osgi.RecordedServices;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FixedPriceComponentTest {
    private static final PricePair PAIR = PricePair.parse("BTC/USD");

    private final RecordedServices<PriceOracle> services = new RecordedServices<>(PriceOracle.class);

    @Test
    void aPriceIsThereAsLongAsItsFileAndIsOfNow() throws Exception {
        Instant before = Instant.now();
        FixedPriceComponent component = new FixedPriceComponent(services.context(), properties());
        PriceQuote quote = services.services().get(0).latest(PAIR).orElseThrow();
        assertThat(quote.priceE18()).isEqualTo(new BigInteger("65000120000000000000000"));
        assertThat(quote.source()).isEqualTo("fixed-price");
        assertThat(quote.observedAt()).isBetween(before, Instant.now());
        assertThat(services.properties()).containsExactly(Map.of("pair", "BTC/USD"));
        component.deactivate();
        component.deactivate();
        assertThat(services.services()).isEmpty();
    }

    @Test
    void anUpdateBringsAnotherPriceButNotAnotherPair() throws Exception {
        FixedPriceComponent component = new FixedPriceComponent(services.context(), properties());
        List<PriceOracle> before = services.services();
        component.modified(with("pair", "BTC/EUR"));
        component.modified(with("price", "65,000"));
        component.modified(properties());
        assertThat(services.services()).isEqualTo(before);
        component.modified(with("price", "66000"));
        assertThat(services.services()).hasSize(1);
        assertThat(services.services().get(0).latest(PAIR).orElseThrow().priceE18())
                .isEqualTo(new BigInteger("66000").multiply(BigInteger.TEN.pow(18)));
        component.deactivate();
    }

    @Test
    void aBadFirstFileRegistersNothingAndAGoodOneDoesLater() {
        FixedPriceComponent component = new FixedPriceComponent(services.context(), with("price", "0"));
        assertThat(services.services()).isEmpty();
        component.modified(properties());
        assertThat(services.services()).hasSize(1);
        component.deactivate();
    }

    @Test
    void aPriceIsReadToTheLastDigit() throws Exception {
        Map<String, String> exact = Map.of(
                "1", "1000000000000000000",
                "0.000000000000000001", "1",
                "0.1", "100000000000000000",
                "0.10", "100000000000000000",
                "123456789.123456789123456789", "123456789123456789123456789");
        for (Map.Entry<String, String> price : exact.entrySet()) {
            assertThat(FixedPriceSettings.read(with("price", price.getKey())).priceE18())
                    .isEqualTo(price.getValue());
        }
    }

    @Test
    @DisplayName("H19, H45 what is no positive decimal number is no price")
    void h45_badPricesAreRefused() {
        for (String bad : List.of(
                "",
                "-1",
                "+1",
                "1e3",
                "0x1",
                "NaN",
                "Infinity",
                ".5",
                "5.",
                "01",
                "1,5",
                "1 000",
                "\u0661",
                "1.5f",
                "0.0000000000000000001")) {
            refused(
                    with("price", bad),
                    "price=" + bad.replaceAll("[^ -~]", "?")
                            + " is not a decimal number such as 65000.12 with at most 18 digits after the point");
        }
        for (String bad : List.of("0", "0.0", "0.000000000000000000", "9".repeat(40))) {
            refused(with("price", bad), "price=" + bad + " is not within 10^-18..(2^192-1)/10^18");
        }
    }

    @Test
    void aFaultNamesFileKeyValueAndRule() {
        refused(with("pair", "BTC"), "pair=BTC is not a pair of two codes such as BTC/USD");
        refused(with("pairs", "x"), "pairs=*** is no key; keys are pair, price");
        for (String key : List.of("pair", "price")) {
            Map<String, Object> half = properties();
            half.remove(key);
            refused(half, key + " is missing");
        }
    }

    private static void refused(Map<String, Object> properties, String message) {
        assertThatThrownBy(() -> FixedPriceSettings.read(properties))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage("etc/io.coffer.oracle.fixed-price-btc.cfg: " + message);
    }

    private static Map<String, Object> with(String key, String value) {
        Map<String, Object> properties = properties();
        properties.put(key, value);
        return properties;
    }

    private static Map<String, Object> properties() {
        return new HashMap<>(Map.of(
                "pair", "BTC/USD",
                "price", "65000.12",
                "service.pid", "io.coffer.oracle.fixed~price-btc",
                "felix.fileinstall.filename", "file:/x/etc/io.coffer.oracle.fixed-price-btc.cfg"));
    }
}
