// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.node.Halts;
import io.coffer.api.request.Refusal;
import io.coffer.spi.chain.ChainId;
import java.util.Optional;

/** Halts as the test sets them; the API decides nothing on them. */
final class FakeHalts implements Halts {
    volatile Optional<Halt> standing = Optional.empty();

    @Override
    public Optional<Halt> halt(ChainId chain) {
        return standing;
    }

    @Override
    public Optional<Refusal> acknowledge(ChainId chain, String halt) {
        throw new AssertionError("the API acknowledges nothing");
    }

    @Override
    public Optional<Refusal> resetCursor(ChainId chain, Reset reset) {
        throw new AssertionError("the API sets no cursor");
    }

    @Override
    public Optional<Refusal> setAside(ChainId chain, String halt, String reason) {
        throw new AssertionError("the API sets nothing aside");
    }
}
