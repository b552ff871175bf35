// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.CoreStatus;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.MoneyState;
import io.coffer.api.request.CommandId;
import io.coffer.api.wallet.CustomerId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTimeTest {
    private static final long BEGIN = 1_700_000_000_000L;
    private static final long HOUR = 3_600_000;

    private final ManualClock wall = new ManualClock(BEGIN);
    private final AtomicLong nanos = new AtomicLong(-77);
    private final TimeSource source = new TimeSource(wall, nanos::get, 12 * HOUR);

    /** Time passes, for both. */
    private void pass(long ms) {
        wall.pass(ms);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    @Test
    void followsTheClockWhileItGoesAsTimeDoes() {
        JournalTime time = new JournalTime(source, 0);
        pass(48 * HOUR);
        wall.pass(JournalTime.STEP_MS);
        assertThat(time.now(BEGIN)).isEqualTo(wall.millis());
        assertThat(time.held(BEGIN)).isEmpty();
    }

    @Test
    void aStepForwardIsNotFollowedAndTimeGoesOnOnlyAsItPasses() {
        JournalTime time = new JournalTime(source, 0);
        pass(1_000);
        wall.pass(25 * HOUR);
        assertThat(time.now(BEGIN)).isEqualTo(BEGIN + 1_000);
        pass(5_000);
        assertThat(time.now(BEGIN + 1_000)).isEqualTo(BEGIN + 6_000);
        assertThat(time.held(BEGIN + 6_000).orElseThrow().clockMs()).isEqualTo(wall.millis());

        wall.pass(-25 * HOUR);
        assertThat(time.now(BEGIN + 6_000)).isEqualTo(BEGIN + 6_000);
        assertThat(time.held(BEGIN + 6_000)).isEmpty();
    }

    @Test
    void manySmallStepsAreFoundOutAsOne() {
        JournalTime time = new JournalTime(source, 0);
        long last = BEGIN;
        for (int i = 0; i < 1_000; i++) {
            pass(1_000);
            wall.pass(9_000);
            last = time.now(last);
        }
        assertThat(time.held(last)).isPresent();
        assertThat(last)
                .isLessThanOrEqualTo(BEGIN + 1_000_000 + JournalTime.STEP_MS + 1_000_000 / JournalTime.DRIFT_PARTS);
    }

    @Test
    void aClockThatIsSetBackAndRightAgainIsFollowedAndNeverBack() {
        JournalTime time = new JournalTime(source, 0);
        wall.pass(-5 * HOUR);
        assertThat(time.now(BEGIN)).isEqualTo(BEGIN);
        pass(HOUR);
        wall.pass(5 * HOUR);
        assertThat(time.now(BEGIN)).isEqualTo(BEGIN + HOUR);
        assertThat(time.held(BEGIN)).isEmpty();
    }

    @Test
    void anOperatorsWatchDecides() {
        JournalTime time = new JournalTime(source, 0);
        assertThat(time.accept(Instant.ofEpochMilli(BEGIN), BEGIN))
                .as("nothing is held")
                .isFalse();
        wall.pass(3 * HOUR);
        assertThat(time.accept(Instant.ofEpochMilli(BEGIN), BEGIN))
                .as("another time")
                .isFalse();
        assertThat(time.now(BEGIN)).isEqualTo(BEGIN);
        assertThat(time.accept(Instant.ofEpochMilli(BEGIN + 3 * HOUR + 59_000), BEGIN))
                .isTrue();
        assertThat(time.now(BEGIN)).isEqualTo(BEGIN + 3 * HOUR);
        assertThat(time.held(BEGIN)).isEmpty();
        wall.pass(3 * HOUR);
        assertThat(time.now(BEGIN)).as("the next step is another").isEqualTo(BEGIN + 3 * HOUR);
    }

    @Test
    void aRunBeginsAtTheClockUnlessTheNodeWasDownTooLong() {
        assertThat(new JournalTime(source, 0).now(0)).isEqualTo(BEGIN);
        assertThat(new JournalTime(source, BEGIN - 12 * HOUR).now(BEGIN - 12 * HOUR))
                .isEqualTo(BEGIN);
        long last = BEGIN - 12 * HOUR - 1;
        JournalTime doubted = new JournalTime(source, last);
        pass(20_000);
        assertThat(doubted.now(last)).isEqualTo(last + 20_000);
        assertThat(doubted.held(last).orElseThrow().reason()).contains("down");
        assertThat(doubted.accept(wall.instant(), last)).isTrue();
        assertThat(doubted.now(last)).isEqualTo(BEGIN + 20_000);
    }

    private static void command(LocalMoneyCore core, String name) throws Exception {
        core.submit(CommandId.of("t", name), new CustomerCommand.CreateCustomer(new CustomerId(name)));
    }

    @Test
    void theCoreShowsAStepRefusesItsEffectAndGoesOnTakingCommands(@TempDir Path folder) throws Exception {
        MoneyCoreOptions options = MoneyCoreOptions.DEFAULT.segmentBytes(1 << 22);
        try (LocalMoneyCore core = LocalMoneyCore.open(folder, source, options)) {
            command(core, "a");
            wall.pass(25 * HOUR);
            pass(2_000);
            command(core, "b");
            assertThat(core.<Long>read(MoneyState::timeMs)).isEqualTo(BEGIN + 2_000);
            assertThat(core.status().mode()).isEqualTo(CoreStatus.Mode.CLOCK_HELD);
            assertThat(core.status().detail()).contains("set forward");
            assertThat(core.held()).isPresent();
            assertThat(core.accept(wall.instant())).isTrue();
            command(core, "c");
            assertThat(core.<Long>read(MoneyState::timeMs)).isEqualTo(wall.millis());
            assertThat(core.status().mode()).isEqualTo(CoreStatus.Mode.RUNNING);
        }
        reopenedTooLate(folder, options);
    }

    private void reopenedTooLate(Path folder, MoneyCoreOptions options) throws IOException {
        long last = wall.millis();
        wall.pass(13 * HOUR);
        try (LocalMoneyCore core = LocalMoneyCore.open(folder, source, options)) {
            assertThat(core.<Long>read(MoneyState::timeMs)).isEqualTo(last);
            assertThat(core.status().mode()).isEqualTo(CoreStatus.Mode.CLOCK_HELD);
        }
    }
}
