// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.DecodedTx;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.chain.PayloadSignature;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SigningMode;
import io.coffer.spi.chain.SigningPayload;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.settings.InvalidSettingsException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The vectors of docs/devnet-format.md, through the SPI. */
class CodecTest {
    private static final String KEY_1 = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    private static final String KEY_2 = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";
    private static final String ADDRESS_1 = "dev1qw508d6qejxtdg4y5r3zarvary0c5xw7ky2eh0v";
    private static final String ADDRESS_2 = "dev1qq6hag67dl53wl99vzg42z8eyzfz2xlkvw5g3kc";

    private static final String ACCOUNT = "010464656d6f" + KEY_1
            + "00000000000000070000000000000000000005dc06afd46bcdfd22ef94ac122aa11f241244a37eccffffffffffffffffffffffff";
    private static final String ACCOUNT_ID = "6c76b070e87c2eca8e05f26b7f630e8a7782c705d2ec13793a86605525138c3b";
    private static final String ACCOUNT_SIGNATURE = "a38f37a943395dde78416011caf6b88b987d9dac06ad2e98f12110af6eb45867"
            + "54e165d6760c96f205ee7732b3e766509161330cc6c95005d2d0e443be94dd74";

    private static final String UTXO = "0203612d3002000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
            + "000000030000000000000000000003e8" + KEY_1
            + "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeffffffff0000000000000000000001f4" + KEY_2
            + "0206afd46bcdfd22ef94ac122aa11f241244a37ecc000000000000000000000384751e76e8199196d454941c45d1b3a323f1433bd6"
            + "000000000000000000000226";
    private static final String UTXO_ID = "cb87bd63f8f61c5126bc52c19e01af9ff9fdbf89054407abedba166b2e046db2";
    private static final String SIGNATURE_0 = "fed18b58c3c47db64a0070c7db8d948e3ffd2b99b6f8d6ad823ef1a50c391034"
            + "0a156607dc1925623b3f1ed541a4d0e71aaa07d953f1c4ee433415a40f5f8cd6";
    private static final String SIGNATURE_1 = "a58f09f92704fed89c14f171f7bc20cda6e1b3c5a15c1a8b8b485c834011dd10"
            + "5b0cec839f1437b5077ad34a10475deace4e56c41e7ed14c4ab25e40bf724568";

    private static final ChainId DEMO = new ChainId("devnet:demo");
    private static final ChainId A0 = new ChainId("devnet:a-0");

    private final DevnetTransactions account = codec("demo", "account");
    private final DevnetTransactions utxo = codec("a-0", "utxo");

    @Test
    void aKeyHasItsAddress() throws Exception {
        assertThat(account.addresses().derive(key(KEY_1), AddressFormat.DEFAULT))
                .isEqualTo(new Address(DEMO, ADDRESS_1));
        assertThat(account.addresses().parse(ADDRESS_2)).isEqualTo(new Address(DEMO, ADDRESS_2));
    }

    @Test
    @DisplayName("H29 upper case is canonicalised; mixed case, Bech32 and another version are refused")
    void h29_oneSpellingOnly() throws Exception {
        assertThat(account.addresses().parse(ADDRESS_1.toUpperCase(Locale.ROOT)).text())
                .isEqualTo(ADDRESS_1);
        for (String wrong : List.of(
                "Dev1qw508d6qejxtdg4y5r3zarvary0c5xw7ky2eh0v",
                "dev1qw508d6qejxtdg4y5r3zarvary0c5xw7k3kfm2w",
                "dev1pw508d6qejxtdg4y5r3zarvary0c5xw7k05wuz8",
                "")) {
            assertThatThrownBy(() -> account.addresses().parse(wrong)).isInstanceOf(InvalidAddressException.class);
        }
    }

    @Test
    void aKeyThatIsNoPointHasNoAddress() {
        PublicKey off = key("020000000000000000000000000000000000000000000000000000000000000005");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> account.addresses().derive(off, AddressFormat.DEFAULT));
        PublicKey edwards = new PublicKey(PublicKey.Curve.ED25519, Bytes.hex("00".repeat(32)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> account.addresses().derive(edwards, AddressFormat.DEFAULT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> account.addresses().derive(key(KEY_1), new AddressFormat("p2tr")));
    }

    @Test
    void anAccountTransactionSaysWhatItDoes() {
        DecodedTx decoded = account.decode(unsigned(DEMO, ACCOUNT));
        assertThat(decoded.chain()).isEqualTo(DEMO);
        assertThat(decoded.inputs()).containsExactly(new DecodedTx.Input(new Address(DEMO, ADDRESS_1), ""));
        assertThat(decoded.outputs()).hasSize(1);
        assertThat(decoded.outputs().get(0).to().text()).isEqualTo(ADDRESS_2);
        assertThat(decoded.outputs().get(0).amount().units())
                .isEqualTo(BigInteger.ONE.shiftLeft(96).subtract(BigInteger.ONE));
        assertThat(decoded.sequence()).hasValue(7);
        assertThat(decoded.maxFee().units()).isEqualTo(1500);
        assertThat(decoded.maxFee().asset().caip19()).isEqualTo("devnet:demo/slip44:1");
    }

    @Test
    void aUtxoTransactionSaysWhatItDoes() {
        DecodedTx decoded = utxo.decode(unsigned(A0, UTXO));
        assertThat(decoded.inputs())
                .containsExactly(
                        new DecodedTx.Input(
                                new Address(A0, ADDRESS_1),
                                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f:3"),
                        new DecodedTx.Input(new Address(A0, ADDRESS_2), "ee".repeat(32) + ":4294967295"));
        assertThat(decoded.outputs().stream()
                        .map(output -> output.amount().units().intValue()))
                .containsExactly(900, 550);
        assertThat(decoded.sequence()).isEmpty();
        assertThat(decoded.maxFee().units()).isEqualTo(50);
    }

    @Test
    void payloadsAreTheDigestsInOrder() {
        assertThat(account.payloads(unsigned(DEMO, ACCOUNT)))
                .containsExactly(new SigningPayload(
                        0, new Address(DEMO, ADDRESS_1), new SigningMode.EcdsaSecp256k1(), Bytes.hex(ACCOUNT_ID)));
        assertThat(utxo.payloads(unsigned(A0, UTXO)))
                .extracting(payload -> payload.message().toHex())
                .containsExactly(
                        "8733dcc3a29f4dc254cfcf740db72389de29cbd97dcf3ddb813ee168d45ec5a0",
                        "e43a96f9e873d6a35c1e3a471bbcedf3c8f33dad8220e8562c9210c73fc35448");
    }

    @Test
    void signaturesAreCombinedWithoutTheirRecoveryId() {
        SignedTx signed =
                account.combine(unsigned(DEMO, ACCOUNT), List.of(signature(0, KEY_1, ACCOUNT_SIGNATURE + "01")));
        assertThat(signed.id().text()).isEqualTo(ACCOUNT_ID);
        assertThat(signed.encoded().toHex()).isEqualTo(ACCOUNT + ACCOUNT_SIGNATURE);
        assertThat(account.decode(signed)).isEqualTo(account.decode(unsigned(DEMO, ACCOUNT)));
        List<PayloadSignature> backwards =
                List.of(signature(1, KEY_2, SIGNATURE_1 + "00"), signature(0, KEY_1, SIGNATURE_0 + "00"));
        SignedTx both = utxo.combine(unsigned(A0, UTXO), backwards);
        assertThat(both.id().text()).isEqualTo(UTXO_ID);
        assertThat(both.encoded().toHex()).isEqualTo(UTXO + SIGNATURE_0 + SIGNATURE_1);
    }

    @Test
    void signaturesThatDoNotFitAreRefused() {
        PayloadSignature good0 = signature(0, KEY_1, SIGNATURE_0 + "00");
        PayloadSignature good1 = signature(1, KEY_2, SIGNATURE_1 + "00");
        List<List<PayloadSignature>> wrong = new ArrayList<>();
        wrong.add(List.of());
        wrong.add(List.of(good0));
        wrong.add(List.of(good0, good0));
        wrong.add(List.of(good0, good1, good1));
        wrong.add(List.of(good0, signature(2, KEY_2, SIGNATURE_1 + "00")));
        wrong.add(List.of(good0, signature(-1, KEY_2, SIGNATURE_1 + "00")));
        wrong.add(List.of(good0, signature(1, KEY_1, SIGNATURE_1 + "00")));
        wrong.add(List.of(good0, signature(1, KEY_2, SIGNATURE_0 + "00")));
        wrong.add(List.of(good0, signature(1, KEY_2, SIGNATURE_1)));
        for (List<PayloadSignature> signatures : wrong) {
            assertThatIllegalArgumentException().isThrownBy(() -> utxo.combine(unsigned(A0, UTXO), signatures));
        }
    }

    @Test
    @DisplayName("H24 a transaction of another devnet is refused")
    void h24_anotherDevnetIsRefused() {
        DevnetTransactions other = codec("other", "account");
        assertThatIllegalArgumentException().isThrownBy(() -> other.decode(unsigned(DEMO, ACCOUNT)));
        UnsignedTx relabelled = unsigned(new ChainId("devnet:other"), ACCOUNT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.decode(relabelled))
                .withMessage("chain: devnet:demo, expected devnet:other");
        assertThatIllegalArgumentException().isThrownBy(() -> other.payloads(relabelled));
    }

    @Test
    void aTransactionOfTheOtherModeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec("demo", "utxo").decode(unsigned(DEMO, ACCOUNT)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec("a-0", "account").decode(unsigned(A0, UTXO)));
    }

    @Test
    void signedBytesMustHaveTheirIdAndBeSigned() {
        Bytes good = Bytes.hex(ACCOUNT + ACCOUNT_SIGNATURE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> account.decode(new SignedTx(DEMO, new TxId(UTXO_ID), good)))
                .withMessage("id: not that of the bytes");
        Bytes unsigned = Bytes.hex(ACCOUNT + "00".repeat(64));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> account.decode(new SignedTx(DEMO, new TxId(ACCOUNT_ID), unsigned)))
                .withMessageStartingWith("signatures:");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> account.decode(new SignedTx(A0, new TxId(ACCOUNT_ID), good)));
    }

    @Test
    void everyCutAndEveryAddedByteIsRefused() {
        for (int length = 0; length < ACCOUNT.length(); length += 2) {
            UnsignedTx cut = unsigned(DEMO, ACCOUNT.substring(0, length));
            assertThatIllegalArgumentException().isThrownBy(() -> account.decode(cut));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> account.decode(unsigned(DEMO, ACCOUNT + "00")));
    }

    @Test
    void aNonceThatTheCoreCannotHoldIsRefused() {
        String huge = ACCOUNT.replace("0000000000000007", "8000000000000000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> account.decode(unsigned(DEMO, huge)))
                .withMessageStartingWith("nonce:");
    }

    static DevnetTransactions codec(String name, String mode) {
        try {
            return new DevnetTransactions(
                    SettingsReader.read(Map.of("name", name, "mode", mode, "url", "http://127.0.0.1:1")));
        } catch (InvalidSettingsException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static UnsignedTx unsigned(ChainId chain, String hex) {
        return new UnsignedTx(chain, Bytes.hex(hex));
    }

    private static PublicKey key(String hex) {
        return new PublicKey(PublicKey.Curve.SECP256K1, Bytes.hex(hex));
    }

    private static PayloadSignature signature(int index, String key, String hex) {
        return new PayloadSignature(index, key(key), Bytes.hex(hex));
    }
}
