// SPDX-License-Identifier: Apache-2.0
package io.coffer.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.spi.settings.InvalidSettingsException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    private static final String PID = "io.coffer.asset.example";
    private static final Setting<String> NAME =
            Setting.text("name", Pattern.compile("[a-z]{1,4}"), "is not 1..4 of a-z");
    private static final Setting<Integer> DEPTH =
            Setting.whole("depth", 1, 36).as(Math::toIntExact).or(3);
    private static final Setting<Long> CHAIN =
            Setting.whole("chain", 0, Long.MAX_VALUE).or(0L);
    private static final Setting<Colour> COLOUR =
            Setting.oneOf("colour", Colour::text, Colour.values()).or(Colour.RED);
    private static final Setting<Optional<String>> TAG = Setting.raw("tag");
    private static final Setting<Optional<String>> PASSWORD =
            Setting.refused("password", "is a secret; name its file with passwordFile");
    private static final Setting<Integer> EVEN = Setting.of("even", Integer::valueOf, "is no number")
            .then(FieldsTest::even, "is odd; take the next")
            .secretIf(text -> text.startsWith("66"))
            .or(2);
    private static final List<Setting<?>> KEYS = List.of(NAME, DEPTH, CHAIN, COLOUR, TAG, PASSWORD, EVEN);

    private final Map<String, Object> properties = new HashMap<>(Map.of(
            "name", " abc ",
            "service.pid", PID + "~one",
            "felix.fileinstall.filename", "file:/data/etc/io.coffer.asset.example-one.cfg"));

    private enum Colour {
        RED,
        GREEN,
        BLUE;

        String text() {
            return name().substring(0, 1);
        }
    }

    private static int even(int number) {
        if (number % 2 != 0) {
            throw new IllegalArgumentException("number: " + number);
        }
        return number;
    }

    @Test
    void whatIsLeftOutHasItsDefault() throws Exception {
        Fields fields = fields();
        fields.requireSound();
        assertThat(fields.value(NAME)).isEqualTo("abc");
        assertThat(fields.value(DEPTH)).isEqualTo(3);
        assertThat(fields.value(COLOUR)).isEqualTo(Colour.RED);
        assertThat(fields.value(TAG)).isEmpty();
        assertThat(fields.value(PASSWORD)).isEmpty();
        assertThat(fields.value(EVEN)).isEqualTo(2);
        assertThat(fields.text("name")).contains("abc");
        assertThat(fields.text("depth")).isEmpty();
    }

    @Test
    void everyKindOfValueIsRead() throws Exception {
        properties.putAll(Map.of("depth", 36, "chain", "9223372036854775807", "colour", "B", "tag", "", "even", "4"));
        Fields fields = fields();
        fields.requireSound();
        assertThat(fields.value(DEPTH)).isEqualTo(36);
        assertThat(fields.value(CHAIN)).isEqualTo(Long.MAX_VALUE);
        assertThat(fields.value(COLOUR)).isEqualTo(Colour.BLUE);
        assertThat(fields.value(TAG)).contains("");
        assertThat(fields.value(EVEN)).isEqualTo(4);
    }

    @Test
    void allFaultsAreNamedAtOnceWithFileKeyValueAndRule() {
        properties.remove("name");
        properties.putAll(Map.of("depth", "0", "colour", "red", "even", "x", "nane", "abc"));
        refuses("etc/io.coffer.asset.example-one.cfg:"
                + " nane=*** is no key; keys are chain, colour, depth, even, name, tag;"
                + " name is missing; depth=0 is not a whole number within 1..36; colour=red is not R, G or B;"
                + " even=x is no number");
    }

    @Test
    void theFirstRuleThatIsBrokenIsTold() {
        properties.put("even", "5");
        refuses("etc/io.coffer.asset.example-one.cfg: even=5 is odd; take the next");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "37", "-1", "+1", "1.0", "1e1", "0x1", "\u0661", "99999999999999999999", "1_0", "1 0"})
    void aNumberIsPlainDigitsWithinItsBounds(String text) {
        properties.put("depth", text);
        assertThatThrownBy(() -> fields().requireSound())
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageEndingWith(" is not a whole number within 1..36");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "99999999999999999999999999"})
    void aNumberBeyondAnyLongIsRefused(String text) {
        properties.put("chain", text);
        refuses("etc/io.coffer.asset.example-one.cfg: chain=" + text
                + " is not a whole number within 0..9223372036854775807");
    }

    @Test
    @DisplayName("H49 what may be secret is not repeated")
    void h49_secretsAreMasked() {
        properties.put("password", "s3cr3t");
        properties.put("even", "667");
        refuses("etc/io.coffer.asset.example-one.cfg: password=*** is a secret; name its file with passwordFile;"
                + " even=*** is odd; take the next");
    }

    @Test
    @DisplayName("H41 control characters do not reach the log, nor does a long value")
    void h41_valuesAreMadePrintable() {
        properties.put("name", "\u001b[2J\n" + "x".repeat(1_000));
        refuses("etc/io.coffer.asset.example-one.cfg: name=?[2J?" + "x".repeat(155) + "... is not 1..4 of a-z");
    }

    @Test
    void aRuleBetweenFieldsIsToldWithTheOthers() {
        properties.put("depth", "x");
        Fields fields = fields();
        assertThat(fields.find(DEPTH)).isEmpty();
        assertThat(fields.find(NAME)).contains("abc");
        fields.fault("name", "abc", "is longer than depth");
        assertThatThrownBy(fields::requireSound)
                .hasMessage("etc/io.coffer.asset.example-one.cfg: depth=x is not a whole number within 1..36;"
                        + " name=abc is longer than depth");
    }

    @Test
    void aFaultyValueIsNotToBeHad() {
        properties.put("depth", "x");
        assertThatIllegalStateException()
                .isThrownBy(() -> fields().value(DEPTH))
                .withMessageStartingWith("depth:");
    }

    @Test
    void withoutAFileThePidIsNamed() {
        assertThat(Fields.source(PID, Map.of("service.pid", PID + "~x"))).isEqualTo(PID + "~x");
        assertThat(Fields.source(PID, Map.of())).isEqualTo(PID);
    }

    @Test
    void keysOfThePlatformPass() {
        properties.put("service.ranking", 7);
        assertThatCode(() -> fields().requireSound()).doesNotThrowAnyException();
    }

    private Fields fields() {
        return Fields.of(PID, properties, KEYS);
    }

    private void refuses(String message) {
        assertThatThrownBy(() -> fields().requireSound())
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(message);
    }
}
