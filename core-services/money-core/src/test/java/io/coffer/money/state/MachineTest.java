// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.core.Command;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.Result;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.request.CommandId;
import io.coffer.api.wallet.CustomerId;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.JournalRecord;
import io.coffer.money.codec.JournalRecord.Started;
import io.coffer.money.codec.JournalRecord.Submitted;
import io.coffer.money.codec.JournalRecord.Tick;
import io.coffer.money.codec.UnreadableException;
import io.coffer.money.ids.AppliedIds;
import io.coffer.money.journal.SimulatedStorage;
import io.coffer.money.rules.RefusalCode;
import io.coffer.money.rules.Rules;
import io.coffer.money.wallet.World;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MachineTest {
    private static final long NOW = 1_700_000_000_000L;

    private final SimulatedStorage storage = new SimulatedStorage();
    private final Machine machine = empty();

    private Machine empty() {
        return new Machine(AppliedIds.empty(storage, AppliedIds.Options.DEFAULT, "test"));
    }

    private static Transition apply(Machine machine, JournalRecord record) throws IOException {
        return machine.apply(machine.position() + 1, record);
    }

    private static Submitted submitted(String id, Command command) {
        return new Submitted(CommandId.of(id), 7, command);
    }

    private static Command customer(String id) {
        return new CustomerCommand.CreateCustomer(new CustomerId(id));
    }

    @Test
    void recordsComeInOrderAndWithoutAGap() throws IOException {
        machine.apply(1, new Started(1, NOW, 1));
        assertThatThrownBy(() -> machine.apply(1, new Tick(NOW))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> machine.apply(3, new Tick(NOW))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void termsGrowAndTimeDoesNotGoBack() throws IOException {
        apply(machine, new Started(5, NOW, 1));
        assertThat(machine.term()).isEqualTo(5);
        assertThatThrownBy(() -> apply(machine, new Started(5, NOW, 1))).isInstanceOf(UnreadableException.class);
        assertThatThrownBy(() -> apply(machine, new Tick(NOW - 1)))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("back");
    }

    @Test
    void rulesOfALaterReleaseAreRefusedByTheirNumber() {
        assertThatThrownBy(() -> apply(machine, new Started(1, NOW, Rules.NEWEST.version() + 1)))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("version " + (Rules.NEWEST.version() + 1));
    }

    @Test
    void aJournalOfTheFirstRulesIsReplayedByThemUntilItSaysOtherwise() throws IOException {
        apply(machine, new Started(1, NOW, 1));
        assertThat(machine.rules().version()).isEqualTo(1);
        assertThat(machine.rules().discoveriesCoverArrivals()).isFalse();
        apply(machine, new Started(2, NOW, 2));
        assertThat(machine.rules()).isEqualTo(Rules.NEWEST);
    }

    @Test
    void anIdIsAppliedOnceWhateverBecameOfIt() throws IOException {
        apply(machine, new Started(1, NOW, 1));
        Transition first = apply(machine, submitted("a", customer("anna")));
        Transition refused = apply(machine, submitted("b", customer("anna")));

        assertThat(first.result()).contains(new Result.Applied(2, 0));
        assertThat(first.events()).hasSize(1);
        assertThat(apply(machine, submitted("a", customer("anna"))).result()).contains(new Result.Repeated(2, ""));
        assertThat(refused.result()).get().isInstanceOf(Result.Refused.class);
        assertThat(apply(machine, submitted("b", customer("anna"))).result())
                .contains(new Result.Repeated(3, "customer.exists"));
        Submitted other = new Submitted(CommandId.of("a"), 8, customer("bert"));
        assertThat(apply(machine, other).result()).contains(new Result.Conflict(2));
        assertThat(apply(machine, other).events()).isEmpty();
    }

    @Test
    void everyRefusalHasANumberAndATextOfItsOwn() {
        List<Integer> numbers =
                Arrays.stream(RefusalCode.values()).map(RefusalCode::number).toList();
        List<String> texts =
                Arrays.stream(RefusalCode.values()).map(RefusalCode::text).toList();
        assertThat(numbers).doesNotHaveDuplicates().allMatch(number -> number > 0 && number < RefusalCode.NUMBER_LIMIT);
        assertThat(texts).doesNotHaveDuplicates().allMatch(text -> text.matches("[a-z-]+\\.[a-z-]+"));
        assertThat(RefusalCode.textOf(0)).isEmpty();
        assertThat(RefusalCode.textOf(RefusalCode.LIMIT_PER_DAY.number())).isEqualTo("limit.per-day");
    }

    private static byte[] bytes(Machine machine) {
        BinaryOut out = new BinaryOut();
        machine.writeTo(out);
        return out.toByteArray();
    }

    @Test
    void isReadBackAsItWasWritten() throws IOException {
        script().forEach(record -> {
            try {
                apply(machine, record);
            } catch (IOException failed) {
                throw new AssertionError(failed);
            }
        });
        byte[] state = bytes(machine);

        Machine copy = Machine.restore(machine.ids(), new ByteArrayInputStream(state));

        assertThat(bytes(copy)).isEqualTo(state);
        assertThat(copy.stateHash()).isEqualTo(machine.stateHash());
        assertThat(copy.position()).isEqualTo(machine.position());
    }

    @Test
    void aStateIsReadWithItsOwnIdsOnly() throws IOException {
        apply(machine, new Started(1, NOW, 1));
        apply(machine, submitted("a", customer("anna")));
        byte[] state = bytes(machine);
        Machine other = empty();
        assertThatThrownBy(() -> Machine.restore(other.ids(), new ByteArrayInputStream(state)))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("ids");
    }

    @Test
    void noBeginningOfAStateIsAState() throws IOException {
        for (JournalRecord record : script()) {
            apply(machine, record);
        }
        byte[] state = bytes(machine);
        for (int length = 0; length < state.length; length += 17) {
            byte[] cut = Arrays.copyOf(state, length);
            assertThatThrownBy(() -> Machine.restore(machine.ids(), new ByteArrayInputStream(cut)))
                    .isInstanceOf(UnreadableException.class);
        }
    }

    @Test
    void theFirstRulesLeadToTheSameStateForEver() throws IOException {
        for (JournalRecord record : script()) {
            apply(machine, record);
        }
        // Written by the first release. If this fails, what was released as rules version 1 has been changed: a
        // journal in the field would replay to another state. What is to differ needs a version of its own.
        assertThat(machine.stateHash().sha256())
                .isEqualTo("2b0d8c8676039434411bc9629b7c859698125919618513a7035ca63bc8ba73a3");
    }

    /** The world, a deposit, one withdrawal that is sent, one that is refused and one that is cancelled. */
    private static List<JournalRecord> script() {
        List<JournalRecord> records = new ArrayList<>();
        records.add(new Started(1, NOW, 1));
        int number = 0;
        for (Command command : World.founding()) {
            records.add(submitted("founding" + number++, command));
        }
        records.add(new Tick(NOW + 1_500));
        credit(records, World.address(World.ACCOUNTS, KeyPurpose.DEPOSIT, 0), 3);
        credit(records, World.hot(World.ACCOUNTS), 9);
        records.add(submitted("r1", request("w1", 1)));
        records.add(submitted("r2", request("w2", 5)));
        records.add(submitted("r3", request("w3", 1)));
        records.add(submitted("c3", new WithdrawalCommand.Cancel(new WithdrawalId("w3"), "changed")));
        send(records, new WithdrawalId("w1"));
        records.add(new Tick(NOW + 90_000_000));
        return records;
    }

    private static void credit(List<JournalRecord> records, Address to, long coins) {
        DepositKey key = new DepositKey(new TxId("tx-" + to), 0, to, Optional.empty());
        records.add(submitted("o" + to, new DepositCommand.Observe(key, World.coin(coins), World.block(5))));
        records.add(submitted("f" + to, new DepositCommand.Finalized(key, World.block(5))));
        records.add(submitted("s" + to, new DepositCommand.Screened(key, true, "")));
    }

    private static WithdrawalCommand.Request request(String id, long coins) {
        return new WithdrawalCommand.Request(
                new WithdrawalId(id),
                new WithdrawalRequest(
                        new Payer.Customer(World.ANNAS),
                        World.outside(World.ACCOUNTS, "shop"),
                        Optional.empty(),
                        World.coin(coins),
                        World.wei(1_000),
                        Optional.of("order-" + id)));
    }

    private static void send(List<JournalRecord> records, WithdrawalId id) {
        FeeQuote fee = new FeeQuote(World.NETWORK_COIN, BigInteger.valueOf(900), BigInteger.ONE, 1);
        Preparation preparation = new Preparation(World.hot(World.ACCOUNTS), OptionalLong.of(0), List.of(), fee);
        SignedTx signed = new SignedTx(World.ACCOUNTS, new TxId("own"), Bytes.of((byte) 7));
        List<WithdrawalCommand> steps = List.of(
                new WithdrawalCommand.Screened(id, true, ""),
                new WithdrawalCommand.Approved(id, "policy:none-required"),
                new WithdrawalCommand.Prepare(id, preparation),
                new WithdrawalCommand.BeginSigning(id),
                new WithdrawalCommand.Signed(id, signed),
                new WithdrawalCommand.BeginBroadcast(id),
                new WithdrawalCommand.Broadcast(id),
                new WithdrawalCommand.Mined(id, World.block(8)),
                new WithdrawalCommand.Finalized(id, World.block(8), true, World.wei(777)));
        for (int i = 0; i < steps.size(); i++) {
            records.add(submitted("step" + i, steps.get(i)));
        }
    }
}
