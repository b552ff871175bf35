// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.wire.Json;
import io.coffer.wire.JsonParser;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private static Router router() {
        Router router = new Router();
        router.get("/v1/things", call -> RestResponse.ok(Json.members().build()));
        router.get("/v1/things/{id}", call -> RestResponse.ok(Json.members().build()));
        router.post(
                "/v1/things/{id}/parts", asked -> RestResponse.ok(Json.members().build()));
        return router;
    }

    @Test
    void findsARouteAndItsParameters() {
        Router.Match match = router().find("GET", "/v1/things/a%3Ab").orElseThrow();

        assertThat(match.parameters()).isEqualTo(Map.of("id", "a:b"));
        assertThat(match.path()).isEqualTo("/v1/things/a:b");
        assertThat(router().find("POST", "/v1/things/x/parts")).isPresent();
    }

    @Test
    void findsNothingForWhatIsNotExactlyAPath() {
        for (String path : new String[] {
            "",
            "/",
            "v1/things",
            "/v1/things/",
            "//v1/things",
            "/v1//things",
            "/v1/things/a/b",
            "/v1/things/a%2Fb",
            "/v1/things/%",
            "/v1/things/%4",
            "/v1/things/%zz",
            "/v1/things/%ff",
            "/v1/Things",
            "/" + "a/".repeat(1000)
        }) {
            assertThat(router().find("GET", path)).as(path).isEmpty();
            assertThat(router().methods(path)).as(path).isEmpty();
        }
        assertThat(router().find("DELETE", "/v1/things")).isEmpty();
    }

    @Test
    void percentCodingGivesBackWhatWasEncoded() {
        long seed = System.nanoTime();
        System.out.println("percentCodingGivesBackWhatWasEncoded seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 10_000; round++) {
            String text = random.ints(random.nextInt(12), 0, 0x10FFFF)
                    .filter(c -> Character.isDefined(c) && (c < 0xD800 || c > 0xDFFF))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
            assertThat(PercentCoding.decoded(encoded))
                    .as("seed %d round %d", seed, round)
                    .contains(text);
        }
        assertThat(PercentCoding.decoded("a+b")).contains("a+b");
    }

    @Test
    void theFingerprintNeverChanges() throws Exception {
        Json body = JsonParser.parse("{\"b\":\"1\",\"a\":{\"d\":[\"x\",\"y\"],\"c\":\"é\"}}");
        Json same = JsonParser.parse("{\"a\":{\"c\":\"\\u00e9\",\"d\":[\"x\",\"y\"]},\"b\":\"1\"}");

        // sha256 of: POST\n/v1/x\n{"a":{"c":"é","d":["x","y"]},"b":"1"}
        assertThat(Fingerprint.of("POST", "/v1/x", body)).isEqualTo(0x831eedde09098488L);
        assertThat(Fingerprint.of("POST", "/v1/x", same)).isEqualTo(Fingerprint.of("POST", "/v1/x", body));
        assertThat(Fingerprint.of("POST", "/v1/y", body)).isNotEqualTo(Fingerprint.of("POST", "/v1/x", body));
    }

    @Test
    void settingsNameTheKeyAndNeverTheSecret() {
        assertThat(RestSettings.of(Map.of()))
                .isEqualTo(new RestSettings(Optional.empty(), "exchange", RestSettings.DEFAULT_WAIT_MS));
        assertThat(RestSettings.of(Map.of("apiTokenSha256", "AB".repeat(32), "client", "x", "atLeastWaitMs", "7"))
                        .tokenSha256()
                        .orElseThrow()
                        .toHex())
                .isEqualTo("ab".repeat(32));
        assertThatThrownBy(() -> RestSettings.of(Map.of("apiTokenSha256", "my-plain-token")))
                .hasMessageContaining("apiTokenSha256")
                .hasMessageNotContaining("my-plain-token");
        assertThatThrownBy(() -> RestSettings.of(Map.of("client", "a b"))).hasMessageContaining("client = a b");
        assertThatThrownBy(() -> RestSettings.of(Map.of("atLeastWaitMs", "soon")))
                .hasMessageContaining("atLeastWaitMs = soon");
    }
}
