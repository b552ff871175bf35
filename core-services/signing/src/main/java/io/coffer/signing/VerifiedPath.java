// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import static io.coffer.signing.MismatchException.require;

import io.coffer.api.signing.VaultException;
import io.coffer.families.FamilyCodec;
import io.coffer.families.TransactionPlan;
import io.coffer.families.UnreadableTransactionException;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SigningMode;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Signs where the node has a codec of its own: the adapter is asked nothing. */
final class VerifiedPath {
    private static final SigningMode ECDSA = new SigningMode.EcdsaSecp256k1();

    private final FamilyCodec codec;
    private final ApprovedSigner signer;

    VerifiedPath(FamilyCodec codec, ApprovedSigner signer) {
        this.codec = codec;
        this.signer = signer;
    }

    SignedTx sign(Intent intent, UnsignedTx transaction) throws MismatchException, VaultException {
        try {
            OwnKeys own = new OwnKeys(intent, signer.vault());
            Map<Address, PublicKey> keys = own.publicKeys(key -> codec.address(intent.chain(), key));
            TransactionPlan plan = codec.decode(transaction);
            List<Address> signers = new PlanCheck(intent, keys).signers(plan);
            List<Bytes> signatures = new ArrayList<>();
            for (int i = 0; i < signers.size(); i++) {
                Bytes digest = plan.spends().get(i).digest();
                signatures.add(signer.sign(own.ref(signers.get(i)), ECDSA, digest, intent.term()));
            }
            SignedTx signed = codec.combine(transaction, signatures);
            verify(signed, plan, signers.stream().map(keys::get).toList());
            return signed;
        } catch (UnreadableTransactionException e) {
            throw new MismatchException(String.valueOf(e.getMessage()));
        }
    }

    private void verify(SignedTx signed, TransactionPlan plan, List<PublicKey> keys)
            throws MismatchException, UnreadableTransactionException {
        FamilyCodec.SignedPlan read = codec.decode(signed);
        require(read.plan().equals(plan), "signed bytes: they do not say what was signed");
        require(read.signers().equals(keys), "signed bytes: they are signed by other keys");
    }
}
