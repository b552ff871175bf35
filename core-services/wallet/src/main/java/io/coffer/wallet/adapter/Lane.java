// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.adapter;

import io.coffer.spi.chain.ChainException;
import java.time.InstantSource;

/** One way to a node, with a circuit breaker of its own: a node that takes no transactions may still be read. */
public final class Lane {
    private final GuardedAdapter adapter;
    private final CircuitBreaker breaker;

    public Lane(GuardedAdapter adapter, InstantSource clock) {
        this.adapter = adapter;
        this.breaker = new CircuitBreaker(clock);
    }

    public GuardedAdapter adapter() {
        return adapter;
    }

    public CircuitBreaker breaker() {
        return breaker;
    }

    /** Asks the node, unless the breaker is open. */
    public <T> T ask(String what, ChainCall<T> call) throws ChainException {
        breaker.pass();
        try {
            T answer = adapter.ask(what, call);
            breaker.succeeded();
            return answer;
        } catch (ChainException failed) {
            breaker.failed(failed);
            throw failed;
        }
    }
}
