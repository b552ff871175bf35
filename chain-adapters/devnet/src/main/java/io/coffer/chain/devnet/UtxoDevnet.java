// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.Outpoint;
import io.coffer.devnet.format.UtxoTransaction;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.chain.UtxoChain;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** A devnet in UTXO mode. */
final class UtxoDevnet extends Devnet implements UtxoChain {
    UtxoDevnet(DevnetSettings settings) {
        super(settings);
    }

    @Override
    public UnsignedTx assemble(List<TransferIntent> transfers, List<Utxo> inputs, Address change, FeeQuote fee) {
        List<UtxoTransaction.Input> spent = new ArrayList<>();
        BigInteger left = fee.maxFee().units().negate();
        for (Utxo input : inputs) {
            spent.add(input(input));
            left = left.add(input.amount().units());
        }
        List<UtxoTransaction.Output> outputs = new ArrayList<>();
        for (TransferIntent transfer : transfers) {
            BigInteger units = checked(transfer).amount().units();
            outputs.add(new UtxoTransaction.Output(addresses().hash160(transfer.to()), units));
            left = left.subtract(units);
        }
        if (left.signum() < 0) {
            throw new IllegalArgumentException("inputs: " + left.negate() + " short of transfers and fee");
        }
        if (left.signum() > 0) {
            outputs.add(new UtxoTransaction.Output(addresses().hash160(change), left));
        }
        return codec().encode(new UtxoTransaction(codec().name(), spent, outputs));
    }

    private static UtxoTransaction.Input input(Utxo input) {
        try {
            return new UtxoTransaction.Input(
                    new Outpoint(Octets.hex(input.tx().text()), input.index()),
                    input.amount().units(),
                    Octets.of(input.owner().encoded().toArray()));
        } catch (MalformedException bad) {
            throw new IllegalArgumentException("inputs: " + input.tx() + " is no id of a devnet transaction", bad);
        }
    }
}
