// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SigningSettingsTest {
    @Test
    void allowsNothingByItself() {
        assertThat(SigningSettings.of(Map.of()).allowedUnverified()).isEmpty();
        assertThat(SigningSettings.of(Map.of("allowUnverifiedFamilies", " ")).allowedUnverified())
                .isEmpty();
    }

    @Test
    void readsAList() {
        assertThat(SigningSettings.of(Map.of("allowUnverifiedFamilies", "bip122, tron,"))
                        .allowedUnverified())
                .containsExactlyInAnyOrder("bip122", "tron");
    }

    @Test
    void namesFileKeyAndValueOfABadSetting() {
        assertThatThrownBy(() -> SigningSettings.of(Map.of("allowUnverifiedFamilies", "bip122,*")))
                .hasMessage("io.coffer.signing.cfg: allowUnverifiedFamilies: no CAIP-2 namespace: *");
    }
}
