// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
    private static JsonNode read(String text) throws NodeFault {
        return AnswerReader.read(text.getBytes(StandardCharsets.UTF_8), Set.of());
    }

    @Test
    void keepsOnlyTheFieldsThatAreLookedAt() throws NodeFault {
        JsonNode read = read("{\"number\":\"0x1\",\"logs\":[{\"hash\":[1,{\"a\":[]}]}],\"transactions\":"
                + "[{\"input\":{\"x\":1},\"hash\":\"0x2\"},[],null,true,7,1.5],\"extra\":{},\"hash\":null}");
        assertThat(read)
                .hasToString(
                        "{\"number\":\"0x1\",\"transactions\":[{\"hash\":\"0x2\"},[],null,true,7,1.5],\"hash\":null}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1,",
                "{\"hash\":",
                "{\"skipped\":",
                "[]]",
                "{} {}",
                "nul",
                "{\"hash\":1,\"hash\":2}"
            })
    void refusesWhatIsNotOneValue(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(NodeFault.class);
    }

    @Test
    @DisplayName("H42 calls as deep as the machine allows are read on a small stack, deeper nesting is refused")
    void h42_deepTracesAreRead() throws Exception {
        String deepest = "{\"calls\":[".repeat(1024) + "]}".repeat(1024);
        AtomicReference<Object> outcome = new AtomicReference<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        outcome.set(read(deepest).path("calls").size());
                    } catch (NodeFault fault) {
                        outcome.set(fault);
                    }
                },
                "small-stack",
                256 * 1024);
        thread.start();
        thread.join();
        assertThat(outcome.get()).isEqualTo(1);
        String tooDeep = "{\"calls\":[".repeat(1200) + "]}".repeat(1200);
        assertThatThrownBy(() -> read(tooDeep)).isInstanceOf(NodeFault.class);
    }
}
