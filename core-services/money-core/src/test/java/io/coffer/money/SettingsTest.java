// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final String PID = "io.coffer.money";

    @Test
    void nothingConfiguredIsTheDefault() {
        Settings settings = Settings.read(PID, Map.of("component.id", 7), Settings.DEFAULT);
        assertThat(settings).isEqualTo(Settings.DEFAULT);
        assertThat(settings.options()).isEqualTo(MoneyCoreOptions.DEFAULT);
    }

    @Test
    void readsTextAndNumbers() {
        Settings settings = Settings.read(
                PID,
                Map.of("directory", "/var/coffer", "segmentBytes", " 33554432 ", "snapshotEveryRecords", 5_000),
                Settings.DEFAULT);
        assertThat(settings.problems()).isEmpty();
        assertThat(settings.directory()).isEqualTo("/var/coffer");
        assertThat(settings.options().journal().segmentBytes()).isEqualTo(33_554_432);
        assertThat(settings.options().snapshotEveryRecords()).isEqualTo(5_000);
    }

    @Test
    void aBadValueLeavesTheOldOneAndNamesFileKeyAndValue() {
        Settings before = Settings.read(PID, Map.of("segmentBytes", "33554432"), Settings.DEFAULT);
        for (String bad : new String[] {"abc", "-1", "5", "16 MiB", "99999999999", "1e9", "0x10"}) {
            Settings settings = Settings.read(PID, Map.of("segmentBytes", bad), before);
            assertThat(settings.isAs(before)).as(bad).isTrue();
            assertThat(settings.problems())
                    .singleElement()
                    .asString()
                    .contains("etc/io.coffer.money.cfg", "segmentBytes = " + bad, "33554432 stays in force");
        }
        Settings settings = Settings.read(PID, Map.of("directory", "a\u0000b"), before);
        assertThat(settings.isAs(before)).isTrue();
        assertThat(settings.problems()).hasSize(1);
    }

    @Test
    void readsTheLongestDowntimeAndKeepsTheOldOneIfItIsBad() {
        Settings settings = Settings.read(PID, Map.of("maxDowntimeHours", "36"), Settings.DEFAULT);
        assertThat(settings.maxDowntimeHours()).isEqualTo(36);
        assertThat(settings.isAs(Settings.DEFAULT)).isFalse();
        Settings bad = Settings.read(PID, Map.of("maxDowntimeHours", "0"), settings);
        assertThat(bad.maxDowntimeHours()).isEqualTo(36);
        assertThat(bad.problems()).singleElement().asString().contains("maxDowntimeHours = 0", "36 stays in force");
    }
}
