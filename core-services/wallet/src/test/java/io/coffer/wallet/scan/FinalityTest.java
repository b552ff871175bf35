// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.FinalityRule;
import io.coffer.wallet.adapter.GuardedAdapter;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.scripted.Faults;
import io.coffer.wallet.scripted.ScriptedAccountChain;
import io.coffer.wallet.scripted.ScriptedNode;
import io.coffer.wallet.scripted.SteppedClock;
import java.util.List;
import org.junit.jupiter.api.Test;

class FinalityTest {
    private final ScriptedNode node = new ScriptedNode("scripted:a", false);
    private final Finality finality = new Finality(new FinalityRule.FinalizedTag());

    private long height(BlockRef... cursor) throws Exception {
        try (GuardedAdapter adapter = GuardedAdapter.open(new ScriptedAccountChain(node, new Faults(), 3), 5_000)) {
            return finality.height(new Cursor(List.of(cursor)), Lane.reading(adapter, new SteppedClock()));
        }
    }

    private BlockRef at(int height) {
        return node.blocks().get(height).ref();
    }

    @Test
    void aFinalizedBlockAboveOurTipMakesOurTipFinalOnlyIfItIsOnTheNodesChain() throws Exception {
        node.mineEmpty(10);
        assertThat(height(at(3), at(4))).isEqualTo(4);
        assertThat(height(at(3), new BlockRef(4, "forked"))).isEqualTo(Finality.NONE);
    }

    @Test
    void aFinalizedBlockAmongOursMustBeOurs() throws Exception {
        node.mineEmpty(10);
        assertThat(height(at(7), at(8), at(9))).isEqualTo(8);
        assertThat(height(at(7), new BlockRef(8, "forked"), new BlockRef(9, "forked on")))
                .isEqualTo(Finality.NONE);
    }
}
