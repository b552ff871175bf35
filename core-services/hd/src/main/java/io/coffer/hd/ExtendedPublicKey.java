// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/**
 * An extended public key of BIP-32: from it follow the public keys of all its unhardened descendants, and no secret.
 *
 * <p>It is no harmless value all the same: whoever has it and one unhardened child's private key has the private keys
 * of all its children. Keys that sign in daily use therefore live below another hardened account than those whose
 * extended public key is handed out.
 */
public final class ExtendedPublicKey {
    /** The version bytes of mainnet: the text starts with {@code xpub}. */
    public static final int VERSION = 0x0488_B21E;

    private static final int SERIALIZED_BYTES = 78;
    private static final int CHAIN_CODE_BYTES = 32;
    private static final int FINGERPRINT_BYTES = 4;
    private static final KeyTweak IN_JAVA = new BouncyCastleTweak();

    private final int depth;
    private final int parentFingerprint;
    private final int childNumber;
    private final byte[] chainCode;
    private final byte[] publicKey;
    /** Two hashes, the same for every child; made for the first one that asks. */
    private volatile @Nullable Integer fingerprint;

    private ExtendedPublicKey(int depth, int parentFingerprint, int childNumber, byte[] chainCode, byte[] publicKey) {
        this.depth = depth;
        this.parentFingerprint = parentFingerprint;
        this.childNumber = childNumber;
        this.chainCode = chainCode;
        this.publicKey = publicKey;
    }

    /**
     * Puts a key together from its parts.
     *
     * @param depth 0 for a master key, at most 255
     * @param publicKey 33 bytes compressed
     * @throws IllegalArgumentException if the parts break a rule of BIP-32
     */
    public static ExtendedPublicKey of(
            int depth, int parentFingerprint, int childNumber, byte[] chainCode, byte[] publicKey) {
        if (depth < 0 || depth > KeyPath.MAX_DEPTH) {
            throw new IllegalArgumentException("depth: " + depth + " is not within 0.." + KeyPath.MAX_DEPTH);
        }
        if (depth == 0 && (parentFingerprint != 0 || childNumber != 0)) {
            throw new IllegalArgumentException("extended key: a master key has neither parent nor child number");
        }
        if (chainCode.length != CHAIN_CODE_BYTES) {
            throw new IllegalArgumentException("chain code: not " + CHAIN_CODE_BYTES + " bytes");
        }
        Secp256k1.point(publicKey);
        return new ExtendedPublicKey(depth, parentFingerprint, childNumber, chainCode.clone(), publicKey.clone());
    }

    /**
     * Reads the {@code xpub…} form.
     *
     * @throws IllegalArgumentException if it is not the canonical form of an extended public key
     */
    public static ExtendedPublicKey parse(String xpub) {
        byte[] payload = Base58Check.decode(xpub);
        if (payload.length != SERIALIZED_BYTES) {
            throw new IllegalArgumentException(
                    "extended key: " + payload.length + " bytes, expected " + SERIALIZED_BYTES);
        }
        ByteBuffer in = ByteBuffer.wrap(payload);
        if (in.getInt() != VERSION) {
            throw new IllegalArgumentException("extended key: no xpub");
        }
        int depth = in.get() & 0xff;
        int parentFingerprint = in.getInt();
        int childNumber = in.getInt();
        byte[] chainCode = new byte[CHAIN_CODE_BYTES];
        in.get(chainCode);
        byte[] publicKey = new byte[Secp256k1.COMPRESSED_BYTES];
        in.get(publicKey);
        return of(depth, parentFingerprint, childNumber, chainCode, publicKey);
    }

    /**
     * The unhardened child {@code index} (CKDpub).
     *
     * @param index 0 to 2^31-1
     * @throws NoSuchChildException for one index in about 2^127, which has no key: take the next
     */
    public ExtendedPublicKey child(int index) throws NoSuchChildException {
        return child(index, IN_JAVA);
    }

    /** As {@link #child(int)}, with another arithmetic, which makes no difference to the result. */
    public ExtendedPublicKey child(int index, KeyTweak arithmetic) throws NoSuchChildException {
        if (index < 0) {
            throw new IllegalArgumentException("index: a hardened child needs the private key");
        }
        if (depth == KeyPath.MAX_DEPTH) {
            throw new IllegalArgumentException("depth: no child below " + KeyPath.MAX_DEPTH);
        }
        byte[] digest = hmacSha512(
                chainCode,
                ByteBuffer.allocate(Secp256k1.COMPRESSED_BYTES + Integer.BYTES)
                        .put(publicKey)
                        .putInt(index)
                        .array());
        byte[] tweak = Arrays.copyOf(digest, KeyTweak.TWEAK_BYTES);
        byte[] childKey = arithmetic.add(publicKey, tweak).orElseThrow(() -> new NoSuchChildException(index));
        byte[] childChainCode = Arrays.copyOfRange(digest, KeyTweak.TWEAK_BYTES, digest.length);
        return new ExtendedPublicKey(depth + 1, fingerprint(), index, childChainCode, childKey);
    }

    /** The 33 bytes of the compressed public key. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    public int depth() {
        return depth;
    }

    /** The child number that led here, as unsigned 32 bits; 0 for a master key. */
    public int childNumber() {
        return childNumber;
    }

    /** The first four bytes of the key's hash160, by which children name their parent. */
    public int fingerprint() {
        Integer known = fingerprint;
        if (known == null) {
            known = ByteBuffer.wrap(Digests.hash160(publicKey), 0, FINGERPRINT_BYTES)
                    .getInt();
            fingerprint = known;
        }
        return known;
    }

    /** The {@code xpub…} form. */
    public String serialize() {
        byte[] payload = ByteBuffer.allocate(SERIALIZED_BYTES)
                .putInt(VERSION)
                .put((byte) depth)
                .putInt(parentFingerprint)
                .putInt(childNumber)
                .put(chainCode)
                .put(publicKey)
                .array();
        return new String(Base58Check.encode(payload));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExtendedPublicKey that && serialize().equals(that.serialize());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(publicKey);
    }

    /** Not the key itself, which links all addresses of its owner to each other. */
    @Override
    public String toString() {
        return "ExtendedPublicKey[depth=" + depth + ", fingerprint=" + String.format("%08x", fingerprint()) + "]";
    }

    private static byte[] hmacSha512(byte[] key, byte[] message) {
        HMac hmac = new HMac(new SHA512Digest());
        hmac.init(new KeyParameter(key));
        hmac.update(message, 0, message.length);
        byte[] digest = new byte[hmac.getMacSize()];
        hmac.doFinal(digest, 0);
        return digest;
    }
}
