// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.node.AssetCatalog;
import io.coffer.api.node.BroughtAsset;
import io.coffer.shell.asset.ListCommand;
import io.coffer.shell.asset.NetworkCommand;
import io.coffer.shell.asset.PluginsCommand;
import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens as an operator lists them. */
class TokenCommandsTest {
    private static final String TOKEN = "eip155:1/erc20:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";

    private final List<BroughtAsset> brought = new ArrayList<>();
    private BenchNode node;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        node = new BenchNode(folder);
        node.services.put(AssetCatalog.class, new AssetCatalog() {
            @Override
            public List<BroughtAsset> brought() {
                return brought;
            }

            @Override
            public List<String> leftAside() {
                return List.of("broken/1.0: nothing works");
            }
        });
        bring(TOKEN, Optional.empty());
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    private void bring(String caip19, Optional<String> problem) {
        NetworkAssetId id = new NetworkAssetId(caip19);
        AssetDescriptor descriptor = new AssetDescriptor(new NetworkAsset(id, 6), "USDC", AssetKind.TOKEN);
        brought.add(new BroughtAsset(id, "io.coffer.erc20/1.0", Optional.of(descriptor), false, problem));
    }

    @Test
    void pluginsSaysWhatIsBroughtByWhomAndWhyItCannotBeUsed() throws Exception {
        bring("eip155:1/erc20:0xdead", Optional.of("its plugin failed: movements"));
        String table = node.run(new PluginsCommand(), "");
        assertThat(table)
                .contains(
                        TOKEN,
                        "USDC",
                        "TOKEN",
                        "io.coffer.erc20/1.0",
                        "no: its plugin failed: movements",
                        "Left aside: broken/1.0");
        String json = node.run(new PluginsCommand(), "", "--json");
        assertThat(json)
                .contains(
                        "\"caip19\":\"" + TOKEN + "\"",
                        "\"usable\":false",
                        "\"problem\":\"its plugin failed: movements\"")
                .contains("\"leftAside\":[\"broken/1.0: nothing works\"]");
    }

    @Test
    void whatAPluginBringsIsListedByItsNameAlone() throws Exception {
        assertThat(node.run(new NetworkCommand(), "", TOKEN))
                .contains("USDC is listed as " + TOKEN + ", deposits on", "chain:rescan eip155:1 HEIGHT");
        assertThat(node.run(new ListCommand(), "")).contains("USDC", TOKEN);
        assertThat(node.run(new NetworkCommand(), "", "--no-deposits", TOKEN))
                .contains("deposits off")
                .doesNotContain("chain:rescan");
        assertThat(node.run(new NetworkCommand(), "", TOKEN)).contains("chain:rescan eip155:1 HEIGHT");
    }

    @Test
    void aCodeThatIsTakenMustBeNamed() throws Exception {
        String other = "eip155:137/erc20:0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359";
        bring(other, Optional.empty());
        node.run(new NetworkCommand(), "", TOKEN);
        assertThatThrownBy(() -> node.run(new NetworkCommand(), "", other))
                .hasMessageContaining("the ledger has a USDC already");
        assertThat(node.run(new NetworkCommand(), "", other, "USDC")).contains("USDC is listed as " + other);
    }

    @Test
    void whatNobodyBringsNeedsACode() {
        assertThatThrownBy(() -> node.run(new NetworkCommand(), "", "eip155:1/erc20:0xnobody"))
                .hasMessageContaining("decimals: are not known");
    }
}
