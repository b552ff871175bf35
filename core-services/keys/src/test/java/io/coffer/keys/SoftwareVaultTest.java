// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.signing.Approval;
import io.coffer.api.signing.ApprovedPayload;
import io.coffer.api.signing.KeyVault.State;
import io.coffer.api.signing.VaultException;
import io.coffer.api.signing.VaultException.Kind;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.KeyRef;
import io.coffer.hd.ExtendedPublicKey;
import io.coffer.hd.KeyPath;
import io.coffer.hd.Secp256k1;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.SigningMode;
import io.coffer.spi.money.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoftwareVaultTest {
    private static final String WORDS = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    private static final String PASSPHRASE = "twelve or more";
    private static final KeyRef HOT = new KeyRef(new ChainId("devnet:main"), 1, KeyPurpose.TREASURY, 0);
    private static final Bytes DIGEST = Bytes.hex("5a".repeat(32));
    private static final long TERM = 7;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Path file;
    private SoftwareVault vault;

    @BeforeEach
    void freshVault() {
        file = folder.resolve("keys/vault");
        vault = vault();
    }

    private SoftwareVault vault() {
        return new SoftwareVault(new VaultFile(file), PassphraseCost.DEFAULT, new SecureRandom(), clock);
    }

    @Test
    void createsWordsThatRestoreTheSameKeys() throws Exception {
        assertThat(vault.state()).isEqualTo(State.ABSENT);
        char[] words = vault.create(PASSPHRASE.toCharArray());
        assertThat(new String(words).split(" ")).hasSize(24);
        assertThat(vault.state()).isEqualTo(State.UNSEALED);
        String xpub = vault.extendedPublicKey(60, KeyPurpose.DEPOSIT);
        Path other = folder.resolve("other");
        SoftwareVault restored =
                new SoftwareVault(new VaultFile(other), PassphraseCost.DEFAULT, new SecureRandom(), clock);
        restored.restore(words, "quite another one".toCharArray());
        assertThat(restored.extendedPublicKey(60, KeyPurpose.DEPOSIT)).isEqualTo(xpub);
        assertThat(Files.readAllBytes(other)).isNotEqualTo(Files.readAllBytes(file));
    }

    @Test
    void isSealedAtStartAndOpensForItsPassphraseOnly() throws Exception {
        restore();
        Bytes expected = sign(vault, approval(HOT, DIGEST));
        SoftwareVault next = vault();
        assertThat(next.state()).isEqualTo(State.SEALED);
        refuses(Kind.SEALED, () -> next.publicKey(HOT));
        refuses(Kind.SEALED, () -> next.extendedPublicKey(1, KeyPurpose.DEPOSIT));
        refuses(Kind.SEALED, () -> sign(next, approval(HOT, DIGEST)));
        refuses(Kind.WRONG_PASSPHRASE, () -> next.unseal("twelve or less".toCharArray()));
        assertThat(next.state()).isEqualTo(State.SEALED);
        clock.advanceMs(1_000);
        next.unseal(PASSPHRASE.toCharArray());
        assertThat(sign(next, approval(HOT, DIGEST))).isEqualTo(expected);
        next.seal();
        next.seal();
        assertThat(next.state()).isEqualTo(State.SEALED);
        refuses(Kind.SEALED, () -> next.publicKey(HOT));
    }

    @Test
    void derivesByBip44WithTreasuryOnItsOwnAccount() throws Exception {
        restore();
        byte[] seed = Mnemonic.seed(WORDS.toCharArray(), new char[0]);
        PrivateNode master = PrivateNode.master(seed, new SecureRandom());
        for (KeyPurpose purpose : KeyPurpose.values()) {
            KeyRef key = new KeyRef(new ChainId("eip155:1"), 60, purpose, 5);
            assertThat(vault.publicKey(key).encoded().toArray())
                    .isEqualTo(master.descendant(KeyPath.parse(key.path())).publicKey());
            ExtendedPublicKey account = ExtendedPublicKey.parse(vault.extendedPublicKey(60, purpose));
            assertThat(account.child(0).child(5).publicKey())
                    .isEqualTo(vault.publicKey(key).encoded().toArray());
        }
        assertThat(vault.extendedPublicKey(60, KeyPurpose.DEPOSIT))
                .isNotEqualTo(vault.extendedPublicKey(60, KeyPurpose.TREASURY))
                .isNotEqualTo(vault.extendedPublicKey(1, KeyPurpose.DEPOSIT));
    }

    @Test
    void signsForMoreBranchesThanItKeeps() throws Exception {
        restore();
        for (int coin = 0; coin < 70; coin++) {
            KeyRef key = new KeyRef(new ChainId("devnet:main"), coin, KeyPurpose.TREASURY, 0);
            verify(sign(vault, approval(key, DIGEST)), key);
        }
        verify(sign(vault, approval(HOT, DIGEST)), HOT);
    }

    private void verify(Bytes signature, KeyRef key) throws VaultException {
        byte[] raw = signature.toArray();
        assertThat(raw).hasSize(65);
        byte[] publicKey = vault.publicKey(key).encoded().toArray();
        BigInteger r = new BigInteger(1, raw, 0, 32);
        BigInteger s = new BigInteger(1, raw, 32, 32);
        assertThat(Secp256k1.verify(DIGEST.toArray(), r, s, publicKey)).isTrue();
        assertThat(Secp256k1.isLow(s)).isTrue();
        assertThat(Secp256k1.recover(DIGEST.toArray(), r, s, raw[64])).hasValue(publicKey);
    }

    @Test
    void signsOnlyWhatThePairedServiceSealed() throws Exception {
        restore();
        Approval approval = approval(HOT, DIGEST);
        ApprovedPayload stranger = approval.sealedWith(Bytes.hex("00".repeat(32)));
        refuses(Kind.INVALID, () -> vault.sign(stranger));
        Bytes old = vault.pair();
        Bytes present = vault.pair();
        assertThat(old).isNotEqualTo(present);
        refuses(Kind.INVALID, () -> vault.sign(approval.sealedWith(old)));
        assertThat(vault.sign(approval.sealedWith(present)).length()).isEqualTo(65);
    }

    @Test
    void refusesASealThatWasMovedToAnythingElse() throws Exception {
        restore();
        Bytes key = vault.pair();
        Approval approved = approval(HOT, DIGEST);
        Bytes seal = approved.sealedWith(key).seal();
        long expires = approved.expiresAtMs();
        KeyRef otherIndex = new KeyRef(HOT.chain(), 1, KeyPurpose.TREASURY, 1);
        KeyRef otherPurpose = new KeyRef(HOT.chain(), 1, KeyPurpose.DEPOSIT, 0);
        KeyRef otherCoin = new KeyRef(HOT.chain(), 60, KeyPurpose.TREASURY, 0);
        KeyRef otherChain = new KeyRef(new ChainId("devnet:other"), 1, KeyPurpose.TREASURY, 0);
        SigningMode ecdsa = new SigningMode.EcdsaSecp256k1();
        for (Approval changed : new Approval[] {
            new Approval(otherIndex, ecdsa, DIGEST, expires, TERM),
            new Approval(otherPurpose, ecdsa, DIGEST, expires, TERM),
            new Approval(otherCoin, ecdsa, DIGEST, expires, TERM),
            new Approval(otherChain, ecdsa, DIGEST, expires, TERM),
            new Approval(HOT, new SigningMode.Ed25519(), DIGEST, expires, TERM),
            new Approval(HOT, ecdsa, Bytes.hex("5b" + "5a".repeat(31)), expires, TERM),
            new Approval(HOT, ecdsa, DIGEST, expires + 1, TERM),
            new Approval(HOT, ecdsa, DIGEST, expires, TERM + 1)
        }) {
            refuses(Kind.INVALID, () -> vault.sign(new ApprovedPayload(changed, seal)));
        }
        assertThat(vault.sign(new ApprovedPayload(approved, seal)).length()).isEqualTo(65);
    }

    @Test
    void refusesAnApprovalThatHasExpiredOrNeverDoes() throws Exception {
        restore();
        Approval approval = approval(HOT, DIGEST);
        clock.advanceMs(29_999);
        assertThat(sign(vault, approval).length()).isEqualTo(65);
        clock.advanceMs(1);
        refuses(Kind.INVALID, () -> sign(vault, approval));
        Approval eternal = new Approval(HOT, new SigningMode.EcdsaSecp256k1(), DIGEST, clock.millis() + 300_001, TERM);
        refuses(Kind.INVALID, () -> sign(vault, eternal));
        Approval overflow = new Approval(HOT, new SigningMode.EcdsaSecp256k1(), DIGEST, Long.MAX_VALUE, TERM);
        refuses(Kind.INVALID, () -> sign(vault, overflow));
    }

    @Test
    void refusesAnOlderTermThanItHasSeen() throws Exception {
        restore();
        SigningMode ecdsa = new SigningMode.EcdsaSecp256k1();
        long expires = clock.millis() + 1_000;
        assertThat(sign(vault, new Approval(HOT, ecdsa, DIGEST, expires, 8)).length())
                .isEqualTo(65);
        refuses(Kind.INVALID, () -> sign(vault, new Approval(HOT, ecdsa, DIGEST, expires, 7)));
        assertThat(sign(vault, new Approval(HOT, ecdsa, DIGEST, expires, 9)).length())
                .isEqualTo(65);
        vault.seal();
        vault.unseal(PASSPHRASE.toCharArray());
        refuses(Kind.INVALID, () -> sign(vault, new Approval(HOT, ecdsa, DIGEST, expires, 8)));
    }

    @Test
    void signsDigestsByEcdsaOnly() throws Exception {
        restore();
        long expires = clock.millis() + 1_000;
        SigningMode ecdsa = new SigningMode.EcdsaSecp256k1();
        refuses(Kind.INVALID, () -> sign(vault, new Approval(HOT, new SigningMode.Ed25519(), DIGEST, expires, TERM)));
        refuses(
                Kind.INVALID,
                () -> sign(
                        vault, new Approval(HOT, new SigningMode.SchnorrTaproot(Bytes.EMPTY), DIGEST, expires, TERM)));
        refuses(Kind.INVALID, () -> sign(vault, new Approval(HOT, ecdsa, Bytes.hex("5a".repeat(31)), expires, TERM)));
    }

    @Test
    void makesWhoGuessesWait() throws Exception {
        restore();
        SoftwareVault sealed = vault();
        char[] wrong = "not the passphrase".toCharArray();
        long waitMs = 1_000;
        for (int attempt = 0; attempt < 4; attempt++) {
            refuses(Kind.WRONG_PASSPHRASE, () -> sealed.unseal(wrong));
            assertThatThrownBy(() -> sealed.unseal(PASSPHRASE.toCharArray()))
                    .isInstanceOfSatisfying(
                            VaultException.class, e -> assertThat(e.kind()).isEqualTo(Kind.THROTTLED))
                    .hasMessage((attempt == 0 ? "1 wrong passphrase" : attempt + 1 + " wrong passphrases")
                            + ": try again in " + waitMs / 1_000 + " s");
            clock.advanceMs(waitMs - 1);
            refuses(Kind.THROTTLED, () -> sealed.changePassphrase(PASSPHRASE.toCharArray(), wrong));
            clock.advanceMs(1);
            waitMs *= 2;
        }
        sealed.unseal(PASSPHRASE.toCharArray());
        sealed.seal();
        refuses(Kind.WRONG_PASSPHRASE, () -> sealed.unseal(wrong));
        clock.advanceMs(1_000);
        sealed.unseal(PASSPHRASE.toCharArray());
    }

    @Test
    void changesThePassphraseAndNotTheKeys() throws Exception {
        restore();
        String xpub = vault.extendedPublicKey(1, KeyPurpose.TREASURY);
        char[] next = "пароль достаточно длинный".toCharArray();
        refuses(Kind.WRONG_PASSPHRASE, () -> vault.changePassphrase("no, it is not".toCharArray(), next));
        clock.advanceMs(1_000);
        refuses(Kind.INVALID, () -> vault.changePassphrase(PASSPHRASE.toCharArray(), "too short".toCharArray()));
        vault.changePassphrase(PASSPHRASE.toCharArray(), next);
        assertThat(vault.state()).isEqualTo(State.UNSEALED);
        SoftwareVault reopened = vault();
        refuses(Kind.WRONG_PASSPHRASE, () -> reopened.unseal(PASSPHRASE.toCharArray()));
        clock.advanceMs(1_000);
        reopened.unseal(next);
        assertThat(reopened.extendedPublicKey(1, KeyPurpose.TREASURY)).isEqualTo(xpub);
        assertOnlyTheVaultLiesThere();
    }

    @Test
    void neverOverwritesAVault() throws Exception {
        restore();
        byte[] before = Files.readAllBytes(file);
        refuses(Kind.EXISTS, () -> vault.create(PASSPHRASE.toCharArray()));
        refuses(Kind.EXISTS, () -> vault().restore(WORDS.toCharArray(), PASSPHRASE.toCharArray()));
        VaultFile direct = new VaultFile(file);
        SealedSeed other = direct.read();
        refuses(Kind.STORAGE, () -> direct.create(other));
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void writesForItsOwnerOnly() throws Exception {
        restore();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertOnlyTheVaultLiesThere();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        SoftwareVault exposed = vault();
        assertThatThrownBy(() -> exposed.unseal(PASSPHRASE.toCharArray()))
                .isInstanceOfSatisfying(VaultException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.STORAGE);
                    assertThat(e).hasMessageContaining("rw-r-----").hasMessageContaining("600");
                });
    }

    @Test
    void goesOnAfterACrashLeftADraft() throws Exception {
        Files.createDirectories(file.getParent());
        Files.write(file.resolveSibling("vault.new"), new byte[] {1, 2, 3});
        restore();
        assertOnlyTheVaultLiesThere();
    }

    @Test
    void namesWhatIsWrongWithTheFile() throws Exception {
        restore();
        byte[] good = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(good, 100));
        refuses(Kind.DAMAGED, () -> vault().unseal(PASSPHRASE.toCharArray()));
        Files.write(file, Arrays.copyOf(good, 100_000));
        refuses(Kind.DAMAGED, () -> vault().unseal(PASSPHRASE.toCharArray()));
        good[60] ^= 1;
        Files.write(file, good);
        refuses(Kind.DAMAGED, () -> vault().unseal(PASSPHRASE.toCharArray()));
        Files.delete(file);
        refuses(Kind.ABSENT, () -> vault().unseal(PASSPHRASE.toCharArray()));
        refuses(Kind.ABSENT, () -> vault().publicKey(HOT));
    }

    @Test
    void saysThatItCannotWrite() throws IOException {
        Files.write(folder.resolve("keys"), new byte[0]);
        refuses(Kind.STORAGE, () -> vault.create(PASSPHRASE.toCharArray()));
        assertThat(vault.state()).isEqualTo(State.ABSENT);
    }

    @Test
    void refusesPoorPassphrasesAndWords() {
        refuses(Kind.INVALID, () -> vault.create("eleven long".toCharArray()));
        refuses(Kind.INVALID, () -> vault.create("\uD83D\uDD11".repeat(11).toCharArray()));
        refuses(Kind.INVALID, () -> vault.create("a".repeat(1025).toCharArray()));
        refuses(Kind.INVALID, () -> vault.create("a line\nand another".toCharArray()));
        refuses(Kind.INVALID, () -> vault.create("half a pair \uD83D".toCharArray()));
        refuses(Kind.INVALID, () -> vault.restore("zoo zoo zoo".toCharArray(), PASSPHRASE.toCharArray()));
        assertThat(vault.state()).isEqualTo(State.ABSENT);
    }

    @Test
    void leavesTheCallersArraysToTheCaller() throws Exception {
        char[] words = WORDS.toCharArray();
        char[] passphrase = PASSPHRASE.toCharArray();
        vault.restore(words, passphrase);
        assertThat(new String(words)).isEqualTo(WORDS);
        assertThat(new String(passphrase)).isEqualTo(PASSPHRASE);
    }

    @Test
    void h49_showsNoKeyWhenPrinted() throws Exception {
        restore();
        assertThat(vault).hasToString("SoftwareVault[UNSEALED]");
        assertThat(approval(HOT, DIGEST).sealedWith(vault.pair()).toString()).doesNotContain("5a5a");
    }

    private void assertOnlyTheVaultLiesThere() throws IOException {
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    private void restore() throws VaultException {
        vault.restore(WORDS.toCharArray(), PASSPHRASE.toCharArray());
    }

    private Approval approval(KeyRef key, Bytes message) {
        return new Approval(key, new SigningMode.EcdsaSecp256k1(), message, clock.millis() + 30_000, TERM);
    }

    private static Bytes sign(SoftwareVault vault, Approval approval) throws VaultException {
        return vault.sign(approval.sealedWith(vault.pair()));
    }

    private static void refuses(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(VaultException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.getMessage()).doesNotContain(PASSPHRASE, WORDS);
        });
    }
}
