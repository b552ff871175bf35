// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.wallet.scripted.SteppedClock;
import org.junit.jupiter.api.Test;

class PauseTest {
    private final SteppedClock clock = new SteppedClock();

    @Test
    void lastsItsLength() {
        Pause pause = Pause.from(clock, 1_000);
        clock.pass(999);
        assertThat(pause.lasts(clock)).isTrue();
        clock.pass(1);
        assertThat(pause.lasts(clock)).isFalse();
    }

    @Test
    void endsWhenTheClockThatItBeganOnIsSetBack() {
        clock.pass(86_400_000);
        Pause pause = Pause.from(clock, 60_000);
        clock.pass(-86_400_000);
        assertThat(pause.lasts(clock)).isFalse();
    }

    @Test
    void growsUpToALimit() {
        Pause pause = Pause.from(clock, 1_000);
        clock.pass(5_000);
        pause = pause.longer(clock, 1_500);
        assertThat(pause).isEqualTo(new Pause(clock.millis(), 1_500));
    }
}
