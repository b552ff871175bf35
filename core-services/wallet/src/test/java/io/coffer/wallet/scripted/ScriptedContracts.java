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
    private volatile boolean hosted = true;

    /** The contract logs the whole amount, and its receiver gets less. */
    public void keepFee(String contract, int percent) {
        feePercent.put(contract, percent);
    }

    /** The contract returns false, moves nothing and writes nothing down. */
    public void silence(String contract) {
        silent.add(contract);
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
        for (ScriptedTx.Output output : tx.outputs()) {
            if (output.contract().equals(contract) && !silent.contains(contract)) {
                int percent = HUNDRED.intValue() - feePercent.getOrDefault(contract, 0);
                BigInteger arrives =
                        output.units().multiply(BigInteger.valueOf(percent)).divide(HUNDRED);
                gain = output.to().equals(holder) ? gain.add(arrives) : gain;
                gain = tx.from().equals(holder) ? gain.subtract(output.units()) : gain;
            }
        }
        return gain;
    }

    List<ContractLog> logs(ChainId chain, ScriptedTx tx) {
        List<ContractLog> logs = new ArrayList<>();
        for (int i = 0; i < tx.outputs().size(); i++) {
            ScriptedTx.Output output = tx.outputs().get(i);
            if (!output.isCoin() && !silent.contains(output.contract())) {
                logs.add(new ContractLog(
                        i,
                        new Address(chain, output.contract()),
                        List.of(bytes("transfer"), bytes(tx.from()), bytes(output.to())),
                        bytes(output.units().toString())));
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
