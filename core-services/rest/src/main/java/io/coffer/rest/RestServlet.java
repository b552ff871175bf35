// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.spi.money.Bytes;
import io.coffer.wire.SafeText;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Between the servlet container and {@link RestApi}: reads bounded bodies, writes answers, keeps the access log. */
final class RestServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger ACCESS = LoggerFactory.getLogger("io.coffer.rest.access");

    static final int MAX_BODY_BYTES = 64 * 1024;
    private static final int MAX_LOGGED_PATH = 200;

    private final transient RestApi api;
    private final transient Supplier<String> requestIds;

    /** @param requestIds gives a new id each time */
    RestServlet(RestApi api, Supplier<String> requestIds) {
        this.api = api;
        this.requestIds = requestIds;
    }

    @Override
    protected void service(HttpServletRequest http, HttpServletResponse answer) throws IOException {
        long startedNs = System.nanoTime();
        String id = requestIds.get();
        Optional<Bytes> body = body(http);
        RestResponse response = body.isPresent() ? api.handle(request(http, body.get(), id)) : tooLarge(id);
        write(response, answer, http.getMethod().equals("HEAD"));
        ACCESS.atLevel(level(http.getMethod(), response.status()))
                .log(
                        "{} {} {} {} {}us",
                        SafeText.of(http.getMethod(), 16),
                        SafeText.of(http.getRequestURI(), MAX_LOGGED_PATH),
                        response.status(),
                        response.headers().getOrDefault(RestResponse.REQUEST_ID, id),
                        (System.nanoTime() - startedNs) / 1_000);
    }

    /** What may have an effect is always on record, and what failed, such as a wrong token; polls would drown both. */
    private static Level level(String method, int status) {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        return reads && status < HttpServletResponse.SC_BAD_REQUEST ? Level.DEBUG : Level.INFO;
    }

    private static RestRequest request(HttpServletRequest http, Bytes body, String id) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String name : Collections.list(http.getHeaderNames())) {
            headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>());
        }
        headers.replaceAll((name, none) -> Collections.list(http.getHeaders(name)));
        String method = http.getMethod().equals("HEAD") ? "GET" : http.getMethod();
        String query = Optional.ofNullable(http.getQueryString()).orElse("");
        return new RestRequest(method, http.getRequestURI(), query, headers, body, id);
    }

    /** The body, or empty if it is too large; then the rest of it is not read. */
    private static Optional<Bytes> body(HttpServletRequest http) throws IOException {
        if (http.getContentLengthLong() > MAX_BODY_BYTES) {
            return Optional.empty();
        }
        byte[] content = http.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
        return content.length > MAX_BODY_BYTES ? Optional.empty() : Optional.of(Bytes.of(content));
    }

    private static RestResponse tooLarge(String id) {
        Problem problem = Problem.of(
                413,
                "request.too-large",
                "The body is larger than " + MAX_BODY_BYTES + " bytes.",
                "Send less; no request of this API needs as much.");
        return RestResponse.of(problem, id).with(RestResponse.REQUEST_ID, id).with("Connection", "close");
    }

    private static void write(RestResponse response, HttpServletResponse answer, boolean headOnly) throws IOException {
        byte[] body = response.body().print().getBytes(StandardCharsets.UTF_8);
        answer.setStatus(response.status());
        answer.setHeader("Content-Type", "application/json");
        response.headers().forEach(answer::setHeader);
        answer.setHeader("Cache-Control", "no-store");
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setContentLength(body.length);
        if (!headOnly) {
            answer.getOutputStream().write(body);
        }
    }
}
