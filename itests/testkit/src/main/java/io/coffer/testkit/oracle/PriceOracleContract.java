// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.spi.oracle.PriceOracle;
import io.coffer.spi.oracle.PricePair;
import io.coffer.spi.oracle.PriceQuote;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a {@link PriceOracle} must do. */
public abstract class PriceOracleContract {
    private static final PricePair STRANGER = new PricePair("NO-SUCH-BASE", "NO-SUCH-QUOTE");

    /** What the suite must be given. */
    public interface Fixture {
        /** An oracle whose source has a price of every pair. */
        PriceOracle oracle();

        /** What the oracle's clock says. */
        Instant now();
    }

    protected abstract Fixture fixture();

    @Test
    void itHasPairsAndAlwaysTheSame() {
        PriceOracle oracle = fixture().oracle();
        assertThat(oracle.pairs()).isNotEmpty().isEqualTo(oracle.pairs());
    }

    @Test
    void aQuoteIsOfThePairThatWasAskedFor() throws Exception {
        PriceOracle oracle = fixture().oracle();
        for (PricePair pair : oracle.pairs()) {
            assertThat(oracle.latest(pair).orElseThrow().pair()).isEqualTo(pair);
        }
    }

    @Test
    @DisplayName("H45 no price is observed in the future")
    void h45_noPriceIsFromTheFuture() throws Exception {
        Fixture fixture = fixture();
        for (PricePair pair : fixture.oracle().pairs()) {
            PriceQuote quote = fixture.oracle().latest(pair).orElseThrow();
            assertThat(quote.observedAt()).isBeforeOrEqualTo(fixture.now());
        }
    }

    @Test
    @DisplayName("H45 one source has one name, however often it is asked")
    void h45_oneSourceHasOneName() throws Exception {
        PriceOracle oracle = fixture().oracle();
        Set<String> sources = new HashSet<>();
        for (PricePair pair : oracle.pairs()) {
            sources.add(oracle.latest(pair).orElseThrow().source());
            sources.add(oracle.latest(pair).orElseThrow().source());
        }
        assertThat(sources).hasSize(1);
    }

    @Test
    void aPairThatItDoesNotHaveHasNoPrice() throws Exception {
        PriceOracle oracle = fixture().oracle();
        assertThat(oracle.latest(STRANGER)).isEmpty();
        for (PricePair pair : oracle.pairs()) {
            PricePair backwards = PricePair.parse(pair.quote() + "/" + pair.base());
            if (!oracle.pairs().contains(backwards)) {
                assertThat(oracle.latest(backwards)).isEqualTo(Optional.empty());
            }
        }
    }
}
