// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.devnet.format.AccountTransaction;
import io.coffer.devnet.format.Hashes;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.Outpoint;
import io.coffer.devnet.format.UtxoTransaction;
import io.coffer.devnet.node.UtxoState.Coin;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who holds what, found naively: from genesis over the blocks that the chain lists now, with nothing taken back. What
 * the chain itself keeps must be the same after any reorganisation.
 */
final class FreshReplay {
    private final Map<Octets, BigInteger> balances = new HashMap<>();
    private final Map<Octets, Long> nonces = new HashMap<>();
    private final Map<Outpoint, Coin> coins = new HashMap<>();
    private BigInteger burnt = BigInteger.ZERO;

    private FreshReplay() {}

    /** Compares what the chain says of all these owners, and that nothing came or went. */
    static void check(Chain chain, Collection<Octets> owners) throws Refusal {
        FreshReplay replay = new FreshReplay();
        replay.genesis(chain);
        Octets previous = chain.genesis();
        for (long height = 1; height <= chain.head().height(); height++) {
            Block block = chain.block(height).orElseThrow().block();
            assertThat(block.header().previous()).isEqualTo(previous);
            previous = block.hash();
            for (NodeTransaction transaction : block.transactions()) {
                replay.carryOut(transaction, height);
            }
        }
        BigInteger held = replay.balances.values().stream().reduce(replay.burnt, BigInteger::add);
        assertThat(held).isEqualTo(State.SUPPLY);
        for (Octets owner : owners) {
            replay.compare(owner, chain.holdings(owner));
        }
    }

    private void genesis(Chain chain) {
        balances.put(chain.testAccount(), State.SUPPLY);
        if (chain.settings().mode() == Mode.UTXO) {
            for (int i = 0; i < 1_000; i++) {
                Coin coin = new Coin(chain.testAccount(), BigInteger.valueOf(2_100_000_000_000L), 0);
                coins.put(new Outpoint(chain.genesis(), i), coin);
            }
        }
    }

    private void carryOut(NodeTransaction mined, long height) {
        burnt = burnt.add(mined.signed().transaction().fee());
        if (mined.signed().transaction() instanceof AccountTransaction transfer) {
            Octets sender = Hashes.hash160(transfer.publicKey());
            assertThat(transfer.nonce()).isEqualTo(nonces.getOrDefault(sender, 0L));
            nonces.merge(sender, 1L, Long::sum);
            move(sender, transfer.fee().negate());
            if (!mined.fails()) {
                move(sender, transfer.amount().negate());
                move(transfer.to(), transfer.amount());
            }
        } else if (mined.signed().transaction() instanceof UtxoTransaction spending) {
            for (UtxoTransaction.Input input : spending.inputs()) {
                Coin coin = coins.remove(input.spent());
                assertThat(coin).isNotNull();
                assertThat(coin.amount()).isEqualTo(input.amount());
                move(coin.owner(), coin.amount().negate());
            }
            for (int i = 0; i < spending.outputs().size(); i++) {
                UtxoTransaction.Output output = spending.outputs().get(i);
                coins.put(new Outpoint(mined.id(), i), new Coin(output.to(), output.amount(), height));
                move(output.to(), output.amount());
            }
        }
    }

    private void move(Octets owner, BigInteger by) {
        assertThat(balances.merge(owner, by, BigInteger::add).signum()).isNotNegative();
    }

    private void compare(Octets owner, Chain.Holdings holdings) {
        assertThat(holdings.balance()).isEqualTo(balances.getOrDefault(owner, BigInteger.ZERO));
        assertThat(holdings.nonce()).isEqualTo(nonces.getOrDefault(owner, 0L));
        Map<Outpoint, Coin> expected = new TreeMap<>(coins);
        expected.values().removeIf(coin -> !coin.owner().equals(owner));
        Map<Outpoint, Coin> listed = new TreeMap<>();
        holdings.coins().forEach(each -> listed.put(each.place(), each.coin()));
        assertThat(listed).isEqualTo(expected);
    }
}
