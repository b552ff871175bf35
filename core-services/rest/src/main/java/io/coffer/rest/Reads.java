// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.node.History;
import io.coffer.wire.Json;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/** Reads of the state at one journal position, which the answer carries. */
final class Reads {
    /** Entries of one page unless asked otherwise, and at most. */
    static final int PAGE = 100;

    static final int MAX_PAGE = 1_000;

    private final Services services;

    Reads(Services services) {
        this.services = services;
    }

    private record At<T>(T value, long position) {}

    RestResponse all(Function<MoneyState, Json.Dictionary> query) throws Problem {
        At<Json.Dictionary> at = services.core().read(state -> new At<>(query.apply(state), state.position()));
        return RestResponse.ok(at.value).at(at.position);
    }

    /** @param thing what is looked for, one word */
    RestResponse one(String thing, String id, Function<MoneyState, Optional<Json.Dictionary>> query) throws Problem {
        At<Optional<Json.Dictionary>> at =
                services.core().read(state -> new At<>(query.apply(state), state.position()));
        Json.Dictionary found = at.value.orElseThrow(() -> Problem.unknown(thing, id));
        return RestResponse.ok(found).at(at.position);
    }

    @FunctionalInterface
    private interface Awaiting {
        boolean await(long position, long limitMs) throws InterruptedException;
    }

    /** Waits until the state has reached the position that the caller has seen before. */
    static void awaitState(MoneyCore core, Router.Wait wait) throws Problem {
        await("state", core::awaitPosition, wait);
    }

    /** Waits until the history, which follows the state, has reached it too. */
    static void awaitHistory(History history, Router.Wait wait) throws Problem {
        await("history", history::awaitPosition, wait);
    }

    private static void await(String what, Awaiting source, Router.Wait wait) throws Problem {
        try {
            if (wait.position() == 0 || source.await(wait.position(), wait.limitMs())) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw Problem.later(
                503,
                "position.not-reached",
                "The " + what + " has not reached position " + wait.position() + " within " + wait.limitMs() + " ms.",
                "Ask again a little later, or without atLeast for what is there.");
    }

    static Json.Dictionary items(Collection<? extends Json> items) {
        return Json.members().put("items", Json.sequence(items)).build();
    }
}
