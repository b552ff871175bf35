// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.Secp256k1;
import io.coffer.spi.chain.PayloadSignature;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SigningPayload;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;

/** Stands for the vault: signs digests and knows nothing of transactions. */
record TestSigner(BigInteger secret) {
    static TestSigner of(long secret) {
        return new TestSigner(BigInteger.valueOf(secret));
    }

    PublicKey key() {
        byte[] point = Secp256k1.CURVE.getG().multiply(secret).normalize().getEncoded(true);
        return new PublicKey(PublicKey.Curve.SECP256K1, Bytes.of(point));
    }

    /** r, s and a recovery id, as the core's signatures are; the id is not looked at by a devnet. */
    PayloadSignature sign(SigningPayload payload) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(secret, Secp256k1.CURVE));
        BigInteger[] parts = signer.generateSignature(payload.message().toArray());
        BigInteger low = parts[1].min(Secp256k1.CURVE.getN().subtract(parts[1]));
        Bytes signature = Bytes.hex("%064x%064x00".formatted(parts[0], low));
        return new PayloadSignature(payload.index(), key(), signature);
    }

    List<PayloadSignature> signAll(List<SigningPayload> payloads) {
        return payloads.stream().map(this::sign).toList();
    }
}
