// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.oracle;

import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One source of prices. An OSGi service; it is never a reason to trade by itself: the core takes the median of several,
 * and drops what is stale or far off.
 */
@ConsumerType
public interface PriceOracle {
    /** At least one; the same while the oracle is registered. */
    Set<PricePair> pairs();

    /**
     * The newest price that the source has. It returns within ten seconds; the core interrupts the thread then.
     *
     * @return a quote of exactly this pair, not observed in the future; empty if the pair is none of {@link #pairs} or
     *     the source has had no price of it yet
     * @throws OracleException if the source does not answer, or makes no sense
     */
    Optional<PriceQuote> latest(PricePair pair) throws OracleException;
}
