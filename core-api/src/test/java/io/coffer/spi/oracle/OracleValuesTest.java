// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OracleValuesTest {
    private static final PricePair PAIR = new PricePair("BTC", "USD");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(192).subtract(BigInteger.ONE);

    @Test
    void aPairIsReadAsItIsWritten() {
        assertThat(PricePair.parse("BTC/USD")).isEqualTo(PAIR);
        assertThat(PAIR).hasToString("BTC/USD");
    }

    @Test
    void whatIsNoPairOfTwoCodesIsRefused() {
        for (String bad : List.of("", "BTC", "/", "BTC/", "/USD", "BTC/USD/EUR", "btc/usd", "BTC / USD", "BTC/BTC")) {
            assertThatIllegalArgumentException().as(bad).isThrownBy(() -> PricePair.parse(bad));
        }
    }

    @Test
    void aPriceIsMoreThanNothingAndBounded() {
        assertThat(quote(BigInteger.ONE, "feed").priceE18()).isEqualTo(1);
        assertThat(quote(MOST, "feed").priceE18()).isEqualTo(MOST);
        for (BigInteger bad : List.of(BigInteger.ZERO, BigInteger.ONE.negate(), MOST.add(BigInteger.ONE))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> quote(bad, "feed"))
                    .withMessageStartingWith("priceE18: ");
        }
    }

    @Test
    void aSourceHasAPlainName() {
        assertThat(quote(BigInteger.ONE, "chainlink-eth.usd").source()).isEqualTo("chainlink-eth.usd");
        for (String bad : List.of("", "Feed", "a b", "a/b", "x".repeat(65))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> quote(BigInteger.ONE, bad))
                    .withMessageStartingWith("source: ");
        }
    }

    private static PriceQuote quote(BigInteger price, String source) {
        return new PriceQuote(PAIR, price, NOON, source);
    }
}
