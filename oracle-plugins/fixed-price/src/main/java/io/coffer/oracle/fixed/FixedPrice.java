// SPDX-License-Identifier: Apache-2.0
package io.coffer.oracle.fixed;

import io.coffer.spi.oracle.PriceOracle;
import io.coffer.spi.oracle.PricePair;
import io.coffer.spi.oracle.PriceQuote;
import java.math.BigInteger;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** A price that holds until somebody writes down another: it is observed whenever it is asked for. */
public final class FixedPrice implements PriceOracle {
    /** All fixed prices are one source: ten files are no more reason to believe than one. */
    static final String SOURCE = "fixed-price";

    private final PricePair pair;
    private final BigInteger priceE18;
    private final Clock clock;

    /** Takes a price, 1 to 2^192-1. */
    public FixedPrice(PricePair pair, BigInteger priceE18, Clock clock) {
        this.pair = pair;
        this.priceE18 = new PriceQuote(pair, priceE18, clock.instant(), SOURCE).priceE18();
        this.clock = clock;
    }

    @Override
    public Set<PricePair> pairs() {
        return Set.of(pair);
    }

    @Override
    public Optional<PriceQuote> latest(PricePair asked) {
        return asked.equals(pair)
                ? Optional.of(new PriceQuote(pair, priceE18, clock.instant(), SOURCE))
                : Optional.empty();
    }
}
