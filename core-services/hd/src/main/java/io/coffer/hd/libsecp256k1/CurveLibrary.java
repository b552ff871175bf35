// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd.libsecp256k1;

import io.coffer.hd.BouncyCastleTweak;
import io.coffer.hd.KeyTweak;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What public keys are derived with: libsecp256k1 where it can be loaded, BouncyCastle elsewhere. Both derive the same.
 *
 * <p>The choice is made once for each class loader, because a native library belongs to the one that loaded it: every
 * revision of a bundle gets a copy of the file from the framework, and so loads it anew after an update.
 */
public final class CurveLibrary {
    /** The system property that forces the choice: {@code native} or {@code bouncycastle}. */
    public static final String PROPERTY = "coffer.curve";

    private static final String NATIVE = "native";
    private static final String BOUNCY_CASTLE = "bouncycastle";
    /** As {@code System.loadLibrary} names it. */
    private static final String LIBRARY = "secp256k1-jni";

    private static @Nullable CurveLibrary chosen;

    private final KeyTweak tweak;
    private final String reason;

    private CurveLibrary(KeyTweak tweak, String reason) {
        this.tweak = tweak;
        this.reason = reason;
    }

    /**
     * The choice of this class loader, made at the first call.
     *
     * @throws IllegalArgumentException if the property has another value than the two
     * @throws IllegalStateException if the native library is demanded and cannot be used
     */
    public static synchronized CurveLibrary chosen() {
        CurveLibrary before = chosen;
        if (before != null) {
            return before;
        }
        CurveLibrary now = choose(Optional.ofNullable(System.getProperty(PROPERTY)), () -> System.loadLibrary(LIBRARY));
        chosen = now;
        return now;
    }

    /**
     * The native library in a file, for programs without a framework that finds it.
     *
     * @throws IllegalStateException if it cannot be used
     */
    public static CurveLibrary open(Path file) {
        return choose(
                Optional.of(NATIVE), () -> System.load(file.toAbsolutePath().toString()));
    }

    /** @param wish the value of the property */
    static CurveLibrary choose(Optional<String> wish, Runnable loading) {
        if (wish.isPresent() && !wish.get().equals(NATIVE) && !wish.get().equals(BOUNCY_CASTLE)) {
            throw new IllegalArgumentException(PROPERTY + ": is neither " + NATIVE + " nor " + BOUNCY_CASTLE
                    + "; set one of them, or leave it out to take the native library where there is one");
        }
        if (wish.filter(BOUNCY_CASTLE::equals).isPresent()) {
            return new CurveLibrary(new BouncyCastleTweak(), PROPERTY + "=" + BOUNCY_CASTLE);
        }
        try {
            loading.run();
            return new CurveLibrary(new NativeTweak(), "");
        } catch (LinkageError | SecurityException absent) {
            if (wish.isPresent()) {
                throw new IllegalStateException(
                        PROPERTY + "=" + NATIVE + ": libsecp256k1 cannot be used here; leave the property out", absent);
            }
            return new CurveLibrary(new BouncyCastleTweak(), "no libsecp256k1 here: " + absent.getMessage());
        }
    }

    public KeyTweak tweak() {
        return tweak;
    }

    /** Which it is, and why if it is not the fast one, for the log. */
    @Override
    public String toString() {
        return reason.isEmpty() ? tweak.toString() : tweak + " (" + reason + ")";
    }
}
