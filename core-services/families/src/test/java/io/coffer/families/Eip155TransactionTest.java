// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.hd.Digests;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Bytes;
import io.coffer.vectors.SharedVectors;
import io.coffer.vectors.VectorTest;
import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;

/** Vectors: eth_ethers_transactions.json (ethers) and eth_transaction_decode.json (Ethereum's tests). */
class Eip155TransactionTest {
    private static final HexFormat HEX = HexFormat.of();

    @VectorTest
    void readsSignsAndWritesAsEthersDoes() throws Exception {
        int done = 0;
        for (JsonNode vector : SharedVectors.crypto("eth_ethers_transactions.json")) {
            for (String kind : new String[] {"Eip155", "London"}) {
                String unsigned = vector.get("unsigned" + kind).asText();
                if (unsigned.isEmpty() || !vector.get("transaction").has("chainId")) {
                    continue;
                }
                Eip155Transaction read = Eip155Transaction.unsigned(hex(unsigned));
                assertThat(read.unsignedBytes()).isEqualTo(hex(unsigned));
                JsonNode signature = vector.get("signature" + kind);
                SignatureParts parts = new SignatureParts(
                        quantity(signature.get("r")), quantity(signature.get("s")), parity(signature.get("v")));
                byte[] signed = hex(vector.get("signed" + kind).asText());
                assertThat(read.signedBytes(parts)).isEqualTo(signed);
                compareFields(read, vector.get("transaction"), kind);
                Eip155Transaction.Signed again = Eip155Transaction.signed(signed);
                assertThat(again.signature()).isEqualTo(parts);
                assertThat(again.transaction().unsignedBytes()).isEqualTo(hex(unsigned));
                done++;
            }
        }
        assertThat(done).isGreaterThan(150);
        SharedVectors.ran(done);
    }

    private static void compareFields(Eip155Transaction read, JsonNode expected, String kind) throws Exception {
        assertThat(read.chainId()).isEqualTo(quantity(expected.get("chainId")));
        assertThat(read.nonce()).isEqualTo(quantity(expected.get("nonce")));
        assertThat(read.value()).isEqualTo(quantity(expected.get("value")));
        assertThat(read.gasLimit()).isEqualTo(quantity(expected.get("gasLimit")));
        assertThat(read.data().toHex()).isEqualTo(text(expected.get("data")));
        assertThat(read.to().toHex()).isEqualToIgnoringCase(text(expected.get("to")));
        boolean london = kind.equals("London");
        assertThat(read.maxFeePerGas()).isEqualTo(quantity(expected.get(london ? "maxFeePerGas" : "gasPrice")));
        assertThat(read.tipPerGas()).isEqualTo(quantity(expected.get(london ? "maxPriorityFeePerGas" : "gasPrice")));
    }

    @VectorTest
    @DisplayName("H24 a transaction without chain id is refused")
    void h24_refusesEveryUnprotectedTransactionOfEthers() {
        int refused = 0;
        for (JsonNode vector : SharedVectors.crypto("eth_ethers_transactions.json")) {
            byte[] unsigned = hex(vector.get("unsignedLegacy").asText());
            assertThatThrownBy(() -> Eip155Transaction.unsigned(unsigned))
                    .isInstanceOf(UnreadableTransactionException.class)
                    .hasMessageContaining("chain id: none");
            byte[] signed = hex(vector.get("signedLegacy").asText());
            assertThatThrownBy(() -> Eip155Transaction.signed(signed))
                    .isInstanceOf(UnreadableTransactionException.class)
                    .hasMessageContaining("chain id: none");
            if (!vector.get("transaction").has("chainId")) {
                byte[] zero = hex(vector.get("unsignedLondon").asText());
                assertThatThrownBy(() -> Eip155Transaction.unsigned(zero))
                        .isInstanceOf(UnreadableTransactionException.class)
                        .hasMessageContaining("chain id: 0");
            }
            refused++;
        }
        assertThat(refused).isEqualTo(150);
        SharedVectors.ran(refused);
    }

    @VectorTest
    void refusesOtherTypesOfTransaction() {
        for (JsonNode vector : SharedVectors.crypto("eth_ethers_transactions.json")) {
            for (String kind : new String[] {"Berlin", "Cancun"}) {
                String unsigned = vector.get("unsigned" + kind).asText();
                if (!unsigned.isEmpty()) {
                    assertThatThrownBy(() -> Eip155Transaction.unsigned(hex(unsigned)))
                            .hasMessageContaining("unknown type");
                    SharedVectors.ran(1);
                }
            }
        }
    }

    @VectorTest
    void agreesWithEthereumsOwnTests() throws Exception {
        int accepted = 0;
        int refused = 0;
        for (JsonNode file : SharedVectors.crypto("eth_transaction_decode.json")) {
            for (JsonNode test : file) {
                byte[] encoded = hex(test.get("txbytes").asText());
                JsonNode expected = test.get("result").get("London");
                expected = expected == null ? test.get("result").get("Shanghai") : expected;
                if (expected.has("exception")) {
                    assertThatThrownBy(() -> read(encoded))
                            .as(expected.get("exception").asText())
                            .isInstanceOf(UnreadableTransactionException.class);
                    refused++;
                } else if (isProtected(encoded)) {
                    Eip155Transaction.Signed signed = Eip155Transaction.signed(encoded);
                    PublicKey signer = new PublicKey(PublicKey.Curve.SECP256K1, Bytes.of(signed.signer()));
                    ChainId chain = new ChainId("eip155:" + signed.transaction().chainId());
                    assertThat(new Eip155Codec().address(chain, signer).text())
                            .isEqualToIgnoringCase(expected.get("sender").asText());
                    assertThat("0x" + HEX.formatHex(Digests.keccak256(encoded)))
                            .isEqualTo(expected.get("hash").asText());
                    assertThat(signed.transaction().signedBytes(signed.signature()))
                            .isEqualTo(encoded);
                    accepted++;
                }
            }
        }
        assertThat(refused).isGreaterThan(80);
        assertThat(accepted).isGreaterThan(5);
        SharedVectors.ran(refused + accepted);
    }

    /** As the signing service reads signed bytes; the vectors are for mainnet. */
    private static void read(byte[] encoded) throws UnreadableTransactionException {
        TxId id = new TxId("0x" + HEX.formatHex(Digests.keccak256(encoded)));
        new Eip155Codec().decode(new SignedTx(new ChainId("eip155:1"), id, Bytes.of(encoded)));
    }

    /** Whether a valid transaction is of a kind that is read here: with a chain id, and no EIP-2930 access list. */
    private static boolean isProtected(byte[] encoded) {
        if (encoded[0] == 1) {
            return false;
        }
        try {
            Rlp.Sequence items = (Rlp.Sequence) Rlp.decode(encoded);
            byte[] v = ((Rlp.Item) items.items().get(6)).content().toArray();
            return new BigInteger(1, v).compareTo(BigInteger.valueOf(35)) >= 0;
        } catch (UnreadableTransactionException e) {
            throw new AssertionError(e);
        }
    }

    @VectorTest
    void refusesASignedTransactionAsUnsigned() {
        JsonNode vector = SharedVectors.crypto("eth_ethers_transactions.json").get(0);
        for (String kind : new String[] {"signedEip155", "signedLondon"}) {
            Bytes encoded = Bytes.of(hex(vector.get(kind).asText()));
            BigInteger chain = quantity(vector.get("transaction").get("chainId"));
            UnsignedTx signed = new UnsignedTx(new ChainId("eip155:" + chain), encoded);
            assertThatThrownBy(() -> new Eip155Codec().decode(signed))
                    .isInstanceOf(UnreadableTransactionException.class);
            SharedVectors.ran(1);
        }
    }

    private static int parity(JsonNode v) {
        BigInteger value = quantity(v);
        return value.bitLength() <= 1
                ? value.intValueExact()
                : value.subtract(BigInteger.valueOf(35)).and(BigInteger.ONE).intValueExact();
    }

    private static BigInteger quantity(JsonNode number) {
        if (number == null || number.isNull()) {
            return BigInteger.ZERO;
        }
        return number.isNumber() ? number.bigIntegerValue() : new BigInteger(1, hexPadded(number.asText()));
    }

    private static String text(JsonNode prefixed) {
        return prefixed == null || prefixed.isNull() ? "" : prefixed.asText().substring(2);
    }

    private static byte[] hex(String prefixed) {
        return HEX.parseHex(prefixed.substring(2));
    }

    private static byte[] hexPadded(String prefixed) {
        String digits = prefixed.substring(2);
        return HEX.parseHex(digits.length() % 2 == 0 ? digits : "0" + digits);
    }
}
