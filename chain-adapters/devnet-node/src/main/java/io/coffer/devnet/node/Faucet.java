// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.AccountTransaction;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.Outpoint;
import io.coffer.devnet.format.Transaction;
import io.coffer.devnet.format.UtxoTransaction;
import io.coffer.devnet.format.UtxoTransaction.Input;
import io.coffer.devnet.format.UtxoTransaction.Output;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Payments of the test account. They are built and signed here and pass through the pool like any other. */
final class Faucet {
    private final ChainStore store;

    Faucet(ChainStore store) {
        this.store = store;
    }

    /** Pays {@code amount} at the suggested fee. */
    NodeTransaction payment(Octets to, BigInteger amount) throws Refusal {
        BigInteger fee = store.settings().suggestedFee();
        if (store.rules() instanceof AccountRules rules) {
            return signed(transfer(rules.pendingNonce(address()), fee, to, amount));
        }
        return signed(spending(amount.add(fee), to, amount));
    }

    /** Does what a payment that waits would do, but pays the test account, and a higher fee. */
    NodeTransaction replacement(NodeTransaction payment) throws Refusal {
        if (!Set.of(store.testKey().publicKey())
                .containsAll(payment.signed().transaction().signers())) {
            throw Refusal.conflict("not-faucet", "the test account did not send it");
        }
        Transaction old = payment.signed().transaction();
        if (old instanceof AccountTransaction transfer) {
            BigInteger fee =
                    transfer.fee().add(transfer.fee().divide(BigInteger.TEN)).add(BigInteger.ONE);
            return signed(transfer(transfer.nonce(), fee, address(), transfer.amount()));
        }
        UtxoTransaction spending = (UtxoTransaction) old;
        BigInteger fee = spending.fee().add(BigInteger.ONE);
        for (Octets dependent : store.rules().dependents(payment)) {
            fee = fee.add(store.pool()
                    .find(dependent)
                    .orElseThrow()
                    .signed()
                    .transaction()
                    .fee());
        }
        BigInteger brought = spending.inputs().stream().map(Input::amount).reduce(BigInteger.ZERO, BigInteger::add);
        if (brought.compareTo(fee) < 0) {
            throw Refusal.conflict("insufficient-funds", "its inputs cannot pay a higher fee");
        }
        Output back = new Output(address(), brought.subtract(fee));
        return signed(new UtxoTransaction(store.settings().name(), spending.inputs(), List.of(back)));
    }

    /** A payment to itself with the nonce that its waiting payments lack; account mode only. */
    NodeTransaction filler(AccountRules rules) {
        return signed(
                transfer(rules.pendingNonce(address()), store.settings().suggestedFee(), address(), BigInteger.ZERO));
    }

    Octets address() {
        return store.testKey().address();
    }

    private AccountTransaction transfer(long nonce, BigInteger fee, Octets to, BigInteger amount) {
        return new AccountTransaction(store.settings().name(), store.testKey().publicKey(), nonce, fee, to, amount);
    }

    private UtxoTransaction spending(BigInteger needed, Octets to, BigInteger amount) throws Refusal {
        UtxoRules rules = (UtxoRules) store.rules();
        List<Input> inputs = new ArrayList<>();
        BigInteger brought = BigInteger.ZERO;
        Iterator<Outpoint> places = spendable(rules).iterator();
        while (brought.compareTo(needed) < 0 && inputs.size() < UtxoTransaction.MAX_ENTRIES && places.hasNext()) {
            Outpoint place = places.next();
            BigInteger coin = rules.available(place).orElseThrow().amount();
            inputs.add(new Input(place, coin, store.testKey().publicKey()));
            brought = brought.add(coin);
        }
        if (brought.compareTo(needed) < 0) {
            throw Refusal.conflict("insufficient-funds", "the test account has no outputs for that much");
        }
        List<Output> outputs = new ArrayList<>(List.of(new Output(to, amount)));
        BigInteger change = brought.subtract(needed);
        if (change.signum() > 0) {
            outputs.add(new Output(address(), change));
        }
        return new UtxoTransaction(store.settings().name(), inputs, outputs);
    }

    /** Mined outputs first, so that payments depend on each other only when there are none left; then waiting change. */
    private Stream<Outpoint> spendable(UtxoRules rules) {
        Stream<Outpoint> mined = ((UtxoState) store.state()).coinsOf(address()).stream();
        Stream<Outpoint> waiting = store.pool().all().stream().flatMap(this::change);
        return Stream.concat(mined, waiting).filter(place -> !rules.isSpent(place));
    }

    private Stream<Outpoint> change(NodeTransaction waiting) {
        List<Output> outputs = UtxoState.spending(waiting).outputs();
        return IntStream.range(0, outputs.size())
                .filter(i -> outputs.get(i).to().equals(address()))
                .mapToObj(i -> new Outpoint(waiting.id(), i));
    }

    private NodeTransaction signed(Transaction transaction) {
        return NodeTransaction.of(store.testKey().sign(transaction));
    }
}
