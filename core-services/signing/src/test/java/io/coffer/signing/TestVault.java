// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import io.coffer.api.signing.Approval;
import io.coffer.api.signing.ApprovedPayload;
import io.coffer.api.signing.SigningKeys;
import io.coffer.api.signing.VaultException;
import io.coffer.api.wallet.KeyRef;
import io.coffer.hd.Digests;
import io.coffer.hd.Secp256k1;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;

/** A vault whose keys are made from their paths. It checks seals as the real one does, and remembers approvals. */
final class TestVault implements SigningKeys {
    private static final ECDomainParameters DOMAIN =
            new ECDomainParameters(Secp256k1.generator().getCurve(), Secp256k1.generator(), Secp256k1.N);

    final List<Approval> approvals = new ArrayList<>();
    boolean sealed;

    /** Signs something else than it is asked to, as a broken device might. */
    boolean broken;

    private Bytes approvalKey = Bytes.EMPTY;
    private int pairings;

    @Override
    public Bytes pair() {
        approvalKey = Bytes.of(Digests.sha256(new byte[] {(byte) pairings++}));
        return approvalKey;
    }

    @Override
    public PublicKey publicKey(KeyRef key) throws VaultException {
        requireUnsealed();
        return publicKey(secret(key));
    }

    @Override
    public Bytes sign(ApprovedPayload payload) throws VaultException {
        requireUnsealed();
        if (!payload.isSealedWith(approvalKey)) {
            throw new VaultException(VaultException.Kind.INVALID, "not sealed by the paired service");
        }
        Approval approval = payload.approval();
        approvals.add(approval);
        byte[] digest = broken ? new byte[32] : approval.message().toArray();
        return sign(digest, secret(approval.key()));
    }

    private void requireUnsealed() throws VaultException {
        if (sealed) {
            throw new VaultException(VaultException.Kind.SEALED, "the vault is sealed");
        }
    }

    private static BigInteger secret(KeyRef key) {
        byte[] hash = Digests.sha256(key.path().getBytes(StandardCharsets.US_ASCII));
        return new BigInteger(1, hash).mod(Secp256k1.N);
    }

    private static PublicKey publicKey(BigInteger secret) {
        byte[] key = Secp256k1.compressed(Secp256k1.generator().multiply(secret).normalize());
        return new PublicKey(PublicKey.Curve.SECP256K1, Bytes.of(key));
    }

    private static Bytes sign(byte[] digest, BigInteger secret) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(secret, DOMAIN));
        BigInteger[] rs = signer.generateSignature(digest);
        BigInteger s = Secp256k1.isLow(rs[1]) ? rs[1] : Secp256k1.N.subtract(rs[1]);
        byte[] signature = Arrays.copyOf(Secp256k1.unsigned32(rs[0]), 65);
        System.arraycopy(Secp256k1.unsigned32(s), 0, signature, 32, 32);
        byte[] key = publicKey(secret).encoded().toArray();
        while (!Arrays.equals(Secp256k1.recover(digest, rs[0], s, signature[64]).orElse(null), key)) {
            signature[64]++;
        }
        return Bytes.of(signature);
    }
}
