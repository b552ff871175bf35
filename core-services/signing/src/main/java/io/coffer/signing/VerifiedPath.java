// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import static io.coffer.signing.MismatchException.require;

import io.coffer.api.signing.SigningKeys;
import io.coffer.api.signing.VaultException;
import io.coffer.api.wallet.KeyRef;
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
import java.util.Optional;

/** Signs where the node has a codec of its own: the adapter is asked nothing. */
final class VerifiedPath {
    private static final SigningMode ECDSA = new SigningMode.EcdsaSecp256k1();

    private final FamilyCodec codec;
    private final SigningKeys vault;

    VerifiedPath(FamilyCodec codec, SigningKeys vault) {
        this.codec = codec;
        this.vault = vault;
    }

    CheckedTransaction check(Intent intent, UnsignedTx transaction) throws MismatchException, VaultException {
        try {
            OwnKeys own = new OwnKeys(intent, vault);
            Map<Address, PublicKey> keys = own.publicKeys(key -> codec.address(intent.chain(), key));
            TransactionPlan plan = codec.decode(transaction);
            List<PublicKey> signers = new ArrayList<>();
            List<KeyRef> refs = new ArrayList<>();
            for (Address signer : new PlanCheck(intent, keys).signers(plan)) {
                signers.add(Optional.ofNullable(keys.get(signer))
                        .orElseThrow(() -> new MismatchException("inputs: " + signer + " does not pay")));
                refs.add(own.ref(signer));
            }
            return signing -> sign(transaction, plan, new Keys(signers, refs, intent.term()), signing);
        } catch (UnreadableTransactionException e) {
            throw new MismatchException(String.valueOf(e.getMessage()));
        }
    }

    /** Who signs for each spend, in order. */
    private record Keys(List<PublicKey> signers, List<KeyRef> refs, long term) {}

    private SignedTx sign(UnsignedTx transaction, TransactionPlan plan, Keys keys, ApprovedSigner.Signing signing)
            throws MismatchException, VaultException {
        try {
            List<Bytes> signatures = new ArrayList<>();
            for (int i = 0; i < keys.refs.size(); i++) {
                Bytes digest = plan.spends().get(i).digest();
                signatures.add(signing.sign(keys.refs.get(i), ECDSA, digest, keys.term));
            }
            SignedTx signed = codec.combine(transaction, signatures);
            verify(signed, plan, keys.signers);
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
