// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.spi.chain.BlockRef;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TracePatienceTest {
    private final TracePatience patience = new TracePatience();

    /** Runs over on the way, as the clock of the platform may. */
    private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(30);

    private static BlockRef block(long height) {
        return new BlockRef(height, "0x" + height);
    }

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    private boolean waitsFor(long height) {
        return patience.lasts(block(height), now);
    }

    private void waitInVainFor(long height) {
        assertThat(waitsFor(height)).isTrue();
        pass(TracePatience.WAIT_SECONDS);
        assertThat(waitsFor(height)).isFalse();
    }

    @Test
    void aBlockWaitsAsLongAsItSays() {
        assertThat(waitsFor(5)).isTrue();
        pass(TracePatience.WAIT_SECONDS - 1);
        assertThat(waitsFor(5)).isTrue();
        pass(1);
        assertThat(waitsFor(5)).isFalse();
        assertThat(patience.rests(now)).as("it may be this block only").isFalse();
    }

    @Test
    void aBlockBelowThatIsTracedMeanwhileMakesNoDifference() {
        assertThat(waitsFor(5)).isTrue();
        pass(TracePatience.WAIT_SECONDS - 1);
        patience.traced(block(4));
        pass(1);
        assertThat(waitsFor(5)).isFalse();
    }

    @Test
    void aBlockAboveThatIsTracedMeanwhileMakesNoDifference() {
        assertThat(waitsFor(5)).isTrue();
        for (long passed = 0; passed < TracePatience.WAIT_SECONDS; passed += 10) {
            assertThat(waitsFor(5)).isTrue();
            patience.traced(block(1_000 + passed));
            pass(10);
        }
        assertThat(waitsFor(5)).isFalse();
    }

    @Test
    void aBlockWaitsForItselfWhereOneBelowIsNoLongerReadFrom() {
        assertThat(waitsFor(5)).isTrue();
        patience.traced(block(1_000));
        pass(10 * TracePatience.WAIT_SECONDS);
        assertThat(waitsFor(2_000)).isTrue();
        pass(TracePatience.WAIT_SECONDS - 1);
        assertThat(waitsFor(2_000)).isTrue();
        pass(1);
        assertThat(waitsFor(2_000)).isFalse();
    }

    @Test
    void whatFailsAndIsTracedBelowDoesNotLengthenAWait() {
        assertThat(waitsFor(1_000)).isTrue();
        for (int height = 50; height < 50 + TracePatience.WAIT_SECONDS / 10; height++) {
            assertThat(waitsFor(height)).isTrue();
            patience.traced(block(height));
            pass(10);
        }
        assertThat(waitsFor(1_000)).isFalse();
    }

    @Test
    void aWaitThatWasGivenUpLongAgoCountsForNothing() {
        assertThat(waitsFor(5)).isTrue();
        pass(TracePatience.NO_WAIT_SECONDS);
        assertThat(waitsFor(5)).isTrue();
    }

    @Test
    void theWaitBeginsAnewOnceTheBlockIsTraced() {
        assertThat(waitsFor(5)).isTrue();
        pass(TracePatience.WAIT_SECONDS - 1);
        patience.traced(block(5));
        pass(1);
        assertThat(waitsFor(6)).isTrue();
        pass(TracePatience.WAIT_SECONDS - 1);
        assertThat(waitsFor(6)).isTrue();
    }

    @Test
    void theNodeIsLeftInPeaceWhereTheNextBlockFailsAsWell() {
        waitInVainFor(5);
        assertThat(waitsFor(6)).isFalse();
        assertThat(patience.rests(now)).isTrue();
        pass(TracePatience.REST_SECONDS - 1);
        assertThat(patience.rests(now)).isTrue();
        pass(1);
        assertThat(patience.rests(now)).isFalse();
    }

    @Test
    void nothingWaitsSoonAfterAWaitInVainThoughOthersWereTraced() {
        waitInVainFor(5);
        patience.traced(block(6));
        assertThat(waitsFor(7)).isFalse();
        patience.traced(block(8));
        pass(TracePatience.NO_WAIT_SECONDS);
        assertThat(waitsFor(9)).isTrue();
    }

    @Test
    void aNodeThatFailsForGoodIsWaitedForOnceOnly() {
        waitInVainFor(5);
        for (int block = 6; block < 200; block++) {
            assertThat(waitsFor(block)).isFalse();
            pass(TracePatience.REST_SECONDS);
        }
    }

    @Test
    void aLowerBlockAfterAReorganisationWaitsForItself() {
        assertThat(waitsFor(5)).isTrue();
        pass(TracePatience.WAIT_SECONDS - 1);
        assertThat(waitsFor(4)).isTrue();
        pass(TracePatience.WAIT_SECONDS - 1);
        assertThat(waitsFor(4)).isTrue();
    }
}
