// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the build made of the annotations, where the order of it matters. */
class ComponentDescriptionTest {
    @Test
    void settingsKeysAndAssetsAreBoundBeforeAdapters() throws Exception {
        String name = "/OSGI-INF/io.coffer.wallet.WalletsComponent.xml";
        try (InputStream in = WalletsComponent.class.getResourceAsStream(name)) {
            String xml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(xml)
                    .containsSubsequence(
                            "interface=\"io.coffer.wallet.ChainSettingsComponent\"",
                            "interface=\"io.coffer.api.signing.KeyVault\"",
                            "interface=\"io.coffer.api.signing.SigningService\"",
                            "interface=\"io.coffer.spi.asset.AssetPlugin\"",
                            "interface=\"io.coffer.spi.chain.ChainAdapter\"");
        }
    }
}
