// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockPage;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageCheckTest {
    private static final ChainId CHAIN = new ChainId("scripted:a");
    private static final BlockRef AFTER = block(10);

    private static BlockRef block(long height) {
        return new BlockRef(height, "h" + height);
    }

    private static BlockEvent.Added added(long height, Movement... movements) {
        return new BlockEvent.Added(block(height), "h" + (height - 1), List.of(movements));
    }

    private static Movement movement(String chain, String asset) {
        return new Movement(
                new TxId("t"),
                0,
                new Address(new ChainId(chain), "a"),
                Optional.empty(),
                Amount.of(new NetworkAssetId(asset), 1));
    }

    private static PageCheck.Checked check(BlockRef head, BlockEvent... events) throws ChainException {
        return PageCheck.check(CHAIN, AFTER, 2, new BlockPage(List.of(events), head));
    }

    private static void isGarbage(String why, BlockRef head, BlockEvent... events) {
        assertThatThrownBy(() -> check(head, events))
                .isInstanceOf(ChainException.class)
                .hasMessageContaining(why)
                .extracting(thrown -> ((ChainException) thrown).kind())
                .isEqualTo(ChainException.Kind.GARBAGE);
    }

    @Test
    void takesBlocksThatFollowEachOther() throws Exception {
        Movement ours = movement("scripted:a", "scripted:a/slip44:1");
        PageCheck.Checked page = check(block(20), added(11, ours), added(12));
        assertThat(page.added()).hasSize(2);
        assertThat(page.removed()).isFalse();
    }

    @Test
    void takesThatTheBlockAskedFromWasRemoved() throws Exception {
        assertThat(check(block(9), new BlockEvent.Removed(AFTER)).removed()).isTrue();
    }

    @Test
    void takesThatNothingIsNew() throws Exception {
        assertThat(check(AFTER).added()).isEmpty();
    }

    @Test
    void refusesAGap() {
        isGarbage("one above", block(20), added(12));
    }

    @Test
    void refusesAnotherParent() {
        isGarbage("another parent", block(20), new BlockEvent.Added(block(11), "elsewhere", List.of()));
    }

    @Test
    void refusesABlockThatIsItsOwnParent() {
        isGarbage("its own parent", block(20), new BlockEvent.Added(new BlockRef(11, "h10"), "h10", List.of()));
    }

    @Test
    void refusesMoreBlocksThanAskedFor() {
        isGarbage("at most 2", block(20), added(11), added(12), added(13));
    }

    @Test
    void refusesTheRemovalOfAnotherBlock() {
        isGarbage("was asked after", block(20), new BlockEvent.Removed(block(9)));
    }

    @Test
    void refusesARemovalAmongBlocks() {
        isGarbage("a removal among", block(20), added(11), new BlockEvent.Removed(block(11)));
    }

    @Test
    void refusesAHeadBelowItsOwnBlocks() {
        isGarbage("below its own block", block(11), added(11), added(12));
        isGarbage("below its own block", block(9));
    }

    @Test
    void refusesMovementsOfAnotherChain() {
        isGarbage("address of another chain", block(20), added(11, movement("scripted:b", "scripted:a/slip44:1")));
        isGarbage("asset of another chain", block(20), added(11, movement("scripted:a", "scripted:b/slip44:1")));
    }
}
