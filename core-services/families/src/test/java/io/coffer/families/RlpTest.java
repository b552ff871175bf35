// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.spi.money.Bytes;
import io.coffer.vectors.SharedVectors;
import io.coffer.vectors.VectorTest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Vectors: eth_rlp.json and eth_rlp_invalid.json, from Ethereum's tests. */
class RlpTest {
    @VectorTest
    void agreesWithEveryVector() throws Exception {
        int read = 0;
        for (Map.Entry<String, JsonNode> vector : fields("eth_rlp.json")) {
            byte[] encoded = hex(vector.getValue().get("out"));
            Rlp value = value(vector.getValue().get("in"));
            assertThat(Rlp.encode(value)).as(vector.getKey()).isEqualTo(encoded);
            assertThat(Rlp.decode(encoded)).as(vector.getKey()).isEqualTo(value);
            read++;
        }
        assertThat(read).isEqualTo(16);
        SharedVectors.ran(read);
    }

    @VectorTest
    void refusesEveryInvalidVector() {
        int refused = 0;
        for (Map.Entry<String, JsonNode> vector : fields("eth_rlp_invalid.json")) {
            byte[] encoded = hex(vector.getValue().get("out"));
            assertThatThrownBy(() -> Rlp.decode(encoded))
                    .as(vector.getKey())
                    .isInstanceOf(UnreadableTransactionException.class);
            refused++;
        }
        assertThat(refused).isEqualTo(15);
        SharedVectors.ran(refused);
    }

    @Test
    void hasOneFormOnly() {
        // Whatever can be read is written as the same bytes: no two encodings of one value.
        long seed = 20260105;
        Random random = new Random(seed);
        int readable = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(8)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                bytes[0] = (byte) (0xc0 + bytes.length - 1);
            }
            try {
                assertThat(Rlp.encode(Rlp.decode(bytes)))
                        .as("seed %d, case %d", seed, i)
                        .isEqualTo(bytes);
                readable++;
            } catch (UnreadableTransactionException e) {
                assertThat(e).hasMessageStartingWith("rlp");
            }
        }
        assertThat(readable).isGreaterThan(1_000);
    }

    @Test
    void endsInBoundedDepthAndSize() {
        byte[] nested = nested(9);
        assertThatThrownBy(() -> Rlp.decode(nested)).hasMessageContaining("deeper");
        assertThatThrownBy(() -> Rlp.decode(new byte[Rlp.MAX_BYTES + 1])).hasMessageContaining("more than");
        assertThatThrownBy(() -> Rlp.decode(new byte[0])).hasMessageContaining("too early");
    }

    private static byte[] nested(int depth) {
        Rlp element = new Rlp.Sequence(List.of());
        for (int i = 1; i < depth; i++) {
            element = new Rlp.Sequence(List.of(element));
        }
        return Rlp.encode(element);
    }

    private static Rlp value(JsonNode in) {
        if (in.isArray()) {
            List<Rlp> items = new ArrayList<>();
            in.forEach(each -> items.add(value(each)));
            return new Rlp.Sequence(items);
        }
        if (in.isNumber()) {
            return Rlp.of(in.bigIntegerValue());
        }
        String text = in.asText();
        return text.startsWith("#")
                ? Rlp.of(new BigInteger(text.substring(1)))
                : new Rlp.Item(Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Map.Entry<String, JsonNode>> fields(String file) {
        return SharedVectors.crypto(file).properties().stream()
                .filter(entry -> entry.getValue().isObject())
                .toList();
    }

    private static byte[] hex(JsonNode text) {
        String digits = text.asText();
        return HexFormat.of().parseHex(digits.startsWith("0x") ? digits.substring(2) : digits);
    }
}
