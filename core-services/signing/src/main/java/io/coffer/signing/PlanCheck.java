// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import static io.coffer.signing.MismatchException.require;

import io.coffer.families.TransactionPlan;
import io.coffer.families.TransactionPlan.Payment;
import io.coffer.families.TransactionPlan.Spend;
import io.coffer.families.TransactionPlan.SpentOutput;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares what a transaction does, as our own codec read it, with what was approved. */
final class PlanCheck {
    private final Intent intent;
    private final Map<Address, PublicKey> keys;

    /** @param keys of the addresses that pay, as the vault has them */
    PlanCheck(Intent intent, Map<Address, PublicKey> keys) {
        this.intent = intent;
        this.keys = Map.copyOf(keys);
    }

    /**
     * Passes only if the transaction pays exactly what was approved, from exactly what was reserved, for a fee within
     * the cap.
     *
     * @return the address whose key signs for each spend, in order
     */
    List<Address> signers(TransactionPlan plan) throws MismatchException {
        require(plan.chain().equals(intent.chain()), "chain: " + plan.chain() + " instead of " + intent.chain());
        boolean byAccount = intent.preparation().inputs().isEmpty();
        require(
                intent.preparation().sequence().isPresent() == byAccount,
                "preparation: a nonce and inputs, or neither of them");
        require(plan.sequence().isPresent() == byAccount, "kind: an account transaction and a UTXO one are mixed up");
        List<Address> signers = byAccount ? account(plan) : outputs(plan);
        fee(plan.maxFee(), intent);
        return signers;
    }

    /** The fee must be within the cap of the request, and within the quote that funds were reserved by. */
    static void fee(BigInteger maxFee, Intent intent) throws MismatchException {
        BigInteger cap = intent.feeCap().units();
        require(maxFee.compareTo(cap) <= 0, "fee: up to " + maxFee + ", the cap is " + cap);
        BigInteger quoted = intent.preparation().fee().maxFee().units();
        require(maxFee.compareTo(quoted) <= 0, "fee: up to " + maxFee + ", reserved were " + quoted);
    }

    /** What is paid beside the approved payment; it must be there exactly once. */
    static List<Payment> beside(Payment approved, List<Payment> payments) throws MismatchException {
        List<Payment> rest = new ArrayList<>(payments);
        require(
                rest.remove(approved),
                "payment: " + approved.units() + " of "
                        + approved.token().map(NetworkAssetId::toString).orElse("the coin") + " to " + approved.to()
                        + " is not among the outputs");
        return rest;
    }

    private List<Address> account(TransactionPlan plan) throws MismatchException {
        long reserved = intent.preparation().sequence().orElseThrow();
        long sequence = plan.sequence().orElseThrow();
        require(sequence == reserved, "nonce: " + sequence + " instead of " + reserved);
        require(plan.spends().size() == 1, "inputs: more than one sender");
        Address sender = intent.preparation().sender();
        signedBy(plan.spends().get(0), sender);
        List<Payment> rest = beside(approved(), plan.payments());
        require(rest.isEmpty(), "payment: " + rest.size() + " more than approved");
        return List.of(sender);
    }

    private List<Address> outputs(TransactionPlan plan) throws MismatchException {
        Map<String, Utxo> reserved = new HashMap<>();
        intent.preparation().inputs().forEach(utxo -> reserved.put(utxo.tx() + ":" + utxo.index(), utxo));
        List<Address> signers = new ArrayList<>();
        for (Spend spend : plan.spends()) {
            SpentOutput output =
                    spend.output().orElseThrow(() -> new MismatchException("inputs: one spends no output"));
            String name = output.tx() + ":" + output.index();
            Utxo expected = Optional.ofNullable(reserved.remove(name))
                    .orElseThrow(() -> new MismatchException("inputs: " + name + " was not reserved"));
            BigInteger units = expected.amount().units();
            require(output.units().equals(units), "inputs: " + name + " holds " + units + ", not " + output.units());
            signedBy(spend, expected.address());
            signers.add(expected.address());
        }
        require(reserved.isEmpty(), "inputs: reserved but not spent: " + reserved.keySet());
        change(beside(approved(), plan.payments()));
        return signers;
    }

    private void change(List<Payment> rest) throws MismatchException {
        require(rest.size() <= 1, "payment: " + rest.size() + " outputs beside the approved one");
        for (Payment change : rest) {
            // The sender of a UTXO withdrawal is the treasury address that receives the change; its key was derived
            // anew before this check.
            Address own = intent.preparation().sender();
            require(change.to().equals(own), "change: to " + change.to() + " instead of " + own);
        }
    }

    private void signedBy(Spend spend, Address owner) throws MismatchException {
        PublicKey key = keys.get(owner);
        boolean named = spend.signer().map(signer -> signer.equals(key)).orElse(true);
        require(key != null && named, "inputs: the transaction names another key than that of " + owner);
    }

    private Payment approved() {
        return new Payment(
                intent.payment().to(), intent.token(), intent.payment().amount().units());
    }
}
