// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.Answer;
import io.coffer.api.node.RequestKey;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import io.coffer.wire.Json;
import io.coffer.wire.JsonParser;
import io.coffer.wire.JsonSyntaxException;
import io.coffer.wire.WireViews;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs requests that change something, each once for its Idempotency-Key.
 *
 * <p>What was done under a key is known to the journal and to nobody else: the key's command id is derived from the
 * caller's lasting name and the key alone, so that the same key on another path is a reuse and not a second effect.
 * Here is only remembered which keys are in flight.
 */
final class Effects {
    private static final Logger LOG = LoggerFactory.getLogger(Effects.class);
    private static final String KEY_HEADER = "idempotency-key";
    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

    /** What a route does. It must have read all fields of the body and ended them before it changes anything. */
    @FunctionalInterface
    interface Effect {
        RestResponse perform(Asked asked) throws Problem, CoreUnavailableException;
    }

    /** What an effect works on. */
    record Asked(Map<String, String> path, Fields body, RequestKey key) {
        String id(String name) {
            return path.getOrDefault(name, "");
        }
    }

    private final Services services;
    private final ConcurrentMap<CommandId, Long> inFlight = new ConcurrentHashMap<>();

    Effects(Services services) {
        this.services = services;
    }

    /** @param client the caller's lasting name */
    RestResponse run(RestRequest request, Router.Match match, Effect effect, String client) throws Problem {
        String name = idempotencyKey(request.header(KEY_HEADER));
        Json.Dictionary body = body(request);
        RequestKey key = new RequestKey(
                CommandId.of("rest", client, name), Fingerprint.of(request.method(), match.path(), body));
        try {
            return once(key, () -> effect.perform(new Asked(match.parameters(), new Fields(body), key)))
                    .with(RestResponse.REQUEST_ID, key.id().toString());
        } catch (Problem problem) {
            return RestResponse.of(problem, key.id().toString())
                    .with(RestResponse.REQUEST_ID, key.id().toString());
        }
    }

    @FunctionalInterface
    private interface Performance {
        RestResponse perform() throws Problem, CoreUnavailableException;
    }

    private RestResponse once(RequestKey key, Performance performance) throws Problem {
        Long other = inFlight.putIfAbsent(key.id(), key.fingerprint());
        if (other != null) {
            throw other == key.fingerprint() ? stillInFlight() : reused();
        }
        try {
            return performance.perform();
        } catch (CoreUnavailableException unavailable) {
            throw withOutcome(key, Problem.unavailable(unavailable));
        } catch (Problem problem) {
            throw problem.status() >= 500 ? withOutcome(key, problem) : problem;
        } catch (RuntimeException mistake) {
            LOG.error("request {} failed", key.id(), mistake);
            throw Problem.internal(Problem.Outcome.UNKNOWN);
        } finally {
            inFlight.remove(key.id());
        }
    }

    /** Where an earlier request with the same key was executed, that is what the caller must know. */
    private Problem withOutcome(RequestKey key, Problem problem) {
        boolean executed = services.find(MoneyCore.class)
                .flatMap(core -> core.lookup(key.id(), key.fingerprint()))
                .isPresent();
        return executed ? problem.executedBefore() : problem;
    }

    private static String idempotencyKey(List<String> headers) throws Problem {
        if (headers.size() == 1 && KEY.matcher(headers.get(0)).matches()) {
            return headers.get(0);
        }
        String what = headers.isEmpty() ? "is missing" : "is not one of 1..255 visible ASCII characters";
        throw Problem.invalid(
                headers.isEmpty() ? "idempotency.key-missing" : "idempotency.key-invalid",
                "Idempotency-Key",
                what,
                "Send a header Idempotency-Key of your own choice, new for each new request and kept for repeats.");
    }

    private static Json.Dictionary body(RestRequest request) throws Problem {
        if (request.body().length() == 0) {
            return Json.members().build();
        }
        if (!isJson(request.header("content-type"))
                || !request.header("content-encoding").isEmpty()) {
            throw Problem.of(
                    415,
                    "request.media-type",
                    "The body is not application/json in UTF-8 without a content coding.",
                    "Send Content-Type: application/json and no Content-Encoding.");
        }
        try {
            if (JsonParser.parse(request.body().toArray()) instanceof Json.Dictionary body) {
                return body;
            }
        } catch (JsonSyntaxException malformed) {
            throw Problem.invalid(
                    "request.malformed",
                    "body",
                    "is not strict JSON: " + malformed.getMessage(),
                    "Send one JSON object, each name once.");
        }
        throw Problem.invalid("request.malformed", "body", "is no JSON object", "Send one JSON object.");
    }

    private static boolean isJson(List<String> contentTypes) {
        return contentTypes.size() == 1
                && contentTypes.get(0).matches("(?i)application/json(\\s*;\\s*charset\\s*=\\s*\"?utf-8\"?)?\\s*");
    }

    /**
     * The HTTP answer to an answer of the node.
     *
     * @param status if it was done
     * @param view must show only what never changes, so that a repeat is answered the same
     */
    <T> RestResponse answered(
            RequestKey key, Answer<T> answer, int status, BiFunction<WireViews, T, Json.Dictionary> view)
            throws Problem {
        if (answer instanceof Answer.Done<T> done) {
            MoneyCore core = services.core();
            Json.Dictionary body = core.read(state -> view.apply(new WireViews(state), done.value()));
            return marked(new RestResponse(status, body, Map.of()), done.position(), done.repeated());
        }
        if (answer instanceof Answer.Refused<T> refused) {
            return marked(
                    RestResponse.of(problem(key, refused.refusal()), key.id().toString()),
                    refused.position(),
                    refused.repeated());
        }
        throw reused();
    }

    /** A refusal that is not journaled has a cause that may go away, and the same key may ask again. */
    private Problem problem(RequestKey key, Refusal refusal) throws Problem {
        boolean lasting = services.core().lookup(key.id(), key.fingerprint()).isPresent();
        return !lasting && refusal.code().startsWith("chain.")
                ? Problem.later(503, refusal.code(), refusal.message(), refusal.nextStep())
                : Problem.refused(RefusalTexts.lasting(refusal));
    }

    /** As {@link #answered} with status 201 and the place of what was made. */
    <T> RestResponse created(
            RequestKey key,
            Answer<T> answer,
            BiFunction<WireViews, T, Json.Dictionary> view,
            Function<T, String> location)
            throws Problem {
        RestResponse response = answered(key, answer, 201, view);
        Optional<String> place =
                answer instanceof Answer.Done<T> done ? Optional.of(location.apply(done.value())) : Optional.empty();
        return place.map(path -> response.with("Location", path)).orElse(response);
    }

    private static RestResponse marked(RestResponse response, long position, boolean repeated) {
        RestResponse placed = response.at(position);
        return repeated ? placed.with(RestResponse.HIT, "true") : placed;
    }

    private static Problem stillInFlight() {
        return Problem.later(
                409,
                "idempotency.in-flight",
                "A request with this Idempotency-Key is being performed at this moment.",
                "Send the same request again a little later; it will be answered with what became of the first.");
    }

    private static Problem reused() {
        return Problem.of(
                422,
                "idempotency.key-reused",
                "This Idempotency-Key was used for another request; nothing was done now.",
                "Use a new key for a new request, or repeat the first request unchanged.");
    }
}
