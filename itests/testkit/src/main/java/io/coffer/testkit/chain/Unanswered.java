// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.spi.chain.ChainException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A question that a chain must not answer: the core acts on answers, so a definite failure is the only other thing. */
final class Unanswered {
    private Unanswered() {}

    static void with(ChainException.Kind kind, ThrowingCallable question) {
        assertThatThrownBy(question)
                .isInstanceOfSatisfying(
                        ChainException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
    }
}
