// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.core.CoreClock;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Halts;
import io.coffer.api.node.Halts.Halt;
import io.coffer.api.node.Halts.Kind;
import io.coffer.api.request.Refusal;
import io.coffer.shell.chain.LetStandCommand;
import io.coffer.shell.chain.ResetCursorCommand;
import io.coffer.shell.chain.ResumeCommand;
import io.coffer.shell.chain.SetAsideCommand;
import io.coffer.shell.chain.ShowCommand;
import io.coffer.shell.ledger.ClockAcceptCommand;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HaltCommandsTest {
    private static final Instant CLOCK = Instant.parse("2026-11-23T01:00:00Z");

    @TempDir
    Path folder;

    private final HandHalts halts = new HandHalts();
    private BenchNode node;

    @BeforeEach
    void begin() throws Exception {
        node = new BenchNode(folder);
        node.services.put(Halts.class, halts);
    }

    @AfterEach
    void end() throws Exception {
        node.close();
    }

    private void halt(Kind kind) {
        halts.standing = Optional.of(new Halt("1069c6cd", kind, "blocks from 7/ab on were removed", 0));
        node.chains.state = ChainStatus.State.DEGRADED;
    }

    @Test
    void resumingAHaltedChainMustNameTheHalt() throws Exception {
        halt(Kind.FINAL_BLOCKS_REMOVED);
        assertThatThrownBy(() -> node.run(new ResumeCommand(), "", "devnet:main"))
                .hasMessageContaining("blocks from 7/ab on were removed")
                .hasMessageContaining("next: judge it, then chain:resume --halt 1069c6cd devnet:main");
        assertThat(halts.decisions).isEmpty();
        assertThat(node.chains.state).isEqualTo(ChainStatus.State.DEGRADED);

        halts.refusal = Optional.of(new Refusal("halt.other", "it is halted for another reason", "judge this one"));
        assertThatThrownBy(() -> node.run(new ResumeCommand(), "", "--halt", "00000000", "devnet:main"))
                .hasMessageContaining("halt.other: it is halted for another reason");
        assertThat(node.chains.state).isEqualTo(ChainStatus.State.DEGRADED);

        halts.refusal = Optional.empty();
        assertThat(node.run(new ResumeCommand(), "", "--halt", "1069c6cd", "devnet:main"))
                .contains("is resumed");
        assertThat(halts.decisions).containsExactly("acknowledge devnet:main 1069c6cd");
    }

    @Test
    void thePrintedWayOutIsTakenByTheShell() throws Exception {
        halt(Kind.FINAL_BLOCKS_REMOVED);
        String printed = node.run(new StatusCommand(), "");
        Matcher way = Pattern.compile("chain:resume (.*)").matcher(printed);
        assertThat(way.find()).as(printed).isTrue();
        assertThat(node.run(new ResumeCommand(), "", way.group(1).strip().split(" ", -1)))
                .contains("is resumed");
        assertThat(halts.decisions).containsExactly("acknowledge devnet:main 1069c6cd");
    }

    @Test
    void anOptionAfterAnArgumentIsRefusedAsInTheShell() {
        halt(Kind.FINAL_BLOCKS_REMOVED);
        assertThatThrownBy(() -> node.run(new ResumeCommand(), "", "devnet:main", "--halt", "1069c6cd"))
                .hasMessageContaining("too many arguments specified");
        assertThat(halts.decisions).isEmpty();
    }

    @Test
    void aHaltIsShownWithItsWayOut() throws Exception {
        halt(Kind.ALL_BLOCKS_REMOVED);
        assertThat(node.run(new StatusCommand(), ""))
                .contains("1069c6cd", "chain:reset-cursor devnet:main HEIGHT HASH");
        assertThat(node.run(new ShowCommand(), "", "devnet:main"))
                .contains("Halt 1069c6cd (ALL_BLOCKS_REMOVED): blocks from 7/ab on were removed");
        assertThat(node.run(new ShowCommand(), "", "--json", "devnet:main")).contains("\"id\":\"1069c6cd\"");
        halt(Kind.SIGHTING_REFUSED);
        assertThat(node.run(new StatusCommand(), "")).contains("chain:set-aside devnet:main 1069c6cd REASON");
    }

    @Test
    void setsTheCursorAndSetsAside() throws Exception {
        halt(Kind.ALL_BLOCKS_REMOVED);
        assertThatThrownBy(() -> node.run(new ResetCursorCommand(), "", "devnet:main", "-1", "ab"))
                .hasMessageContaining("height: is negative");
        assertThat(node.run(new ResetCursorCommand(), "", "devnet:main", "7", "ab"))
                .contains("after block 7");
        assertThatThrownBy(() -> node.run(new SetAsideCommand(), "", "devnet:main", "1069c6cd", "x".repeat(201)))
                .hasMessageContaining("reason: is longer than 200");
        assertThatThrownBy(() -> node.run(new ResetCursorCommand(), "", "--take-back", "-3", "devnet:main", "7", "ab"))
                .hasMessageContaining("take-back: is negative");
        assertThat(node.run(new ResetCursorCommand(), "", "--take-back", "3", "--shared", "devnet:main", "6", "ab"))
                .contains("after block 6");
        assertThat(node.run(new SetAsideCommand(), "", "devnet:main", "1069c6cd", "two amounts"))
                .contains("not credited");
        assertThat(halts.decisions)
                .containsExactly(
                        "reset devnet:main 7/ab 0 false",
                        "reset devnet:main 6/ab 3 true",
                        "set aside devnet:main 1069c6cd two amounts");
        halts.refusal = Optional.of(new Refusal("chain.running", "it runs", "pause it"));
        assertThatThrownBy(() -> node.run(new ResetCursorCommand(), "", "devnet:main", "7", "ab"))
                .hasMessageContaining("chain.running");
    }

    @Test
    void letsTheEndOfAWithdrawalStandWithNameAndReason() throws Exception {
        halt(Kind.STEP_REFUSED);
        assertThat(node.run(new StatusCommand(), "")).contains("chain:let-stand devnet:main 1069c6cd NAME REASON");
        assertThatThrownBy(() -> node.run(new LetStandCommand(), "", "devnet:main", "1069c6cd", " ", "spent"))
                .hasMessageContaining("name: is blank");
        assertThatThrownBy(() -> node.run(new LetStandCommand(), "", "devnet:main", "1069c6cd", "ann", "x".repeat(201)))
                .hasMessageContaining("longer than 200");
        assertThat(node.run(new LetStandCommand(), "", "devnet:main", "1069c6cd", "ann", "spent by another"))
                .contains("goes on");
        assertThat(halts.decisions).containsExactly("let stand devnet:main 1069c6cd operator:ann spent by another");
        halts.refusal = Optional.of(new Refusal("halt.no-withdrawal", "it is about a cursor", "look at it"));
        assertThatThrownBy(() -> node.run(new LetStandCommand(), "", "devnet:main", "1069c6cd", "ann", "why"))
                .hasMessageContaining("halt.no-withdrawal");
    }

    @Test
    void theClockIsAcceptedByTheOperatorsOwnWatch() throws Exception {
        HeldClock clock = new HeldClock();
        node.services.put(CoreClock.class, clock);
        assertThatThrownBy(() -> node.run(new ClockAcceptCommand(), "", "tomorrow"))
                .hasMessageContaining("now: tomorrow is no time");
        assertThatThrownBy(() -> node.run(new ClockAcceptCommand(), "", "2026-11-22T00:00:00Z"))
                .hasMessageContaining("is not what the system clock says");
        assertThat(clock.accepted).isFalse();
        assertThat(node.run(new ClockAcceptCommand(), "", CLOCK.toString())).contains("followed");
        assertThatThrownBy(() -> node.run(new ClockAcceptCommand(), "", CLOCK.toString()))
                .hasMessageContaining("the system clock is followed");
    }

    private static final class HeldClock implements CoreClock {
        boolean accepted;

        @Override
        public Optional<Held> held() {
            return accepted ? Optional.empty() : Optional.of(new Held(CLOCK.toEpochMilli(), 0, "set forward"));
        }

        @Override
        public boolean accept(Instant now) {
            accepted = now.equals(CLOCK);
            return accepted;
        }
    }
}
