// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LongIndexTest {
    @Test
    void itHoldsWhatAPlainMapOfSetsHolds() {
        Random random = new Random(9);
        LongIndex index = new LongIndex();
        Map<Long, Set<Long>> plain = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            // Few keys, so that many are equal.
            long key = random.nextInt(3_000) * 0x1_0000_0001L;
            long value = random.nextInt(10);
            Set<Long> values = plain.computeIfAbsent(key, unused -> new HashSet<>());
            if (values.remove(value)) {
                index.remove(key, value);
            } else {
                values.add(value);
                index.put(key, value);
            }
        }
        plain.forEach((key, values) -> {
            for (long value = 0; value < 10; value++) {
                long wanted = value;
                assertThat(index.find(key, found -> found == wanted).isPresent())
                        .isEqualTo(values.contains(value));
            }
        });
        assertThat(index.find(77, value -> true)).isEmpty();
    }
}
