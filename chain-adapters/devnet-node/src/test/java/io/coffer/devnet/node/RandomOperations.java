// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.UtxoTransaction.Input;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Does to a chain whatever can be done to it, as a seed says. Refusals are part of it. */
final class RandomOperations {
    private static final int WALLETS = 5;

    private final Random random;
    private final Chain chain;
    private final List<Wallet> wallets = new ArrayList<>();
    private final List<Octets> sent = new ArrayList<>();
    private final List<NodeTransaction> made = new ArrayList<>();
    private int reorgs;
    private int refused;

    RandomOperations(Chain chain, long seed) {
        this.chain = chain;
        this.random = new Random(seed);
        for (int i = 0; i < WALLETS; i++) {
            wallets.add(Wallet.of(chain.settings().mode(), i));
        }
    }

    /** Everyone who may hold something. */
    List<Octets> owners() {
        List<Octets> owners = new ArrayList<>(List.of(chain.testAccount()));
        wallets.forEach(wallet -> owners.add(wallet.address()));
        return owners;
    }

    /** All transactions that were ever sent. */
    List<Octets> sent() {
        return sent;
    }

    int reorgs() {
        return reorgs;
    }

    int refused() {
        return refused;
    }

    void step() {
        try {
            switch (random.nextInt(14)) {
                case 0, 1 ->
                    sent.add(chain.faucet(any(wallets).address(), BigInteger.valueOf(random.nextInt(100_000))));
                case 2, 3, 4, 5, 6 -> submit();
                case 7, 8 -> chain.mine(1 + random.nextInt(3));
                case 9, 10 -> reorg();
                case 11 -> sent.add(chain.replace(any(sent)));
                case 12 -> vanish();
                default -> mark();
            }
        } catch (Refusal refusal) {
            refused++;
        }
    }

    private void submit() throws Refusal {
        if (!made.isEmpty() && random.nextInt(4) == 0) {
            chain.submit(any(made));
            return;
        }
        NodeTransaction fresh = chain.settings().mode() == Mode.ACCOUNT ? transfer() : spending();
        chain.submit(fresh);
        sent.add(fresh.id());
        made.add(fresh);
    }

    private NodeTransaction transfer() throws Refusal {
        Wallet from = any(wallets);
        long next = chain.holdings(from.address()).pendingNonce();
        long nonce = Math.max(0, next + random.nextInt(5) - 1);
        return from.pay(nonce, any(wallets).address(), random.nextInt(20_000), 100 + random.nextInt(400));
    }

    private NodeTransaction spending() throws Refusal {
        Wallet from = any(wallets);
        List<Input> coins = new ArrayList<>(from.coins(chain));
        for (NodeTransaction waiting : made) {
            // What the wallet received by a transaction that may still wait is spent as well.
            if (random.nextInt(10) == 0
                    && waiting.signed()
                            .transaction()
                            .signers()
                            .get(0)
                            .equals(from.key().publicKey())) {
                var outputs = UtxoState.spending(waiting).outputs();
                int last = outputs.size() - 1;
                if (outputs.get(last).to().equals(from.address())) {
                    coins.add(from.input(
                            waiting.id(), last, outputs.get(last).amount().longValueExact()));
                }
            }
        }
        if (coins.isEmpty()) {
            throw Refusal.conflict("no-coins", "nothing to spend");
        }
        Set<Input> inputs = new HashSet<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            inputs.add(any(coins));
        }
        long brought = inputs.stream()
                .map(Input::amount)
                .reduce(BigInteger.ZERO, BigInteger::add)
                .longValueExact();
        long fee = 100L + random.nextInt(400);
        if (brought <= fee) {
            throw Refusal.conflict("no-coins", "too little to spend");
        }
        long amount = random.nextLong(brought - fee);
        return from.spend(List.copyOf(inputs), any(wallets).address(), amount, fee);
    }

    private void reorg() throws Refusal {
        int depth = 1 + random.nextInt(6);
        Set<Octets> drop = new HashSet<>();
        Set<Octets> delay = new HashSet<>();
        long height = chain.head().height();
        for (long at = Math.max(1, height - depth + 1); at <= height; at++) {
            for (Octets id : TestChain.ids(chain, at)) {
                int fate = random.nextInt(6);
                if (fate == 0) {
                    drop.add(id);
                } else if (fate == 1) {
                    delay.add(id);
                }
            }
        }
        chain.reorg(depth, drop, delay);
        reorgs++;
    }

    private void vanish() throws Refusal {
        chain.vanish(any(sent));
    }

    private void mark() throws Refusal {
        if (random.nextBoolean()) {
            chain.duplicate(any(sent));
        } else {
            chain.fail(any(sent));
        }
    }

    private <T> T any(List<T> list) throws Refusal {
        if (list.isEmpty()) {
            throw Refusal.conflict("none", "none yet");
        }
        return list.get(random.nextInt(list.size()));
    }
}
