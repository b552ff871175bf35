// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.hd.Secp256k1;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Bytes;
import io.coffer.vectors.SharedVectors;
import io.coffer.vectors.VectorTest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Eip155CodecTest {
    private static final ChainId ANVIL = new ChainId("eip155:31337");
    private static final FamilyCodec CODEC = FamilyCodec.of("eip155").orElseThrow();
    private static final long SECRET = 4711;

    /** EIP-55's first example. */
    private static final String TO = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    @VectorTest
    void derivesTheAddressesOfEthersAccounts() throws Exception {
        int derived = 0;
        for (JsonNode account : SharedVectors.crypto("eth_ethers_accounts.json")) {
            BigInteger secret =
                    new BigInteger(account.get("privateKey").asText().substring(2), 16);
            PublicKey key = new PublicKey(
                    PublicKey.Curve.SECP256K1,
                    Bytes.of(Secp256k1.compressed(
                            Secp256k1.generator().multiply(secret).normalize())));
            String address = account.get("address").asText();
            assertThat(CODEC.address(ANVIL, key).text()).isEqualTo(address);
            assertThat(CODEC.parse(ANVIL, address).text()).isEqualTo(address);
            derived++;
        }
        assertThat(derived).isGreaterThan(100);
        SharedVectors.ran(derived);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "0xde709f2102306220921060314715629080e2fb77"
            })
    @DisplayName("H29 one address has one spelling, EIP-55's")
    void h29_canonicalisesTheCaseOfEip55(String address) throws Exception {
        String digits = address.substring(2);
        assertThat(CODEC.parse(ANVIL, address).text()).isEqualTo(address);
        assertThat(CODEC.parse(ANVIL, "0x" + digits.toLowerCase(Locale.ROOT)).text())
                .isEqualTo(address);
        assertThat(CODEC.parse(ANVIL, "0x" + digits.toUpperCase(Locale.ROOT)).text())
                .isEqualTo(address);
    }

    @Test
    @DisplayName("H29 a mixed case address with a wrong checksum is refused")
    void h29_findsEveryLetterInTheWrongCase() {
        for (int i = 2; i < TO.length(); i++) {
            char letter = TO.charAt(i);
            if (Character.isLetter(letter)) {
                char other =
                        Character.isUpperCase(letter) ? Character.toLowerCase(letter) : Character.toUpperCase(letter);
                String wrong = TO.substring(0, i) + other + TO.substring(i + 1);
                assertThatThrownBy(() -> CODEC.parse(ANVIL, wrong))
                        .isInstanceOf(InvalidAddressException.class)
                        .hasMessageContaining("EIP-55");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x",
                "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed0",
                " 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\n",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Be\uFF21\uFF25\uFF24",
                "dev1qw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6",
                "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
                "TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW",
                "XE7338O073KYGTWWZN0F2WZ0R8PX5ZPPZS",
                "vitalik.eth"
            })
    @DisplayName("H29 what is no address of an EVM chain is refused")
    void h29_refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> CODEC.parse(ANVIL, text)).isInstanceOf(InvalidAddressException.class);
    }

    @Test
    void readsTransfersOfBothKinds() throws Exception {
        TransactionPlan dynamic = CODEC.decode(tx(dynamic()));
        assertThat(dynamic.chain()).isEqualTo(ANVIL);
        assertThat(dynamic.payments())
                .containsExactly(TransactionPlan.Payment.ofCoin(new Address(ANVIL, TO), BigInteger.valueOf(1_000_000)));
        assertThat(dynamic.sequence()).hasValue(7);
        assertThat(dynamic.maxFee()).isEqualTo(BigInteger.valueOf(30 * 21_000));
        assertThat(dynamic.spends()).hasSize(1);
        assertThat(dynamic.spends().get(0).signer()).isEmpty();
        TransactionPlan legacy = CODEC.decode(tx(legacy()));
        assertThat(legacy.payments()).isEqualTo(dynamic.payments());
        assertThat(legacy.maxFee()).isEqualTo(BigInteger.valueOf(20 * 21_000));
        assertThat(legacy.spends()).isNotEqualTo(dynamic.spends());
    }

    @Test
    void signedBytesSayTheSameAndNameTheirSigner() throws Exception {
        for (byte[] unsigned : List.of(encode(true, dynamic()), encode(false, legacy()))) {
            UnsignedTx tx = new UnsignedTx(ANVIL, Bytes.of(unsigned));
            TransactionPlan plan = CODEC.decode(tx);
            SignedTx signed = CODEC.combine(
                    tx, List.of(Signatures.sign(plan.spends().get(0).digest(), SECRET)));
            FamilyCodec.SignedPlan read = CODEC.decode(signed);
            assertThat(read.plan()).isEqualTo(plan);
            assertThat(read.signers()).containsExactly(Signatures.publicKey(SECRET));
            assertThat(signed.id().text()).matches("0x[0-9a-f]{64}");
            SignedTx otherId = new SignedTx(ANVIL, new io.coffer.spi.chain.TxId("0x00"), signed.encoded());
            assertThatThrownBy(() -> CODEC.decode(otherId)).hasMessageContaining("id:");
        }
    }

    @Test
    @DisplayName("H24 a transaction that could be replayed on another chain is refused")
    void h24_refusesAnotherChainOrNone() {
        List<Rlp> zero = dynamic();
        zero.set(0, Rlp.of(BigInteger.ZERO));
        refuses(encode(true, zero), "chain id: 0");
        List<Rlp> other = dynamic();
        other.set(0, Rlp.of(BigInteger.ONE));
        refuses(encode(true, other), "chain id: 1 is not eip155:31337");
        List<Rlp> legacyZero = legacy();
        legacyZero.set(6, Rlp.of(BigInteger.ZERO));
        refuses(encode(false, legacyZero), "chain id: 0");
        List<Rlp> legacyOther = legacy();
        legacyOther.set(6, Rlp.of(BigInteger.valueOf(137)));
        refuses(encode(false, legacyOther), "chain id: 137");
        refuses(encode(false, legacy().subList(0, 6)), "chain id: none");
    }

    @Test
    void refusesAnythingButAPlainTransfer() {
        Bytes transferCall = Bytes.hex("a9059cbb" + "00".repeat(64));
        refuses(changed(7, new Rlp.Item(transferCall)), "value: a transfer of a token moves no coin");
        refuses(changed(7, new Rlp.Item(Bytes.hex("00"))), "data");
        refuses(changed(7, new Rlp.Sequence(List.of())), "data: a list");
        Rlp entry = new Rlp.Sequence(List.of(new Rlp.Item(Bytes.hex("11".repeat(20))), new Rlp.Sequence(List.of())));
        refuses(changed(8, new Rlp.Sequence(List.of(entry))), "access list");
        refuses(changed(8, new Rlp.Item(Bytes.EMPTY)), "access list: no list");
        refuses(changed(5, new Rlp.Item(Bytes.EMPTY)), "creates a contract");
        refuses(changed(5, new Rlp.Item(Bytes.hex("11".repeat(19)))), "to: 19 bytes");
        refuses(changed(5, new Rlp.Item(Bytes.hex("00".repeat(12) + "11".repeat(20)))), "to: 32 bytes");
        refuses(changed(4, Rlp.of(BigInteger.valueOf(20_999))), "gas limit");
        refuses(changed(2, Rlp.of(BigInteger.valueOf(31))), "tip");
        refuses(changed(1, Rlp.of(BigInteger.ONE.shiftLeft(63))), "nonce");
        refuses(changed(1, new Rlp.Item(Bytes.hex("0007"))), "nonce: has leading zeros");
        refuses(changed(3, Rlp.of(BigInteger.ONE.shiftLeft(255))), "more than 256 bits");
        refuses(changed(6, new Rlp.Item(Bytes.hex("01" + "00".repeat(32)))), "more than 256 bits");
        List<Rlp> longer = dynamic();
        longer.add(Rlp.of(BigInteger.ONE));
        refuses(encode(true, longer), "fields");
        refuses(new byte[0], "empty");
        refuses(new byte[] {1}, "unknown type");
        refuses(new byte[] {2}, "too early");
    }

    @Test
    void refusesASignatureThatIsNotCanonicalOrNotExpressible() throws Exception {
        UnsignedTx tx = tx(dynamic());
        byte[] good = Signatures.sign(CODEC.decode(tx).spends().get(0).digest(), SECRET)
                .toArray();
        byte[] highS = good.clone();
        BigInteger s = new BigInteger(1, good, 32, 32);
        System.arraycopy(Secp256k1.unsigned32(Secp256k1.N.subtract(s)), 0, highS, 32, 32);
        byte[] zeroR = good.clone();
        Arrays.fill(zeroR, 0, 32, (byte) 0);
        byte[] reduced = good.clone();
        reduced[64] = 2;
        byte[] unknown = good.clone();
        unknown[64] = 27;
        for (byte[] bad : List.of(highS, zeroR, reduced, unknown, Arrays.copyOf(good, 64))) {
            assertThatThrownBy(() -> CODEC.combine(tx, List.of(Bytes.of(bad))))
                    .isInstanceOf(UnreadableTransactionException.class);
        }
        assertThatThrownBy(() -> CODEC.combine(tx, List.of())).hasMessageContaining("0 for 1");
        assertThatThrownBy(() -> CODEC.combine(tx, List.of(Bytes.of(good), Bytes.of(good))))
                .hasMessageContaining("2 for 1");
    }

    @Test
    void everyChangedByteIsRefusedOrSaysSomethingElse() throws Exception {
        byte[] unsigned = encode(true, dynamic());
        TransactionPlan plan = CODEC.decode(tx(dynamic()));
        for (int bit = 0; bit < unsigned.length * 8; bit++) {
            byte[] changed = unsigned.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            try {
                assertThat(CODEC.decode(new UnsignedTx(ANVIL, Bytes.of(changed))))
                        .isNotEqualTo(plan);
            } catch (UnreadableTransactionException e) {
                assertThat(e).hasMessageContaining(":");
            }
        }
    }

    private static UnsignedTx tx(List<Rlp> fields) {
        return new UnsignedTx(ANVIL, Bytes.of(encode(fields.get(8) instanceof Rlp.Sequence, fields)));
    }

    /** Chain id, nonce, tip, fee, gas limit, to, value, data, access list (EIP-1559). */
    private static List<Rlp> dynamic() {
        return new ArrayList<>(List.of(
                Rlp.of(BigInteger.valueOf(31_337)),
                Rlp.of(BigInteger.valueOf(7)),
                Rlp.of(BigInteger.valueOf(2)),
                Rlp.of(BigInteger.valueOf(30)),
                Rlp.of(BigInteger.valueOf(21_000)),
                new Rlp.Item(Bytes.hex(TO.substring(2))),
                Rlp.of(BigInteger.valueOf(1_000_000)),
                new Rlp.Item(Bytes.EMPTY),
                new Rlp.Sequence(List.of())));
    }

    /** Nonce, gas price, gas limit, to, value, data, chain id, nothing, nothing (EIP-155). */
    private static List<Rlp> legacy() {
        return new ArrayList<>(List.of(
                Rlp.of(BigInteger.valueOf(7)),
                Rlp.of(BigInteger.valueOf(20)),
                Rlp.of(BigInteger.valueOf(21_000)),
                new Rlp.Item(Bytes.hex(TO.substring(2))),
                Rlp.of(BigInteger.valueOf(1_000_000)),
                new Rlp.Item(Bytes.EMPTY),
                Rlp.of(BigInteger.valueOf(31_337)),
                new Rlp.Item(Bytes.EMPTY),
                new Rlp.Item(Bytes.EMPTY)));
    }

    private static byte[] changed(int field, Rlp value) {
        List<Rlp> fields = dynamic();
        fields.set(field, value);
        return encode(true, fields);
    }

    private static byte[] encode(boolean dynamic, List<Rlp> fields) {
        String payload = HexFormat.of().formatHex(Rlp.encode(new Rlp.Sequence(fields)));
        return HexFormat.of().parseHex(dynamic ? "02" + payload : payload);
    }

    private static void refuses(byte[] unsigned, String reason) {
        assertThatThrownBy(() -> CODEC.decode(new UnsignedTx(ANVIL, Bytes.of(unsigned))))
                .isInstanceOf(UnreadableTransactionException.class)
                .hasMessageContaining(reason);
    }
}
