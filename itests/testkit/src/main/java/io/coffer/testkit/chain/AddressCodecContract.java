// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressCodec;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.money.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an {@link AddressCodec} must do. */
public abstract class AddressCodecContract {
    private static final int LONG_TEXT = 100_000;

    /** What the suite must be given. */
    public interface Fixture {
        ChainId chain();

        AddressCodec addressCodec();

        /** Keys whose addresses are known from elsewhere: a standard, another wallet. At least one. */
        List<Known> known();

        /** What people type, and the canonical spelling of it. May be empty. */
        Map<String, String> otherSpellings();

        /** Spellings that must be refused: wrong checksum, prefix, network, letter case. At least one. */
        List<String> wrong();
    }

    /** A key and its address in the canonical spelling. */
    public record Known(PublicKey key, AddressFormat format, String address) {}

    protected abstract Fixture fixture();

    @Test
    @DisplayName("H44 a key has the address that others derive for it, each time")
    void h44_aKeyHasItsAddress() {
        Fixture fixture = fixture();
        assertThat(fixture.known()).isNotEmpty();
        for (Known known : fixture.known()) {
            Address expected = new Address(fixture.chain(), known.address());
            assertThat(fixture.addressCodec().derive(known.key(), known.format()))
                    .isEqualTo(expected);
            assertThat(fixture.addressCodec().derive(known.key(), known.format()))
                    .isEqualTo(expected);
        }
    }

    @Test
    void aKeyOfAnotherCurveOrFormatHasNoAddress() {
        Fixture fixture = fixture();
        Known known = fixture.known().get(0);
        PublicKey.Curve usual = known.key().curve();
        PublicKey other = usual == PublicKey.Curve.SECP256K1
                ? new PublicKey(PublicKey.Curve.ED25519, Bytes.hex("d7".repeat(32)))
                : new PublicKey(PublicKey.Curve.SECP256K1, Bytes.hex("02" + "79".repeat(32)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fixture.addressCodec().derive(other, known.format()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fixture.addressCodec().derive(known.key(), new AddressFormat("no-such-format")));
    }

    @Test
    void theCanonicalSpellingIsReadAsItself() throws InvalidAddressException {
        Fixture fixture = fixture();
        for (Known known : fixture.known()) {
            assertThat(fixture.addressCodec().parse(known.address()))
                    .isEqualTo(new Address(fixture.chain(), known.address()));
        }
    }

    @Test
    @DisplayName("H29 another spelling becomes the canonical one")
    void h29_otherSpellingsAreCanonicalised() throws InvalidAddressException {
        Fixture fixture = fixture();
        for (Map.Entry<String, String> spelling : fixture.otherSpellings().entrySet()) {
            assertThat(fixture.addressCodec().parse(spelling.getKey()))
                    .as(spelling.getKey())
                    .isEqualTo(new Address(fixture.chain(), spelling.getValue()));
        }
    }

    @Test
    @DisplayName("H29 what is wrong, and what is no address at all, is refused in the stated way")
    void h29_whatIsWrongIsRefused() {
        Fixture fixture = fixture();
        assertThat(fixture.wrong()).isNotEmpty();
        for (String wrong : fixture.wrong()) {
            refused(fixture, wrong);
        }
        String good = fixture.known().get(0).address();
        for (String wrong : List.of(
                "",
                " ",
                "\0",
                good + " ",
                " " + good,
                good + "\n",
                good + good,
                good + "\u0000",
                good.substring(1),
                good.substring(0, good.length() - 1),
                good.replace('0', '\u0660') + "\u0661",
                "x".repeat(LONG_TEXT))) {
            refused(fixture, wrong);
        }
    }

    @Test
    @DisplayName(
            "H28 one wrong character never leads to the address that was meant, unless it is another spelling of it")
    void h28_oneWrongCharacterIsAnotherAddressOrNone() {
        Fixture fixture = fixture();
        for (Known known : fixture.known()) {
            for (int i = 0; i < known.address().length(); i++) {
                for (char other : "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_:".toCharArray()) {
                    String typed = known.address().substring(0, i)
                            + other
                            + known.address().substring(i + 1);
                    boolean sameButForCase = typed.equalsIgnoreCase(known.address());
                    parsed(fixture, typed)
                            .filter(address -> !sameButForCase)
                            .ifPresent(address ->
                                    assertThat(address.text()).as(typed).isNotEqualTo(known.address()));
                }
            }
        }
    }

    /** The address, which must be a fixed point; empty if it is refused. */
    private static Optional<Address> parsed(Fixture fixture, String text) {
        try {
            Address address = fixture.addressCodec().parse(text);
            assertThat(fixture.addressCodec().parse(address.text())).as(text).isEqualTo(address);
            return Optional.of(address);
        } catch (InvalidAddressException refused) {
            return Optional.empty();
        }
    }

    private static void refused(Fixture fixture, String text) {
        assertThatThrownBy(() -> fixture.addressCodec().parse(text))
                .as(text.length() > 200 ? "a long text" : text)
                .isInstanceOf(InvalidAddressException.class);
    }
}
