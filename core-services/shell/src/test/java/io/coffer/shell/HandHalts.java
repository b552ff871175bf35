// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import io.coffer.api.node.Halts;
import io.coffer.api.request.Refusal;
import io.coffer.spi.chain.ChainId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A halt that the test sets, and what was decided on it. */
final class HandHalts implements Halts {
    Optional<Halt> standing = Optional.empty();
    Optional<Refusal> refusal = Optional.empty();
    final List<String> decisions = new ArrayList<>();

    private Optional<Refusal> decide(String decision) {
        if (refusal.isEmpty()) {
            decisions.add(decision);
            standing = Optional.empty();
        }
        return refusal;
    }

    @Override
    public Optional<Halt> halt(ChainId chain) {
        return standing;
    }

    @Override
    public Optional<Refusal> acknowledge(ChainId chain, String halt) {
        return decide("acknowledge " + chain + " " + halt);
    }

    @Override
    public Optional<Refusal> resetCursor(ChainId chain, Reset reset) {
        return decide("reset " + chain + " " + reset.block() + " " + reset.takeBack() + " " + reset.shared());
    }

    @Override
    public Optional<Refusal> letStand(ChainId chain, String halt, String decidedBy, String reason) {
        return decide("let stand " + chain + " " + halt + " " + decidedBy + " " + reason);
    }

    @Override
    public Optional<Refusal> setAside(ChainId chain, String halt, String reason) {
        return decide("set aside " + chain + " " + halt + " " + reason);
    }
}
