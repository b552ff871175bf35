// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import io.coffer.hd.Base58Check;
import io.coffer.hd.Digests;
import io.coffer.hd.ExtendedPublicKey;
import io.coffer.hd.KeyPath;
import io.coffer.hd.NoSuchChildException;
import io.coffer.hd.Secp256k1;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An extended private key of BIP-32, until it is closed. For one thread, or shared once its public key is known. */
final class PrivateNode implements AutoCloseable {
    /** The version bytes of mainnet: the text starts with {@code xprv}. */
    private static final int VERSION = 0x0488_ADE4;

    private static final int SERIALIZED_BYTES = 78;
    private static final int MIN_SEED_BYTES = 16;
    private static final int MAX_SEED_BYTES = 64;
    private static final byte[] SEED_KEY = "Bitcoin seed".getBytes(StandardCharsets.US_ASCII);

    private final int depth;
    private final int parentFingerprint;
    private final int childNumber;
    private final byte[] chainCode;
    private final byte[] key;
    private final SecureRandom random;
    private byte @Nullable [] publicKey;

    private PrivateNode(
            int depth, int parentFingerprint, int childNumber, byte[] chainCode, byte[] key, SecureRandom random) {
        this.depth = depth;
        this.parentFingerprint = parentFingerprint;
        this.childNumber = childNumber;
        this.chainCode = chainCode;
        this.key = key;
        this.random = random;
    }

    /**
     * The master key of a seed.
     *
     * @param seed 16 to 64 bytes; stays the caller's
     * @param random blinds calculations
     * @throws NoSuchChildException for one seed in about 2^127
     */
    static PrivateNode master(byte[] seed, SecureRandom random) throws NoSuchChildException {
        if (seed.length < MIN_SEED_BYTES || seed.length > MAX_SEED_BYTES) {
            throw new IllegalArgumentException("seed: not 16 to 64 bytes");
        }
        try (SecretHmac hmac = SecretHmac.sha512(SEED_KEY)) {
            byte[] digest = hmac.of(seed);
            byte[] key = Arrays.copyOf(digest, Scalar.BYTES);
            byte[] chainCode = Arrays.copyOfRange(digest, Scalar.BYTES, digest.length);
            Secrets.wipe(digest);
            if (!Scalar.isPrivateKey(key)) {
                throw new NoSuchChildException(0);
            }
            return new PrivateNode(0, 0, 0, chainCode, key, random);
        }
    }

    /**
     * Reads the {@code xprv…} form.
     *
     * @throws IllegalArgumentException if it is not the canonical form of an extended private key
     */
    static PrivateNode parse(CharSequence xprv, SecureRandom random) {
        byte[] payload = Base58Check.decode(xprv);
        try {
            if (payload.length != SERIALIZED_BYTES) {
                throw new IllegalArgumentException("extended key: not " + SERIALIZED_BYTES + " bytes");
            }
            ByteBuffer in = ByteBuffer.wrap(payload);
            if (in.getInt() != VERSION) {
                throw new IllegalArgumentException("extended key: no xprv");
            }
            int depth = in.get() & 0xff;
            int parentFingerprint = in.getInt();
            int childNumber = in.getInt();
            if (depth == 0 && (parentFingerprint != 0 || childNumber != 0)) {
                throw new IllegalArgumentException("extended key: a master key has neither parent nor child number");
            }
            byte[] chainCode = new byte[Scalar.BYTES];
            in.get(chainCode);
            boolean prefixed = in.get() == 0;
            byte[] key = new byte[Scalar.BYTES];
            in.get(key);
            if (!prefixed || !Scalar.isPrivateKey(key)) {
                throw new IllegalArgumentException("extended key: no private key within 1..n-1");
            }
            return new PrivateNode(depth, parentFingerprint, childNumber, chainCode, key, random);
        } finally {
            Secrets.wipe(payload);
        }
    }

    /**
     * The child {@code step}, hardened or not (CKDpriv).
     *
     * @throws NoSuchChildException for one step in about 2^127
     */
    PrivateNode child(int step) throws NoSuchChildException {
        if (depth == KeyPath.MAX_DEPTH) {
            throw new IllegalArgumentException("depth: no child below " + KeyPath.MAX_DEPTH);
        }
        byte[] number = ByteBuffer.allocate(Integer.BYTES).putInt(step).array();
        try (SecretHmac hmac = SecretHmac.sha512(chainCode)) {
            byte[] digest = KeyPath.isHardened(step) ? hmac.of(new byte[1], key, number) : hmac.of(publicKey(), number);
            byte[] tweak = Arrays.copyOf(digest, Scalar.BYTES);
            byte[] childChainCode = Arrays.copyOfRange(digest, Scalar.BYTES, digest.length);
            Secrets.wipe(digest);
            return new PrivateNode(depth + 1, fingerprint(), step, childChainCode, tweaked(tweak, step), random);
        }
    }

    /** The descendant at the end of {@code path}, which starts here; what lies between is wiped. */
    PrivateNode descendant(KeyPath path) throws NoSuchChildException {
        PrivateNode at = this;
        for (int step : path.steps()) {
            PrivateNode child = at.child(step);
            if (at != this) {
                at.close();
            }
            at = child;
        }
        return at;
    }

    /** The 33 bytes of the compressed public key. */
    byte[] publicKey() {
        byte[] known = publicKey;
        if (known == null) {
            try (Scalar scalar = Scalar.reduced(key)) {
                known = Secp256k1.compressed(scalar.timesGenerator(random));
            }
            publicKey = known;
        }
        return known.clone();
    }

    /** The first four bytes of the public key's hash160. */
    int fingerprint() {
        return ByteBuffer.wrap(Digests.hash160(publicKey())).getInt();
    }

    ExtendedPublicKey toPublic() {
        return ExtendedPublicKey.of(depth, parentFingerprint, childNumber, chainCode, publicKey());
    }

    /** Signs a digest of 32 bytes: r, s, recovery id. */
    byte[] sign(byte[] digest) {
        return new DeterministicEcdsa(random).sign(digest, key, publicKey());
    }

    /** The {@code xprv…} form; the caller wipes it. */
    char[] serialize() {
        byte[] payload = ByteBuffer.allocate(SERIALIZED_BYTES)
                .putInt(VERSION)
                .put((byte) depth)
                .putInt(parentFingerprint)
                .putInt(childNumber)
                .put(chainCode)
                .put((byte) 0)
                .put(key)
                .array();
        char[] text = Base58Check.encode(payload);
        Secrets.wipe(payload);
        return text;
    }

    @Override
    public void close() {
        Secrets.wipe(chainCode);
        Secrets.wipe(key);
    }

    @Override
    public String toString() {
        return "PrivateNode[depth=" + depth + "]";
    }

    private byte[] tweaked(byte[] tweak, int step) throws NoSuchChildException {
        // A tweak of zero is allowed by BIP-32; one that is not below the order is not.
        boolean zero = Arrays.equals(tweak, new byte[Scalar.BYTES]);
        if (!zero && !Scalar.isPrivateKey(tweak)) {
            throw new NoSuchChildException(step);
        }
        try (Scalar own = Scalar.reduced(key);
                Scalar added = Scalar.reduced(tweak);
                Scalar sum = own.plus(added)) {
            if (sum.isZero()) {
                throw new NoSuchChildException(step);
            }
            return sum.toBytes();
        } finally {
            Secrets.wipe(tweak);
        }
    }
}
