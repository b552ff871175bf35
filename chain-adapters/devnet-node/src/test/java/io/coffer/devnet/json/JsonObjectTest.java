// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.devnet.format.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    private static final int MAX_BYTES = 10_000;

    @Test
    void fieldsAreReadAsWhatTheyMustBe() throws Exception {
        JsonObject object = read("{\"a\":\"x\",\"n\":-7,\"f\":true,\"o\":{\"b\":\"y\"},\"l\":[\"p\",\"q\"],\"e\":[]}");
        assertThat(object.text("a")).isEqualTo("x");
        assertThat(object.number("n", -7, 0)).isEqualTo(-7);
        assertThat(object.flag("f")).isTrue();
        assertThat(object.object("o").text("b")).isEqualTo("y");
        assertThat(object.texts("l", 2)).containsExactly("p", "q");
        assertThat(object.objects("e", 0)).isEmpty();
        assertThat(object.optionalObject("none")).isEmpty();
    }

    @Test
    void aFieldOfAnotherKindIsRefusedByName() throws Exception {
        JsonObject object = read("{\"a\":\"1\",\"n\":1,\"l\":[1]}");
        assertThatThrownBy(() -> object.text("n")).hasMessage("n: not a string");
        assertThatThrownBy(() -> object.number("a", 0, 9)).hasMessage("a: not a whole number");
        assertThatThrownBy(() -> object.number("n", 2, 9)).hasMessage("n: not within 2..9");
        assertThatThrownBy(() -> object.text("z")).hasMessage("z: missing");
        assertThatThrownBy(() -> object.texts("l", 9)).hasMessage("l: an entry is not a string");
        assertThatThrownBy(() -> object.texts("l", 0)).hasMessage("l: more than 0 entries");
        assertThatThrownBy(() -> object.optionalObject("a")).hasMessage("a: not an object");
    }

    @Test
    @DisplayName("H38 an unknown field is refused")
    void h38_anUnknownFieldIsRefused() throws Exception {
        JsonObject object = read("{\"a\":1,\"role\":\"admin\"}");
        assertThatThrownBy(() -> object.allowOnly("a")).isInstanceOf(MalformedException.class);
        object.allowOnly("a", "role");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{}{}",
                "{} x",
                "[]",
                "7",
                "\"a\"",
                "null",
                "{\"a\":1.5}",
                "{\"a\":1e3}",
                "{\"a\":null}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":99999999999999999999}",
                "{\"a\":9223372036854775808}",
                "{\"a\":1000000000000000000000000000000000}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":\"\\x\"}",
                "{\"a\":[[[[[[[[[[]]]]]]]]]]}",
                "{\"a\":[{\"a\":[{\"a\":[{\"a\":[{}]}]}]}]}"
            })
    void whatIsNotOnePlainObjectIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    @DisplayName("H42 deep and large input is refused in bounded memory")
    void h42_deepAndLargeInputIsRefused() {
        assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(100_000))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> read("{\"a\":\"" + "x".repeat(MAX_BYTES) + "\"}"))
                .isInstanceOf(MalformedException.class)
                .hasMessage("larger than " + MAX_BYTES + " bytes");
        assertThatThrownBy(() -> read("{\"" + "k".repeat(100) + "\":1}")).isInstanceOf(MalformedException.class);
    }

    @Test
    void randomBytesAreNeverAnythingButMalformed() {
        Random random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            assertThatThrownBy(() -> JsonObject.read(new ByteArrayInputStream(noise), MAX_BYTES))
                    .isInstanceOf(MalformedException.class);
        }
    }

    private static JsonObject read(String text) throws MalformedException, IOException {
        return JsonObject.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), MAX_BYTES);
    }
}
