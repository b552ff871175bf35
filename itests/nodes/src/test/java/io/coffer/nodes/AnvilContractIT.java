// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.testkit.node.AnvilContract;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnvilContractIT {
    private static final Path ARTEFACTS = Path.of("target", "contracts").toAbsolutePath();

    private AnvilFixture anvil;

    @BeforeEach
    void start() throws Exception {
        anvil = new AnvilFixture();
    }

    @AfterEach
    void stop() {
        anvil.close();
    }

    private AnvilContract deploy(String name, Object... arguments) throws Exception {
        return AnvilContract.deploy(anvil.node.url(), name, arguments);
    }

    @Test
    void everyContractCanBeDeployedAndSaysWhatItWasTold() throws Exception {
        for (AnvilContract token : List.of(
                deploy(AnvilContract.HONEST_TOKEN, "EURX", 2),
                deploy(AnvilContract.FALSE_TOKEN, "EURX", 2),
                deploy(AnvilContract.REVERTING_TOKEN, "EURX", 2),
                deploy(AnvilContract.FEE_TOKEN, "EURX", 2, 1, true))) {
            assertThat(token.ask("decimals()")).isEqualTo(2);
            assertThat(symbol(token)).isEqualTo("EURX");
        }
        assertThat(deploy(AnvilContract.LYING_TOKEN, 9, 50).ask("decimals()")).isEqualTo(9);
        assertThat(symbol(deploy(AnvilContract.FORGER))).isEqualTo("USDT");
        assertThat(deploy(AnvilContract.PURSE).address()).startsWith("0x");
    }

    @Test
    void anAddressIsInTheSpellingThatConfigurationsWant() throws Exception {
        String address = deploy(AnvilContract.FORGER).address();
        assertThat(anvil.address(address).text()).isEqualTo(address);
    }

    @Test
    void argumentsAreWhatTheyWere() throws Exception {
        AnvilContract token = deploy(AnvilContract.HONEST_TOKEN, "EURX", 2);
        String holder = anvil.own.text();
        BigInteger most = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        token.sendAndAwait("mint(address,uint256)", holder, most);
        assertThat(token.ask("balanceOf(address)", holder)).isEqualTo(most);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> token.ask("balanceOf(address)", most.add(BigInteger.ONE)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> token.send("burn(uint256)", 1))
                .withMessageContaining("mint(address,uint256)");
        assertThatThrownBy(() -> deploy("NoToken"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no contract NoToken");
    }

    @Test
    void whatIsCompiledIsNotCompiledAgain() throws Exception {
        deploy(AnvilContract.FORGER);
        Map<Path, FileTime> before = artefacts();
        assertThat(before).hasSizeGreaterThan(10);
        deploy(AnvilContract.FORGER);
        deploy(AnvilContract.PURSE);
        assertThat(artefacts()).isEqualTo(before);
    }

    private static Map<Path, FileTime> artefacts() throws IOException {
        Map<Path, FileTime> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(ARTEFACTS)) {
            for (Path file : files.filter(path ->
                            path.toString().endsWith(".code") || path.toString().endsWith(".functions"))
                    .toList()) {
                found.put(file, Files.getLastModifiedTime(file));
            }
        }
        return found;
    }

    /** A dynamic text of the ABI: its place, its length, its characters. */
    private String symbol(AnvilContract token) throws Exception {
        String answer = anvil.control
                .call("eth_call", AnvilControl.json("{'to':'" + token.address() + "','input':'0x95d89b41'}"), "latest")
                .textValue();
        byte[] content = java.util.HexFormat.of().parseHex(answer.substring(2));
        int length = new BigInteger(1, content, 32, 32).intValueExact();
        return new String(content, 64, length, StandardCharsets.US_ASCII);
    }
}
