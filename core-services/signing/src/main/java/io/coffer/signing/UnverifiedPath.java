// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import static io.coffer.signing.MismatchException.require;

import io.coffer.api.signing.SigningKeys;
import io.coffer.api.signing.VaultException;
import io.coffer.api.wallet.KeyRef;
import io.coffer.families.TransactionPlan.Payment;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.DecodedTx;
import io.coffer.spi.chain.PayloadSignature;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SigningPayload;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Signs where the node has no codec of its own and the operator allowed it all the same.
 *
 * <p>The same comparisons are made, but on the adapter's word: they find its errors, not its lies.
 */
final class UnverifiedPath {
    private final ChainAdapter adapter;
    private final SigningKeys vault;

    UnverifiedPath(ChainAdapter adapter, SigningKeys vault) {
        this.adapter = adapter;
        this.vault = vault;
    }

    CheckedTransaction check(Intent intent, UnsignedTx transaction) throws MismatchException, VaultException {
        OwnKeys own = new OwnKeys(intent, vault);
        Map<Address, PublicKey> keys = own.publicKeys(this::address);
        DecodedTx decoded = ask(() -> adapter.codec().decode(transaction));
        compare(decoded, intent);
        List<Wanted> wanted = new ArrayList<>();
        for (SigningPayload payload : ask(() -> adapter.codec().payloads(transaction))) {
            PublicKey key = Optional.ofNullable(keys.get(payload.signer()))
                    .orElseThrow(() -> new MismatchException("payload: " + payload.signer() + " does not pay"));
            wanted.add(new Wanted(payload, key, own.ref(payload.signer())));
        }
        require(!wanted.isEmpty(), "payload: there is none to sign");
        return signing -> sign(intent, transaction, decoded, wanted, signing);
    }

    /** A signature that the adapter asks for. */
    private record Wanted(SigningPayload payload, PublicKey key, KeyRef ref) {}

    private SignedTx sign(
            Intent intent,
            UnsignedTx transaction,
            DecodedTx decoded,
            List<Wanted> wanted,
            ApprovedSigner.Signing signing)
            throws MismatchException, VaultException {
        List<PayloadSignature> signatures = new ArrayList<>();
        for (Wanted each : wanted) {
            SigningPayload payload = each.payload;
            Bytes signature = signing.sign(each.ref, payload.mode(), payload.message(), intent.term());
            signatures.add(new PayloadSignature(payload.index(), each.key, signature));
        }
        SignedTx signed = ask(() -> adapter.codec().combine(transaction, signatures));
        require(signed.chain().equals(intent.chain()), "signed bytes: of another chain");
        DecodedTx again = ask(() -> adapter.codec().decode(signed));
        require(again.equals(decoded), "signed bytes: they do not say what was signed");
        return signed;
    }

    private Address address(PublicKey key) throws MismatchException {
        return ask(() -> adapter.addresses().derive(key, AddressFormat.DEFAULT));
    }

    /** Runs code of a plugin: whatever it throws is its failure, not ours. */
    private static <T> T ask(Supplier<T> question) throws MismatchException {
        try {
            return question.get();
        } catch (RuntimeException e) {
            throw new MismatchException("adapter: " + e.getClass().getSimpleName());
        }
    }

    private static void compare(DecodedTx decoded, Intent intent) throws MismatchException {
        require(decoded.chain().equals(intent.chain()), "chain: " + decoded.chain());
        require(decoded.sequence().equals(intent.preparation().sequence()), "nonce: not the reserved one");
        Set<String> spent = new HashSet<>();
        for (DecodedTx.Input input : decoded.inputs()) {
            require(intent.own(input.address()).isPresent(), "inputs: " + input.address() + " is not reserved");
            require(spent.add(input.spent()), "inputs: one is spent twice");
        }
        Set<String> reserved = new HashSet<>();
        for (Utxo utxo : intent.preparation().inputs()) {
            reserved.add(utxo.tx() + ":" + utxo.index());
        }
        require(spent.equals(reserved.isEmpty() ? Set.of("") : reserved), "inputs: not those that were reserved");
        payments(decoded, intent);
        require(
                decoded.maxFee().asset().equals(intent.preparation().fee().asset()),
                "fee: in " + decoded.maxFee().asset());
        PlanCheck.fee(decoded.maxFee().units(), intent);
    }

    private static void payments(DecodedTx decoded, Intent intent) throws MismatchException {
        List<Payment> payments = new ArrayList<>();
        for (TransferIntent output : decoded.outputs()) {
            require(
                    output.amount().asset().equals(intent.payment().amount().asset()),
                    "payment: in " + output.amount().asset());
            boolean isApproved = output.to().equals(intent.payment().to());
            require(!isApproved || output.tag().equals(intent.payment().tag()), "payment: with another tag");
            payments.add(
                    new Payment(output.to(), intent.token(), output.amount().units()));
        }
        Payment approved = new Payment(
                intent.payment().to(), intent.token(), intent.payment().amount().units());
        List<Payment> rest = PlanCheck.beside(approved, payments);
        int changes = intent.preparation().inputs().isEmpty() ? 0 : 1;
        require(rest.size() <= changes, "payment: " + rest.size() + " outputs beside the approved one");
        for (Payment change : rest) {
            require(change.to().equals(intent.preparation().sender()), "change: to " + change.to());
        }
    }
}
