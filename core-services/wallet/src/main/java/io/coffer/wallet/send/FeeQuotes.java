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
    private Optional<ChainException> failure = Optional.empty();
    private long lastAtMs;

    FeeQuotes(FeeUrgency urgency, InstantSource clock) {
        this.urgency = urgency;
        this.clock = clock;
    }

    FeeQuote current(Lane lane) throws ChainException {
        boolean asked = (last.isPresent() || failure.isPresent()) && clock.millis() - lastAtMs < TRUSTED_FOR_MS;
        if (!asked) {
            last = Optional.of(ask(lane));
            failure = Optional.empty();
            lastAtMs = clock.millis();
        } else if (failure.isPresent()) {
            throw new ChainException(
                    failure.get().kind(), String.valueOf(failure.get().getMessage()));
        }
        return last.orElseThrow();
    }

    /** A nonsensical answer is not asked for again at once: nothing else slows that down. */
    private FeeQuote ask(Lane lane) throws ChainException {
        try {
            FeeQuote quote = lane.ask("fee quote", adapter -> adapter.fees().quote(urgency));
            if (!quote.asset().equals(lane.adapter().descriptor().nativeAsset().id())) {
                throw new ChainException(
                        ChainException.Kind.GARBAGE, "fee quote: in " + quote.asset() + ", not in the native asset");
            }
            return quote;
        } catch (ChainException failed) {
            if (!Lane.isOfTheNode(failed)) {
                failure = Optional.of(failed);
                lastAtMs = clock.millis();
            }
            throw failed;
        }
    }
}
