// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import io.coffer.wire.Json;
import java.util.Optional;

/** A request that was not answered as asked, in the form of RFC 9457 with members of our own. */
final class Problem extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int RETRY_AFTER_S = 1;

    /** What became of the request. */
    enum Outcome {
        NOT_EXECUTED,
        EXECUTED,
        UNKNOWN
    }

    private final int status;
    private final String code;
    private final boolean retriable;
    private final Outcome outcome;
    private final String detail;
    private final String nextStep;
    private final String field;

    private Problem(Shape shape, String detail, String nextStep, String field) {
        // Problems are answers, not accidents: their stack is of no use and costs time.
        super(detail, null, false, false);
        this.status = shape.status;
        this.code = shape.code;
        this.retriable = shape.retriable;
        this.outcome = shape.outcome;
        this.detail = detail;
        this.nextStep = nextStep;
        this.field = field;
    }

    private record Shape(int status, String code, boolean retriable, Outcome outcome) {
        static Shape of(int status, String code) {
            return new Shape(status, code, false, Outcome.NOT_EXECUTED);
        }
    }

    /** Nothing was done and nothing would be done if it were sent again. */
    static Problem of(int status, String code, String detail, String nextStep) {
        return new Problem(Shape.of(status, code), detail, nextStep, "");
    }

    /** Nothing was done; the same may be sent again. */
    static Problem later(int status, String code, String detail, String nextStep) {
        return new Problem(new Shape(status, code, true, Outcome.NOT_EXECUTED), detail, nextStep, "");
    }

    static Problem invalid(String field, String detail) {
        return invalid("request.invalid", field, detail, "Correct the field and send the request again.");
    }

    static Problem invalid(String code, String field, String detail, String nextStep) {
        return new Problem(Shape.of(400, code), field + " " + detail, nextStep, field);
    }

    /** @param thing one word of the path: {@code account} */
    static Problem unknown(String thing, String id) {
        return of(404, thing + ".unknown", "There is no " + thing + " " + id + ".", "Check the id.");
    }

    static Problem refused(Refusal refusal) {
        return of(statusOf(refusal.code()), refusal.code(), refusal.message(), refusal.nextStep());
    }

    private static int statusOf(String code) {
        if (code.endsWith(".unknown")) {
            return 404;
        }
        return code.endsWith(".exists") || code.endsWith(".state") ? 409 : 422;
    }

    static Problem unavailable(CoreUnavailableException unavailable) {
        String code = "core."
                + unavailable.reason().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        String nextStep = unavailable.isNotExecuted()
                ? "Send the same request with the same Idempotency-Key again later."
                : "The node must be restarted; then send the same request with the same Idempotency-Key again.";
        Outcome outcome = unavailable.isNotExecuted() ? Outcome.NOT_EXECUTED : Outcome.UNKNOWN;
        return new Problem(new Shape(503, code, true, outcome), String.valueOf(unavailable.getMessage()), nextStep, "");
    }

    /** @param outcome what is known of the effect */
    static Problem internal(Outcome outcome) {
        return new Problem(
                new Shape(500, "internal", true, outcome),
                "The node made a mistake of its own; its log has more under this request id.",
                "Send the same request with the same Idempotency-Key again; tell the operator the request id.",
                "");
    }

    /** The same problem where the request had been executed before by an earlier one of the same key. */
    Problem executedBefore() {
        return new Problem(new Shape(status, code, retriable, Outcome.EXECUTED), detail, nextStep, field);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    /** Seconds after which a retry makes sense; empty where none does. */
    Optional<String> retryAfter() {
        return status == 503 || (status == 409 && retriable)
                ? Optional.of(Integer.toString(RETRY_AFTER_S))
                : Optional.empty();
    }

    Json.Dictionary view(String requestId) {
        Json.Members view = Json.members()
                .put("type", "urn:coffer:problem:" + code)
                .put("title", HttpStatus.title(status))
                .put("status", status)
                .put("detail", detail)
                .put("code", code)
                .put("retriable", retriable)
                .put("outcome", outcome.name())
                .put("requestId", requestId)
                .put("nextStep", nextStep);
        if (!field.isEmpty()) {
            view.put("field", field);
        }
        return view.build();
    }
}
