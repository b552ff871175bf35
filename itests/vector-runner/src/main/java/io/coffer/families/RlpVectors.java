// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.spi.money.Bytes;
import io.coffer.vectors.runner.Cases;
import io.coffer.vectors.runner.Hex;
import io.coffer.vectors.runner.VectorSuite;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Recursive length prefix, from Ethereum's own tests. */
public final class RlpVectors implements VectorSuite {
    private static final String VALID = "eth_rlp.json";
    private static final String INVALID = "eth_rlp_invalid.json";

    @Override
    public Set<String> files() {
        return Set.of(VALID, INVALID);
    }

    @Override
    public void run(String file, JsonNode content, Cases cases) {
        for (Map.Entry<String, JsonNode> vector : content.properties()) {
            if (!vector.getValue().isObject()) {
                continue;
            }
            byte[] encoded = Hex.bytes(vector.getValue().path("out"));
            if (file.equals(INVALID)) {
                cases.refused(vector.getKey(), UnreadableTransactionException.class, () -> Rlp.decode(encoded));
            } else {
                cases.check(vector.getKey(), () -> {
                    Rlp value = value(vector.getValue().path("in"));
                    Cases.same(Hex.text(encoded), Hex.text(Rlp.encode(value)));
                    Cases.same(value, Rlp.decode(encoded));
                });
            }
        }
    }

    /** A text that starts with # is a number that JSON could not hold. */
    private static Rlp value(JsonNode in) {
        if (in.isArray()) {
            List<Rlp> items = new ArrayList<>();
            in.forEach(item -> items.add(value(item)));
            return new Rlp.Sequence(items);
        }
        if (in.isNumber()) {
            return Rlp.of(in.bigIntegerValue());
        }
        String text = in.textValue();
        return text.startsWith("#")
                ? Rlp.of(new BigInteger(text.substring(1)))
                : new Rlp.Item(Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
