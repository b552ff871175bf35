// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.Outpoint;
import io.coffer.devnet.format.UtxoTransaction;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** Unspent outputs, by place and by owner. */
final class UtxoState implements State {
    /** Into how many outputs genesis splits the supply, so that the test account can make many payments at once. */
    static final int GENESIS_OUTPUTS = 1_000;

    /** @param height of the block that made it */
    record Coin(Octets owner, BigInteger amount, long height) {}

    private final Map<Outpoint, Coin> coins = new HashMap<>();
    private final Map<Octets, NavigableSet<Outpoint>> byOwner = new HashMap<>();
    private final Map<Octets, BigInteger> balances = new HashMap<>();
    private final ToLongFunction<Octets> heightOf;
    private BigInteger burnt = BigInteger.ZERO;

    /**
     * @param genesis its hash stands for the transaction that pays the test account
     * @param heightOf the height at which a transaction of the chain was mined
     */
    UtxoState(Octets genesis, Octets testAccount, ToLongFunction<Octets> heightOf) {
        this.heightOf = heightOf;
        BigInteger[] share = SUPPLY.divideAndRemainder(BigInteger.valueOf(GENESIS_OUTPUTS));
        for (int i = 0; i < GENESIS_OUTPUTS; i++) {
            BigInteger amount = i == 0 ? share[0].add(share[1]) : share[0];
            add(new Outpoint(genesis, i), new Coin(testAccount, amount, 0));
        }
    }

    Optional<Coin> coin(Outpoint place) {
        return Optional.ofNullable(coins.get(place));
    }

    /** The unspent outputs of an owner, in the order of their places. */
    SortedSet<Outpoint> coinsOf(Octets owner) {
        return Collections.unmodifiableSortedSet(byOwner.getOrDefault(owner, Collections.emptyNavigableSet()));
    }

    @Override
    public boolean isReady(NodeTransaction transaction) {
        for (UtxoTransaction.Input input : spending(transaction).inputs()) {
            Coin coin = coins.get(input.spent());
            if (coin == null
                    || !coin.amount().equals(input.amount())
                    || !coin.owner().equals(input.owner())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void apply(NodeTransaction transaction, long height) {
        UtxoTransaction spending = spending(transaction);
        for (UtxoTransaction.Input input : spending.inputs()) {
            remove(input.spent());
        }
        for (int i = 0; i < spending.outputs().size(); i++) {
            UtxoTransaction.Output output = spending.outputs().get(i);
            add(new Outpoint(transaction.id(), i), new Coin(output.to(), output.amount(), height));
        }
        burnt = burnt.add(spending.fee());
    }

    @Override
    public void revert(NodeTransaction transaction) {
        UtxoTransaction spending = spending(transaction);
        for (int i = 0; i < spending.outputs().size(); i++) {
            remove(new Outpoint(transaction.id(), i));
        }
        for (UtxoTransaction.Input input : spending.inputs()) {
            long height = heightOf.applyAsLong(input.spent().transaction());
            add(input.spent(), new Coin(input.owner(), input.amount(), height));
        }
        burnt = burnt.subtract(spending.fee());
    }

    @Override
    public BigInteger balance(Octets owner) {
        return balances.getOrDefault(owner, BigInteger.ZERO);
    }

    @Override
    public BigInteger supply() {
        return coins.values().stream().map(Coin::amount).reduce(burnt, BigInteger::add);
    }

    @Override
    public int size() {
        return coins.size();
    }

    static UtxoTransaction spending(NodeTransaction transaction) {
        if (transaction.signed().transaction() instanceof UtxoTransaction spending) {
            return spending;
        }
        throw new IllegalArgumentException("transaction: not of UTXO mode");
    }

    private void add(Outpoint place, Coin coin) {
        if (coins.put(place, coin) != null) {
            throw new IllegalStateException("an output would exist twice");
        }
        byOwner.computeIfAbsent(coin.owner(), owner -> new TreeSet<>()).add(place);
        balances.merge(coin.owner(), coin.amount(), BigInteger::add);
    }

    private void remove(Outpoint place) {
        Coin coin = coins.remove(place);
        if (coin == null) {
            throw new IllegalStateException("an output that does not exist would be spent");
        }
        NavigableSet<Outpoint> left = byOwner.get(coin.owner());
        if (left == null || !left.remove(place)) {
            throw new IllegalStateException("an output is missing from its owner's");
        }
        balances.merge(coin.owner(), coin.amount(), BigInteger::subtract);
        if (left.isEmpty()) {
            byOwner.remove(coin.owner());
            balances.remove(coin.owner());
        }
    }
}
