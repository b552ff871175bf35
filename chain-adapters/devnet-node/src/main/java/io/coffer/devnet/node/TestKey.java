// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.Hashes;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.Secp256k1;
import io.coffer.devnet.format.SignedTransaction;
import io.coffer.devnet.format.Transaction;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;

/** A key of the test account. It is worth nothing outside its devnet and is known to whoever knows the seed. */
final class TestKey {
    private final BigInteger secret;
    private final Octets publicKey;

    private TestKey(BigInteger secret) {
        this.secret = secret;
        this.publicKey =
                Octets.of(Secp256k1.CURVE.getG().multiply(secret).normalize().getEncoded(true));
    }

    /** The key that 32 bytes give, taken modulo the order of the curve. */
    static TestKey from(Octets bytes) {
        BigInteger limit = Secp256k1.CURVE.getN().subtract(BigInteger.ONE);
        return new TestKey(new BigInteger(1, bytes.toArray()).mod(limit).add(BigInteger.ONE));
    }

    Octets publicKey() {
        return publicKey;
    }

    Octets address() {
        return Hashes.hash160(publicKey);
    }

    /** Signs every input; all of them are this key's. RFC 6979, low S. */
    SignedTransaction sign(Transaction transaction) {
        if (!Collections.nCopies(transaction.signers().size(), publicKey).equals(transaction.signers())) {
            throw new IllegalArgumentException("transaction: another key must sign it too");
        }
        return new SignedTransaction(
                transaction, transaction.digests().stream().map(this::sign).toList());
    }

    private Octets sign(Octets digest) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(secret, Secp256k1.CURVE));
        BigInteger[] signature = signer.generateSignature(digest.toArray());
        BigInteger high = signature[1];
        BigInteger low = high.min(Secp256k1.CURVE.getN().subtract(high));
        byte[] both = new byte[Secp256k1.SIGNATURE_LENGTH];
        place(signature[0], both, 0);
        place(low, both, Secp256k1.SIGNATURE_LENGTH / 2);
        return Octets.of(both);
    }

    private static void place(BigInteger number, byte[] both, int from) {
        byte[] signed = number.toByteArray();
        byte[] digits = signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed;
        System.arraycopy(digits, 0, both, from + Secp256k1.SIGNATURE_LENGTH / 2 - digits.length, digits.length);
    }
}
