// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.BlockHeader;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.Outpoint;
import io.coffer.devnet.format.UtxoTransaction;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The chain and all that can be done with it. Safe on any thread: one call at a time is carried out.
 *
 * <p>What a call changed is in the file when it returns, and forced to the disk if it mined. If that fails, every later
 * call is refused until the process is started again: memory may then be ahead of the file.
 */
final class Chain implements Closeable {
    private final ChainStore store;
    private final Faucet faucet;
    private final Clock clock;
    private boolean stopped;

    private Chain(ChainStore store, Clock clock) {
        this.store = store;
        this.faucet = new Faucet(store);
        this.clock = clock;
    }

    static Chain open(ChainSettings settings, Path path, Clock clock) throws IOException {
        return new Chain(ChainStore.open(settings, path), clock);
    }

    /** Something that reads or changes the chain. It is refused before it changes anything, or it succeeds. */
    private interface Call<T> {
        T run() throws Refusal, IOException;
    }

    /** A block with what its listing needs to know beside it. */
    record Listing(Block block, boolean canonical, Set<Octets> repeated) {}

    /** A transaction and where it stands. */
    record Standing(NodeTransaction transaction, Optional<BlockHeader> block) {}

    /** What an address has on the chain. The nonces are 0 in UTXO mode, the coins none in account mode. */
    record Holdings(BigInteger balance, long nonce, long pendingNonce, List<ListedCoin> coins, boolean truncated) {}

    /** An unspent output in a listing. */
    record ListedCoin(Outpoint place, UtxoState.Coin coin) {}

    ChainSettings settings() {
        return store.settings();
    }

    Octets testAccount() {
        return faucet.address();
    }

    Octets genesis() {
        return store.genesis().hash();
    }

    long tornBytes() {
        return store.tornBytes();
    }

    Block head() throws Refusal {
        return call(store::head);
    }

    int pending() throws Refusal {
        return call(() -> store.pool().size());
    }

    /** The block of the chain at a height. */
    Optional<Listing> block(long height) throws Refusal {
        return listing(call(() -> store.index().blockAt(height)));
    }

    /** A block, on the chain or orphaned. */
    Optional<Listing> block(Octets hash) throws Refusal {
        return listing(call(() -> store.index().block(hash)));
    }

    /** A transaction that waits or was mined. */
    Optional<Standing> transaction(Octets id) throws Refusal {
        return call(() -> {
            Optional<NodeTransaction> waiting = store.pool().find(id);
            if (waiting.isPresent()) {
                return Optional.of(new Standing(waiting.get(), Optional.empty()));
            }
            return store.index().transaction(id).map(mined -> new Standing(mined, blockOf(id)));
        });
    }

    Holdings holdings(Octets owner) throws Refusal {
        return call(() -> {
            if (store.state() instanceof AccountState accounts) {
                AccountState.Account account = accounts.account(owner);
                long pendingNonce = ((AccountRules) store.rules()).pendingNonce(owner);
                return new Holdings(account.balance(), account.nonce(), pendingNonce, List.of(), false);
            }
            UtxoState state = (UtxoState) store.state();
            List<ListedCoin> coins = state.coinsOf(owner).stream()
                    .limit(Limits.LISTED_COINS)
                    .map(place -> new ListedCoin(place, state.coin(place).orElseThrow()))
                    .toList();
            boolean truncated = state.coinsOf(owner).size() > coins.size();
            return new Holdings(state.balance(owner), 0, 0, coins, truncated);
        });
    }

    boolean isKnown(Octets id) throws Refusal {
        return call(() -> known(id));
    }

    /**
     * Takes a transaction whose signatures were verified.
     *
     * @return whether it is new; false if it waits already or was mined
     */
    boolean submit(NodeTransaction transaction) throws Refusal {
        return call(() -> {
            if (known(transaction.id())) {
                return false;
            }
            take(transaction);
            store.commit(false);
            return true;
        });
    }

    /** Mines so many blocks, the first with all that is ready. */
    void mine(int blocks) throws Refusal {
        call(() -> {
            for (int i = 0; i < blocks; i++) {
                store.mine(clock.millis());
            }
            store.commit(true);
            return blocks;
        });
    }

    /** Lets the test account pay. */
    Octets faucet(Octets to, BigInteger amount) throws Refusal {
        return call(() -> {
            NodeTransaction payment = faucet.payment(to, amount);
            take(payment);
            store.commit(false);
            return payment.id();
        });
    }

    /** Replaces a waiting payment of the test account by one to itself. */
    Octets replace(Octets id) throws Refusal {
        return call(() -> {
            NodeTransaction replacement = faucet.replacement(waiting(id));
            take(replacement);
            store.commit(false);
            return replacement.id();
        });
    }

    /** Forgets a waiting transaction, and in UTXO mode those that spend its outputs. */
    void vanish(Octets id) throws Refusal {
        call(() -> {
            NodeTransaction transaction = waiting(id);
            store.rules().dependents(transaction).forEach(store::unpooled);
            store.unpooled(id);
            fillFaucetGaps();
            store.commit(false);
            return id;
        });
    }

    /** Lets a waiting transaction be mined as failed. */
    void fail(Octets id) throws Refusal {
        call(() -> {
            if (settings().mode() != Mode.ACCOUNT) {
                throw Refusal.conflict("account-mode-only", "a transaction of UTXO mode cannot fail");
            }
            if (!waiting(id).fails()) {
                store.failing(id);
            }
            store.commit(false);
            return id;
        });
    }

    /** Lets a transaction be listed twice in its block. */
    void duplicate(Octets id) throws Refusal {
        call(() -> {
            if (!known(id)) {
                throw Refusal.unknown("unknown-tx", "no such transaction");
            }
            if (store.repeatedCount() >= Limits.REPEATED_TRANSACTIONS) {
                throw Refusal.unavailable("too-many", "so many transactions are repeated already");
            }
            if (!store.isRepeated(id)) {
                store.repeated(id);
            }
            store.commit(false);
            return id;
        });
    }

    /**
     * Replaces the last blocks by one more than they were.
     *
     * @param drop transactions of those blocks that are forgotten, with what depends on them in UTXO mode
     * @param delay transactions of those blocks that wait again
     */
    void reorg(int depth, Set<Octets> drop, Set<Octets> delay) throws Refusal {
        call(() -> {
            requireReplaceable(depth, drop, delay);
            List<Block> old = store.cut(store.head().height() - depth);
            Set<Octets> gone = new HashSet<>(drop);
            List<NodeTransaction> returned = new ArrayList<>();
            for (Block block : old) {
                mineAgain(block, gone, delay, returned);
            }
            store.mine(clock.millis(), List.of());
            List<NodeTransaction> candidates = new ArrayList<>(returned);
            candidates.addAll(store.pool().all());
            store.rules().stranded(candidates).forEach(store::unpooled);
            returned.forEach(store::pooled);
            fillFaucetGaps();
            store.commit(true);
            return depth;
        });
    }

    @Override
    public synchronized void close() throws IOException {
        stopped = true;
        store.close();
    }

    private synchronized <T> T call(Call<T> call) throws Refusal {
        if (stopped) {
            throw Refusal.unavailable("stopped", "the node has stopped; see its log");
        }
        boolean whole = false;
        try {
            T result = call.run();
            whole = true;
            return result;
        } catch (Refusal refused) {
            whole = true;
            throw refused;
        } catch (IOException | RuntimeException failed) {
            System.err.println("devnet stops: " + failed);
            throw Refusal.unavailable("stopped", "the node has stopped; see its log");
        } finally {
            stopped = !whole;
        }
    }

    private void take(NodeTransaction transaction) throws Refusal {
        if (!store.pool().hasRoomFor(transaction) || store.state().size() >= Limits.STATE_ENTRIES) {
            throw Refusal.unavailable("full", "too much waits, or the chain holds too much already");
        }
        store.rules().admit(transaction).forEach(store::unpooled);
        store.pooled(transaction);
    }

    private boolean known(Octets id) {
        return store.pool().find(id).isPresent() || store.index().heightOf(id).isPresent();
    }

    private NodeTransaction waiting(Octets id) throws Refusal {
        return store.pool().find(id).orElseThrow(() -> Refusal.unknown("unknown-tx", "no such transaction is pending"));
    }

    private void requireReplaceable(int depth, Set<Octets> drop, Set<Octets> delay) throws Refusal {
        long height = store.head().height();
        if (depth > Math.min(height, Limits.REORG_DEPTH)) {
            throw Refusal.conflict("too-deep", "at most " + Math.min(height, Limits.REORG_DEPTH) + " blocks can go");
        }
        Set<Octets> named = new HashSet<>(drop);
        named.addAll(delay);
        long bytes = 0;
        for (long at = height - depth + 1; at <= height; at++) {
            Block block = store.index().readBlock(store.index().blockAt(at).orElseThrow());
            for (NodeTransaction transaction : block.transactions()) {
                bytes += transaction.raw().length();
                named.remove(transaction.id());
            }
            if (bytes > Limits.REORG_BYTES) {
                throw Refusal.conflict("too-deep", "those blocks hold too much to be replaced at once");
            }
        }
        if (!named.isEmpty()) {
            throw Refusal.unknown(
                    "unknown-tx", "those blocks do not hold " + named.iterator().next());
        }
    }

    private void mineAgain(Block old, Set<Octets> gone, Set<Octets> delay, List<NodeTransaction> returned) {
        List<NodeTransaction> kept = new ArrayList<>();
        for (NodeTransaction transaction : old.transactions()) {
            if (gone.contains(transaction.id()) || spendsFrom(gone, transaction)) {
                gone.add(transaction.id());
            } else if (delay.contains(transaction.id())) {
                returned.add(transaction);
            } else {
                kept.add(transaction);
            }
        }
        Block block = store.mine(clock.millis(), kept);
        Set<Octets> mined = new HashSet<>(
                block.transactions().stream().map(NodeTransaction::id).toList());
        kept.removeIf(transaction -> mined.contains(transaction.id()));
        returned.addAll(kept);
    }

    private static boolean spendsFrom(Set<Octets> gone, NodeTransaction transaction) {
        return transaction.signed().transaction() instanceof UtxoTransaction spending
                && spending.inputs().stream()
                        .anyMatch(input -> gone.contains(input.spent().transaction()));
    }

    /** Keeps what the test account still has waiting from being stuck behind a payment that was taken away. */
    private void fillFaucetGaps() {
        if (store.rules() instanceof AccountRules rules) {
            while (rules.hasGap(faucet.address())) {
                store.pooled(faucet.filler(rules));
            }
        }
    }

    /** Reads the block outside the lock, for it may be large, and what lies in the file does not change. */
    private Optional<Listing> listing(OptionalLong place) throws Refusal {
        if (place.isEmpty()) {
            return Optional.empty();
        }
        Block block = store.index().readBlock(place.getAsLong());
        return call(() -> {
            Set<Octets> repeated = new HashSet<>();
            for (NodeTransaction transaction : block.transactions()) {
                if (store.isRepeated(transaction.id())) {
                    repeated.add(transaction.id());
                }
            }
            return Optional.of(new Listing(block, store.index().isOnChain(place.getAsLong()), repeated));
        });
    }

    private Optional<BlockHeader> blockOf(Octets mined) {
        long height = store.index().heightOf(mined).orElseThrow();
        return Optional.of(
                store.index().readHeader(store.index().blockAt(height).orElseThrow()));
    }
}
