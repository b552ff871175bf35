// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.Command;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.request.CommandId;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.money.codec.JournalRecord.Started;
import io.coffer.money.codec.JournalRecord.Submitted;
import io.coffer.money.codec.RandomValues;
import io.coffer.money.codec.RecordCodec;
import io.coffer.money.ids.AppliedIds;
import io.coffer.money.journal.SimulatedStorage;
import io.coffer.money.wallet.World;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.Utxo;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Whatever a plugin or a client says, the machine refuses it at worst: an exception would stop the core for good. */
class HostileCommandsTest {
    @Test
    void noCommandThrows() throws Exception {
        Machine machine = new Machine(AppliedIds.empty(new SimulatedStorage(), AppliedIds.Options.DEFAULT, "test"));
        machine.apply(1, new Started(1, 5, 1));
        int number = 0;
        for (Command command : World.founding()) {
            machine.apply(machine.position() + 1, new Submitted(new CommandId(1, number++), 1, command));
        }
        for (long seed = 0; seed < 300; seed++) {
            for (Command command : new RandomValues(seed).one()) {
                Transition transition =
                        machine.apply(machine.position() + 1, new Submitted(new CommandId(2, number++), 1, command));
                assertThat(transition.result()).as("seed %d %s", seed, command).isPresent();
            }
        }
        assertThat(machine.wallet().books().ledger().trialBalance(0).isBalanced())
                .isTrue();
    }

    private static void cannotBeWritten(Command command) {
        ByteBuffer into = ByteBuffer.allocate(1 << 24);
        assertThatThrownBy(() -> new RecordCodec().write(new CommandId(1, 2), OptionalLong.empty(), command, into))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatCouldNotBeReadAgainIsNotWritten() {
        WithdrawalId id = new WithdrawalId("w");
        cannotBeWritten(new WithdrawalCommand.Cancel(id, "x".repeat(1 << 15)));
        cannotBeWritten(new WithdrawalCommand.Cancel(id, "\u20ac".repeat(1 << 13)));
        FeeQuote endless = new FeeQuote(World.NETWORK_COIN, BigInteger.ONE.shiftLeft(5_000), BigInteger.ZERO, 1);
        cannotBeWritten(new WithdrawalCommand.Prepare(
                id, new Preparation(World.hot(World.ACCOUNTS), OptionalLong.of(0), List.of(), endless)));
        Utxo input = new Utxo(
                new TxId("t"), 0, World.hot(World.OUTPUTS), World.sats(1), World.key(World.hot(World.OUTPUTS)));
        FeeQuote fee = new FeeQuote(World.NETWORK_BTC, BigInteger.ONE, BigInteger.ZERO, 1);
        cannotBeWritten(new WithdrawalCommand.Prepare(
                id,
                new Preparation(
                        World.hot(World.OUTPUTS), OptionalLong.empty(), Collections.nCopies(10_001, input), fee)));
        cannotBeWritten(
                new ChainCommand.AdvanceCursor(World.ACCOUNTS, Collections.nCopies(1_001, new BlockRef(1, "h"))));
    }
}
