// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.core;

import io.coffer.api.core.Command;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.CoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits what the wallet decides by itself, each under an id made of what is decided and of the journal position of
 * the state that it was decided on.
 *
 * <p>So the same decision on the same state is applied once, however often it is submitted, and one that was refused
 * may be taken again on a later state. Whether it fits is for the state machine to say: each of these commands is
 * guarded by the state that it starts from. Any thread may call.
 */
public final class Decisions {
    /** Commands that may be under way at once, so that one chain does not fill the core's queue. */
    private static final int MAX_UNDER_WAY = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);

    private final MoneyCore core;

    public Decisions(MoneyCore core) {
        this.core = core;
    }

    /**
     * A decision that waits to be submitted.
     *
     * @param question what is decided on what, whenever it is decided
     */
    public record Decision(CommandId id, Command command, String question) {
        /** One whose id is made otherwise, and is all that is asked. */
        public Decision(CommandId id, Command command) {
            this(id, command, id.toString());
        }

        /**
         * @param verb what is decided, such as {@code deposit-observe}
         * @param subject what it is decided on
         * @param decidedAt journal position of the state that it rests on
         */
        public static Decision of(String verb, String subject, long decidedAt, Command command) {
            return new Decision(CommandId.of(verb, subject, Long.toString(decidedAt)), command, verb + " " + subject);
        }
    }

    public <T> T read(Function<? super MoneyState, ? extends T> query) {
        return core.read(query);
    }

    public MoneyCore core() {
        return core;
    }

    public Result submit(Decision decision) throws CoreUnavailableException {
        return await(begin(decision));
    }

    /** Submits without waiting. */
    public CompletableFuture<Result> begin(Decision decision) {
        return core.submitAsync(decision.id(), decision.command());
    }

    /** Submits without asking what came of it: whoever looks at the state next finds out, and decides again. */
    public void beginOnly(Decision decision) {
        var unused = begin(decision).exceptionally(failed -> {
            LOG.debug("not acknowledged: {}", decision.id(), failed);
            return null;
        });
    }

    /**
     * Submits all in order and waits for all.
     *
     * @return the results, in the same order
     * @throws CoreUnavailableException if one was not acknowledged; later ones may have been
     */
    public List<Result> submitAll(List<Decision> decisions) throws CoreUnavailableException {
        List<Result> results = new ArrayList<>(decisions.size());
        for (int from = 0; from < decisions.size(); from += MAX_UNDER_WAY) {
            List<CompletableFuture<Result>> underWay = new ArrayList<>();
            for (Decision decision : decisions.subList(from, Math.min(from + MAX_UNDER_WAY, decisions.size()))) {
                underWay.add(begin(decision));
            }
            for (CompletableFuture<Result> one : underWay) {
                results.add(await(one));
            }
        }
        return results;
    }

    public static Result await(CompletableFuture<Result> underWay) throws CoreUnavailableException {
        try {
            return underWay.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof CoreUnavailableException unavailable) {
                throw new CoreUnavailableException(unavailable.reason(), String.valueOf(unavailable.getMessage()));
            }
            throw failed;
        }
    }
}
