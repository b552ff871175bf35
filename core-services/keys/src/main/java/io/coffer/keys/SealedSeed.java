// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import io.coffer.api.signing.VaultException;
import io.coffer.hd.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * A seed under a passphrase, as it lies in the vault's file:
 *
 * <pre>
 *  0   8  "COFFERVT"
 *  8   1  version, 1
 *  9   4  fingerprint of the master key (BIP-32)
 * 13   4  Argon2id memory in KiB
 * 17   1  iterations
 * 18   1  lanes
 * 19  16  salt
 * 35  12  nonce
 * 47  80  AES-256-GCM of the seed, with bytes 0 to 46 as additional data
 * 127 32  SHA-256 of bytes 0 to 126
 * </pre>
 *
 * The last field tells a damaged file from a wrong passphrase. It is no protection: who changes the file on purpose
 * changes the hash too, and is found out by the cipher, which then cannot be told from a wrong passphrase.
 */
final class SealedSeed {
    static final int BYTES = 159;

    private static final byte[] MAGIC = "COFFERVT".getBytes(StandardCharsets.US_ASCII);
    private static final byte VERSION = 1;
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int HEADER_BYTES = 47;
    private static final int TAG_BITS = 128;
    private static final int CONTENT_BYTES = 127;

    private final byte[] encoded;
    private final int fingerprint;
    private final PassphraseCost cost;

    private SealedSeed(byte[] encoded, int fingerprint, PassphraseCost cost) {
        this.encoded = encoded;
        this.fingerprint = fingerprint;
        this.cost = cost;
    }

    /** Seals {@code seed} (64 bytes) with fresh salt and nonce. Seed and passphrase stay the caller's. */
    static SealedSeed seal(byte[] seed, int fingerprint, byte[] passphrase, PassphraseCost cost, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        ByteBuffer out = ByteBuffer.allocate(BYTES)
                .put(MAGIC)
                .put(VERSION)
                .putInt(fingerprint)
                .putInt(cost.memoryKiB())
                .put((byte) cost.iterations())
                .put((byte) cost.lanes())
                .put(salt)
                .put(nonce);
        byte[] key = cost.key(passphrase, salt);
        try {
            out.put(gcm(true, key, nonce, Arrays.copyOf(out.array(), HEADER_BYTES), seed));
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("encryption checks nothing", e);
        } finally {
            Secrets.wipe(key);
        }
        out.put(Digests.sha256(Arrays.copyOf(out.array(), CONTENT_BYTES)));
        return new SealedSeed(out.array(), fingerprint, cost);
    }

    /** @throws VaultException of kind DAMAGED if this is not the whole content of an undamaged vault file */
    static SealedSeed parse(byte[] encoded) throws VaultException {
        if (encoded.length != BYTES) {
            throw damaged("it has " + encoded.length + " bytes instead of " + BYTES);
        }
        if (!Arrays.equals(MAGIC, Arrays.copyOf(encoded, MAGIC.length))) {
            throw damaged("it is no vault file");
        }
        if (encoded[MAGIC.length] != VERSION) {
            throw damaged("its version is " + (encoded[MAGIC.length] & 0xff) + ", known is " + VERSION);
        }
        byte[] hash = Digests.sha256(Arrays.copyOf(encoded, CONTENT_BYTES));
        if (!Arrays.equals(hash, Arrays.copyOfRange(encoded, CONTENT_BYTES, BYTES))) {
            throw damaged("its checksum is wrong");
        }
        ByteBuffer in = ByteBuffer.wrap(encoded, MAGIC.length + 1, HEADER_BYTES - MAGIC.length - 1);
        int fingerprint = in.getInt();
        try {
            // Bounded before anything is allocated: a forged header cannot ask for all memory.
            PassphraseCost cost = new PassphraseCost(in.getInt(), in.get() & 0xff, in.get() & 0xff);
            return new SealedSeed(encoded.clone(), fingerprint, cost);
        } catch (IllegalArgumentException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The seed; the caller wipes it and the passphrase.
     *
     * @throws VaultException of kind WRONG_PASSPHRASE if the passphrase is not the one, or the file was forged
     */
    byte[] open(byte[] passphrase) throws VaultException {
        byte[] header = Arrays.copyOf(encoded, HEADER_BYTES);
        byte[] salt = Arrays.copyOfRange(header, HEADER_BYTES - NONCE_BYTES - SALT_BYTES, HEADER_BYTES - NONCE_BYTES);
        byte[] nonce = Arrays.copyOfRange(header, HEADER_BYTES - NONCE_BYTES, HEADER_BYTES);
        byte[] key = cost.key(passphrase, salt);
        try {
            return gcm(false, key, nonce, header, Arrays.copyOfRange(encoded, HEADER_BYTES, CONTENT_BYTES));
        } catch (InvalidCipherTextException e) {
            throw new VaultException(
                    VaultException.Kind.WRONG_PASSPHRASE, "the passphrase is wrong, or the vault file was altered");
        } finally {
            Secrets.wipe(key);
        }
    }

    byte[] encoded() {
        return encoded.clone();
    }

    /** The fingerprint of the master key, known without the passphrase. */
    int fingerprint() {
        return fingerprint;
    }

    PassphraseCost cost() {
        return cost;
    }

    /** The cipher alone; a failed check leaves nothing behind. */
    static byte[] gcm(boolean encrypt, byte[] key, byte[] nonce, byte[] header, byte[] input)
            throws InvalidCipherTextException {
        KeyParameter copy = new KeyParameter(key);
        GCMModeCipher cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
        cipher.init(encrypt, new AEADParameters(copy, TAG_BITS, nonce, header));
        byte[] output = new byte[cipher.getOutputSize(input.length)];
        try {
            int written = cipher.processBytes(input, 0, input.length, output, 0);
            cipher.doFinal(output, written);
            return output;
        } catch (InvalidCipherTextException e) {
            Secrets.wipe(output);
            throw e;
        } finally {
            Secrets.wipe(copy.getKey());
        }
    }

    private static VaultException damaged(String how) {
        return new VaultException(
                VaultException.Kind.DAMAGED,
                "the vault file is damaged: " + how + "; restore it from a copy or the words");
    }
}
