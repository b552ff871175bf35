// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vectors of docs/devnet-format.md, computed by a program that shares nothing with this one. */
class TransactionFormatTest {
    private static final String KEY_1 = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    private static final String KEY_2 = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";
    private static final String HASH_1 = "751e76e8199196d454941c45d1b3a323f1433bd6";
    private static final String HASH_2 = "06afd46bcdfd22ef94ac122aa11f241244a37ecc";
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(96).subtract(BigInteger.ONE);

    private static final String ACCOUNT_UNSIGNED = "010464656d6f" + KEY_1 + "0000000000000007"
            + "0000000000000000000005dc" + HASH_2 + "ffffffffffffffffffffffff";
    private static final String ACCOUNT_ID = "6c76b070e87c2eca8e05f26b7f630e8a7782c705d2ec13793a86605525138c3b";
    private static final String ACCOUNT_SIGNATURE = "a38f37a943395dde78416011caf6b88b987d9dac06ad2e98f12110af6eb45867"
            + "54e165d6760c96f205ee7732b3e766509161330cc6c95005d2d0e443be94dd74";

    private static final String UTXO_UNSIGNED = "0203612d30" + "02"
            + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" + "00000003"
            + "0000000000000000000003e8" + KEY_1
            + "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee" + "ffffffff"
            + "0000000000000000000001f4" + KEY_2
            + "02" + HASH_2 + "000000000000000000000384" + HASH_1 + "000000000000000000000226";
    private static final String UTXO_ID = "cb87bd63f8f61c5126bc52c19e01af9ff9fdbf89054407abedba166b2e046db2";
    private static final String UTXO_DIGEST_0 = "8733dcc3a29f4dc254cfcf740db72389de29cbd97dcf3ddb813ee168d45ec5a0";
    private static final String UTXO_DIGEST_1 = "e43a96f9e873d6a35c1e3a471bbcedf3c8f33dad8220e8562c9210c73fc35448";
    private static final String UTXO_SIGNATURE_0 = "fed18b58c3c47db64a0070c7db8d948e3ffd2b99b6f8d6ad823ef1a50c391034"
            + "0a156607dc1925623b3f1ed541a4d0e71aaa07d953f1c4ee433415a40f5f8cd6";
    private static final String UTXO_SIGNATURE_1 = "a58f09f92704fed89c14f171f7bc20cda6e1b3c5a15c1a8b8b485c834011dd10"
            + "5b0cec839f1437b5077ad34a10475deace4e56c41e7ed14c4ab25e40bf724568";

    @Test
    void anAccountTransactionHasItsBytesAndId() throws Exception {
        AccountTransaction transaction = new AccountTransaction(
                new ChainName("demo"), Octets.hex(KEY_1), 7, BigInteger.valueOf(1500), Octets.hex(HASH_2), MOST);
        assertThat(transaction.unsigned().toHex()).isEqualTo(ACCOUNT_UNSIGNED);
        assertThat(transaction.id().toHex()).isEqualTo(ACCOUNT_ID);
        assertThat(transaction.sender().toHex()).isEqualTo(HASH_1);
        assertThat(transaction.digests()).containsExactly(transaction.id());
        assertThat(Transaction.decode(Octets.hex(ACCOUNT_UNSIGNED))).isEqualTo(transaction);
    }

    @Test
    void aUtxoTransactionHasItsBytesIdAndDigests() throws Exception {
        Transaction decoded = Transaction.decode(Octets.hex(UTXO_UNSIGNED));
        assertThat(decoded).isInstanceOf(UtxoTransaction.class);
        assertThat(decoded.unsigned().toHex()).isEqualTo(UTXO_UNSIGNED);
        assertThat(decoded.id().toHex()).isEqualTo(UTXO_ID);
        assertThat(decoded.fee()).isEqualTo(50);
        assertThat(decoded.digests()).map(Octets::toHex).containsExactly(UTXO_DIGEST_0, UTXO_DIGEST_1);
        assertThat(decoded.signers()).map(Octets::toHex).containsExactly(KEY_1, KEY_2);
        UtxoTransaction.Input last = ((UtxoTransaction) decoded).inputs().get(1);
        assertThat(last.spent().index()).isEqualTo(0xffff_ffffL);
        assertThat(last.owner().toHex()).isEqualTo(HASH_2);
    }

    @Test
    void theSignaturesOfTheVectorsAreValid() throws Exception {
        SignedTransaction account = SignedTransaction.decode(Octets.hex(ACCOUNT_UNSIGNED + ACCOUNT_SIGNATURE));
        assertThat(account.isSigned()).isTrue();
        assertThat(account.encoded().toHex()).isEqualTo(ACCOUNT_UNSIGNED + ACCOUNT_SIGNATURE);
        SignedTransaction utxo =
                SignedTransaction.decode(Octets.hex(UTXO_UNSIGNED + UTXO_SIGNATURE_0 + UTXO_SIGNATURE_1));
        assertThat(utxo.isSigned()).isTrue();
    }

    @Test
    void aSignatureIsValidInItsPlaceOnly() throws Exception {
        SignedTransaction swapped =
                SignedTransaction.decode(Octets.hex(UTXO_UNSIGNED + UTXO_SIGNATURE_1 + UTXO_SIGNATURE_0));
        assertThat(swapped.isSigned()).isFalse();
    }

    @Test
    void aHighSIsRefusedThoughTheEquationHolds() throws Exception {
        byte[] signature = Octets.hex(ACCOUNT_SIGNATURE).toArray();
        BigInteger low = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        String high = "%064x".formatted(Secp256k1.CURVE.getN().subtract(low));
        SignedTransaction malleated =
                SignedTransaction.decode(Octets.hex(ACCOUNT_UNSIGNED + ACCOUNT_SIGNATURE.substring(0, 64) + high));
        assertThat(malleated.isSigned()).isFalse();
    }

    @Test
    void everyFlippedBitBreaksTheSignature() throws Exception {
        byte[] signed = Octets.hex(ACCOUNT_UNSIGNED + ACCOUNT_SIGNATURE).toArray();
        for (int bit = 0; bit < signed.length * 8; bit++) {
            byte[] flipped = signed.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(isTaken(flipped)).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void aTransactionThatIsCutShortOrTooLongIsRefused() throws Exception {
        for (String whole :
                List.of(ACCOUNT_UNSIGNED + ACCOUNT_SIGNATURE, UTXO_UNSIGNED + UTXO_SIGNATURE_0 + UTXO_SIGNATURE_1)) {
            byte[] signed = Octets.hex(whole).toArray();
            for (int length = 0; length < signed.length; length++) {
                byte[] cut = Arrays.copyOf(signed, length);
                assertThatThrownBy(() -> SignedTransaction.decode(Octets.of(cut)))
                        .isInstanceOf(MalformedException.class);
            }
            assertThatThrownBy(() -> SignedTransaction.decode(Octets.hex(whole + "00")))
                    .isInstanceOf(MalformedException.class)
                    .hasMessage("bytes follow the transaction");
        }
    }

    @Test
    void aKeyOffTheCurveSignsNothing() throws Exception {
        // x = 5 has no point on the curve.
        String offCurve = "020000000000000000000000000000000000000000000000000000000000000005";
        assertThat(Secp256k1.isPublicKey(Octets.hex(offCurve))).isFalse();
        SignedTransaction signed =
                SignedTransaction.decode(Octets.hex(ACCOUNT_UNSIGNED.replace(KEY_1, offCurve) + ACCOUNT_SIGNATURE));
        assertThat(signed.isSigned()).isFalse();
    }

    @Test
    void anOutputMayNotBeSpentTwiceByOneTransaction() throws Exception {
        UtxoTransaction two = (UtxoTransaction) Transaction.decode(Octets.hex(UTXO_UNSIGNED));
        UtxoTransaction.Input first = two.inputs().get(0);
        assertThatThrownBy(() -> new UtxoTransaction(two.chain(), List.of(first, first), two.outputs()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spent twice");
    }

    @Test
    void theOutputsMayNotExceedTheInputs() throws Exception {
        UtxoTransaction two = (UtxoTransaction) Transaction.decode(Octets.hex(UTXO_UNSIGNED));
        assertThatThrownBy(() -> new UtxoTransaction(two.chain(), two.inputs().subList(1, 2), two.outputs()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than the inputs bring");
    }

    @Test
    void atMost255InputsAndOutputsFit() throws Exception {
        List<UtxoTransaction.Input> inputs = new ArrayList<>();
        for (int i = 0; i < 255; i++) {
            inputs.add(new UtxoTransaction.Input(new Outpoint(Octets.zeros(32), i), BigInteger.TEN, Octets.hex(KEY_1)));
        }
        List<UtxoTransaction.Output> outputs =
                Collections.nCopies(255, new UtxoTransaction.Output(Octets.hex(HASH_1), BigInteger.ONE));
        UtxoTransaction most = new UtxoTransaction(new ChainName("x"), inputs, outputs);
        assertThat(Transaction.decode(most.unsigned())).isEqualTo(most);
        inputs.add(new UtxoTransaction.Input(new Outpoint(Octets.zeros(32), 255), BigInteger.TEN, Octets.hex(KEY_1)));
        assertThatThrownBy(() -> new UtxoTransaction(new ChainName("x"), inputs, outputs))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UtxoTransaction(new ChainName("x"), List.of(), outputs))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameOutsideItsFormIsRefused() {
        for (String name : List.of("", "A", "a_b", "x".repeat(33))) {
            assertThatThrownBy(() -> new ChainName(name)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Transaction.decode(Octets.hex(ACCOUNT_UNSIGNED.replace("64656d6f", "44454d4f"))))
                .isInstanceOf(MalformedException.class)
                .hasMessage("not a chain name");
    }

    @Test
    void amountsAreWholeDecimalDigits() throws Exception {
        assertThat(Coins.parse("0")).isEqualTo(BigInteger.ZERO);
        assertThat(Coins.parse(MOST.toString())).isEqualTo(MOST);
        for (String text : List.of(
                "",
                "-1",
                "+1",
                "01",
                "1.0",
                "1e3",
                "１",
                " 1",
                MOST.add(BigInteger.ONE).toString())) {
            assertThatThrownBy(() -> Coins.parse(text)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void aBlockHashCommitsToItsHeader() throws Exception {
        List<Octets> ids = List.of(Octets.hex("11".repeat(32)), Octets.hex("22".repeat(32)));
        Octets merkle = BlockHeader.merkle(ids);
        assertThat(merkle.toHex()).isEqualTo("1140b574afee3cb89a4db3dc8037acfa856f5112e68a954e3ca0a908082c98ba");
        BlockHeader header =
                new BlockHeader(9, Octets.hex("ab".repeat(32)), 1_700_000_000_123L, 0xfedcba9876543210L, merkle);
        assertThat(header.hash().toHex()).isEqualTo("68bdd64a0ff62db7eadcf076446d4b4d1fe940aec76a5d977973130317b2a0fe");
        assertThat(BlockHeader.merkle(List.of()).toHex())
                .isEqualTo("5df6e0e2761359d30a8275058e299fcc0381534545f55cf43e41983f5d4c9456");
    }

    @Test
    void hexIsLowerCaseAndEven() {
        for (String text : List.of("AB", "a", "0x", "zz")) {
            assertThatThrownBy(() -> Octets.hex(text)).isInstanceOf(MalformedException.class);
        }
    }

    private static boolean isTaken(byte[] signed) {
        try {
            return SignedTransaction.decode(Octets.of(signed)).isSigned();
        } catch (MalformedException refused) {
            return false;
        }
    }
}
