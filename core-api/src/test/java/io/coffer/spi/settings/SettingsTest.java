// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final String PID = "io.coffer.asset.example";
    private static final Set<String> KEYS = Set.of("name", "decimals");

    private final Map<String, Object> properties = new HashMap<>(Map.of(
            "service.pid",
            PID + "~one",
            "felix.fileinstall.filename",
            "file:/data/etc/io.coffer.asset.example-one.cfg"));

    @Test
    void aValueIsReadWithoutTheSpacesAroundIt() throws Exception {
        properties.put("name", " x y ");
        assertThat(settings().text("name")).isEqualTo("x y");
        assertThat(settings().find("name")).hasValue("x y");
        assertThat(settings().find("decimals")).isEmpty();
        assertThat(settings().source()).isEqualTo("etc/io.coffer.asset.example-one.cfg");
    }

    @Test
    void whatIsMissingIsNamedWithItsFile() throws Exception {
        refuses(
                "etc/io.coffer.asset.example-one.cfg: name is missing",
                () -> settings().text("name"));
        properties.remove("felix.fileinstall.filename");
        refuses("io.coffer.asset.example~one: name is missing", () -> settings().text("name"));
        properties.remove("service.pid");
        refuses("io.coffer.asset.example: name is missing", () -> settings().text("name"));
    }

    @Test
    void aKeyThatIsNotKnownIsRefusedWithoutItsValue() {
        properties.put("decimal", "secret");
        refuses("etc/io.coffer.asset.example-one.cfg: decimal=*** is no key; keys are decimals, name", this::settings);
    }

    @Test
    void numbersAreDigitsWithinTheirRange() throws Exception {
        for (String good : new String[] {"0", "36", "007"}) {
            properties.put("decimals", good);
            assertThat(settings().number("decimals", 0, 36)).isEqualTo(Integer.parseInt(good));
        }
        for (String bad : new String[] {"", "37", "-1", "+1", "1.0", "1e1", "0x1", "\u0661", "9999999999"}) {
            properties.put("decimals", bad);
            assertThatThrownBy(() -> settings().number("decimals", 0, 36))
                    .as(bad)
                    .isInstanceOf(InvalidSettingsException.class)
                    .hasMessageEndingWith(" is not a whole number within 0..36");
        }
    }

    @Test
    void whatIsShownIsShortAndPlain() throws Exception {
        assertThat(settings().invalid("name", "\u001b[2J\n" + "x".repeat(1_000), "is bad"))
                .hasMessage("etc/io.coffer.asset.example-one.cfg: name=?[2J?" + "x".repeat(155) + "... is bad");
    }

    private Settings settings() throws InvalidSettingsException {
        return Settings.of(PID, properties, KEYS);
    }

    private static void refuses(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(InvalidSettingsException.class).hasMessage(message);
    }
}
