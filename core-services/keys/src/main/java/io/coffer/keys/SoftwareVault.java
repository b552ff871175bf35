// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import io.coffer.api.signing.Approval;
import io.coffer.api.signing.ApprovedPayload;
import io.coffer.api.signing.KeyVault;
import io.coffer.api.signing.SigningKeys;
import io.coffer.api.signing.VaultException;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.KeyRef;
import io.coffer.hd.NoSuchChildException;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SigningMode;
import io.coffer.spi.money.Bytes;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A vault in this process: a BIP-39 seed in a file under a passphrase, and while it is unsealed its keys in memory.
 *
 * <p>Any thread may call. Unsealing takes a good part of a second and 64 MiB; meanwhile an unsealed vault goes on
 * signing.
 */
public class SoftwareVault implements KeyVault, SigningKeys {
    static final int MIN_PASSPHRASE = 12;
    static final int MAX_PASSPHRASE = 1024;

    /** No approval is good for longer, whatever it says. */
    static final long MAX_APPROVAL_MS = 300_000;

    private static final Logger LOG = LoggerFactory.getLogger(SoftwareVault.class);
    private static final int ENTROPY_BYTES = 32;
    private static final int APPROVAL_KEY_BYTES = 32;

    private final VaultFile file;
    private final SecureRandom random;
    private final InstantSource clock;

    /** Held by whoever reads or writes the file. Taken before {@link #keysLock}. */
    private final Object fileLock = new Object();

    private final AttemptThrottle throttle;

    private volatile PassphraseCost cost;

    private final Object keysLock = new Object();
    private @Nullable KeyTree keys;
    private @Nullable Bytes approvalKey;
    private long newestTerm = Long.MIN_VALUE;

    SoftwareVault(VaultFile file, PassphraseCost cost, SecureRandom random, InstantSource clock) {
        this.file = file;
        this.cost = cost;
        this.random = random;
        this.clock = clock;
        this.throttle = new AttemptThrottle(clock);
    }

    /** What passphrases cost from the next sealing on. */
    final void useCost(PassphraseCost next) {
        cost = next;
    }

    @Override
    public State state() {
        synchronized (keysLock) {
            if (keys != null) {
                return State.UNSEALED;
            }
        }
        return file.exists() ? State.SEALED : State.ABSENT;
    }

    @Override
    public char[] create(char[] passphrase) throws VaultException {
        byte[] entropy = new byte[ENTROPY_BYTES];
        random.nextBytes(entropy);
        char[] words = Mnemonic.words(entropy);
        Secrets.wipe(entropy);
        try {
            found(words, passphrase);
            return words;
        } catch (VaultException | RuntimeException e) {
            Secrets.wipe(words);
            throw e;
        }
    }

    @Override
    public void restore(char[] words, char[] passphrase) throws VaultException {
        char[] canonical;
        try {
            canonical = Mnemonic.canonical(words);
        } catch (IllegalArgumentException e) {
            throw new VaultException(VaultException.Kind.INVALID, String.valueOf(e.getMessage()));
        }
        try {
            found(canonical, passphrase);
        } finally {
            Secrets.wipe(canonical);
        }
    }

    @Override
    public void unseal(char[] passphrase) throws VaultException {
        synchronized (fileLock) {
            if (state() == State.UNSEALED) {
                return;
            }
            byte[] seed = open(passphrase);
            try {
                use(tree(seed));
            } finally {
                Secrets.wipe(seed);
                dropGarbage();
            }
        }
        LOG.info("The vault is unsealed");
    }

    @Override
    public void seal() {
        synchronized (keysLock) {
            if (keys == null) {
                return;
            }
            keys.close();
            keys = null;
        }
        dropGarbage();
        LOG.info("The vault is sealed");
    }

    @Override
    public void changePassphrase(char[] present, char[] next) throws VaultException {
        byte[] passphrase = newPassphrase(next);
        try {
            synchronized (fileLock) {
                byte[] seed = open(present);
                try {
                    file.replace(sealed(seed, passphrase));
                } finally {
                    Secrets.wipe(seed);
                }
            }
        } finally {
            Secrets.wipe(passphrase);
            dropGarbage();
        }
        LOG.info("The passphrase of the vault was changed");
    }

    @Override
    public String extendedPublicKey(int coinType, KeyPurpose purpose) throws VaultException {
        if (coinType < 0) {
            throw new IllegalArgumentException("coinType: " + coinType + " is negative");
        }
        return withKeys(tree -> tree.account(coinType, purpose).serialize());
    }

    @Override
    public Bytes pair() {
        byte[] fresh = new byte[APPROVAL_KEY_BYTES];
        random.nextBytes(fresh);
        Bytes shared = Bytes.of(fresh);
        synchronized (keysLock) {
            approvalKey = shared;
        }
        LOG.info("A signing service was paired with the vault");
        return shared;
    }

    @Override
    public PublicKey publicKey(KeyRef key) throws VaultException {
        return withKeys(tree -> new PublicKey(PublicKey.Curve.SECP256K1, Bytes.of(tree.publicKey(key))));
    }

    @Override
    public Bytes sign(ApprovedPayload payload) throws VaultException {
        return withKeys(tree -> {
            check(payload);
            Approval approval = payload.approval();
            newestTerm = approval.term();
            return Bytes.of(tree.sign(approval.key(), approval.message().toArray()));
        });
    }

    /** Not more than a name: a vault in a log shows nothing. */
    @Override
    public String toString() {
        return "SoftwareVault[" + state() + "]";
    }

    private void check(ApprovedPayload payload) throws VaultException {
        Approval approval = payload.approval();
        Bytes shared = approvalKey;
        if (shared == null || !payload.isSealedWith(shared)) {
            throw invalid("the approval is not sealed by the signing service that is paired with this vault");
        }
        long now = clock.millis();
        if (approval.expiresAtMs() <= now || approval.expiresAtMs() - now > MAX_APPROVAL_MS) {
            throw invalid("the approval has expired, or holds for longer than " + MAX_APPROVAL_MS + " ms");
        }
        if (approval.term() < newestTerm) {
            throw invalid("the approval is of term " + approval.term() + ", but term " + newestTerm
                    + " has signed: this node is no longer in charge");
        }
        if (!(approval.mode() instanceof SigningMode.EcdsaSecp256k1)) {
            throw invalid("this vault signs ECDSA on secp256k1 only");
        }
        if (approval.message().length() != 32) {
            throw invalid("the message is not a digest of 32 bytes");
        }
    }

    /** Makes the file from words in canonical spelling, which stay the caller's, and unseals. */
    private void found(char[] words, char[] newPassphrase) throws VaultException {
        byte[] passphrase = newPassphrase(newPassphrase);
        try {
            synchronized (fileLock) {
                if (state() != State.ABSENT) {
                    throw new VaultException(VaultException.Kind.EXISTS, "there is a vault already");
                }
                byte[] seed = Mnemonic.seed(words, new char[0]);
                try {
                    file.create(sealed(seed, passphrase));
                    use(tree(seed));
                } finally {
                    Secrets.wipe(seed);
                }
            }
        } finally {
            Secrets.wipe(passphrase);
            dropGarbage();
        }
        LOG.info("A vault was made and is unsealed");
    }

    /** Seals, and opens again before the result is trusted: a memory fault meanwhile would lose the seed. */
    private SealedSeed sealed(byte[] seed, byte[] passphrase) throws VaultException {
        SealedSeed sealed;
        try (KeyTree tree = tree(seed)) {
            sealed = SealedSeed.seal(seed, tree.fingerprint(), passphrase, cost, random);
        }
        byte[] again = SealedSeed.parse(sealed.encoded()).open(passphrase);
        boolean same = Arrays.equals(seed, again);
        Secrets.wipe(again);
        if (!same) {
            throw new IllegalStateException("the vault did not open with its own passphrase: faulty memory");
        }
        return sealed;
    }

    /** The seed from the file; the caller wipes it. */
    private byte[] open(char[] typed) throws VaultException {
        if (!file.exists()) {
            throw new VaultException(VaultException.Kind.ABSENT, "there is no vault yet: create or restore one");
        }
        throttle.admit();
        SealedSeed sealed = file.read();
        byte[] passphrase = presentPassphrase(typed);
        try {
            byte[] seed = sealed.open(passphrase);
            throttle.succeeded();
            return seed;
        } catch (VaultException e) {
            throttle.failed();
            LOG.warn("A passphrase for the vault was wrong");
            throw e;
        } finally {
            Secrets.wipe(passphrase);
        }
    }

    private KeyTree tree(byte[] seed) throws VaultException {
        try {
            return KeyTree.of(seed, random);
        } catch (NoSuchChildException e) {
            throw noSuchKey(e);
        }
    }

    private void use(KeyTree tree) {
        synchronized (keysLock) {
            keys = tree;
        }
    }

    private <T> T withKeys(KeyQuery<T> query) throws VaultException {
        try {
            synchronized (keysLock) {
                if (keys != null) {
                    return query.on(keys);
                }
            }
        } catch (NoSuchChildException e) {
            throw noSuchKey(e);
        }
        throw file.exists()
                ? new VaultException(VaultException.Kind.SEALED, "the vault is sealed")
                : new VaultException(VaultException.Kind.ABSENT, "there is no vault yet: create or restore one");
    }

    private static byte[] newPassphrase(char[] passphrase) throws VaultException {
        int length = Character.codePointCount(passphrase, 0, passphrase.length);
        if (length < MIN_PASSPHRASE || length > MAX_PASSPHRASE) {
            throw invalid("the passphrase must have " + MIN_PASSPHRASE + " to " + MAX_PASSPHRASE + " characters");
        }
        for (char c : passphrase) {
            if (Character.isISOControl(c)) {
                throw invalid("the passphrase has a control character");
            }
        }
        return utf8(passphrase);
    }

    private static byte[] presentPassphrase(char[] passphrase) throws VaultException {
        if (passphrase.length > MAX_PASSPHRASE * 2) {
            throw invalid("the passphrase has more than " + MAX_PASSPHRASE + " characters");
        }
        return utf8(passphrase);
    }

    private static byte[] utf8(char[] passphrase) throws VaultException {
        try {
            return Secrets.utf8(passphrase);
        } catch (IllegalArgumentException e) {
            throw invalid("the passphrase is not valid Unicode");
        }
    }

    /**
     * Collects what the cryptographic library left behind and cannot be wiped from here: the key schedule of the cipher
     * and 64 MiB of Argon2's memory. Secrets of our own are wiped already.
     */
    private static void dropGarbage() {
        System.gc();
    }

    private static VaultException invalid(String message) {
        return new VaultException(VaultException.Kind.INVALID, message);
    }

    private static VaultException noSuchKey(NoSuchChildException e) {
        return invalid("the seed has no such key: " + e.getMessage());
    }

    /** Something done with the keys of an unsealed vault. */
    private interface KeyQuery<T> {
        T on(KeyTree keys) throws NoSuchChildException, VaultException;
    }
}
