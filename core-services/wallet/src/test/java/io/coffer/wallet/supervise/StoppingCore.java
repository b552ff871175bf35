// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import io.coffer.api.core.Command;
import io.coffer.api.core.CoreStatus;
import io.coffer.api.core.EventListener;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.core.StateHash;
import io.coffer.api.core.Subscription;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.CoreUnavailableException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/** A core that takes no commands of a kind: the wallet before it was as good as killed just there. */
class StoppingCore implements MoneyCore {
    private final MoneyCore core;
    private final Predicate<Command> refused;

    StoppingCore(MoneyCore core, Predicate<Command> refused) {
        this.core = core;
        this.refused = refused;
    }

    private void check(Command command) throws CoreUnavailableException {
        if (refused.test(command)) {
            throw new CoreUnavailableException(CoreUnavailableException.Reason.BUSY, "the test says so");
        }
    }

    @Override
    public Result submit(CommandId id, Command command) throws CoreUnavailableException {
        check(command);
        return core.submit(id, command);
    }

    @Override
    public Result submit(CommandId id, long fingerprint, Command command) throws CoreUnavailableException {
        check(command);
        return core.submit(id, fingerprint, command);
    }

    @Override
    public CompletableFuture<Result> submitAsync(CommandId id, Command command) {
        try {
            check(command);
            return core.submitAsync(id, command);
        } catch (CoreUnavailableException refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
    }

    @Override
    public Optional<Result> lookup(CommandId id, long fingerprint) {
        return core.lookup(id, fingerprint);
    }

    @Override
    public <T> T read(Function<? super MoneyState, ? extends T> query) {
        return core.read(query);
    }

    @Override
    public boolean awaitPosition(long position, long timeoutMs) throws InterruptedException {
        return core.awaitPosition(position, timeoutMs);
    }

    @Override
    public Subscription subscribe(long after, EventListener listener) {
        return core.subscribe(after, listener);
    }

    @Override
    public CoreStatus status() {
        return core.status();
    }

    @Override
    public StateHash stateHash() {
        return core.stateHash();
    }
}
