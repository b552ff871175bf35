// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import io.coffer.hd.Secp256k1;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.ECPoint;

/**
 * ECDSA on secp256k1 with the nonce of RFC 6979 and the lower of the two possible s, so that a message has one
 * signature only.
 *
 * <p>Every signature is verified before it leaves: one made by a faulty calculation could give the key away.
 */
final class DeterministicEcdsa {
    /** r, s and the recovery id. */
    static final int SIGNATURE_BYTES = 65;

    private static final int DIGEST_BYTES = 32;

    private final SecureRandom random;

    /** @param random blinds the calculation; it has no influence on the signature */
    DeterministicEcdsa(SecureRandom random) {
        this.random = random;
    }

    /**
     * Signs.
     *
     * @param digest 32 bytes
     * @param privateKey 32 bytes within 1..n-1; stays the caller's
     * @param publicKey the key that belongs to it, compressed
     * @return r (32 bytes), s (32 bytes), recovery id (0 to 3)
     */
    byte[] sign(byte[] digest, byte[] privateKey, byte[] publicKey) {
        if (digest.length != DIGEST_BYTES) {
            throw new IllegalArgumentException("digest: not " + DIGEST_BYTES + " bytes");
        }
        try (Scalar key = Scalar.reduced(privateKey);
                Scalar message = Scalar.reduced(digest);
                Nonces nonces = new Nonces(privateKey, message)) {
            while (true) {
                try (Scalar nonce = nonces.next()) {
                    Optional<byte[]> signature = attempt(message, key, nonce);
                    if (signature.isPresent()) {
                        verify(digest, signature.get(), publicKey);
                        return signature.get();
                    }
                }
            }
        }
    }

    /** One round of SEC 1, 4.1.3; empty if r or s is zero. */
    private Optional<byte[]> attempt(Scalar message, Scalar key, Scalar nonce) {
        ECPoint point = nonce.timesGenerator(random);
        BigInteger x = point.getAffineXCoord().toBigInteger();
        BigInteger r = x.mod(Secp256k1.N);
        int recovery = (point.getAffineYCoord().testBitZero() ? 1 : 0) | (x.equals(r) ? 0 : 2);
        try (Scalar rScalar = Scalar.ofPublic(r);
                Scalar inverse = nonce.inverse(random);
                Scalar product = rScalar.times(key);
                Scalar sum = product.plus(message);
                Scalar s = inverse.times(sum)) {
            if (rScalar.isZero() || s.isZero()) {
                return Optional.empty();
            }
            // From here on s is public.
            BigInteger value = s.asRandomNumber();
            boolean low = Secp256k1.isLow(value);
            byte[] signature = new byte[SIGNATURE_BYTES];
            System.arraycopy(Secp256k1.unsigned32(r), 0, signature, 0, 32);
            System.arraycopy(Secp256k1.unsigned32(low ? value : Secp256k1.N.subtract(value)), 0, signature, 32, 32);
            signature[64] = (byte) (low ? recovery : recovery ^ 1);
            return Optional.of(signature);
        }
    }

    private static void verify(byte[] digest, byte[] signature, byte[] publicKey) {
        BigInteger r = new BigInteger(1, signature, 0, 32);
        BigInteger s = new BigInteger(1, signature, 32, 32);
        boolean ours = Secp256k1.recover(digest, r, s, signature[64])
                .map(signer -> Arrays.equals(signer, publicKey))
                .orElse(false);
        if (!ours || !Secp256k1.verify(digest, r, s, publicKey)) {
            throw new IllegalStateException("a signature did not verify and was dropped: faulty memory or processor");
        }
    }

    /** The sequence of nonces of RFC 6979, 3.2, with HMAC-SHA-256. */
    private static final class Nonces implements AutoCloseable {
        private byte[] key = new byte[DIGEST_BYTES];
        private byte[] value = new byte[DIGEST_BYTES];
        private boolean first = true;

        Nonces(byte[] privateKey, Scalar message) {
            byte[] octets = message.toBytes();
            Arrays.fill(value, (byte) 1);
            update(new byte[] {0}, privateKey, octets);
            update(new byte[] {1}, privateKey, octets);
        }

        Scalar next() {
            if (!first) {
                update(new byte[] {0});
            }
            first = false;
            while (true) {
                step();
                if (Scalar.isPrivateKey(value)) {
                    return Scalar.reduced(value);
                }
                update(new byte[] {0});
            }
        }

        private void update(byte[]... parts) {
            byte[][] message = new byte[parts.length + 1][];
            message[0] = value;
            System.arraycopy(parts, 0, message, 1, parts.length);
            try (SecretHmac hmac = SecretHmac.sha256(key)) {
                byte[] next = hmac.of(message);
                Secrets.wipe(key);
                key = next;
            }
            step();
        }

        private void step() {
            try (SecretHmac hmac = SecretHmac.sha256(key)) {
                byte[] next = hmac.of(value);
                Secrets.wipe(value);
                value = next;
            }
        }

        @Override
        public void close() {
            Secrets.wipe(key);
            Secrets.wipe(value);
        }
    }
}
