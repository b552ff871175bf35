// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.core.MoneyState;
import io.coffer.api.node.AssetCatalog;
import io.coffer.api.node.BroughtAsset;
import io.coffer.api.request.Refusal;
import io.coffer.shell.asset.ListCommand;
import io.coffer.shell.asset.NetworkCommand;
import io.coffer.shell.asset.PluginsCommand;
import io.coffer.shell.asset.TokenCommand;
import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens as an operator lists them. */
class TokenCommandsTest {
    private static final String CONTRACT = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
    private static final String TOKEN = "eip155:1/erc20:" + CONTRACT;
    private static final String ETC = "karaf.etc";

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
        System.clearProperty(ETC);
        node.close();
    }

    private void bring(String caip19, Optional<String> problem) {
        bring(caip19, 6, problem);
    }

    private void bring(String caip19, int decimals, Optional<String> problem) {
        NetworkAssetId id = new NetworkAssetId(caip19);
        AssetDescriptor descriptor = new AssetDescriptor(new NetworkAsset(id, decimals), "USDC", AssetKind.TOKEN);
        brought.add(new BroughtAsset(id, "io.coffer.erc20/1.0", Optional.of(descriptor), false, problem));
    }

    private <T> T read(Function<MoneyState, T> query) {
        return node.core.read(query);
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
        assertThat(node.run(new NetworkCommand(), "", TOKEN))
                .contains("deposits off")
                .doesNotContain("chain:rescan");
        assertThat(node.run(new NetworkCommand(), "", "--deposits", TOKEN))
                .contains("deposits on", "chain:rescan eip155:1 HEIGHT");
    }

    @Test
    void onlyWhatIsNamedOfAListingChanges() throws Exception {
        String listed = "USDC is listed as " + TOKEN;
        assertThat(node.run(new NetworkCommand(), "", TOKEN))
                .contains(listed + ", deposits on, withdrawals on, minimum deposit 0.");
        assertThat(node.run(new NetworkCommand(), "", "--no-withdrawals", TOKEN))
                .contains(listed + ", deposits on, withdrawals off, minimum deposit 0.");
        assertThat(node.run(new NetworkCommand(), "", "--minimum", "2.5", TOKEN))
                .contains(listed + ", deposits on, withdrawals off, minimum deposit 2.5.");
        assertThat(node.run(new NetworkCommand(), "", "--no-deposits", TOKEN))
                .contains(listed + ", deposits off, withdrawals off, minimum deposit 2.5.");
        assertThat(node.run(new NetworkCommand(), "", TOKEN, "USDC", "6"))
                .contains(listed + ", deposits off, withdrawals off, minimum deposit 2.5.");
        assertThat(node.run(new TokenCommand(), "", "eip155:1", CONTRACT, "USDC", "6"))
                .contains(listed + ", deposits off, withdrawals off, minimum deposit 2.5.");
        assertThat(node.run(new NetworkCommand(), "", "--withdrawals", "--minimum", "0", TOKEN))
                .contains(listed + ", deposits off, withdrawals on, minimum deposit 0.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deposits", "withdrawals"})
    void whatContradictsItselfIsRefused(String what) {
        assertThatThrownBy(() -> node.run(new NetworkCommand(), "", "--" + what, "--no-" + what, TOKEN))
                .hasMessageContaining("--" + what + ": contradicts --no-" + what)
                .hasMessageContaining("next: name one of them");
        assertThat(read(MoneyState::listings)).isEmpty();
    }

    @Test
    @DisplayName("H21 decimals that the contract denies are pinned nowhere, and the code stays free for the right ones")
    void h21_mistypedDecimals() throws Exception {
        node.wallets.objection = listing -> listing.asset().decimals() == 18
                ? Optional.empty()
                : Optional.of(new Refusal("token.decimals-differ", "the contract says 18", "list it with 18"));
        long position = read(MoneyState::position);
        assertThatThrownBy(() -> node.run(new NetworkCommand(), "", TOKEN))
                .hasMessageContaining("token.decimals-differ")
                .hasMessageContaining("next: list it with 18");
        assertThat(read(MoneyState::assets)).isEmpty();
        assertThat(read(MoneyState::position)).isEqualTo(position);
        brought.clear();
        bring(TOKEN, 18, Optional.empty());
        assertThat(node.run(new NetworkCommand(), "", TOKEN)).contains("USDC is listed as " + TOKEN);
        assertThat(read(MoneyState::assets)).containsExactly(new Asset(new AssetId("USDC"), 18));
    }

    @Test
    void whereNoPluginBringsAnythingItSaysWhatToInstall() throws Exception {
        assertThat(node.run(new PluginsCommand(), "")).doesNotContain("Next:");
        brought.clear();
        assertThat(node.run(new PluginsCommand(), ""))
                .contains("Next: feature:install coffer-asset-erc20", "asset:token", "Left aside: broken/1.0");
    }

    /** The catalog answers as the plugin does: from the file on. */
    private void bringByFile(Path etc) {
        System.setProperty(ETC, etc.toString());
        brought.clear();
        node.services.put(AssetCatalog.class, new AssetCatalog() {
            @Override
            public List<BroughtAsset> brought() {
                if (brought.isEmpty() && Files.exists(etc.resolve("io.coffer.asset.erc20-usdc-eip155-1.cfg"))) {
                    bring(TOKEN, Optional.empty());
                }
                return brought;
            }

            @Override
            public List<String> leftAside() {
                return List.of();
            }
        });
    }

    @Test
    void aTokenIsTakenOnByOneCommand(@TempDir Path etc) throws Exception {
        bringByFile(etc);
        assertThat(node.run(new TokenCommand(), "", "--minimum", "2", "eip155:1", CONTRACT, "USDC", "6"))
                .contains(
                        "io.coffer.asset.erc20-usdc-eip155-1.cfg is written",
                        "USDC is listed as " + TOKEN + ", deposits on, withdrawals on, minimum deposit 2.");
        assertThat(etc.resolve("io.coffer.asset.erc20-usdc-eip155-1.cfg"))
                .content()
                .contains("chain = eip155:1\n", "contract = " + CONTRACT + "\n", "symbol = USDC\n", "decimals = 6\n");
        // The same again changes nothing.
        assertThat(node.run(new TokenCommand(), "", "eip155:1", CONTRACT, "USDC", "6"))
                .contains("USDC is listed as " + TOKEN, "minimum deposit 2.")
                .doesNotContain("is written");
        try (var files = Files.list(etc)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aTokenOfWhichTheFileSaysSomethingElseIsRefused(@TempDir Path etc) throws Exception {
        bringByFile(etc);
        Path file = etc.resolve("io.coffer.asset.erc20-usdt-eip155-1.cfg");
        Files.writeString(file, "chain = eip155:1\n");
        assertThatThrownBy(() -> node.run(new TokenCommand(), "", "eip155:1", CONTRACT, "USDT", "6"))
                .hasMessageContaining("says something else");
        assertThat(file).hasContent("chain = eip155:1\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0x12 | USDC | 6 | contract: not 0x and 40",
                CONTRACT + " | $$ | 6 | symbol: not 1..16",
                CONTRACT + " | USDC | 37 | decimals: not within 0..36"
            })
    void whatCannotStandInAConfigurationIsRefusedAndNothingWritten(
            String contract, String symbol, String decimals, String message, @TempDir Path etc) throws Exception {
        bringByFile(etc);
        assertThatThrownBy(() -> node.run(new TokenCommand(), "", "eip155:1", contract, symbol, decimals))
                .hasMessageContaining(message);
        assertThat(etc).isEmptyDirectory();
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
