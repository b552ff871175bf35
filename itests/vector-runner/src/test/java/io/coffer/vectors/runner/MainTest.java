// SPDX-License-Identifier: Apache-2.0
package io.coffer.vectors.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.families.RlpVectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();

    @Test
    void whatPassesIsCountedAndWhatNobodyKnowsIsNamed() throws Exception {
        write("eth_rlp.json", "{\"dog\":{\"in\":\"dog\",\"out\":\"0x83646f67\"},\"no\":{\"in\":[],\"out\":\"0xc0\"}}");
        write("weather.json", "[]");
        write("PROVENANCE.json", "[]");
        assertThat(run(List.of(new RlpVectors()))).isTrue();
        assertThat(lines(out))
                .containsExactly(
                        "eth_rlp.json cases=2 failed=0",
                        "no suite knows weather.json",
                        "vectors files=2 cases=2 failed=0 unknown=1");
        assertThat(lines(complaints)).isEmpty();
    }

    @Test
    void whatFailsIsNamedAndFailsTheRun() throws Exception {
        write("eth_rlp.json", "{\"cat\":{\"in\":\"cat\",\"out\":\"0x83646f67\"}}");
        write("eth_rlp_invalid.json", "{\"fine\":{\"in\":\"INVALID\",\"out\":\"0xc0\"}}");
        assertThat(run(List.of(new RlpVectors()))).isFalse();
        assertThat(lines(out)).last().isEqualTo("vectors files=2 cases=2 failed=2 unknown=0");
        assertThat(lines(complaints)).hasSize(2).first().asString().startsWith("eth_rlp.json: cat: ");
    }

    @Test
    void aFileThatIsNoJsonOrHoldsNothingFails() throws Exception {
        write("eth_rlp.json", "{");
        write("eth_rlp_invalid.json", "{}");
        assertThat(run(List.of(new RlpVectors()))).isFalse();
        assertThat(lines(out)).last().isEqualTo("vectors files=2 cases=0 failed=2 unknown=0");
    }

    @Test
    void aCaseThatIsRefusedForAnotherReasonFails() throws Exception {
        write("broken.json", "{}");
        VectorSuite suite = new VectorSuite() {
            @Override
            public Set<String> files() {
                return Set.of("broken.json");
            }

            @Override
            public void run(String file, JsonNode content, Cases cases) {
                cases.refused("by another", IllegalArgumentException.class, () -> {
                    throw new IllegalStateException("broken");
                });
                cases.refused("not at all", IllegalArgumentException.class, () -> {});
                cases.check("unequal", () -> Cases.same(1, 2));
            }
        };
        assertThat(run(List.of(suite))).isFalse();
        assertThat(lines(out)).last().isEqualTo("vectors files=1 cases=3 failed=3 unknown=0");
    }

    @Test
    void everySuiteIsFoundAndNoTwoNameTheSameFile() {
        List<String> files = ServiceLoader.load(VectorSuite.class).stream()
                .flatMap(suite -> suite.get().files().stream())
                .toList();
        assertThat(files).hasSizeGreaterThanOrEqualTo(13).doesNotHaveDuplicates();
    }

    private boolean run(List<VectorSuite> suites) throws IOException {
        return new Main(suites, print(out), print(complaints)).run(folder);
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private static PrintStream print(ByteArrayOutputStream into) {
        return new PrintStream(into, true, StandardCharsets.UTF_8);
    }

    private static List<String> lines(ByteArrayOutputStream printed) {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
