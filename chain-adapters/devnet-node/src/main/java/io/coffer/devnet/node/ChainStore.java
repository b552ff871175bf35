// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.Outpoint;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Chain, state and pool in memory together with the file that they are rebuilt from.
 *
 * <p>Every change goes through a method here, which carries it out in memory and notes it; {@link #commit} appends what
 * was noted as one record, so that all of it survives or nothing. After a failed commit memory is ahead of the file:
 * the caller must not answer anything any more. Not safe for several threads.
 */
final class ChainStore implements Closeable {
    /** 2025-01-01, so that a devnet's genesis depends on its settings alone. */
    static final long GENESIS_TIME_MS = 1_735_689_600_000L;

    private final ChainSettings settings;
    private final BlockFile file;
    private final ChainIndex index;
    private final Block genesis;
    private final TestKey testKey;
    private final Pool pool = new Pool();
    private final State state;
    private final PoolRules rules;
    private final Set<Octets> repeated = new HashSet<>();
    private final ByteArrayOutputStream noted = new ByteArrayOutputStream();
    private Block head;
    private long branch;

    private ChainStore(ChainSettings settings, BlockFile file) {
        this.settings = settings;
        this.file = file;
        this.index = new ChainIndex(file::read);
        this.genesis = Block.genesis(GENESIS_TIME_MS, salt(0, 0));
        this.head = genesis;
        this.testKey = TestKey.from(settings.derived("test account"));
        if (settings.mode() == Mode.ACCOUNT) {
            AccountState accounts = new AccountState(testKey.address());
            this.state = accounts;
            this.rules = new AccountRules(accounts);
        } else {
            UtxoState coins = new UtxoState(genesis.hash(), testKey.address(), this::heightOfParent);
            this.state = coins;
            this.rules = new UtxoRules(coins, pool, this::wasMade);
        }
    }

    /**
     * Opens the file and rebuilds everything from it, or begins a new chain.
     *
     * @throws DamagedFileException if it is damaged, belongs to a chain with other settings, or is in use
     */
    static ChainStore open(ChainSettings settings, Path path) throws IOException {
        BlockFile file = BlockFile.open(path);
        try {
            ChainStore store = new ChainStore(settings, file);
            file.replay(store::replay);
            store.begin();
            if (!store.state.supply().equals(State.SUPPLY)) {
                throw new DamagedFileException("the block file does not add up to the supply");
            }
            return store;
        } catch (IOException | RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    ChainSettings settings() {
        return settings;
    }

    TestKey testKey() {
        return testKey;
    }

    Block genesis() {
        return genesis;
    }

    Block head() {
        return head;
    }

    ChainIndex index() {
        return index;
    }

    State state() {
        return state;
    }

    Pool pool() {
        return pool;
    }

    PoolRules rules() {
        return rules;
    }

    boolean isRepeated(Octets id) {
        return repeated.contains(id);
    }

    int repeatedCount() {
        return repeated.size();
    }

    long tornBytes() {
        return file.tornBytes();
    }

    /** Mines a block of all that waits and is ready, or becomes ready by what is mined before it. */
    Block mine(long timeMs) {
        return mine(timeMs, pool.all(), rules::unlockedBy);
    }

    /** Mines a block of those {@code candidates} that are ready when their turn comes. */
    Block mine(long timeMs, Collection<NodeTransaction> candidates) {
        return mine(timeMs, candidates, mined -> List.of());
    }

    private Block mine(
            long timeMs,
            Collection<NodeTransaction> candidates,
            Function<NodeTransaction, List<NodeTransaction>> unlockedBy) {
        long height = head.height() + 1;
        Set<Octets> taken = new HashSet<>();
        List<NodeTransaction> mined = new ArrayList<>();
        for (NodeTransaction candidate : candidates) {
            Deque<NodeTransaction> work = new ArrayDeque<>(List.of(candidate));
            while (!work.isEmpty()) {
                NodeTransaction next = work.remove();
                if (!taken.contains(next.id()) && state.isReady(next)) {
                    state.apply(next, height);
                    taken.add(next.id());
                    mined.add(next);
                    work.addAll(unlockedBy.apply(next));
                }
            }
        }
        long notBefore = head.header().timeMs() + 1;
        Block block = Block.of(head.header(), head.hash(), Math.max(timeMs, notBefore), salt(branch, height), mined);
        long offset = file.nextPayload() + noted.size();
        note(new Entry.Attached(block));
        attach(block, offset);
        return block;
    }

    /** Takes the blocks above {@code height} off and gives them, the lowest first. Their transactions wait nowhere. */
    List<Block> cut(long height) {
        List<Block> removed = new ArrayList<>();
        while (head.height() > height) {
            removed.add(head);
            for (int i = head.transactions().size() - 1; i >= 0; i--) {
                state.revert(head.transactions().get(i));
            }
            index.detach(head);
            head = index.readBlock(index.blockAt(head.height() - 1).orElseThrow());
        }
        branch++;
        note(new Entry.Cut(height));
        Collections.reverse(removed);
        return removed;
    }

    void pooled(NodeTransaction transaction) {
        pool.add(transaction, rules);
        note(new Entry.Pooled(transaction));
    }

    void unpooled(Octets id) {
        pool.remove(id, rules);
        note(new Entry.Unpooled(id));
    }

    void failing(Octets id) {
        pool.markFailing(id, rules);
        note(new Entry.Failing(id));
    }

    void repeated(Octets id) {
        repeated.add(id);
        note(new Entry.Repeated(id));
    }

    /** Appends what was noted. With {@code force} it is on the disk when this returns. */
    void commit(boolean force) throws IOException {
        byte[] payload = noted.toByteArray();
        noted.reset();
        if (payload.length > 0) {
            file.append(payload, force);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void attach(Block block, long offset) {
        block.transactions().forEach(transaction -> pool.remove(transaction.id(), rules));
        index.attach(block, offset);
        head = block;
    }

    private void begin() throws IOException {
        if (index.length() == 0) {
            byte[] identity = new Entry.Identity(settings.name(), settings.mode(), settings.seed()).encoded();
            noted.writeBytes(identity);
            note(new Entry.Attached(genesis));
            index.attach(genesis, file.nextPayload() + identity.length);
            commit(true);
        }
    }

    private void replay(long offset, ByteBuffer payload) throws IOException {
        while (payload.hasRemaining()) {
            long place = offset + payload.position();
            try {
                replay(place, Entry.decode(payload));
            } catch (MalformedException | RuntimeException broken) {
                throw new DamagedFileException(
                        "the block file makes no sense at byte " + place + ": " + String.valueOf(broken.getMessage()));
            }
        }
        noted.reset();
    }

    private void replay(long place, Entry entry) throws DamagedFileException {
        if (entry instanceof Entry.Identity identity) {
            requireSame(identity);
        } else if (entry instanceof Entry.Attached attached) {
            replay(place, attached.block());
        } else if (entry instanceof Entry.Cut cut) {
            cut(cut.height());
        } else if (entry instanceof Entry.Pooled pooled) {
            pooled(pooled.transaction());
        } else if (entry instanceof Entry.Unpooled unpooled) {
            unpooled(unpooled.id());
        } else if (entry instanceof Entry.Failing failing) {
            failing(failing.id());
        } else if (entry instanceof Entry.Repeated again) {
            repeated(again.id());
        }
    }

    private void replay(long place, Block block) {
        if (index.length() == 0 && block.hash().equals(genesis.hash())) {
            index.attach(genesis, place);
            return;
        }
        if (!block.header().previous().equals(head.hash()) || block.height() != head.height() + 1) {
            throw new IllegalStateException("a block does not follow the head");
        }
        for (NodeTransaction transaction : block.transactions()) {
            if (!state.isReady(transaction)) {
                throw new IllegalStateException("a block holds a transaction that was not possible");
            }
            state.apply(transaction, block.height());
        }
        attach(block, place);
    }

    private void requireSame(Entry.Identity identity) throws DamagedFileException {
        Entry.Identity own = new Entry.Identity(settings.name(), settings.mode(), settings.seed());
        if (!identity.equals(own)) {
            throw new DamagedFileException("the block file belongs to --name " + identity.name() + " --mode "
                    + identity.mode().word() + " --seed " + identity.seed());
        }
    }

    private void note(Entry entry) {
        noted.writeBytes(entry.encoded());
    }

    private boolean wasMade(Outpoint place) {
        if (place.transaction().equals(genesis.hash())) {
            return place.index() < UtxoState.GENESIS_OUTPUTS;
        }
        return index.transaction(place.transaction())
                .filter(mined ->
                        place.index() < UtxoState.spending(mined).outputs().size())
                .isPresent();
    }

    private long heightOfParent(Octets id) {
        return id.equals(genesis.hash()) ? 0 : index.heightOf(id).orElseThrow();
    }

    private long salt(long onBranch, long height) {
        return settings.derived("salt", onBranch, height).prefix();
    }
}
