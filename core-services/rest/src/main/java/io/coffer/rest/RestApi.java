// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.core.MoneyCore;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole HTTP API, without HTTP: a request in, an answer out. Any thread may call. */
final class RestApi {
    private static final Logger LOG = LoggerFactory.getLogger(RestApi.class);
    private static final String AT_LEAST = "atLeast";
    private static final String AT_LEAST_HEADER = "coffer-at-least";

    private final Services services;
    private final Supplier<RestSettings> settings;
    private final Router router = new Router();
    private final Effects effects;

    RestApi(Services services, Supplier<RestSettings> settings, String version) {
        this.services = services;
        this.settings = settings;
        this.effects = new Effects(services);
        Reads reads = new Reads(services);
        new CustomerRoutes(services, reads, effects).register(router);
        new WithdrawalRoutes(services, reads, effects).register(router);
        new ChainRoutes(services, reads).register(router);
        new LedgerRoutes(reads).register(router);
        new HistoryRoutes(services).register(router);
        new HealthRoutes(services, version).register(router);
    }

    RestResponse handle(RestRequest request) {
        RestResponse response;
        try {
            response = answer(request);
        } catch (Problem problem) {
            response = RestResponse.of(problem, request.id());
        } catch (RuntimeException mistake) {
            LOG.error("request {} failed", request.id(), mistake);
            response = RestResponse.of(Problem.internal(Problem.Outcome.NOT_EXECUTED), request.id());
        }
        return complete(request, response);
    }

    private RestResponse answer(RestRequest request) throws Problem {
        Optional<Router.Match> match = router.find(request.method(), request.path());
        RestSettings current = settings.get();
        boolean open = match.isPresent() && match.get().action() instanceof Router.Action.Reading read && read.open();
        if (!open) {
            Authenticator.authenticate(request.header("authorization"), current.tokenSha256());
        }
        if (match.isEmpty()) {
            return noRoute(request);
        }
        Query query = Query.parse(request.query());
        if (match.get().action() instanceof Router.Action.Effecting effecting) {
            query.end();
            return effects.run(request, match.get(), effecting.effect(), current.client());
        }
        Router.Read read = ((Router.Action.Reading) match.get().action()).read();
        Router.Wait wait = new Router.Wait(atLeast(request, query), current.atLeastWaitMs());
        if (wait.position() > 0) {
            Reads.awaitState(services.core(), wait);
        }
        return read.read(new Router.Call(match.get().parameters(), query, wait));
    }

    private static long atLeast(RestRequest request, Query query) throws Problem {
        Optional<Long> asked = query.number(AT_LEAST, 0, Long.MAX_VALUE);
        List<String> header = request.header(AT_LEAST_HEADER);
        if (asked.isEmpty() && !header.isEmpty()) {
            return Query.wholeNumber("Coffer-At-Least", header.get(0), 0, Long.MAX_VALUE);
        }
        return asked.orElse(0L);
    }

    private RestResponse noRoute(RestRequest request) throws Problem {
        List<String> methods = router.methods(request.path());
        if (methods.isEmpty()) {
            throw Problem.of(404, "request.no-such-path", "There is no such path.", "docs/api.md has the paths.");
        }
        Problem problem = Problem.of(
                405,
                "request.method",
                "The path does not know this method.",
                "It knows " + String.join(", ", methods) + ".");
        return RestResponse.of(problem, request.id()).with("Allow", String.join(", ", methods));
    }

    private RestResponse complete(RestRequest request, RestResponse response) {
        RestResponse complete = response;
        if (response.status() == 401) {
            return complete.with(RestResponse.REQUEST_ID, request.id()).with("WWW-Authenticate", "Bearer");
        }
        if (!response.headers().containsKey(RestResponse.REQUEST_ID)) {
            complete = complete.with(RestResponse.REQUEST_ID, request.id());
        }
        if (!response.headers().containsKey(RestResponse.POSITION)) {
            Optional<Long> position =
                    services.find(MoneyCore.class).map(core -> core.status().position());
            complete = position.map(complete::at).orElse(complete);
        }
        return complete;
    }
}
