// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.asset.ContractCall;
import io.coffer.spi.asset.ContractLog;
import io.coffer.spi.asset.TokenMovement;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a {@link TokenProtocol} must do. */
public abstract class TokenProtocolContract {
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);
    private static final int RANDOM_LOGS = 20_000;
    private static final int LONGEST = 100;

    /** What the suite must be given. */
    public interface Fixture {
        TokenProtocol protocol();

        /** The n-th of three addresses that can hold the token, from 0. */
        Address holder(int n);

        /** A contract on the same chain that is not the token. */
        Address otherContract();

        /** The log that the token's contract writes for a transfer, as the chain's node reports it. */
        ContractLog transfer(int index, Address from, Address to, BigInteger units);

        /** The most that a transfer can be of. */
        BigInteger most();
    }

    protected abstract Fixture fixture();

    @Test
    void itIsATokenOnTheChainOfItsContract() {
        TokenProtocol protocol = fixture().protocol();
        assertThat(protocol.token().kind()).isEqualTo(AssetKind.TOKEN);
        assertThat(protocol.token().asset().id().chain())
                .isEqualTo(protocol.contract().chain().caip2());
        assertThat(protocol.creditRule()).isNotNull();
    }

    @Test
    void aTransferIsAMovementToTheUnit() {
        Fixture fixture = fixture();
        for (BigInteger units : List.of(BigInteger.ONE, HUNDRED, fixture.most())) {
            assertThat(moved(fixture, transfer(fixture, 7, units)))
                    .containsExactly(
                            new TokenMovement(7, fixture.holder(0), fixture.holder(1), amount(fixture, units)));
        }
        assertThat(fixture.protocol().movements(List.of())).isEmpty();
    }

    @Test
    @DisplayName("H04 the same log of another contract is nothing")
    void h04_anotherContractMovesNothing() {
        Fixture fixture = fixture();
        ContractLog good = transfer(fixture, 0, HUNDRED);
        ContractLog forged = new ContractLog(0, fixture.otherContract(), good.topics(), good.data());
        Address elsewhere =
                new Address(new ChainId("nowhere:1"), good.contract().text());
        assertThat(moved(fixture, forged)).isEmpty();
        assertThat(moved(fixture, new ContractLog(0, elsewhere, good.topics(), good.data())))
                .isEmpty();
    }

    @Test
    @DisplayName("H09 two equal transfers in one transaction are two, each at its own place and in order")
    void h09_equalTransfersAreTwo() {
        Fixture fixture = fixture();
        ContractLog forged = new ContractLog(
                4,
                fixture.otherContract(),
                transfer(fixture, 4, HUNDRED).topics(),
                transfer(fixture, 4, HUNDRED).data());
        List<ContractLog> logs = List.of(transfer(fixture, 2, HUNDRED), forged, transfer(fixture, 5, HUNDRED));
        assertThat(fixture.protocol().movements(logs))
                .extracting(TokenMovement::logIndex)
                .containsExactly(2, 5);
    }

    @Test
    @DisplayName(
            "H07 what a token keeps for itself is a movement of its own, and the receiver's is what is logged to it")
    void h07_whatIsLoggedToTheReceiverIsItsMovement() {
        Fixture fixture = fixture();
        ContractLog net = fixture.transfer(0, fixture.holder(0), fixture.holder(1), BigInteger.valueOf(95));
        ContractLog kept = fixture.transfer(1, fixture.holder(0), fixture.holder(2), BigInteger.valueOf(5));
        assertThat(fixture.protocol().movements(List.of(net, kept)))
                .filteredOn(movement -> movement.to().equals(fixture.holder(1)))
                .extracting(movement -> movement.amount().units().intValue())
                .containsExactly(95);
    }

    @Test
    void nothingAndToOneselfAreNoMovements() {
        Fixture fixture = fixture();
        assertThat(moved(fixture, transfer(fixture, 0, BigInteger.ZERO))).isEmpty();
        Address self = fixture.holder(0);
        assertThat(moved(fixture, fixture.transfer(0, self, self, HUNDRED))).isEmpty();
    }

    @Test
    void theSameLogsAreReadAlikeAndAreNotTouched() {
        Fixture fixture = fixture();
        List<ContractLog> logs =
                new ArrayList<>(List.of(transfer(fixture, 0, HUNDRED), transfer(fixture, 1, BigInteger.ONE)));
        List<ContractLog> before = List.copyOf(logs);
        List<TokenMovement> first = fixture.protocol().movements(logs);
        assertThat(fixture.protocol().movements(logs)).isEqualTo(first);
        assertThat(logs).isEqualTo(before);
    }

    @Test
    void aTopicOrByteTooFewOrTooManyMovesNothing() {
        Fixture fixture = fixture();
        ContractLog good = transfer(fixture, 0, HUNDRED);
        for (int count = 0; count < good.topics().size(); count++) {
            List<Bytes> fewer = good.topics().subList(0, count);
            assertThat(moved(fixture, new ContractLog(0, good.contract(), fewer, good.data())))
                    .isEmpty();
        }
        List<Bytes> more = new ArrayList<>(good.topics());
        more.add(Bytes.of(new byte[32]));
        assertThat(moved(fixture, new ContractLog(0, good.contract(), more, good.data())))
                .isEmpty();
        for (Bytes data : resized(good.data())) {
            assertThat(moved(fixture, new ContractLog(0, good.contract(), good.topics(), data)))
                    .as("%d bytes of data", data.length())
                    .isEmpty();
        }
        for (int topic = 0; topic < good.topics().size(); topic++) {
            for (Bytes content : resized(good.topics().get(topic))) {
                List<Bytes> topics = new ArrayList<>(good.topics());
                topics.set(topic, content);
                assertThat(moved(fixture, new ContractLog(0, good.contract(), topics, good.data())))
                        .as("topic %d of %d bytes", topic, content.length())
                        .isEmpty();
            }
        }
    }

    @Test
    @DisplayName("H04 whatever a contract writes, reading it ends without an exception")
    void h04_anyLogIsReadWithoutException() {
        Fixture fixture = fixture();
        long seed = 712;
        Random random = new Random(seed);
        for (int i = 0; i < RANDOM_LOGS; i++) {
            ContractLog good = transfer(fixture, i, new BigInteger(64, random));
            List<Bytes> topics = new ArrayList<>();
            for (Bytes topic : good.topics()) {
                topics.add(random.nextInt(4) == 0 ? random(random) : topic);
            }
            Bytes data = random.nextInt(4) == 0 ? random(random) : good.data();
            assertThat(moved(fixture, new ContractLog(i, good.contract(), topics, data)))
                    .as("seed %d log %d", seed, i)
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    @DisplayName("H44 the call that is encoded is decoded as the transfer that was asked for")
    void h44_decodeEqualsIntent() {
        Fixture fixture = fixture();
        for (BigInteger units : List.of(BigInteger.ONE, HUNDRED, fixture.most())) {
            TransferIntent intent = intent(fixture, units);
            ContractCall call = fixture.protocol().encode(intent);
            assertThat(call).isEqualTo(fixture.protocol().encode(intent));
            assertThat(call.contract()).isEqualTo(fixture.protocol().contract());
            assertThat(fixture.protocol().decode(call)).hasValue(intent);
        }
    }

    @Test
    @DisplayName("H44 a call that was tampered with is never decoded as the transfer that was asked for")
    void h44_anyOtherCallIsNotThatTransfer() {
        Fixture fixture = fixture();
        TransferIntent intent = intent(fixture, HUNDRED);
        ContractCall call = fixture.protocol().encode(intent);
        assertThat(fixture.protocol().decode(new ContractCall(fixture.otherContract(), call.data())))
                .isEmpty();
        for (Bytes data : resized(call.data())) {
            assertThat(fixture.protocol().decode(new ContractCall(call.contract(), data)))
                    .as("%d bytes", data.length())
                    .isEmpty();
        }
        for (int bit = 0; bit < call.data().length() * Byte.SIZE; bit++) {
            byte[] flipped = call.data().toArray();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            Optional<TransferIntent> decoded =
                    fixture.protocol().decode(new ContractCall(call.contract(), Bytes.of(flipped)));
            assertThat(decoded).as("bit %d", bit).isNotEqualTo(Optional.of(intent));
            decoded.ifPresent(
                    other -> assertThat(fixture.protocol().encode(other).data()).isEqualTo(Bytes.of(flipped)));
        }
    }

    @Test
    void transfersThatCannotBeAreRefused() {
        Fixture fixture = fixture();
        Address to = fixture.holder(1);
        Amount amount = amount(fixture, HUNDRED);
        Amount other = new Amount(new NetworkAssetId("nowhere:1/slip44:0"), HUNDRED);
        Address elsewhere = new Address(new ChainId("nowhere:1"), to.text());
        Address contract = fixture.protocol().contract();
        for (TransferIntent wrong : List.of(
                new TransferIntent(to, amount(fixture, BigInteger.ZERO), Optional.empty()),
                new TransferIntent(to, other, Optional.empty()),
                new TransferIntent(elsewhere, amount, Optional.empty()),
                new TransferIntent(contract, amount, Optional.empty()),
                new TransferIntent(new Address(to.chain(), "no-address"), amount, Optional.empty()))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fixture.protocol().encode(wrong));
        }
    }

    @Test
    void answersThatCannotBeReadAreNone() {
        Fixture fixture = fixture();
        TokenProtocol protocol = fixture.protocol();
        ContractCall call = protocol.balanceCall(fixture.holder(0));
        assertThat(call.contract()).isEqualTo(protocol.contract());
        assertThat(call).isEqualTo(protocol.balanceCall(fixture.holder(0)));
        assertThat(protocol.balance(Bytes.EMPTY)).isEmpty();
        assertThat(protocol.decimals(Bytes.EMPTY)).isEmpty();
        Random random = new Random(99);
        for (int i = 0; i < RANDOM_LOGS; i++) {
            Bytes answer = random(random);
            protocol.balance(answer)
                    .ifPresent(balance -> assertThat(balance.asset())
                            .isEqualTo(protocol.token().asset().id()));
            protocol.decimals(answer).ifPresent(decimals -> assertThat(decimals).isBetween(0, 255));
        }
    }

    private static List<TokenMovement> moved(Fixture fixture, ContractLog log) {
        return fixture.protocol().movements(List.of(log));
    }

    private static ContractLog transfer(Fixture fixture, int index, BigInteger units) {
        return fixture.transfer(index, fixture.holder(0), fixture.holder(1), units);
    }

    private static TransferIntent intent(Fixture fixture, BigInteger units) {
        return new TransferIntent(fixture.holder(1), amount(fixture, units), Optional.empty());
    }

    private static Amount amount(Fixture fixture, BigInteger units) {
        return new Amount(fixture.protocol().token().asset().id(), units);
    }

    /** Every shorter one, and one that is a byte or a word longer. */
    private static List<Bytes> resized(Bytes whole) {
        List<Bytes> others = new ArrayList<>();
        for (int length = 0; length < whole.length(); length++) {
            others.add(Bytes.of(Arrays.copyOf(whole.toArray(), length)));
        }
        others.add(Bytes.of(Arrays.copyOf(whole.toArray(), whole.length() + 1)));
        others.add(Bytes.of(Arrays.copyOf(whole.toArray(), whole.length() + 32)));
        return others;
    }

    private static Bytes random(Random random) {
        byte[] content = new byte[random.nextBoolean() ? 32 : random.nextInt(LONGEST)];
        random.nextBytes(content);
        return Bytes.of(content);
    }
}
