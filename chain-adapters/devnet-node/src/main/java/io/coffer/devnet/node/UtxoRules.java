// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.Outpoint;
import io.coffer.devnet.format.UtxoTransaction;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * UTXO mode: an output is spent by one waiting transaction at most, which may also spend the outputs of another that
 * waits. A transaction is replaced by one that spends a same output and pays more than it and all that depend on it.
 */
final class UtxoRules implements PoolRules {
    private final UtxoState state;
    private final Pool pool;
    private final Predicate<Outpoint> wasMade;
    private final Map<Outpoint, NodeTransaction> spenders = new HashMap<>();

    /** @param wasMade whether the chain ever had an output, so that a spent one is told from one that never was */
    UtxoRules(UtxoState state, Pool pool, Predicate<Outpoint> wasMade) {
        this.state = state;
        this.pool = pool;
        this.wasMade = wasMade;
    }

    /** Whether a waiting transaction spends this output. */
    boolean isSpent(Outpoint place) {
        return spenders.containsKey(place);
    }

    /** An output that exists on the chain or by a waiting transaction, whether or not something waiting spends it. */
    Optional<UtxoState.Coin> available(Outpoint place) {
        Optional<UtxoState.Coin> mined = state.coin(place);
        return mined.isPresent()
                ? mined
                : pool.find(place.transaction()).flatMap(parent -> output(parent, place.index()));
    }

    @Override
    public Set<Octets> admit(NodeTransaction candidate) throws Refusal {
        UtxoTransaction spending = UtxoState.spending(candidate);
        Set<Octets> replaced = new LinkedHashSet<>();
        for (UtxoTransaction.Input input : spending.inputs()) {
            requireCoin(input);
            NodeTransaction rival = spenders.get(input.spent());
            if (rival != null) {
                replaced.add(rival.id());
                replaced.addAll(dependents(rival));
            }
        }
        requireOutbid(spending, replaced);
        return replaced;
    }

    @Override
    public void added(NodeTransaction transaction) {
        for (UtxoTransaction.Input input : UtxoState.spending(transaction).inputs()) {
            if (spenders.putIfAbsent(input.spent(), transaction) != null) {
                throw new IllegalStateException("two waiting transactions would spend one output");
            }
        }
    }

    @Override
    public void removed(NodeTransaction transaction) {
        UtxoState.spending(transaction).inputs().forEach(input -> spenders.remove(input.spent()));
    }

    @Override
    public List<NodeTransaction> unlockedBy(NodeTransaction mined) {
        List<NodeTransaction> children = new ArrayList<>();
        for (int i = 0; i < UtxoState.spending(mined).outputs().size(); i++) {
            NodeTransaction child = spenders.get(new Outpoint(mined.id(), i));
            if (child != null) {
                children.add(child);
            }
        }
        return children;
    }

    @Override
    public Set<Octets> dependents(NodeTransaction transaction) {
        Set<Octets> found = new LinkedHashSet<>();
        Deque<NodeTransaction> work = new ArrayDeque<>(List.of(transaction));
        while (!work.isEmpty()) {
            for (NodeTransaction child : unlockedBy(work.remove())) {
                if (found.add(child.id())) {
                    work.add(child);
                }
            }
        }
        return found;
    }

    @Override
    public Set<Octets> stranded(Collection<NodeTransaction> candidates) {
        Set<Octets> possible = new HashSet<>();
        Map<Octets, List<NodeTransaction>> waitingFor = new HashMap<>();
        Deque<NodeTransaction> work = new ArrayDeque<>(candidates);
        while (!work.isEmpty()) {
            NodeTransaction transaction = work.remove();
            Optional<Octets> missing = missingParent(transaction, possible);
            if (missing.isPresent()) {
                waitingFor
                        .computeIfAbsent(missing.get(), id -> new ArrayList<>())
                        .add(transaction);
            } else {
                possible.add(transaction.id());
                List<NodeTransaction> unlocked = waitingFor.remove(transaction.id());
                work.addAll(unlocked == null ? List.of() : unlocked);
            }
        }
        Set<Octets> stranded = new LinkedHashSet<>();
        candidates.stream()
                .map(NodeTransaction::id)
                .filter(id -> !possible.contains(id))
                .forEach(stranded::add);
        return stranded;
    }

    /** A transaction whose output is spent and that is neither mined nor {@code possible}. */
    private Optional<Octets> missingParent(NodeTransaction transaction, Set<Octets> possible) {
        return UtxoState.spending(transaction).inputs().stream()
                .map(UtxoTransaction.Input::spent)
                .filter(place -> state.coin(place).isEmpty() && !possible.contains(place.transaction()))
                .map(Outpoint::transaction)
                .findFirst();
    }

    private void requireCoin(UtxoTransaction.Input input) throws Refusal {
        Optional<UtxoState.Coin> coin = available(input.spent());
        if (coin.isEmpty()) {
            throw wasMade.test(input.spent())
                    ? Refusal.conflict("spent-input", input.spent() + " is spent")
                    : Refusal.conflict("missing-input", input.spent() + " does not exist");
        }
        if (!coin.get().amount().equals(input.amount())) {
            throw Refusal.conflict("missing-input", input.spent() + " holds another amount");
        }
        if (!coin.get().owner().equals(input.owner())) {
            throw Refusal.badRequest("bad-signature", input.spent() + " belongs to another key");
        }
    }

    private void requireOutbid(UtxoTransaction spending, Set<Octets> replaced) throws Refusal {
        if (replaced.isEmpty()) {
            return;
        }
        for (UtxoTransaction.Input input : spending.inputs()) {
            if (replaced.contains(input.spent().transaction())) {
                throw Refusal.conflict("spent-input", "it spends an output of what it would replace");
            }
        }
        BigInteger paid = BigInteger.ZERO;
        for (Octets id : replaced) {
            paid = paid.add(pool.find(id).orElseThrow().signed().transaction().fee());
        }
        if (spending.fee().compareTo(paid) <= 0) {
            throw Refusal.conflict("spent-input", "a waiting transaction spends it and pays as much");
        }
    }

    private static Optional<UtxoState.Coin> output(NodeTransaction parent, long index) {
        List<UtxoTransaction.Output> outputs = UtxoState.spending(parent).outputs();
        if (index >= outputs.size()) {
            return Optional.empty();
        }
        UtxoTransaction.Output output = outputs.get((int) index);
        return Optional.of(new UtxoState.Coin(output.to(), output.amount(), Long.MAX_VALUE));
    }
}
