// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.DecodedTx;
import io.coffer.spi.chain.PayloadSignature;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SigningMode;
import io.coffer.spi.chain.SigningPayload;
import io.coffer.spi.chain.TransactionCodec;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a {@link TransactionCodec} must do, and the assembling that goes with it. */
public abstract class TransactionCodecContract {
    private static final int DIGEST_BYTES = 32;

    /** What the suite must be given. */
    public interface Fixture {
        TransactionCodec codec();

        /** At least one for each shape of transaction that the adapter assembles. */
        List<Sample> samples();

        /** Signs as the vault does: the key that the sample's money belongs to, over the message as it is. */
        PayloadSignature sign(SigningPayload payload);

        /** Another chain of the same family. */
        ChainId elsewhere();
    }

    /**
     * A transaction that the adapter assembles.
     *
     * @param transfers what it was asked for
     * @param change where the rest goes, in a UTXO chain
     * @param feeCap the fee that it was given
     * @param assembly assembles it, anew each time
     */
    public record Sample(
            String name,
            List<TransferIntent> transfers,
            Optional<Address> change,
            Amount feeCap,
            Supplier<UnsignedTx> assembly) {}

    protected abstract Fixture fixture();

    @Test
    void assemblingAgainGivesTheSameBytes() {
        each((fixture, sample) ->
                assertThat(sample.assembly().get()).isEqualTo(sample.assembly().get()));
    }

    @Test
    @DisplayName("H44 what is decoded is what was asked for, change apart, and the fee is within its cap")
    void h44_decodeEqualsIntent() {
        each((fixture, sample) -> {
            DecodedTx decoded = fixture.codec().decode(sample.assembly().get());
            int asked = sample.transfers().size();
            assertThat(decoded.outputs().subList(0, asked)).isEqualTo(sample.transfers());
            for (TransferIntent more :
                    decoded.outputs().subList(asked, decoded.outputs().size())) {
                assertThat(sample.change()).hasValue(more.to());
            }
            assertThat(sample.feeCap().isAtLeast(decoded.maxFee())).isTrue();
        });
    }

    @Test
    void payloadsAreStableAndInOrder() {
        each((fixture, sample) -> {
            UnsignedTx unsigned = sample.assembly().get();
            List<SigningPayload> payloads = fixture.codec().payloads(unsigned);
            assertThat(payloads).isNotEmpty().isEqualTo(fixture.codec().payloads(unsigned));
            for (int i = 0; i < payloads.size(); i++) {
                assertThat(payloads.get(i).index()).isEqualTo(i);
                if (!(payloads.get(i).mode() instanceof SigningMode.Ed25519)) {
                    assertThat(payloads.get(i).message().length()).isEqualTo(DIGEST_BYTES);
                }
            }
        });
    }

    @Test
    @DisplayName("H44 the signed form says what the unsigned one says")
    void h44_signingChangesNothing() {
        each((fixture, sample) -> {
            UnsignedTx unsigned = sample.assembly().get();
            SignedTx signed = fixture.codec().combine(unsigned, signatures(fixture, unsigned));
            DecodedTx before = fixture.codec().decode(unsigned);
            DecodedTx after = fixture.codec().decode(signed);
            assertThat(signed.chain()).isEqualTo(unsigned.chain());
            assertThat(after.chain()).isEqualTo(before.chain());
            assertThat(after.outputs()).isEqualTo(before.outputs());
            assertThat(after.sequence()).isEqualTo(before.sequence());
            assertThat(after.maxFee()).isEqualTo(before.maxFee());
            assertThat(after.inputs()).isNotEmpty();
            if (!before.inputs().isEmpty()) {
                assertThat(after.inputs()).isEqualTo(before.inputs());
            }
        });
    }

    @Test
    void theOrderOfTheSignaturesChangesNothing() {
        each((fixture, sample) -> {
            UnsignedTx unsigned = sample.assembly().get();
            List<PayloadSignature> signatures = signatures(fixture, unsigned);
            List<PayloadSignature> backwards = new ArrayList<>(signatures);
            Collections.reverse(backwards);
            SignedTx signed = fixture.codec().combine(unsigned, signatures);
            assertThat(fixture.codec().combine(unsigned, signatures)).isEqualTo(signed);
            assertThat(fixture.codec().combine(unsigned, backwards)).isEqualTo(signed);
        });
    }

    @Test
    void signaturesThatDoNotFitAreRefused() {
        each((fixture, sample) -> {
            UnsignedTx unsigned = sample.assembly().get();
            List<PayloadSignature> good = signatures(fixture, unsigned);
            PayloadSignature first = good.get(0);
            List<PayloadSignature> doubled = new ArrayList<>(good);
            doubled.add(first);
            List<PayloadSignature> elsewhere = new ArrayList<>(good);
            elsewhere.set(0, new PayloadSignature(good.size(), first.signer(), first.signature()));
            List<PayloadSignature> negative = new ArrayList<>(good);
            negative.set(0, new PayloadSignature(-1, first.signer(), first.signature()));
            byte[] bytes = first.signature().toArray();
            List<PayloadSignature> cut = new ArrayList<>(good);
            Bytes shorter = Bytes.of(Arrays.copyOf(bytes, bytes.length / 2));
            cut.set(0, new PayloadSignature(0, first.signer(), shorter));
            for (List<PayloadSignature> wrong :
                    List.of(good.subList(1, good.size()), doubled, elsewhere, negative, cut)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> fixture.codec().combine(unsigned, wrong));
            }
        });
    }

    @Test
    void bytesThatAreCutOrTooManyAreRefused() {
        each((fixture, sample) -> {
            UnsignedTx unsigned = sample.assembly().get();
            SignedTx signed = fixture.codec().combine(unsigned, signatures(fixture, unsigned));
            for (Bytes wrong : cutOrLonger(unsigned.encoded())) {
                UnsignedTx transaction = new UnsignedTx(unsigned.chain(), wrong);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> fixture.codec().decode(transaction));
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> fixture.codec().payloads(transaction));
            }
            for (Bytes wrong : cutOrLonger(signed.encoded())) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> fixture.codec().decode(new SignedTx(signed.chain(), signed.id(), wrong)));
            }
        });
    }

    @Test
    void aFlippedBitIsRefusedOrSaysSomethingElseToTheSigner() {
        each((fixture, sample) -> {
            UnsignedTx unsigned = sample.assembly().get();
            List<SigningPayload> payloads = fixture.codec().payloads(unsigned);
            for (int bit = 0; bit < unsigned.encoded().length() * Byte.SIZE; bit++) {
                UnsignedTx flipped = new UnsignedTx(unsigned.chain(), flipped(unsigned.encoded(), bit));
                orRefused(() -> fixture.codec().payloads(flipped))
                        .ifPresent(other -> assertThat(other).isNotEqualTo(payloads));
                orRefused(() -> fixture.codec().decode(flipped));
            }
        });
    }

    @Test
    @DisplayName("H24 a transaction for one chain is none for another")
    void h24_anotherChainRefusesIt() {
        each((fixture, sample) -> {
            UnsignedTx unsigned = sample.assembly().get();
            SignedTx signed = fixture.codec().combine(unsigned, signatures(fixture, unsigned));
            UnsignedTx relabelled = new UnsignedTx(fixture.elsewhere(), unsigned.encoded());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fixture.codec().decode(relabelled));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fixture.codec().payloads(relabelled));
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            fixture.codec().decode(new SignedTx(fixture.elsewhere(), signed.id(), signed.encoded())));
        });
    }

    private interface Check {
        void on(Fixture fixture, Sample sample);
    }

    private void each(Check check) {
        Fixture fixture = fixture();
        assertThat(fixture.samples()).isNotEmpty();
        for (Sample sample : fixture.samples()) {
            try {
                check.on(fixture, sample);
            } catch (AssertionError failed) {
                throw new AssertionError(sample.name() + ": " + failed.getMessage(), failed);
            }
        }
    }

    private static List<PayloadSignature> signatures(Fixture fixture, UnsignedTx unsigned) {
        Function<SigningPayload, PayloadSignature> signer = fixture::sign;
        return fixture.codec().payloads(unsigned).stream().map(signer).toList();
    }

    private static List<Bytes> cutOrLonger(Bytes whole) {
        List<Bytes> wrong = new ArrayList<>();
        for (int length = 0; length < whole.length(); length++) {
            wrong.add(Bytes.of(Arrays.copyOf(whole.toArray(), length)));
        }
        wrong.add(Bytes.of(Arrays.copyOf(whole.toArray(), whole.length() + 1)));
        return wrong;
    }

    private static Bytes flipped(Bytes whole, int bit) {
        byte[] content = whole.toArray();
        content[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
        return Bytes.of(content);
    }

    /** The answer, or empty if the bytes were refused in the stated way; anything else fails the test. */
    private static <T> Optional<T> orRefused(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }
}
