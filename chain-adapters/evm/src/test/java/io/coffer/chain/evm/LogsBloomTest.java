// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.money.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.Hash;
import org.web3j.utils.Numeric;

class LogsBloomTest {
    private static Bytes text(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void setsTheBitsThatEthereumsNodesSet() {
        List<Bytes> entries = IntStream.range(0, 100)
                .mapToObj(i -> text("xxxxxxxxxx data " + i + " yyyyyyyyyyyyyy"))
                .toList();
        byte[] bloom = Numeric.toBytesPadded(LogsBloom.of(entries).bits(), 256);
        assertThat(Numeric.toHexString(Hash.sha3(bloom)))
                .as("the hash that geth's own test has of the same hundred")
                .isEqualTo("0xc8d3ca65cdb4874300a9e39475508f23ed6da09fdbc487f89a2dcf50b09eb263");
    }

    @Test
    void holdsWhatWasWrittenAndHardlyAnythingElse() {
        LogsBloom bloom = LogsBloom.of(List.of(text("testtest"), text("test"), text("hallo"), text("other")));
        assertThat(List.of("testtest", "test", "hallo", "other"))
                .allMatch(entry -> bloom.mayHold(LogsBloom.of(List.of(text(entry)))));
        assertThat(List.of("tes", "lo")).noneMatch(entry -> bloom.mayHold(LogsBloom.of(List.of(text(entry)))));
        assertThat(bloom.mayHold(LogsBloom.of(List.of(text("test"), text("lo")))))
                .as("of two the other is missing")
                .isFalse();
    }

    @Test
    void readsTheHeadersFieldAndTakesAnEmptyOneForUnknown() throws ChainException {
        assertThat(LogsBloom.read(MissingNode.getInstance(), "bloom")).isEmpty();
        assertThat(LogsBloom.read(NullNode.instance, "bloom")).isEmpty();
        assertThat(LogsBloom.read(TextNode.valueOf("0x"), "bloom")).isEmpty();
        assertThat(LogsBloom.read(TextNode.valueOf("0x" + "00".repeat(256)), "bloom"))
                .isEmpty();
        assertThat(LogsBloom.read(TextNode.valueOf("0x" + "00".repeat(255) + "02"), "bloom")
                        .orElseThrow()
                        .bits())
                .isEqualTo(2);
        for (String wrong : List.of("0x02", "0x" + "00".repeat(257), "none")) {
            ChainException failure =
                    NodeFixture.failure(() -> LogsBloom.read(TextNode.valueOf(wrong), "block 7: logsBloom"));
            assertThat(failure.kind()).isEqualTo(ChainException.Kind.GARBAGE);
            assertThat(failure).hasMessageContaining("block 7: logsBloom");
        }
    }
}
