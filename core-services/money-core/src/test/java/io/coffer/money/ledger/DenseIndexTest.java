// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.request.CommandId;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DenseIndexTest {
    @Test
    void numbersKeysInTheirOrderAndFindsEach() {
        Random random = new Random(21);
        DenseIndex index = new DenseIndex();
        Map<CommandId, Integer> model = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            // Low bits that often collide.
            CommandId key = new CommandId(random.nextInt(40), random.nextInt(40) * 64L);
            Integer known = model.get(key);
            assertThat(index.find(key)).isEqualTo(known == null ? DenseIndex.ABSENT : known);
            if (known == null) {
                assertThat(index.add(key)).isEqualTo(model.size());
                model.put(key, model.size());
            }
        }
        assertThat(index.size()).isEqualTo(model.size());
        model.forEach((key, number) ->
                assertThat(new CommandId(index.high(number), index.low(number))).isEqualTo(key));
    }

    @Test
    void takesTheKeyOfZerosAsAnyOther() {
        DenseIndex index = new DenseIndex();
        CommandId zeros = new CommandId(0, 0);
        assertThat(index.find(zeros)).isEqualTo(DenseIndex.ABSENT);
        index.add(zeros);
        assertThat(index.find(zeros)).isZero();
    }

    @Test
    void refusesAKeyTwice() {
        DenseIndex index = new DenseIndex();
        index.add(new CommandId(1, 2));
        assertThatThrownBy(() -> index.add(new CommandId(1, 2))).isInstanceOf(IllegalStateException.class);
    }
}
