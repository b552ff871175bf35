// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd.libsecp256k1;

import fr.acinq.secp256k1.Secp256k1CFunctions;
import fr.acinq.secp256k1.Secp256k1Exception;
import io.coffer.hd.BouncyCastleTweak;
import io.coffer.hd.KeyTweak;
import io.coffer.hd.Secp256k1;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * By libsecp256k1, through the bare functions of its binding: the binding's own classes would need Kotlin's library, and
 * look for the native one in a place of their own.
 *
 * <p>Refusals are BouncyCastle's. The native function tells no reason, and comes to one about once in 2^127.
 */
final class NativeTweak implements KeyTweak {
    private static final int UNCOMPRESSED_BYTES = 65;
    private static final HexFormat HEX = HexFormat.of();
    /** {@link Secp256k1#N}, without making BouncyCastle's tables while the node starts. */
    private static final byte[] ORDER =
            HEX.parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    /** The generator and its double (SEC 2, 2.4.1; the double is the public key of the private key 2). */
    private static final byte[] GENERATOR =
            HEX.parseHex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");

    private static final byte[] DOUBLE =
            HEX.parseHex("02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5");

    private final KeyTweak reference = new BouncyCastleTweak();
    /** A pointer. It is never freed: there is one for each class loader, of some hundred bytes. */
    private final long context;

    /**
     * The library must have been loaded by the class loader of this class.
     *
     * @throws UnsatisfiedLinkError if it was not, or does not calculate as it should
     */
    NativeTweak() {
        this.context = Secp256k1CFunctions.secp256k1_context_create(Secp256k1CFunctions.SECP256K1_CONTEXT_VERIFY);
        byte[] one = new byte[TWEAK_BYTES];
        one[TWEAK_BYTES - 1] = 1;
        if (!add(GENERATOR, one).filter(sum -> Arrays.equals(sum, DOUBLE)).isPresent()) {
            throw new UnsatisfiedLinkError("the library does not know that G + G is 2G");
        }
    }

    @Override
    public Optional<byte[]> add(byte[] publicKey, byte[] tweak) {
        // The native function takes other forms of a key as well.
        boolean ordinary = publicKey.length == Secp256k1.COMPRESSED_BYTES
                && tweak.length == TWEAK_BYTES
                && Arrays.compareUnsigned(tweak, ORDER) < 0;
        if (!ordinary) {
            return refusal(publicKey, tweak);
        }
        byte[] sum;
        try {
            sum = Secp256k1CFunctions.secp256k1_ec_pubkey_tweak_add(context, publicKey, tweak);
        } catch (Secp256k1Exception refused) {
            return refusal(publicKey, tweak);
        }
        return Optional.of(compressed(sum));
    }

    private Optional<byte[]> refusal(byte[] publicKey, byte[] tweak) {
        if (reference.add(publicKey, tweak).isPresent()) {
            throw new IllegalStateException(
                    "libsecp256k1 refuses a key that BouncyCastle derives; nothing was derived");
        }
        return Optional.empty();
    }

    private static byte[] compressed(byte[] sum) {
        if (sum.length != UNCOMPRESSED_BYTES) {
            throw new IllegalStateException("libsecp256k1 answered " + sum.length + " bytes");
        }
        byte[] key = Arrays.copyOf(sum, Secp256k1.COMPRESSED_BYTES);
        key[0] = (byte) (2 + (sum[UNCOMPRESSED_BYTES - 1] & 1));
        return key;
    }

    @Override
    public String toString() {
        return "libsecp256k1";
    }
}
