// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import io.coffer.api.request.CommandId;
import io.coffer.api.request.CoreUnavailableException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Everything that moves value, and every fact that gates an effect outside, passes through here as a command.
 *
 * <p>Any thread may call. A command is acknowledged only after its record is forced to disk; it is applied in the
 * order of the journal by one deterministic state machine.
 */
@ProviderType
public interface MoneyCore {
    /**
     * Submits and waits. The fingerprint is taken from the command itself.
     *
     * @throws CoreUnavailableException if the core takes no commands; see there whether the outcome is known
     */
    Result submit(CommandId id, Command command) throws CoreUnavailableException;

    /**
     * Submits and waits.
     *
     * @param fingerprint of the request that led to the command; a repeat with another one is a conflict
     */
    Result submit(CommandId id, long fingerprint, Command command) throws CoreUnavailableException;

    /** Submits without waiting. The future fails with {@link CoreUnavailableException}. */
    CompletableFuture<Result> submitAsync(CommandId id, Command command);

    /**
     * What became of an id, without submitting anything: {@link Result.Repeated}, {@link Result.Conflict}, or empty
     * if no command with this id was ever taken.
     */
    Optional<Result> lookup(CommandId id, long fingerprint);

    /**
     * Reads the state at one journal position. The query must be short: while it runs, nothing is applied. It must not
     * let the state escape.
     */
    <T> T read(Function<? super MoneyState, ? extends T> query);

    /**
     * Waits until the state has reached a position.
     *
     * @return false if the limit passed first
     */
    boolean awaitPosition(long position, long timeoutMs) throws InterruptedException;

    /** Delivers every event after position {@code after}, from the journal first and then as they happen. */
    Subscription subscribe(long after, EventListener listener);

    CoreStatus status();

    /** SHA-256 over the whole state in its canonical form, with its position. */
    StateHash stateHash();
}
