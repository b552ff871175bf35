// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scripted;

import io.coffer.spi.chain.BlockRef;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The node: its blocks, its pool, and what each address has. It outlives adapters and wallets. All that a test asks of
 * the truth, it asks here.
 */
public final class ScriptedNode {
    /** Pays whatever is asked of it. */
    public static final String FAUCET = "faucet";
    /** Payments to addresses that begin so are mined without effect. */
    public static final String FAILING = "fail";
    /** Payments to addresses that begin so break the adapter that is to assemble them. */
    public static final String BREAKING = "scbreak";

    /** Runs code. */
    public static final String CONTRACT = "sccontract";

    private final String chain;
    private final boolean outputMode;
    private final List<Block> blocks = new ArrayList<>();
    private final Map<String, ScriptedTx> pool = new LinkedHashMap<>();
    /** Every bytes that ever reached the node, by transaction id. */
    private final Map<String, Integer> submissions = new LinkedHashMap<>();

    /** What contracts passed on, by the transaction that called them. */
    private final Map<String, ScriptedTx.Output> internal = new LinkedHashMap<>();
    /** Every transaction that the node ever took. */
    private final Map<String, ScriptedTx> taken = new LinkedHashMap<>();

    private BigInteger leastToTake = BigInteger.ZERO;
    private BigInteger leastToMine = BigInteger.ZERO;
    private final ScriptedContracts contracts = new ScriptedContracts();

    private boolean nothingFails;
    private int failing;
    private long faucetNonce;
    private int fork;

    /** A block and the transactions in it, with whether each succeeded. */
    public record Block(BlockRef ref, String parent, Map<ScriptedTx, Boolean> transactions) {}

    public ScriptedNode(String chain, boolean outputMode) {
        this.chain = chain;
        this.outputMode = outputMode;
        blocks.add(new Block(new BlockRef(0, ScriptedTx.hash(chain + "genesis")), "-", Map.of()));
    }

    public String chain() {
        return chain;
    }

    public boolean isOutputMode() {
        return outputMode;
    }

    public synchronized List<Block> blocks() {
        return List.copyOf(blocks);
    }

    public synchronized BlockRef head() {
        return blocks.get(blocks.size() - 1).ref();
    }

    /** Puts a payment from outside into the pool. */
    public synchronized String pay(String to, long units) {
        String source = outputMode ? "" : FAUCET;
        List<String> inputs = outputMode ? List.of(FAUCET + ":" + faucetNonce) : List.of();
        ScriptedTx tx = new ScriptedTx(
                chain,
                source,
                faucetNonce++,
                inputs,
                List.of(new ScriptedTx.Output(to, BigInteger.valueOf(units))),
                BigInteger.ONE);
        pool.put(tx.id(), tx);
        return tx.id();
    }

    /** Puts a transaction into the pool that pays from outside in coins or tokens, in this order. */
    public synchronized String payAll(ScriptedTx.Output... outputs) {
        ScriptedTx tx = new ScriptedTx(chain, FAUCET, faucetNonce++, List.of(), List.of(outputs), BigInteger.ONE);
        pool.put(tx.id(), tx);
        return tx.id();
    }

    public String payToken(String contract, String to, long units) {
        return payAll(new ScriptedTx.Output(to, BigInteger.valueOf(units), contract));
    }

    /** What the contracts on this chain do. */
    public ScriptedContracts contracts() {
        return contracts;
    }

    /** What a holder has of a token, according to its contract, after the block at a height. */
    public synchronized BigInteger tokens(String contract, String holder, long height) {
        BigInteger sum = BigInteger.ZERO;
        for (Block block : blocks) {
            for (Map.Entry<ScriptedTx, Boolean> entry : block.transactions().entrySet()) {
                if (block.ref().height() <= height && entry.getValue()) {
                    sum = sum.add(contracts.gain(entry.getKey(), contract, holder));
                }
            }
        }
        return sum;
    }

    /** One transaction that pays several. */
    public synchronized String payMany(List<ScriptedTx.Output> outputs) {
        ScriptedTx tx =
                new ScriptedTx(chain, "", faucetNonce++, List.of(FAUCET + ":" + faucetNonce), outputs, BigInteger.ONE);
        pool.put(tx.id(), tx);
        return tx.id();
    }

    /** A payment that a contract passes on by an internal call: no movement tells of it unless the adapter traces. */
    public synchronized String payInternally(String to, long units) {
        String id = pay(CONTRACT, units);
        internal.put(id, new ScriptedTx.Output(to, BigInteger.valueOf(units)));
        return id;
    }

    /** What a contract passed on in a transaction. */
    public synchronized Optional<ScriptedTx.Output> internal(String txId) {
        return Optional.ofNullable(internal.get(txId));
    }

    /** Somebody else has the key of an address and uses it. */
    public synchronized void take(String from, long units) {
        ScriptedTx tx = new ScriptedTx(
                chain,
                from,
                minedSequence(from),
                List.of(),
                List.of(new ScriptedTx.Output("scthief", BigInteger.valueOf(units))),
                BigInteger.ONE);
        pool.put(tx.id(), tx);
    }

    /** Mines all of the pool that is valid. */
    public synchronized BlockRef mine() {
        return mine(Integer.MAX_VALUE);
    }

    public synchronized BlockRef mine(int most) {
        Map<ScriptedTx, Boolean> included = new LinkedHashMap<>();
        boolean found = true;
        while (found && included.size() < most) {
            found = false;
            for (ScriptedTx tx : List.copyOf(pool.values())) {
                if (included.size() < most && isNext(tx, included)) {
                    included.put(tx, succeeds(tx));
                    pool.remove(tx.id());
                    found = true;
                }
            }
        }
        pool.values().removeIf(tx -> isPassed(tx, included));
        BlockRef parent = head();
        String hash = ScriptedTx.hash(parent.hash() + fork + included.keySet());
        BlockRef ref = new BlockRef(parent.height() + 1, hash);
        blocks.add(new Block(ref, parent.hash(), included));
        return ref;
    }

    public synchronized void mineEmpty(int count) {
        Map<String, ScriptedTx> aside = new LinkedHashMap<>(pool);
        pool.clear();
        for (int i = 0; i < count; i++) {
            mine();
        }
        pool.putAll(aside);
    }

    /** Removes the newest blocks. Their transactions go back to the pool, or are lost. */
    public synchronized void rollBack(int depth, boolean keepTransactions) {
        fork++;
        Map<String, ScriptedTx> back = new LinkedHashMap<>();
        for (int i = 0; i < depth && blocks.size() > 1; i++) {
            Block removed = blocks.remove(blocks.size() - 1);
            Map<String, ScriptedTx> older = new LinkedHashMap<>();
            removed.transactions().keySet().forEach(tx -> older.put(tx.id(), tx));
            older.putAll(back);
            back = older;
        }
        if (keepTransactions) {
            back.putAll(pool);
            pool.clear();
            pool.putAll(back);
        }
    }

    /** Becomes another chain from its first block on. */
    public synchronized void replaceGenesis() {
        blocks.set(0, new Block(new BlockRef(0, ScriptedTx.hash(chain + "another genesis")), "-", Map.of()));
    }

    /** Becomes what it was: a node that was on the wrong chain is repaired. */
    public synchronized void become(List<Block> others) {
        blocks.clear();
        blocks.addAll(others);
        fork++;
    }

    /** Takes nothing that offers less; what it has already, it keeps. */
    public synchronized void takeNothingBelow(long fee) {
        leastToTake = BigInteger.valueOf(fee);
    }

    /** Mines nothing that offers less. */
    public synchronized void mineNothingBelow(long fee) {
        leastToMine = BigInteger.valueOf(fee);
    }

    /** Loses one transaction that is not mined. */
    public synchronized void drop(String txId) {
        pool.remove(txId);
    }

    /** Another miner, who never heard of its replacement, has this one. */
    public synchronized BlockRef mineThis(String txId) {
        Map<String, ScriptedTx> aside = new LinkedHashMap<>(pool);
        pool.clear();
        pool.put(txId, taken.get(txId));
        BlockRef block = mine();
        aside.remove(txId);
        aside.values().removeIf(this::isPassed);
        pool.putAll(aside);
        return block;
    }

    /** The next transactions that are mined have no effect. */
    public synchronized void letFail(int transactions) {
        failing = transactions;
    }

    /** From now on nothing is mined without effect. */
    public synchronized void letAllSucceed() {
        nothingFails = true;
    }

    /** Forgets what was not mined. */
    public synchronized void forgetPool() {
        pool.clear();
    }

    public synchronized int poolSize() {
        return pool.size();
    }

    /** What a node answers to new bytes: empty if it takes them, else why not. */
    public synchronized Optional<String> submit(ScriptedTx tx) {
        submissions.merge(tx.id(), 1, Integer::sum);
        if (pool.containsKey(tx.id()) || blockOf(tx.id()).isPresent()) {
            return Optional.of("known");
        }
        if (tx.isAccount() && tx.nonce() < minedSequence(tx.from())) {
            return Optional.of("nonce-too-low");
        }
        if (!tx.isAccount() && tx.inputs().stream().anyMatch(spentOutputs(Map.of())::contains)) {
            return Optional.of("inputs-spent");
        }
        if (isOurs(tx) && tx.fee().compareTo(leastToTake) < 0) {
            return Optional.of("underpriced");
        }
        Optional<ScriptedTx> rival = pool.values().stream()
                .filter(other -> isOurs(tx)
                        && other.isAccount()
                        && other.from().equals(tx.from())
                        && other.nonce() == tx.nonce())
                .findFirst();
        if (rival.isPresent()) {
            if (tx.fee().multiply(BigInteger.TEN).compareTo(rival.get().fee().multiply(BigInteger.valueOf(11))) < 0) {
                return Optional.of("replacement-underpriced");
            }
            pool.remove(rival.get().id());
        }
        pool.put(tx.id(), tx);
        taken.put(tx.id(), tx);
        return Optional.empty();
    }

    private static boolean isOurs(ScriptedTx tx) {
        return tx.isAccount() && !tx.from().equals(FAUCET);
    }

    /** Whether another one of its sequence is mined. */
    private boolean isPassed(ScriptedTx tx) {
        return isPassed(tx, Map.of());
    }

    private boolean isPassed(ScriptedTx tx, Map<ScriptedTx, Boolean> more) {
        return isOurs(tx) && tx.nonce() < minedSequence(tx.from()) + sent(tx.from(), more);
    }

    private static long sent(String sender, Map<ScriptedTx, Boolean> transactions) {
        return transactions.keySet().stream()
                .filter(tx -> tx.isAccount() && tx.from().equals(sender))
                .count();
    }

    /** How often bytes of a transaction reached the node. */
    public synchronized int submissions(String txId) {
        return submissions.getOrDefault(txId, 0);
    }

    public synchronized Set<String> submitted() {
        return Set.copyOf(submissions.keySet());
    }

    public synchronized boolean isPending(String txId) {
        return pool.containsKey(txId);
    }

    public synchronized Optional<Block> blockOf(String txId) {
        return blocks.stream()
                .filter(block -> block.transactions().keySet().stream()
                        .anyMatch(tx -> tx.id().equals(txId)))
                .findFirst();
    }

    public synchronized long minedSequence(String sender) {
        return mined().keySet().stream()
                .filter(tx -> tx.isAccount() && tx.from().equals(sender))
                .count();
    }

    /** All that an address ever received in transactions that succeeded. */
    public synchronized BigInteger received(String address) {
        BigInteger sum = BigInteger.ZERO;
        for (Map.Entry<ScriptedTx, Boolean> entry : mined().entrySet()) {
            for (ScriptedTx.Output output : entry.getKey().outputs()) {
                if (entry.getValue() && output.isCoin() && output.to().equals(address)) {
                    sum = sum.add(output.units());
                }
            }
        }
        return sum;
    }

    /** All that contracts passed on to an address. */
    public synchronized BigInteger receivedInternally(String address) {
        BigInteger sum = BigInteger.ZERO;
        for (ScriptedTx tx : mined().keySet()) {
            ScriptedTx.Output passedOn = internal.get(tx.id());
            sum = passedOn != null && passedOn.to().equals(address) ? sum.add(passedOn.units()) : sum;
        }
        return sum;
    }

    /** What an address has, according to the chain. */
    public synchronized BigInteger balance(String address) {
        return balanceAfter(address, head().height());
    }

    /** What an address had after the block at a height. */
    public synchronized BigInteger balanceAfter(String address, long height) {
        BigInteger sum = BigInteger.ZERO;
        Map<ScriptedTx, Boolean> mined = new LinkedHashMap<>();
        blocks.subList(0, (int) height + 1).forEach(block -> mined.putAll(block.transactions()));
        for (Map.Entry<ScriptedTx, Boolean> entry : mined.entrySet()) {
            ScriptedTx tx = entry.getKey();
            for (ScriptedTx.Output output : tx.outputs()) {
                sum = entry.getValue() && output.isCoin() && output.to().equals(address)
                        ? sum.add(output.units())
                        : sum;
            }
            ScriptedTx.Output passedOn = internal.get(tx.id());
            sum = passedOn != null && passedOn.to().equals(address) ? sum.add(passedOn.units()) : sum;
            if (tx.isAccount() && tx.from().equals(address)) {
                sum = sum.subtract(paidFee(tx));
                for (ScriptedTx.Output output : tx.outputs()) {
                    sum = entry.getValue() && output.isCoin() ? sum.subtract(output.units()) : sum;
                }
            }
            for (String input : tx.inputs()) {
                sum = sum.subtract(worth(input, address));
            }
        }
        return sum;
    }

    /** What a transaction really costs: a little less than it offers, where it offers more than one. */
    public static BigInteger paidFee(ScriptedTx tx) {
        return tx.isAccount() && tx.fee().bitLength() > 1 ? tx.fee().subtract(BigInteger.ONE) : tx.fee();
    }

    private BigInteger worth(String input, String owner) {
        if (input.startsWith(FAUCET)) {
            return BigInteger.ZERO;
        }
        String[] place = input.split(":", 2);
        for (ScriptedTx tx : mined().keySet()) {
            if (tx.id().equals(place[0])) {
                ScriptedTx.Output output = tx.outputs().get(Integer.parseInt(place[1]));
                return output.to().equals(owner) ? output.units() : BigInteger.ZERO;
            }
        }
        return BigInteger.ZERO;
    }

    private Map<ScriptedTx, Boolean> mined() {
        Map<ScriptedTx, Boolean> all = new LinkedHashMap<>();
        blocks.forEach(block -> all.putAll(block.transactions()));
        return all;
    }

    private Set<String> spentOutputs(Map<ScriptedTx, Boolean> more) {
        Set<String> spent = new HashSet<>();
        mined().keySet().forEach(tx -> spent.addAll(tx.inputs()));
        more.keySet().forEach(tx -> spent.addAll(tx.inputs()));
        return spent;
    }

    private boolean isNext(ScriptedTx tx, Map<ScriptedTx, Boolean> included) {
        if (!tx.isAccount()) {
            return tx.inputs().stream().noneMatch(spentOutputs(included)::contains)
                    && tx.inputs().stream().allMatch(input -> exists(input, included));
        }
        if (tx.from().equals(FAUCET)) {
            return true;
        }
        return tx.fee().compareTo(leastToMine) >= 0
                && tx.nonce() == minedSequence(tx.from()) + sent(tx.from(), included);
    }

    private boolean exists(String input, Map<ScriptedTx, Boolean> included) {
        String id = input.split(":", 2)[0];
        return id.equals(FAUCET)
                || blockOf(id).isPresent()
                || included.keySet().stream().anyMatch(tx -> tx.id().equals(id));
    }

    private boolean succeeds(ScriptedTx tx) {
        if (isOurs(tx) && failing > 0) {
            failing--;
            return false;
        }
        return nothingFails
                || !tx.isAccount()
                || tx.outputs().stream().noneMatch(output -> output.to().startsWith(FAILING));
    }
}
