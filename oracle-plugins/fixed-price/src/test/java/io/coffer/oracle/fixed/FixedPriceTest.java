// SPDX-License-Identifier: Apache-2.0
package io.coffer.oracle.fixed;

import io.coffer.spi.oracle.PriceOracle;
import io.coffer.spi.oracle.PricePair;
import io.coffer.testkit.oracle.PriceOracleContract;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

class FixedPriceTest extends PriceOracleContract implements PriceOracleContract.Fixture {
    private final Clock clock = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private final PriceOracle oracle = new FixedPrice(PricePair.parse("USDC/USD"), BigInteger.TEN.pow(18), clock);

    @Override
    protected Fixture fixture() {
        return this;
    }

    @Override
    public PriceOracle oracle() {
        return oracle;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }
}
