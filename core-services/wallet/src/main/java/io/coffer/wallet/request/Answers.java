// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.request;

import io.coffer.api.core.Command;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.node.Answer;
import io.coffer.api.node.RequestKey;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import java.util.Optional;
import java.util.function.Function;

/** Turns what became of a command into what its client is answered, the first time and every time after. */
final class Answers {
    private final MoneyCore core;

    Answers(MoneyCore core) {
        this.core = core;
    }

    /** Submits the one command of a request. {@code made} finds what it made. */
    <T> Answer<T> submit(RequestKey key, Command command, Function<MoneyState, Optional<T>> made)
            throws CoreUnavailableException {
        return of(core.submit(key.id(), key.fingerprint(), command), made);
    }

    <T> Answer<T> of(Result result, Function<MoneyState, Optional<T>> made) {
        if (result instanceof Result.Conflict conflict) {
            return new Answer.KeyReused<>(conflict.position());
        }
        if (result instanceof Result.Refused refused) {
            return new Answer.Refused<>(refused.refusal(), refused.position(), false);
        }
        boolean repeated = result instanceof Result.Repeated;
        if (result instanceof Result.Repeated again && !again.refusalCode().isEmpty()) {
            return new Answer.Refused<>(Refusals.again(again.refusalCode()), again.position(), true);
        }
        T value = core.read(made)
                .orElseThrow(() -> new IllegalStateException("what was made at " + result.position() + " is gone"));
        return new Answer.Done<>(value, result.position(), repeated);
    }

    /** A refusal that is not journaled, because its cause may go away: the same key may ask again. */
    <T> Answer<T> refuse(Refusal refusal) {
        return new Answer.Refused<>(refusal, core.read(MoneyState::position), false);
    }
}
