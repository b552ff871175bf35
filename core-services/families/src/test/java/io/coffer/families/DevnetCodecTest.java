// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.families.TransactionPlan.Payment;
import io.coffer.families.TransactionPlan.SpentOutput;
import io.coffer.hd.Digests;
import io.coffer.hd.Secp256k1;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The bytes here are put together by hand from docs/devnet-format.md. */
class DevnetCodecTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final ChainId MAIN = new ChainId("devnet:main");
    private static final FamilyCodec CODEC = FamilyCodec.of("devnet").orElseThrow();
    private static final PublicKey KEY = Signatures.publicKey(1);
    private static final PublicKey OTHER_KEY = Signatures.publicKey(2);

    private static final String NAME = "04" + "6d61696e";
    private static final String TO = "751e76e8199196d454941c45d1b3a323f1433bd6";
    private static final String CHANGE = "11".repeat(20);

    private static final String ACCOUNT = "01" + NAME + KEY.encoded().toHex() + "0000000000000009"
            + "000000000000000000000064" + TO + "00000000000000000000ffff";

    private static final String UTXO = "02" + NAME + "02"
            + "aa".repeat(32) + "00000001" + "000000000000000000000bb8"
            + KEY.encoded().toHex()
            + "bb".repeat(32) + "00000000" + "0000000000000000000003e8"
            + OTHER_KEY.encoded().toHex()
            + "02"
            + TO + "0000000000000000000007d0"
            + CHANGE + "00000000000000000000076c";

    @Test
    void spellsAddressesAsBech32m() throws Exception {
        // hash160 of the generator's key is the program of BIP-350's first examples; "dev" has its own checksum.
        Address address = CODEC.address(MAIN, KEY);
        assertThat(address.text())
                .startsWith("dev1qw508d6qejxtdg4y5r3zarvary0c5xw7k")
                .hasSize(43);
        assertThat(Bech32m.decode(address.text()).prefix()).isEqualTo("dev");
        assertThat(CODEC.parse(MAIN, address.text())).isEqualTo(address);
    }

    @Test
    @DisplayName("H29 upper case is canonicalised, mixed case is refused")
    void h29_canonicalisesCase() throws Exception {
        Address address = CODEC.address(MAIN, KEY);
        String upper = address.text().toUpperCase(Locale.ROOT);
        assertThat(CODEC.parse(MAIN, upper)).isEqualTo(address);
        for (int i = 0; i < upper.length(); i++) {
            if (Character.isLetter(upper.charAt(i))) {
                String mixed = upper.substring(0, i) + address.text().charAt(i) + upper.substring(i + 1);
                assertThatThrownBy(() -> CODEC.parse(MAIN, mixed))
                        .isInstanceOf(InvalidAddressException.class)
                        .hasMessageContaining("mixed");
            }
        }
    }

    @Test
    @DisplayName("H29 every single wrong character is found")
    void h29_findsEveryWrongCharacter() {
        String good = CODEC.address(MAIN, KEY).text();
        String alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
        for (int i = 4; i < good.length(); i++) {
            for (int j = 0; j < alphabet.length(); j++) {
                char other = alphabet.charAt(j);
                if (other != good.charAt(i)) {
                    String wrong = good.substring(0, i) + other + good.substring(i + 1);
                    assertThatThrownBy(() -> CODEC.parse(MAIN, wrong)).isInstanceOf(InvalidAddressException.class);
                }
            }
        }
    }

    @Test
    @DisplayName("H29 another prefix, version or length is refused")
    void h29_refusesWhatOnlyLooksLikeAnAddress() {
        byte[] hash = HEX.parseHex(TO);
        List<String> wrong = new ArrayList<>(List.of(
                encoded("bc", 0, hash),
                encoded("de", 0, hash),
                encoded("devv", 0, hash),
                encoded("dev", 1, hash),
                encoded("dev", 31, hash),
                encoded("dev", 0, Arrays.copyOf(hash, 19)),
                encoded("dev", 0, Arrays.copyOf(hash, 32)),
                encoded("dev", 0, new byte[0]),
                Bech32m.encode("dev", new byte[0])));
        wrong.add("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4");
        wrong.add("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
        wrong.add("");
        wrong.add(" " + CODEC.address(MAIN, KEY));
        wrong.add(CODEC.address(MAIN, KEY) + "\n");
        for (String text : wrong) {
            assertThatThrownBy(() -> CODEC.parse(MAIN, text)).as(text).isInstanceOf(InvalidAddressException.class);
        }
    }

    @Test
    void readsAnAccountTransaction() throws Exception {
        TransactionPlan plan = CODEC.decode(tx(ACCOUNT));
        assertThat(plan.sequence()).hasValue(9);
        assertThat(plan.maxFee()).isEqualTo(BigInteger.valueOf(100));
        assertThat(plan.payments())
                .containsExactly(Payment.ofCoin(CODEC.address(MAIN, KEY), BigInteger.valueOf(0xffff)));
        assertThat(plan.spends()).hasSize(1);
        assertThat(plan.spends().get(0).signer()).hasValue(KEY);
        assertThat(plan.spends().get(0).output()).isEmpty();
        assertThat(plan.spends().get(0).digest()).isEqualTo(Bytes.of(Digests.sha256d(HEX.parseHex(ACCOUNT))));
    }

    @Test
    void readsAUtxoTransaction() throws Exception {
        TransactionPlan plan = CODEC.decode(tx(UTXO));
        assertThat(plan.sequence()).isEmpty();
        assertThat(plan.maxFee()).isEqualTo(BigInteger.valueOf(3000 + 1000 - 2000 - 1900));
        assertThat(plan.spends())
                .extracting(spend -> spend.output().orElseThrow())
                .containsExactly(
                        new SpentOutput(new TxId("aa".repeat(32)), 1, BigInteger.valueOf(3000)),
                        new SpentOutput(new TxId("bb".repeat(32)), 0, BigInteger.valueOf(1000)));
        assertThat(plan.spends())
                .extracting(spend -> spend.signer().orElseThrow())
                .containsExactly(KEY, OTHER_KEY);
        assertThat(plan.payments())
                .extracting(Payment::units)
                .containsExactly(BigInteger.valueOf(2000), BigInteger.valueOf(1900));
        assertThat(plan.spends().get(1).digest()).isEqualTo(Bytes.of(Digests.sha256d(HEX.parseHex(UTXO + "01"))));
    }

    @Test
    void signedBytesSayTheSameAndNameTheirSigners() throws Exception {
        SignedTx account = signed(ACCOUNT, 1);
        assertThat(account.encoded().length()).isEqualTo(ACCOUNT.length() / 2 + 64);
        assertThat(account.id().text()).isEqualTo(HEX.formatHex(Digests.sha256d(HEX.parseHex(ACCOUNT))));
        assertThat(CODEC.decode(account))
                .isEqualTo(new FamilyCodec.SignedPlan(CODEC.decode(tx(ACCOUNT)), List.of(KEY)));
        SignedTx utxo = signed(UTXO, 1, 2);
        assertThat(utxo.encoded().length()).isEqualTo(UTXO.length() / 2 + 128);
        assertThat(CODEC.decode(utxo))
                .isEqualTo(new FamilyCodec.SignedPlan(CODEC.decode(tx(UTXO)), List.of(KEY, OTHER_KEY)));
    }

    @Test
    @DisplayName("H24 a transaction for another devnet is refused")
    void h24_refusesAnotherDevnet() {
        Bytes encoded = Bytes.hex(ACCOUNT);
        for (String chain : new String[] {"devnet:test", "devnet:mainn", "devnet:mai", "devnet:Main", "eip155:1"}) {
            assertThatThrownBy(() -> CODEC.decode(new UnsignedTx(new ChainId(chain), encoded)))
                    .isInstanceOf(UnreadableTransactionException.class)
                    .hasMessageContaining("chain");
        }
        refuses("01" + "00" + ACCOUNT.substring(12), "chain");
    }

    @Test
    void refusesWhatBreaksTheFormat() {
        refuses("", "too early");
        refuses("03" + ACCOUNT.substring(2), "unknown kind 3");
        refuses(ACCOUNT + "00", "1 bytes too many");
        refuses(ACCOUNT.replace("0000000000000009", "8000000000000000"), "nonce");
        refuses(
                ACCOUNT.replace(
                        KEY.encoded().toHex(), "05" + KEY.encoded().toHex().substring(2)),
                "public key");
        refuses(ACCOUNT.replace(KEY.encoded().toHex(), "02" + "00".repeat(31) + "05"), "public key");
        refuses(UTXO.replace("bb".repeat(32) + "00000000", "aa".repeat(32) + "00000001"), "spent twice");
        refuses(UTXO.replace("00000000000000000000076c", "000000000000000000000bb9"), "more than the inputs");
        refuses(UTXO.replace("aa".repeat(32) + "00000001", "aa".repeat(32) + "80000000"), "vout");
        refuses("02" + NAME + "00" + "01" + TO + "000000000000000000000000", "inputs: none");
        int outputs = UTXO.indexOf(OTHER_KEY.encoded().toHex()) + 66;
        refuses(UTXO.substring(0, outputs) + "00", "outputs: none");
        for (int length = 0; length < UTXO.length(); length += 2) {
            refuses(UTXO.substring(0, length), "early");
        }
    }

    @Test
    void refusesSignaturesThatAreNotByTheNamedKeys() throws Exception {
        TransactionPlan plan = CODEC.decode(tx(UTXO));
        Bytes first = Signatures.sign(plan.spends().get(0).digest(), 1);
        Bytes second = Signatures.sign(plan.spends().get(1).digest(), 2);
        // Each is valid where it belongs, and nowhere else.
        for (List<Bytes> wrong : List.of(List.of(second, first), List.of(first, first), List.of(second, second))) {
            SignedTx signed = CODEC.combine(tx(UTXO), wrong);
            assertThatThrownBy(() -> CODEC.decode(signed)).hasMessageContaining("signature");
        }
        assertThatThrownBy(() -> CODEC.combine(tx(UTXO), List.of(first))).hasMessageContaining("1 for 2");
        byte[] high = signed(ACCOUNT, 1).encoded().toArray();
        BigInteger s = new BigInteger(1, high, high.length - 32, 32);
        System.arraycopy(Secp256k1.unsigned32(Secp256k1.N.subtract(s)), 0, high, high.length - 32, 32);
        SignedTx malleated = new SignedTx(MAIN, signed(ACCOUNT, 1).id(), Bytes.of(high));
        assertThatThrownBy(() -> CODEC.decode(malleated)).hasMessageContaining("lower");
    }

    @Test
    void noBitOfSignedBytesCanBeChanged() throws Exception {
        for (SignedTx signed : List.of(signed(ACCOUNT, 1), signed(UTXO, 1, 2))) {
            byte[] bytes = signed.encoded().toArray();
            for (int bit = 0; bit < bytes.length * 8; bit += 3) {
                byte[] changed = bytes.clone();
                changed[bit / 8] ^= (byte) (1 << (bit % 8));
                SignedTx other = new SignedTx(MAIN, signed.id(), Bytes.of(changed));
                assertThatThrownBy(() -> CODEC.decode(other)).isInstanceOf(UnreadableTransactionException.class);
            }
        }
    }

    @Test
    void knowsTwoFamilies() {
        assertThat(FamilyCodec.of("bip122")).isEmpty();
        assertThat(FamilyCodec.of("eip155")).get().isInstanceOf(Eip155Codec.class);
        assertThatThrownBy(() -> CODEC.address(new ChainId("eip155:1"), KEY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static SignedTx signed(String unsigned, long... secrets) throws UnreadableTransactionException {
        TransactionPlan plan = CODEC.decode(tx(unsigned));
        List<Bytes> signatures = new ArrayList<>();
        for (int i = 0; i < secrets.length; i++) {
            signatures.add(Signatures.sign(plan.spends().get(i).digest(), secrets[i]));
        }
        return CODEC.combine(tx(unsigned), signatures);
    }

    private static String encoded(String prefix, int version, byte[] hash) {
        byte[] symbols = Bech32m.toSymbols(hash);
        byte[] versioned = new byte[symbols.length + 1];
        versioned[0] = (byte) version;
        System.arraycopy(symbols, 0, versioned, 1, symbols.length);
        return Bech32m.encode(prefix, versioned);
    }

    private static UnsignedTx tx(String hex) {
        return new UnsignedTx(MAIN, Bytes.hex(hex));
    }

    private static void refuses(String hex, String reason) {
        assertThatThrownBy(() -> CODEC.decode(tx(hex)))
                .isInstanceOf(UnreadableTransactionException.class)
                .hasMessageContaining(reason);
    }
}
