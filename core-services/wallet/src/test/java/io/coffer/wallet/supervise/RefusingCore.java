// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import io.coffer.api.core.Command;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A core that refuses commands of a kind, and counts them. */
final class RefusingCore extends StoppingCore {
    static final String CODE = "test.refused";

    final AtomicInteger refusals = new AtomicInteger();
    volatile boolean refusing = true;
    private final Predicate<Command> refused;

    RefusingCore(MoneyCore core, Predicate<Command> refused) {
        super(core, command -> false);
        this.refused = refused;
    }

    private boolean refuses(Command command) {
        boolean does = refusing && refused.test(command);
        if (does) {
            refusals.incrementAndGet();
        }
        return does;
    }

    private Result refusal() {
        return new Result.Refused(read(MoneyState::position), new Refusal(CODE, "the test says so", "ask the test"));
    }

    @Override
    public Result submit(CommandId id, Command command) throws CoreUnavailableException {
        return refuses(command) ? refusal() : super.submit(id, command);
    }

    @Override
    public CompletableFuture<Result> submitAsync(CommandId id, Command command) {
        return refuses(command) ? CompletableFuture.completedFuture(refusal()) : super.submitAsync(id, command);
    }
}
