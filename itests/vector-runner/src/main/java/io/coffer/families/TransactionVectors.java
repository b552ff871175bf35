// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.hd.Digests;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Bytes;
import io.coffer.vectors.runner.Cases;
import io.coffer.vectors.runner.Hex;
import io.coffer.vectors.runner.VectorSuite;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Ethereum's transactions. The node reads those with replay protection: legacy ones with a chain id and those of
 * EIP-1559. Every other kind must be refused, which is a case as well.
 */
public final class TransactionVectors implements VectorSuite {
    private static final String ETHERS = "eth_ethers_transactions.json";
    private static final String DECODE = "eth_transaction_decode.json";
    private static final BigInteger PROTECTED_FROM = BigInteger.valueOf(35);
    private static final int V = 6;

    @Override
    public Set<String> files() {
        return Set.of(ETHERS, DECODE);
    }

    @Override
    public void run(String file, JsonNode content, Cases cases) {
        if (file.equals(ETHERS)) {
            for (JsonNode vector : content) {
                ethers(vector, vector.path("name").textValue(), cases);
            }
            return;
        }
        for (JsonNode group : content) {
            for (Map.Entry<String, JsonNode> test : group.properties()) {
                ethereums(test.getKey(), test.getValue(), cases);
            }
        }
    }

    private static void ethers(JsonNode vector, String name, Cases cases) {
        boolean hasChain = vector.path("transaction").has("chainId");
        for (String kind : new String[] {"Legacy", "Eip155", "Berlin", "London", "Cancun"}) {
            String unsigned = vector.path("unsigned" + kind).asText("");
            if (unsigned.isEmpty()) {
                continue;
            }
            byte[] encoded = Hex.bytes(vector.path("unsigned" + kind));
            boolean readable = hasChain && (kind.equals("Eip155") || kind.equals("London"));
            if (readable) {
                cases.check(name + " " + kind, () -> readable(vector, kind, encoded));
            } else {
                cases.refused(
                        name + " " + kind,
                        UnreadableTransactionException.class,
                        () -> Eip155Transaction.unsigned(encoded));
            }
        }
    }

    private static void readable(JsonNode vector, String kind, byte[] encoded) throws UnreadableTransactionException {
        Eip155Transaction read = Eip155Transaction.unsigned(encoded);
        Cases.same(Hex.text(encoded), Hex.text(read.unsignedBytes()));
        JsonNode signature = vector.path("signature" + kind);
        SignatureParts parts = new SignatureParts(
                Hex.number(signature.path("r")), Hex.number(signature.path("s")), parity(signature.path("v")));
        byte[] signed = Hex.bytes(vector.path("signed" + kind));
        Cases.same(Hex.text(signed), Hex.text(read.signedBytes(parts)));
        Eip155Transaction.Signed again = Eip155Transaction.signed(signed);
        Cases.same(parts, again.signature());
        Cases.same(Hex.text(encoded), Hex.text(again.transaction().unsignedBytes()));
        JsonNode expected = vector.path("transaction");
        boolean london = kind.equals("London");
        Cases.same(Hex.number(expected.path("chainId")), read.chainId());
        Cases.same(Hex.number(expected.path("nonce")), read.nonce());
        Cases.same(Hex.number(expected.path("value")), read.value());
        Cases.same(Hex.number(expected.path("gasLimit")), read.gasLimit());
        Cases.same(Hex.number(expected.path(london ? "maxFeePerGas" : "gasPrice")), read.maxFeePerGas());
        Cases.same(Hex.number(expected.path(london ? "maxPriorityFeePerGas" : "gasPrice")), read.tipPerGas());
        Cases.same(digits(expected.path("data")), read.data().toHex());
        Cases.same(digits(expected.path("to")), read.to().toHex());
    }

    private static void ethereums(String name, JsonNode test, Cases cases) {
        byte[] encoded = Hex.bytes(test.path("txbytes"));
        JsonNode results = test.path("result");
        JsonNode expected = results.has("London") ? results.path("London") : results.path("Shanghai");
        if (expected.has("exception") || !isProtected(encoded)) {
            // What is valid but can be replayed on any chain, or has an access list, is refused as well.
            cases.refused(name, UnreadableTransactionException.class, () -> {
                TxId id = new TxId("0x" + Hex.text(Digests.keccak256(encoded)));
                new Eip155Codec().decode(new SignedTx(new ChainId("eip155:1"), id, Bytes.of(encoded)));
            });
        } else {
            cases.check(name, () -> {
                Eip155Transaction.Signed signed = Eip155Transaction.signed(encoded);
                PublicKey signer = new PublicKey(PublicKey.Curve.SECP256K1, Bytes.of(signed.signer()));
                ChainId chain = new ChainId("eip155:" + signed.transaction().chainId());
                Cases.same(
                        expected.path("sender").textValue().toLowerCase(Locale.ROOT),
                        new Eip155Codec().address(chain, signer).text().toLowerCase(Locale.ROOT));
                Cases.same(expected.path("hash").textValue(), "0x" + Hex.text(Digests.keccak256(encoded)));
                Cases.same(Hex.text(encoded), Hex.text(signed.transaction().signedBytes(signed.signature())));
            });
        }
    }

    /** Whether a valid transaction is a legacy one with a chain id, or one of EIP-1559. */
    private static boolean isProtected(byte[] encoded) {
        if (encoded.length == 0 || encoded[0] == 1) {
            return false;
        }
        if (encoded[0] == 2) {
            return true;
        }
        try {
            Rlp.Sequence items = (Rlp.Sequence) Rlp.decode(encoded);
            byte[] v = ((Rlp.Item) items.items().get(V)).content().toArray();
            return new BigInteger(1, v).compareTo(PROTECTED_FROM) >= 0;
        } catch (UnreadableTransactionException unreadable) {
            return false;
        }
    }

    private static int parity(JsonNode v) {
        BigInteger value = Hex.number(v);
        return value.bitLength() <= 1
                ? value.intValueExact()
                : value.subtract(PROTECTED_FROM).and(BigInteger.ONE).intValueExact();
    }

    private static String digits(JsonNode prefixed) {
        return prefixed.isTextual() ? prefixed.textValue().substring(2).toLowerCase(Locale.ROOT) : "";
    }
}
