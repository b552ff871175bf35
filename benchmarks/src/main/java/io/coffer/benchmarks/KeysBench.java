// SPDX-License-Identifier: Apache-2.0
package io.coffer.benchmarks;

import io.coffer.campaign.Arguments;
import io.coffer.campaign.World;
import io.coffer.campaign.process.Folders;
import io.coffer.hd.BouncyCastleTweak;
import io.coffer.hd.ExtendedPublicKey;
import io.coffer.hd.KeyTweak;
import io.coffer.hd.NoSuchChildException;
import io.coffer.hd.Secp256k1;
import io.coffer.hd.libsecp256k1.CurveLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * CKDpub of BIP-32 as the wallet does it for an address, HMAC and fingerprint included: through libsecp256k1, as it lies
 * in the wallet's bundle, against BouncyCastle's {@code CustomNamedCurves}. Each derives the same children, and every
 * one of them must be equal.
 */
final class KeysBench {
    private static final int PAIRS = 101;
    private static final int WARM_UP = 20;
    /** So few that a disturbance of the machine falls on both of a pair, or on few pairs. */
    private static final int CHILDREN = 500;
    /** Pairs of which one is printed. */
    private static final int PRINTED = 10;

    private static final double LIMIT = 2.5;
    private static final int ACCOUNT_DEPTH = 3;
    private static final int CHAIN_CODE_BYTES = 32;

    private final KeyTweak fast;
    private final KeyTweak reference = new BouncyCastleTweak();
    private final Random random;

    private KeysBench(KeyTweak fast, long seed) {
        this.fast = fast;
        this.random = new Random(seed);
    }

    static boolean run(Arguments arguments) throws Exception {
        arguments.allowOnly("--launcher", "--work", "--seed");
        long seed = arguments.number("--seed", System.nanoTime());
        Path folder = World.emptyFolder(arguments, "keys");
        try {
            KeyTweak fast = CurveLibrary.open(library(folder)).tweak();
            System.out.println("seed " + seed + ": " + fast + " against BouncyCastle, " + CHILDREN + " keys each time");
            double ratio = new KeysBench(fast, seed).measure();
            System.out.println("keys ratio=" + Ratios.figure(ratio));
            return ratio >= LIMIT;
        } finally {
            Folders.delete(folder);
        }
    }

    /** The file of this machine, as the wallet's bundle carries it. */
    private static Path library(Path folder) throws IOException {
        String processor = System.getProperty("os.arch").replace("amd64", "x86_64");
        String name = "/fr/acinq/secp256k1/jni/native/linux-" + processor + "/libsecp256k1-jni.so";
        try (InputStream content = KeysBench.class.getResourceAsStream(name)) {
            if (content == null) {
                throw new IOException("no libsecp256k1 for " + processor + ": there is nothing to compare here");
            }
            Path file = folder.resolve("libsecp256k1-jni.so");
            Files.copy(content, file);
            return file;
        }
    }

    private double measure() throws NoSuchChildException {
        Ratios ratios = new Ratios();
        for (int pair = -WARM_UP; pair < PAIRS; pair++) {
            ExtendedPublicKey parent = parent();
            ExtendedPublicKey[] expected = new ExtendedPublicKey[CHILDREN];
            ExtendedPublicKey[] derived = new ExtendedPublicKey[CHILDREN];
            boolean fastFirst = pair % 2 == 0;
            long firstNs = deriveNs(parent, fastFirst ? fast : reference, fastFirst ? derived : expected);
            long secondNs = deriveNs(parent, fastFirst ? reference : fast, fastFirst ? expected : derived);
            requireEqual(expected, derived);
            long fastNs = fastFirst ? firstNs : secondNs;
            long referenceNs = fastFirst ? secondNs : firstNs;
            if (pair % PRINTED == 0) {
                System.out.println((pair < 0 ? "warm-up" : "pair " + (pair + 1)) + ": BouncyCastle "
                        + referenceNs / CHILDREN + " ns, libsecp256k1 " + fastNs / CHILDREN + " ns a key");
            }
            if (pair >= 0) {
                ratios.addThroughputs(fastNs, referenceNs);
            }
        }
        return ratios.median();
    }

    private static long deriveNs(ExtendedPublicKey parent, KeyTweak arithmetic, ExtendedPublicKey[] into)
            throws NoSuchChildException {
        long start = System.nanoTime();
        for (int i = 0; i < CHILDREN; i++) {
            into[i] = parent.child(i, arithmetic);
        }
        return System.nanoTime() - start;
    }

    private static void requireEqual(ExtendedPublicKey[] expected, ExtendedPublicKey[] derived) {
        for (int i = 0; i < CHILDREN; i++) {
            if (!expected[i].equals(derived[i])) {
                throw new IllegalStateException("child " + i + " is another: " + expected[i].serialize() + " by "
                        + "BouncyCastle, " + derived[i].serialize() + " by libsecp256k1");
            }
        }
    }

    /** An account's key, of a private key that nobody keeps. */
    private ExtendedPublicKey parent() {
        byte[] chainCode = new byte[CHAIN_CODE_BYTES];
        random.nextBytes(chainCode);
        BigInteger secret = new BigInteger(Secp256k1.N.bitLength() - 1, random).add(BigInteger.ONE);
        byte[] publicKey = Secp256k1.compressed(Secp256k1.generator().multiply(secret));
        return ExtendedPublicKey.of(ACCOUNT_DEPTH, random.nextInt(), random.nextInt(), chainCode, publicKey);
    }
}
