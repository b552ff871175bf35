// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    @Test
    void allArgumentsAreRead() {
        Arguments arguments = Arguments.parse(List.of(
                "--port 8645 --mode utxo --name my-net --data f.chain --seed -9 --block-time-ms 1000 --min-fee 7"
                        .split(" ")));
        assertThat(arguments.port()).isEqualTo(8645);
        assertThat(arguments.data()).isEqualTo(Path.of("f.chain").toAbsolutePath());
        assertThat(arguments.blockTimeMs()).isEqualTo(1000);
        assertThat(arguments.chain().mode()).isEqualTo(Mode.UTXO);
        assertThat(arguments.chain().name().caip2()).isEqualTo("devnet:my-net");
        assertThat(arguments.chain().seed()).isEqualTo(-9);
        assertThat(arguments.chain().minFee()).isEqualTo(BigInteger.valueOf(7));
        assertThat(arguments.chain().suggestedFee()).isEqualTo(BigInteger.valueOf(11));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port -1",
                "--port x",
                "--mode other",
                "--name A",
                "--name",
                "--seed 1.5",
                "--block-time-ms 3600001",
                "--min-fee -1",
                "--min-fee 1e3",
                "--color red",
                "--seed 1 --seed 2"
            })
    void aBadArgumentIsNamed(String words) {
        String name = words.substring(0, (words + " ").indexOf(' '));
        List<String> all = List.of(("--data f " + words).split(" "));
        assertThatThrownBy(() -> Arguments.parse(all))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name + ": ");
    }

    @Test
    void theFileMustBeNamed() {
        assertThatThrownBy(() -> Arguments.parse(List.of())).hasMessage("--data: missing");
    }
}
