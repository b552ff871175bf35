// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.AccountTransaction;
import io.coffer.devnet.format.Octets;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Account mode: one transaction for each nonce of a sender, mined in the order of the nonces. A nonce may come before
 * those below it, up to {@link Limits#NONCE_GAP}; a transaction is replaced by one of the same nonce that pays at least
 * a tenth more.
 */
final class AccountRules implements PoolRules {
    private static final BigInteger TEN = BigInteger.TEN;
    private static final BigInteger ELEVEN = BigInteger.valueOf(11);

    /** What waits of one sender. */
    private static final class Queue {
        private final TreeMap<Long, NodeTransaction> byNonce = new TreeMap<>(Long::compareUnsigned);
        private BigInteger cost = BigInteger.ZERO;
        private long countedFrom;
        private long nextFree;

        /** The first nonce from {@code mined} on that nothing waits with; found once and then kept. */
        long nextFree(long mined) {
            if (mined < countedFrom || nextFree < mined) {
                nextFree = mined;
            }
            countedFrom = mined;
            while (byNonce.containsKey(nextFree)) {
                nextFree++;
            }
            return nextFree;
        }
    }

    private final AccountState state;
    private final Map<Octets, Queue> queues = new HashMap<>();

    AccountRules(AccountState state) {
        this.state = state;
    }

    /** The nonce of the sender's next transaction if all that waits is mined. */
    long pendingNonce(Octets sender) {
        long mined = state.account(sender).nonce();
        Queue queue = queues.get(sender);
        return queue == null ? mined : queue.nextFree(mined);
    }

    /** Whether something of {@code sender} waits that cannot be mined before a missing nonce is filled. */
    boolean hasGap(Octets sender) {
        Queue queue = queues.get(sender);
        return queue != null && queue.byNonce.ceilingKey(pendingNonce(sender)) != null;
    }

    @Override
    public Set<Octets> admit(NodeTransaction candidate) throws Refusal {
        AccountTransaction transfer = AccountState.transfer(candidate);
        Octets sender = transfer.sender();
        AccountState.Account account = state.account(sender);
        if (Long.compareUnsigned(transfer.nonce(), account.nonce()) < 0) {
            throw Refusal.conflict("nonce-too-low", "the next nonce is " + account.nonce());
        }
        Optional<NodeTransaction> rival = waiting(sender, transfer.nonce());
        if (rival.isPresent() && !outbids(transfer, AccountState.transfer(rival.get()))) {
            throw Refusal.conflict("nonce-conflict", "another transaction with this nonce waits and pays as much");
        }
        if (Long.compareUnsigned(transfer.nonce(), pendingNonce(sender) + Limits.NONCE_GAP) > 0) {
            throw Refusal.conflict("nonce-too-high", "the next free nonce is " + pendingNonce(sender));
        }
        Queue queue = queues.get(sender);
        BigInteger cost = (queue == null ? BigInteger.ZERO : queue.cost).add(transfer.cost());
        if (rival.isPresent()) {
            cost = cost.subtract(AccountState.transfer(rival.get()).cost());
        }
        if (cost.compareTo(account.balance()) > 0) {
            throw Refusal.conflict("insufficient-funds", "all that waits of this sender costs more than it has");
        }
        return rival.map(NodeTransaction::id).map(Set::of).orElse(Set.of());
    }

    @Override
    public void added(NodeTransaction transaction) {
        AccountTransaction transfer = AccountState.transfer(transaction);
        Queue queue = queues.computeIfAbsent(transfer.sender(), sender -> new Queue());
        if (queue.byNonce.putIfAbsent(transfer.nonce(), transaction) != null) {
            throw new IllegalStateException("two transactions would wait with one nonce");
        }
        queue.cost = queue.cost.add(transfer.cost());
    }

    @Override
    public void removed(NodeTransaction transaction) {
        AccountTransaction transfer = AccountState.transfer(transaction);
        Octets sender = transfer.sender();
        Queue queue = queues.get(sender);
        if (queue == null || queue.byNonce.remove(transfer.nonce()) == null) {
            throw new IllegalStateException("a transaction is missing from its sender's");
        }
        queue.cost = queue.cost.subtract(transfer.cost());
        if (Long.compareUnsigned(transfer.nonce(), queue.nextFree) < 0) {
            queue.nextFree = transfer.nonce();
        }
        if (queue.byNonce.isEmpty()) {
            queues.remove(sender);
        }
    }

    @Override
    public List<NodeTransaction> unlockedBy(NodeTransaction mined) {
        AccountTransaction transfer = AccountState.transfer(mined);
        return waiting(transfer.sender(), transfer.nonce() + 1).map(List::of).orElse(List.of());
    }

    /** None: another transaction may fill the nonce. */
    @Override
    public Set<Octets> dependents(NodeTransaction transaction) {
        return Set.of();
    }

    /** None: nonces only become free when the chain steps back. */
    @Override
    public Set<Octets> stranded(Collection<NodeTransaction> candidates) {
        return Set.of();
    }

    private Optional<NodeTransaction> waiting(Octets sender, long nonce) {
        Queue queue = queues.get(sender);
        return queue == null ? Optional.empty() : Optional.ofNullable(queue.byNonce.get(nonce));
    }

    private static boolean outbids(AccountTransaction challenger, AccountTransaction rival) {
        return challenger.fee().compareTo(rival.fee()) > 0
                && challenger.fee().multiply(TEN).compareTo(rival.fee().multiply(ELEVEN)) >= 0;
    }
}
