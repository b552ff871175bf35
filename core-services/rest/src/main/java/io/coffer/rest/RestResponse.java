// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.wire.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** One HTTP answer; its body is JSON. */
record RestResponse(int status, Json.Dictionary body, Map<String, String> headers) {
    static final String POSITION = "Coffer-Position";
    static final String REQUEST_ID = "Coffer-Request-Id";
    static final String HIT = "Idempotency-Hit";

    RestResponse {
        headers = Map.copyOf(headers);
    }

    static RestResponse ok(Json.Dictionary body) {
        return new RestResponse(200, body, Map.of());
    }

    static RestResponse of(Problem problem, String requestId) {
        RestResponse response = new RestResponse(problem.status(), problem.view(requestId), Map.of())
                .with("Content-Type", "application/problem+json");
        return problem.retryAfter()
                .map(seconds -> response.with("Retry-After", seconds))
                .orElse(response);
    }

    RestResponse with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new RestResponse(status, body, more);
    }

    RestResponse at(long position) {
        return with(POSITION, Long.toString(position));
    }
}
