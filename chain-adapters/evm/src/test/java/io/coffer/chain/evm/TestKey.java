// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.spi.chain.PayloadSignature;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SigningPayload;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Sign;
import org.web3j.utils.Numeric;

/** A private key that signs as a vault would: r, s and the recovery id. */
public record TestKey(BigInteger secret) {
    public static TestKey of(String hex) {
        return new TestKey(Numeric.toBigInt(hex));
    }

    public PublicKey publicKey() {
        return new PublicKey(
                PublicKey.Curve.SECP256K1,
                Bytes.of(Sign.publicPointFromPrivate(secret).getEncoded(true)));
    }

    public PayloadSignature sign(SigningPayload payload) {
        Sign.SignatureData signature = Sign.signMessage(payload.message().toArray(), ECKeyPair.create(secret), false);
        byte[] encoded = new byte[65];
        System.arraycopy(signature.getR(), 0, encoded, 0, 32);
        System.arraycopy(signature.getS(), 0, encoded, 32, 32);
        encoded[64] = (byte) (signature.getV()[0] - 27);
        return new PayloadSignature(payload.index(), publicKey(), Bytes.of(encoded));
    }
}
