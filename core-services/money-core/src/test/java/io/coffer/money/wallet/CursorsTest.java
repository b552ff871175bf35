// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import static io.coffer.money.wallet.World.ACCOUNTS;
import static io.coffer.money.wallet.World.OUTPUTS;
import static io.coffer.money.wallet.World.block;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.Event;
import io.coffer.api.wallet.DepositKey;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.money.NetworkAssetId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CursorsTest {
    private final WalletFixture fixture = new WalletFixture();

    private static ChainCommand advance(long from, long to) {
        List<BlockRef> blocks = new ArrayList<>();
        for (long height = from; height <= to; height++) {
            blocks.add(block(height));
        }
        return new ChainCommand.AdvanceCursor(ACCOUNTS, blocks);
    }

    private List<BlockRef> cursor() {
        return fixture.wallet.cursors().cursor(ACCOUNTS);
    }

    @Test
    void advancesBlockByBlockFromAnyBeginning() {
        fixture.does(advance(70, 72));
        assertThat(fixture.events).containsExactly(new Event.CursorMoved(ACCOUNTS, block(72)));
        fixture.does(advance(73, 73));

        assertThat(cursor()).containsExactly(block(70), block(71), block(72), block(73));
        assertThat(fixture.wallet.cursors().cursor(OUTPUTS)).isEmpty();
    }

    @Test
    void refusesAGapARepeatAndTooMuchAtOnce() {
        fixture.does(advance(70, 72));
        fixture.refuses("cursor.gap", advance(74, 74));
        fixture.refuses("cursor.gap", advance(72, 73));
        fixture.refuses("cursor.gap", advance(73, 173));
        fixture.refuses("cursor.gap", new ChainCommand.AdvanceCursor(ACCOUNTS, List.of()));
        fixture.refuses("cursor.gap", new ChainCommand.AdvanceCursor(ACCOUNTS, List.of(block(73), block(75))));
    }

    @Test
    void retreatsByItsLastBlockOnly() {
        fixture.does(advance(70, 72));
        fixture.refuses("cursor.not-last", new ChainCommand.RetreatCursor(ACCOUNTS, block(71)));
        fixture.refuses("cursor.not-last", new ChainCommand.RetreatCursor(ACCOUNTS, block(72, "fork")));
        fixture.refuses("cursor.not-last", new ChainCommand.RetreatCursor(OUTPUTS, block(72)));

        fixture.does(new ChainCommand.RetreatCursor(ACCOUNTS, block(72)));
        assertThat(fixture.events).containsExactly(new Event.CursorMoved(ACCOUNTS, block(71)));
        fixture.does(new ChainCommand.AdvanceCursor(ACCOUNTS, List.of(block(72, "fork"))));
        assertThat(cursor()).containsExactly(block(70), block(71), block(72, "fork"));
    }

    @Test
    void keepsTheNewestBlocksAndNeverRetreatsBelowThem() {
        for (long height = 0; height < 400; height += 100) {
            fixture.does(advance(height, height + 99));
        }
        assertThat(cursor()).hasSize(256).startsWith(block(144)).endsWith(block(399));

        for (long height = 399; height > 144; height--) {
            fixture.does(new ChainCommand.RetreatCursor(ACCOUNTS, block(height)));
        }
        fixture.refuses("cursor.exhausted", new ChainCommand.RetreatCursor(ACCOUNTS, block(144)));
    }

    @Test
    void aChainThatWasReadFromItsBeginningMayStartAgain() {
        fixture.does(advance(0, 1));
        fixture.does(new ChainCommand.RetreatCursor(ACCOUNTS, block(1)));
        fixture.does(new ChainCommand.RetreatCursor(ACCOUNTS, block(0)));
        assertThat(cursor()).isEmpty();
        fixture.does(advance(5, 5));
    }

    @Test
    void finalityRisesWithWhatWasTakenForFinalAndFallsByWordOnly() {
        assertThat(fixture.wallet.cursors().finalHeight(ACCOUNTS)).isEmpty();
        DepositKey key = fixture.depositTo(World.ANNAS, ACCOUNTS);
        fixture.does(advance(5, 9));
        fixture.does(new DepositCommand.Observe(key, World.coin(1), block(7)));
        assertThat(fixture.wallet.cursors().finalHeight(ACCOUNTS)).isEmpty();
        fixture.refuses("deposit.block", new DepositCommand.Finalized(key, block(8)));
        fixture.does(new DepositCommand.Finalized(key, block(7)));
        assertThat(fixture.wallet.cursors().finalHeight(ACCOUNTS)).hasValue(7);
        assertThat(fixture.wallet.cursors().finalHeight(OUTPUTS)).isEmpty();

        // The cursor may step back and forth: what counted as final is not forgotten.
        for (long height = 9; height > 5; height--) {
            fixture.does(new ChainCommand.RetreatCursor(ACCOUNTS, block(height)));
        }
        assertThat(fixture.restored().cursors().finalHeight(ACCOUNTS)).hasValue(7);

        fixture.does(new ChainCommand.LowerFinality(ACCOUNTS, 8));
        assertThat(fixture.events).isEmpty();
        fixture.does(new ChainCommand.LowerFinality(ACCOUNTS, 5));
        assertThat(fixture.events).containsExactly(new Event.FinalityLowered(ACCOUNTS, 5));
        assertThat(fixture.wallet.cursors().finalHeight(ACCOUNTS)).hasValue(5);
        fixture.does(new ChainCommand.LowerFinality(ACCOUNTS, -1));
        assertThat(fixture.wallet.cursors().finalHeight(ACCOUNTS)).isEmpty();
    }

    @Test
    void whatIsFinalAboveAResetCursorStaysFinal() {
        DepositKey key = fixture.depositTo(World.ANNAS, ACCOUNTS);
        fixture.does(advance(5, 9));
        fixture.does(new DepositCommand.Observe(key, World.coin(1), block(7)));
        fixture.does(new DepositCommand.Finalized(key, block(7)));
        fixture.does(new ChainCommand.ResetCursor(ACCOUNTS, block(5)));
        assertThat(fixture.events).containsExactly(new Event.CursorMoved(ACCOUNTS, block(5)));
        assertThat(fixture.restored().cursors().finalHeight(ACCOUNTS)).hasValue(7);
    }

    @Test
    void anOperatorSetsItBackToABlockAndNeverForward() {
        fixture.refuses("cursor.missing", new ChainCommand.ResetCursor(ACCOUNTS, block(3)));
        fixture.does(advance(70, 75));
        fixture.refuses("cursor.ahead", new ChainCommand.ResetCursor(ACCOUNTS, block(76)));

        fixture.does(new ChainCommand.ResetCursor(ACCOUNTS, block(60, "fork")));
        assertThat(fixture.events).containsExactly(new Event.CursorMoved(ACCOUNTS, block(60, "fork")));
        assertThat(cursor()).containsExactly(block(60, "fork"));
        fixture.refuses("cursor.exhausted", new ChainCommand.RetreatCursor(ACCOUNTS, block(60, "fork")));
        fixture.does(advance(61, 62));
        assertThat(fixture.restored().cursors().cursor(ACCOUNTS)).isEqualTo(cursor());
    }

    @Test
    void theLowestBlockThatATokenWasPassedInIsKeptUntilItIsReadAgain() {
        fixture.refuses("cursor.missing", new ChainCommand.PassToken(World.NETWORK_USDT, 7));
        byte[] before = advanced(5);
        fixture.refuses(
                "asset.not-listed",
                new ChainCommand.PassToken(new NetworkAssetId(ACCOUNTS.caip2() + "/token:other"), 7));
        fixture.does(new ChainCommand.PassToken(World.NETWORK_USDT, 7));
        fixture.does(new ChainCommand.PassToken(World.NETWORK_USDT, 9));
        assertThat(fixture.wallet.cursors().passedTokens(ACCOUNTS)).containsExactly(Map.entry(World.NETWORK_USDT, 7L));
        fixture.does(new ChainCommand.PassToken(World.NETWORK_USDT, 6));
        assertThat(fixture.restored().cursors().passedTokens(ACCOUNTS))
                .containsExactly(Map.entry(World.NETWORK_USDT, 6L));
        fixture.does(new ChainCommand.TokenReadAgain(World.NETWORK_USDT, 7));
        assertThat(fixture.wallet.cursors().passedTokens(ACCOUNTS))
                .as("6 is not done")
                .hasSize(1);
        fixture.does(new ChainCommand.TokenReadAgain(World.NETWORK_USDT, 6));
        assertThat(fixture.wallet.cursors().passedTokens(ACCOUNTS)).isEmpty();
        assertThat(fixture.bytes()).as("as an earlier release wrote it").isEqualTo(before);
    }

    private byte[] advanced(long height) {
        fixture.does(new ChainCommand.AdvanceCursor(ACCOUNTS, List.of(block(height))));
        return fixture.bytes();
    }
}
