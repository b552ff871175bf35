// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.asset.AssetId;
import io.coffer.api.core.Command;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.Money;
import io.coffer.api.request.CommandId;
import io.coffer.api.wallet.CustomerId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandCodecTest {
    private static final int ROUNDS = 120;

    private static byte[] bytes(Command command) {
        BinaryOut out = new BinaryOut();
        CommandCodec.write(out, command);
        return out.toByteArray();
    }

    private static Command read(byte[] bytes) throws IOException {
        BinaryIn in = new BinaryIn(bytes);
        Command command = CommandCodec.read(in);
        in.end();
        return command;
    }

    @Test
    void readsEveryCommandAsItWasWritten() throws IOException {
        for (long seed = 0; seed < ROUNDS; seed++) {
            for (Command command : new RandomValues(seed).one()) {
                assertThat(read(bytes(command))).as("seed %d", seed).isEqualTo(command);
            }
        }
    }

    @Test
    void equalCommandsHaveEqualBytesAndOthersHaveOthers() {
        Map<HexKey, Command> seen = new HashMap<>();
        for (long seed = 0; seed < ROUNDS; seed++) {
            for (Command command : new RandomValues(seed).one()) {
                Command other = seen.put(new HexKey(bytes(command)), command);
                assertThat(other == null || other.equals(command))
                        .as("seed %d", seed)
                        .isTrue();
                assertThat(bytes(command)).isEqualTo(bytes(command));
            }
        }
    }

    private record HexKey(String hex) {
        HexKey(byte[] bytes) {
            this(HexFormat.of().formatHex(bytes));
        }
    }

    @Test
    void theRandomCommandsAreOfEveryKind() {
        Set<Class<?>> wanted = new HashSet<>();
        Deque<Class<?>> families = new ArrayDeque<>(List.of(Command.class));
        while (!families.isEmpty()) {
            Class<?> type = families.pop();
            if (type.isSealed()) {
                families.addAll(Arrays.asList(type.getPermittedSubclasses()));
            } else {
                wanted.add(type);
            }
        }

        assertThat(new RandomValues(1).one()).extracting(Object::getClass).containsAll(wanted);
    }

    @Test
    void noBeginningOfACommandIsACommand() {
        for (Command command : new RandomValues(7).one()) {
            byte[] whole = bytes(command);
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> read(cut)).isInstanceOf(UnreadableException.class);
            }
        }
    }

    @Test
    void nothingMayFollowACommand() {
        for (Command command : new RandomValues(8).one()) {
            byte[] whole = bytes(command);
            byte[] longer = Arrays.copyOf(whole, whole.length + 1);
            assertThatThrownBy(() -> read(longer)).isInstanceOf(UnreadableException.class);
        }
    }

    @Test
    void changedBytesAreAnErrorOrAnotherCommandButNothingElse() {
        for (long seed = 0; seed < 4; seed++) {
            for (Command command : new RandomValues(seed).one()) {
                byte[] bytes = bytes(command);
                for (int bit = 0; bit < bytes.length * 8; bit += 5) {
                    byte[] changed = bytes.clone();
                    changed[bit / 8] ^= (byte) (1 << (bit % 8));
                    try {
                        // What can be read must have had exactly these bytes: there is one form of everything.
                        assertThat(bytes(read(changed))).as("seed %d", seed).isEqualTo(changed);
                    } catch (IOException refused) {
                        assertThat(refused).isInstanceOf(UnreadableException.class);
                    }
                }
            }
        }
    }

    @Test
    void anUnknownTagIsNamed() {
        assertThatThrownBy(() -> read(new byte[] {0x7f}))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("127");
        assertThatThrownBy(() -> read(new byte[] {0x4e, 1, 'x', 0, 0}))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("78");
    }

    @Test
    void theFormOfARecordNeverChanges() {
        // Written by the first release. If this fails, journals in the field can no longer be read.
        CommandId id = new CommandId(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
        LedgerCommand.Batch batch = new LedgerCommand.Batch(
                List.of(new LedgerOperation.Post(
                        new LedgerAccountId(AccountKind.EXPOSURE, "", new AssetId("BTC")),
                        new LedgerAccountId(AccountKind.CUSTOMER, "acc_1", new AssetId("BTC")),
                        Money.of(new AssetId("BTC"), 128))),
                "m\u00e9mo");
        ByteBuffer into = ByteBuffer.allocate(200);
        new RecordCodec().write(id, OptionalLong.of(0x1112131415161718L), batch, into);

        assertThat(HexFormat.of().formatHex(into.array(), 0, into.position()))
                .isEqualTo("0103" + "0102030405060708090a0b0c0d0e0f10" + "1112131415161718"
                        + "01" + "01"
                        + "01" + "0700" + "03425443"
                        + "01" + "056163635f31" + "03425443"
                        + "03425443" + "020080"
                        + "056dc3a96d6f");
    }

    @Test
    void recordsAreReadAsTheyWereWritten() throws IOException {
        RecordCodec codec = new RecordCodec();
        for (long seed = 0; seed < 50; seed++) {
            for (Command command : new RandomValues(seed).one()) {
                JournalRecord record = new JournalRecord.Submitted(new CommandId(seed, -seed), seed * 31, command);
                assertThat(written(codec, record)).as("seed %d", seed).isEqualTo(record);
            }
        }
        for (JournalRecord record :
                List.of(new JournalRecord.Started(Long.MAX_VALUE, 5, 1), new JournalRecord.Tick(1_700_000_000_000L))) {
            assertThat(written(codec, record)).isEqualTo(record);
        }
    }

    private static JournalRecord written(RecordCodec codec, JournalRecord record) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(1 << 16);
        codec.write(record, into);
        return RecordCodec.read(Arrays.copyOf(into.array(), into.position()));
    }

    @Test
    void aRecordOfALaterFormatOrKindIsRefusedByName() {
        assertThatThrownBy(() -> RecordCodec.read(new byte[] {2, 2, 0, 0, 0, 0, 0, 0, 0, 0}))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("format 2");
        assertThatThrownBy(() -> RecordCodec.read(new byte[] {1, 9}))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("kind 9");
    }

    @Test
    void theFingerprintIsTakenFromTheCommandUnlessTheCallerGivesOne() throws IOException {
        RecordCodec codec = new RecordCodec();
        Command command = new CustomerCommand.CreateCustomer(new CustomerId("a"));
        Command other = new CustomerCommand.CreateCustomer(new CustomerId("b"));
        ByteBuffer into = ByteBuffer.allocate(100);

        long own = codec.write(new CommandId(1, 2), OptionalLong.empty(), command, into);

        assertThat(own).isEqualTo(codec.fingerprint(command)).isNotEqualTo(codec.fingerprint(other));
        assertThat(((JournalRecord.Submitted) RecordCodec.read(Arrays.copyOf(into.array(), into.position())))
                        .fingerprint())
                .isEqualTo(own);
    }
}
