// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import io.coffer.api.core.Command;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.CoreUnavailableException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A core in front of which the wallet dies: at a given command, just before it or just after it. */
final class KilledCore extends StoppingCore {
    private final MoneyCore core;
    private long left;
    private boolean after;
    private boolean dead;

    KilledCore(MoneyCore core) {
        super(core, command -> false);
        this.core = core;
        this.left = Long.MAX_VALUE;
    }

    /** What a killed wallet would never see. Not an exception that anything here catches. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    /** Dies at the n-th command from now on. */
    synchronized void killAt(long commands, boolean afterIt) {
        left = commands;
        after = afterIt;
    }

    synchronized void spare() {
        left = Long.MAX_VALUE;
    }

    private synchronized boolean strikes() {
        if (dead) {
            throw new Killed();
        }
        left--;
        if (left > 0) {
            return false;
        }
        dead = true;
        if (!after) {
            throw new Killed();
        }
        return true;
    }

    private synchronized void alive() {
        if (dead) {
            throw new Killed();
        }
    }

    @Override
    public Result submit(CommandId id, Command command) throws CoreUnavailableException {
        boolean last = strikes();
        Result result = core.submit(id, command);
        return end(last, result);
    }

    @Override
    public Result submit(CommandId id, long fingerprint, Command command) throws CoreUnavailableException {
        boolean last = strikes();
        Result result = core.submit(id, fingerprint, command);
        return end(last, result);
    }

    @Override
    public CompletableFuture<Result> submitAsync(CommandId id, Command command) {
        boolean last = strikes();
        CompletableFuture<Result> result = core.submitAsync(id, command);
        if (last) {
            result.join();
        }
        return end(last, result);
    }

    private static <T> T end(boolean last, T result) {
        if (last) {
            throw new Killed();
        }
        return result;
    }

    @Override
    public <T> T read(Function<? super MoneyState, ? extends T> query) {
        alive();
        return core.read(query);
    }

    @Override
    public Optional<Result> lookup(CommandId id, long fingerprint) {
        alive();
        return core.lookup(id, fingerprint);
    }
}
