// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.adapter;

import io.coffer.spi.chain.ChainException;
import java.time.InstantSource;

/** One way to a node, with a circuit breaker of its own: a node that takes no transactions may still be read. */
public final class Lane {
    private final GuardedAdapter adapter;
    private final CircuitBreaker breaker;
    private final boolean allCounts;

    private Lane(GuardedAdapter adapter, CircuitBreaker breaker, boolean allCounts) {
        this.adapter = adapter;
        this.breaker = breaker;
        this.allCounts = allCounts;
    }

    /** For reading: whatever goes wrong counts, because each answer is about the chain as a whole. */
    public static Lane reading(GuardedAdapter adapter, InstantSource clock) {
        return new Lane(adapter, new CircuitBreaker(clock), true);
    }

    /** For sending: only what concerns the node counts, not what an adapter makes of one withdrawal. */
    public static Lane sending(GuardedAdapter adapter, InstantSource clock) {
        return new Lane(adapter, new CircuitBreaker(clock), false);
    }

    /** The same way to the same node, with the tokens that are hosted there now. */
    public Lane through(GuardedAdapter hosting) {
        return hosting == adapter ? this : new Lane(hosting, breaker, allCounts);
    }

    /** Whether a failure says that the node cannot be asked anything now; else it belongs to what was asked. */
    public static boolean isOfTheNode(ChainException failure) {
        return switch (failure.kind()) {
            case UNREACHABLE, TIMEOUT, WRONG_CHAIN, BEHIND -> true;
            case GARBAGE, REFUSED -> false;
        };
    }

    public GuardedAdapter adapter() {
        return adapter;
    }

    public CircuitBreaker breaker() {
        return breaker;
    }

    /** Asks the node, unless the breaker is open. */
    public <T> T ask(String what, ChainCall<T> call) throws ChainException {
        return ask(what, call, allCounts);
    }

    /** Asks about one transaction, in either lane: an answer that is no answer then counts against nothing else. */
    public <T> T askAbout(String what, ChainCall<T> call) throws ChainException {
        return ask(what, call, false);
    }

    private <T> T ask(String what, ChainCall<T> call, boolean anythingCounts) throws ChainException {
        breaker.pass();
        try {
            T answer = adapter.ask(what, call);
            breaker.succeeded();
            return answer;
        } catch (ChainException failed) {
            if (anythingCounts || isOfTheNode(failed)) {
                breaker.failed(failed);
            }
            throw failed;
        }
    }
}
