// SPDX-License-Identifier: Apache-2.0
package io.coffer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonParserTest {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    @Test
    void readsEveryKindOfValue() throws Exception {
        Json value = JsonParser.parse(" {\"a\" : [1, -0.5e+7, true, false, null, \"\\u00e9\\n\\\"\"], \"b\":{}} ");

        assertThat(value)
                .isEqualTo(new Json.Dictionary(Map.of(
                        "a",
                        new Json.Sequence(List.of(
                                new Json.Numeral("1"),
                                new Json.Numeral("-0.5e+7"),
                                new Json.Flag(true),
                                new Json.Flag(false),
                                new Json.Nothing(),
                                new Json.Text("é\n\""))),
                        "b",
                        new Json.Dictionary(Map.of()))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{}}",
                "{} {}",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "01",
                "+1",
                "1.",
                ".5",
                "1e",
                "NaN",
                "Infinity",
                "0x1",
                "１",
                "tru",
                "nullx",
                "\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u\uFF11234\"",
                "\"\t\"",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "// x\n1",
                "\uFEFF{}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}"
            })
    void refusesWhatIsNotStrictJson(String text) {
        assertThatThrownBy(() -> JsonParser.parse(text)).isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        for (String bytes : List.of("22c022", "22c08022", "22eda08022", "fffe7b007d00", "7b00007d")) {
            assertThatThrownBy(() -> JsonParser.parse(new BigInteger(bytes, 16).toByteArray()))
                    .isInstanceOf(JsonSyntaxException.class);
        }
    }

    @Test
    @DisplayName("H42 JSON nested 100,000 deep is refused without deep recursion")
    void h42_deepJson() throws Exception {
        assertThat(JsonParser.parse("[".repeat(16) + "]".repeat(16))).isInstanceOf(Json.Sequence.class);
        assertThatThrownBy(() -> JsonParser.parse("[".repeat(17) + "]".repeat(17)))
                .hasMessageContaining("nested deeper than 16");
        assertThatThrownBy(() -> JsonParser.parse("{\"a\":".repeat(100_000)))
                .hasMessageContaining("nested deeper than 16");
    }

    @Test
    void agreesWithJacksonOnMutatedDocuments() {
        long seed = System.nanoTime();
        System.out.println("agreesWithJacksonOnMutatedDocuments seed=" + seed);
        Random random = new Random(seed);
        int accepted = 0;
        for (int round = 0; round < 60_000; round++) {
            String text = mutated(random, document(random, 0).print());
            boolean ours = parses(text);
            assertThat(ours).as("seed %d round %d: %s", seed, round, text).isEqualTo(jacksonParses(text));
            accepted += ours ? 1 : 0;
        }
        assertThat(accepted).isBetween(5_000, 55_000);
    }

    @Test
    void whatIsPrintedIsReadBackTheSame() throws Exception {
        long seed = System.nanoTime();
        System.out.println("whatIsPrintedIsReadBackTheSame seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            Json document = document(random, 0);
            assertThat(JsonParser.parse(document.print().getBytes(StandardCharsets.UTF_8)))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(document);
        }
    }

    @Test
    @DisplayName("H41 what is printed holds no control or direction-changing character")
    void h41_printsNoControlCharacters() {
        String printed =
                Json.text("\u001b[2J\u009b31m\r\n\u202E\u2028\u0000\uD800").print();

        assertThat(printed).isEqualTo("\"\\u001b[2J\\u009b31m\\u000d\\u000a\\u202e\\u2028\\u0000\\ud800\"");
        assertThat(SafeText.of("a\u001b[31m\r\nb\u202E")).isEqualTo("a\uFFFD[31m\uFFFD\uFFFDb\uFFFD");
        assertThat(SafeText.of("0123456789", 4)).isEqualTo("0123…");
    }

    private static Json document(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 4 : 6)) {
            case 0 -> Json.text(string(random));
            case 1 ->
                new Json.Numeral(List.of("0", "-1", "1.25", "1E9", "-0.0e-1", "9".repeat(1 + random.nextInt(40)))
                        .get(random.nextInt(6)));
            case 2 -> Json.flag(random.nextBoolean());
            case 3 -> new Json.Nothing();
            case 4 ->
                Json.sequence(random.ints(random.nextInt(4))
                        .mapToObj(i -> document(random, depth + 1))
                        .toList());
            default -> {
                Json.Members members = Json.members();
                for (int i = random.nextInt(4); i > 0; i--) {
                    members.put(i + string(random), document(random, depth + 1));
                }
                yield members.build();
            }
        };
    }

    private static String string(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(List.of("a", "é", "\"", "\\", "\n", "😀", "\u0000", "１", "/")
                    .get(random.nextInt(9)));
        }
        return text.toString();
    }

    private static String mutated(Random random, String text) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(3); i > 0 && mutated.length() > 0; i--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(3)) {
                case 0 -> mutated.deleteCharAt(at);
                case 1 -> mutated.insert(at, "{}[]\",:0123456789eE+-. \ttrufalsn\\/".charAt(random.nextInt(34)));
                default -> mutated.setCharAt(at, "{}[]\",:09e+-. \ntn\\u".charAt(random.nextInt(19)));
            }
        }
        return mutated.toString();
    }

    private static boolean parses(String text) {
        try {
            JsonParser.parse(text);
            return true;
        } catch (JsonSyntaxException refused) {
            return false;
        }
    }

    /** Jackson, told to be as strict as we are; lone surrogates it lets pass, so they are looked for here. */
    private static boolean jacksonParses(String text) {
        try (com.fasterxml.jackson.core.JsonParser parser = JACKSON.createParser(text)) {
            Optional<JsonToken> first = Optional.empty();
            int depth = 0;
            int deepest = 0;
            int values = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                first = Optional.of(token);
                values += depth == 0 ? 1 : 0;
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                deepest = Math.max(deepest, depth);
                String content = parser.getText();
                if (content.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
                    return false;
                }
            }
            return first.isPresent() && values == 1 && deepest <= JsonParser.MAX_DEPTH;
        } catch (IOException refused) {
            return false;
        }
    }
}
