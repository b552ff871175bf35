// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.Hashes;
import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.Outpoint;
import io.coffer.devnet.format.UtxoTransaction;
import io.coffer.devnet.format.UtxoTransaction.Input;
import io.coffer.devnet.format.UtxoTransaction.Output;
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
        List<Input> spent = new ArrayList<>();
        BigInteger left = units(fee).negate();
        for (Utxo input : inputs) {
            spent.add(input(input));
            left = left.add(input.amount().units());
        }
        List<Output> outputs = new ArrayList<>();
        for (TransferIntent transfer : transfers) {
            BigInteger units = transactions().checked(transfer).amount().units();
            outputs.add(output(transfer.to(), units));
            left = left.subtract(units);
        }
        if (left.signum() < 0) {
            throw new IllegalArgumentException("inputs: " + left.negate() + " short of transfers and fee");
        }
        Output rest = output(change, left);
        if (left.signum() > 0) {
            outputs.add(rest);
        }
        return transactions().encoded(new UtxoTransaction(transactions().name(), spent, outputs));
    }

    private Input input(Utxo utxo) {
        Octets key = DevnetAddresses.key(utxo.owner());
        if (!Hashes.hash160(key).equals(transactions().addresses().hash160(utxo.address()))) {
            throw new IllegalArgumentException("inputs: " + utxo.address() + " is not the owner's address");
        }
        if (!utxo.amount().asset().equals(descriptor().nativeAsset().id())) {
            throw new IllegalArgumentException("inputs: " + utxo.amount().asset() + " is not the coin of this chain");
        }
        try {
            Octets transaction = Octets.hex(utxo.tx().text(), Hashes.SHA256_LENGTH);
            return new Input(
                    new Outpoint(transaction, utxo.index()), utxo.amount().units(), key);
        } catch (MalformedException wrong) {
            throw new IllegalArgumentException("inputs: " + utxo.tx() + " is no id of a devnet transaction", wrong);
        }
    }

    private Output output(Address to, BigInteger units) {
        return new Output(transactions().addresses().hash160(to), units);
    }
}
