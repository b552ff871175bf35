// SPDX-License-Identifier: Apache-2.0
package io.coffer.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NodeListTest {
    @Test
    void theFeaturesOfTheNodeNameItsBundlesAndNoPlugin() throws IOException {
        NodeList list = NodeList.of(Files.readString(Path.of("../../features/src/main/feature/feature.xml")));
        assertThat(list.services())
                .contains(
                        "io.coffer.guard",
                        "io.coffer.money-core",
                        "io.coffer.keys",
                        "io.coffer.signing",
                        "io.coffer.wallet",
                        "io.coffer.rest",
                        "io.coffer.shell")
                .doesNotContain("io.coffer.core-api", "io.coffer.devnet", "io.coffer.evm")
                .allMatch(name -> name.startsWith("io.coffer."));
        assertThat(list.ground())
                .contains("io.coffer.core-api", "org.apache.felix.http.jetty12")
                .doesNotContain("io.coffer.devnet", "io.coffer.evm");
    }

    @Test
    void aFileThatNamesNoBundlesIsNoList() {
        assertThatThrownBy(() -> NodeList.of("<features><feature name=\"coffer\"/></features>"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
