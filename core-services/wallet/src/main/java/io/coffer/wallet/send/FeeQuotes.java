// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.wallet.adapter.Lane;
import java.time.InstantSource;
import java.util.Optional;

/** The present fee quote of a chain, asked for anew every few seconds. One thread. */
final class FeeQuotes {
    static final long TRUSTED_FOR_MS = 3_000;

    private final FeeUrgency urgency;
    private final InstantSource clock;
    private Optional<FeeQuote> last = Optional.empty();
    private long lastAtMs;

    FeeQuotes(FeeUrgency urgency, InstantSource clock) {
        this.urgency = urgency;
        this.clock = clock;
    }

    FeeQuote current(Lane lane) throws ChainException {
        if (last.isEmpty() || clock.millis() - lastAtMs >= TRUSTED_FOR_MS) {
            FeeQuote quote = lane.ask("fee quote", adapter -> adapter.fees().quote(urgency));
            if (!quote.asset().equals(lane.adapter().descriptor().nativeAsset().id())) {
                throw new ChainException(
                        ChainException.Kind.GARBAGE, "fee quote: in " + quote.asset() + ", not in the native asset");
            }
            last = Optional.of(quote);
            lastAtMs = clock.millis();
        }
        return last.get();
    }
}
