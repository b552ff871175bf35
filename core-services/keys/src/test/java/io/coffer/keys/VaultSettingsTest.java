// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VaultSettingsTest {
    private static final Path DATA = Path.of("data");

    @Test
    void hasSafeDefaults() {
        VaultSettings settings = VaultSettings.of(Map.of(), DATA);
        assertThat(settings.file()).isEqualTo(Path.of("data/keys/vault"));
        assertThat(settings.cost()).isEqualTo(new PassphraseCost(65_536, 3, 4));
    }

    @Test
    void readsWhatIsSet() {
        VaultSettings settings = VaultSettings.of(
                Map.of(
                        "file",
                        "/srv/vault ",
                        "argon2.memoryKiB",
                        "131072",
                        "argon2.iterations",
                        4,
                        "argon2.lanes",
                        "1"),
                DATA);
        assertThat(settings.file()).isEqualTo(Path.of("/srv/vault"));
        assertThat(settings.cost()).isEqualTo(new PassphraseCost(131_072, 4, 1));
    }

    @Test
    void namesFileKeyAndValueOfABadSetting() {
        assertThatThrownBy(() -> VaultSettings.of(Map.of("argon2.memoryKiB", "64M"), DATA))
                .hasMessage("io.coffer.keys.cfg: argon2.memoryKiB: no whole number: 64M");
        assertThatThrownBy(() -> VaultSettings.of(Map.of("argon2.memoryKiB", "1024"), DATA))
                .hasMessage("io.coffer.keys.cfg: argon2.memoryKiB: 1024 is not within 65536..1048576");
        assertThatThrownBy(() -> VaultSettings.of(Map.of("argon2.lanes", "5"), DATA))
                .hasMessage("io.coffer.keys.cfg: argon2.lanes: 5 is not within 1..4");
    }
}
