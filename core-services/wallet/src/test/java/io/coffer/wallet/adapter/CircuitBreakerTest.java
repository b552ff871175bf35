// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.spi.chain.ChainException;
import io.coffer.wallet.scripted.SteppedClock;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private final SteppedClock clock = new SteppedClock();
    private final CircuitBreaker breaker = new CircuitBreaker(clock);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed(new ChainException(ChainException.Kind.UNREACHABLE, "refused"));
        }
    }

    @Test
    void opensAfterThreeFailuresInARow() {
        fail(2);
        assertThat(breaker.isOpen()).isFalse();
        fail(1);
        assertThatThrownBy(breaker::pass).isInstanceOf(ChainException.class).hasMessage("refused");
    }

    @Test
    void aSuccessStartsTheCountAgain() {
        fail(2);
        breaker.succeeded();
        fail(2);
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void letsOneTryThroughWhenItsPauseIsOverAndDoublesThePauseIfThatFails() {
        fail(3);
        clock.pass(CircuitBreaker.FIRST_PAUSE_MS);
        assertThatCode(breaker::pass).doesNotThrowAnyException();
        fail(1);
        clock.pass(CircuitBreaker.FIRST_PAUSE_MS);
        assertThat(breaker.isOpen()).isTrue();
        clock.pass(CircuitBreaker.FIRST_PAUSE_MS);
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void itsPauseDoesNotGrowWithoutLimit() {
        fail(40);
        clock.pass(CircuitBreaker.LONGEST_PAUSE_MS);
        assertThat(breaker.isOpen()).isFalse();
    }
}
