// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scripted;

import io.coffer.spi.asset.ContractCall;
import io.coffer.spi.asset.ContractLog;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the token contracts of a scripted node do: what they write down is not always what they do. */
public final class ScriptedContracts {
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    private final Map<String, Integer> feePercent = new ConcurrentHashMap<>();
    private final Map<String, Integer> decimals = new ConcurrentHashMap<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> moved = new ConcurrentHashMap<>();
    private final Map<String, Integer> surcharge = new ConcurrentHashMap<>();
    private final Map<String, Integer> secret = new ConcurrentHashMap<>();
    private final Set<String> barred = ConcurrentHashMap.newKeySet();
    private final Set<String> diverted = ConcurrentHashMap.newKeySet();
    private volatile boolean hosted = true;
    private volatile int kept = Integer.MAX_VALUE;

    /** From now on balances are known after so many of the newest blocks only, as nodes without an archive do. */
    public void keepStates(int blocks) {
        kept = blocks;
    }

    int keepsStates() {
        return kept;
    }

    /** The contract logs the whole amount, and its receiver gets less. */
    public void keepFee(String contract, int percent) {
        feePercent.put(contract, percent);
    }

    /** The contract returns false, moves nothing and writes nothing down. */
    public void silence(String contract) {
        silent.add(contract);
    }

    /**
     * The contract moves another part of what it is told to, and says so.
     *
     * @param percent of what is sent that leaves its sender for its receiver
     */
    public void move(String contract, int percent) {
        moved.put(contract, percent);
    }

    /** The contract takes a part of what is sent from the sender on top of it, for itself, and says so. */
    public void takeMore(String contract, int percent) {
        surcharge.put(contract, percent);
    }

    /** As {@link #takeMore}, and writes nothing down of it. */
    public void takeSecretly(String contract, int percent) {
        secret.put(contract, percent);
    }

    /** No contract moves anything of a holder. */
    public void bar(String holder) {
        barred.add(holder);
    }

    boolean isBarred(String holder) {
        return barred.contains(holder);
    }

    /** The contract gives all to itself, whoever it was sent to. */
    public void divert(String contract) {
        diverted.add(contract);
    }

    public void decimals(String contract, int number) {
        decimals.put(contract, number);
    }

    /** Whether adapters of this node know tokens at all. */
    public void hosted(boolean are) {
        hosted = are;
    }

    boolean areHosted() {
        return hosted;
    }

    int decimals(String contract) {
        return decimals.getOrDefault(contract, 6);
    }

    /** Whether a transaction moves a token that moved nothing. */
    boolean isSilent(ScriptedTx tx) {
        return tx.outputs().stream().anyMatch(output -> silent.contains(output.contract()));
    }

    BigInteger gain(ScriptedTx tx, String contract, String holder) {
        BigInteger gain = BigInteger.ZERO;
        for (Moved one : moved(tx)) {
            if (one.contract().equals(contract)) {
                int percent = HUNDRED.intValue() - feePercent.getOrDefault(contract, 0);
                gain = one.to().equals(holder) ? gain.add(part(one.units(), percent)) : gain;
                gain = tx.from().equals(holder) ? gain.subtract(one.units()) : gain;
            }
        }
        return gain;
    }

    /**
     * What really moves out of the sender.
     *
     * @param index at which it is written down; below zero if it is not
     */
    private record Moved(int index, String contract, String to, BigInteger units) {}

    private List<Moved> moved(ScriptedTx tx) {
        List<Moved> all = new ArrayList<>();
        boolean ours = !tx.from().equals(ScriptedNode.FAUCET);
        int count = tx.outputs().size();
        for (int i = 0; i < count; i++) {
            ScriptedTx.Output output = tx.outputs().get(i);
            String contract = output.contract();
            if (output.isCoin() || silent.contains(contract)) {
                continue;
            }
            BigInteger units = ours ? part(output.units(), moved.getOrDefault(contract, 100)) : output.units();
            all.add(new Moved(i, contract, ours && diverted.contains(contract) ? contract : output.to(), units));
            if (ours && surcharge.containsKey(contract)) {
                all.add(new Moved(count + i, contract, contract, part(output.units(), surcharge.get(contract))));
            }
            if (ours && secret.containsKey(contract)) {
                all.add(new Moved(-1, contract, contract, part(output.units(), secret.get(contract))));
            }
        }
        all.sort(Comparator.comparingInt(Moved::index));
        return all;
    }

    private static BigInteger part(BigInteger units, int percent) {
        return units.multiply(BigInteger.valueOf(percent)).divide(HUNDRED);
    }

    List<ContractLog> logs(ChainId chain, ScriptedTx tx) {
        List<ContractLog> logs = new ArrayList<>();
        for (Moved one : moved(tx)) {
            if (one.index() >= 0) {
                logs.add(new ContractLog(
                        one.index(),
                        new Address(chain, one.contract()),
                        List.of(bytes("transfer"), bytes(tx.from()), bytes(one.to())),
                        bytes(one.units().toString())));
            }
        }
        return logs;
    }

    static ContractCall transfer(Address contract, String to, BigInteger units) {
        return new ContractCall(contract, bytes("transfer:" + to + ":" + units));
    }

    static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Bytes bytes) {
        return new String(bytes.toArray(), StandardCharsets.UTF_8);
    }
}
