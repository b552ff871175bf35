// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scripted;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressCodec;
import io.coffer.spi.chain.Broadcaster;
import io.coffer.spi.chain.ChainDescriptor;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.FeeEstimator;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FinalityRule;
import io.coffer.spi.chain.TransactionCodec;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.chain.UtxoChain;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The adapter of a scripted node in output mode. */
public final class ScriptedOutputChain implements UtxoChain {
    private final ScriptedNode node;
    private final ScriptedParts parts;

    public ScriptedOutputChain(ScriptedNode node, Faults faults, int confirmations) {
        this.node = node;
        this.parts = new ScriptedParts(node, faults, new FinalityRule.Confirmations(confirmations));
    }

    @Override
    public UnsignedTx assemble(List<TransferIntent> transfers, List<Utxo> inputs, Address change, FeeQuote fee) {
        BigInteger left = inputs.stream()
                .map(input -> input.amount().units())
                .reduce(BigInteger.ZERO, BigInteger::add)
                .subtract(fee.maxFee().units());
        List<ScriptedTx.Output> outputs = new ArrayList<>();
        for (TransferIntent transfer : transfers) {
            left = left.subtract(transfer.amount().units());
            outputs.add(new ScriptedTx.Output(
                    transfer.to().text(), transfer.amount().units()));
        }
        if (left.signum() < 0) {
            throw new IllegalArgumentException("inputs: do not cover transfers and fee");
        }
        if (left.signum() > 0) {
            outputs.add(new ScriptedTx.Output(change.text(), left));
        }
        List<String> spent =
                inputs.stream().map(input -> input.tx() + ":" + input.index()).toList();
        return parts.assembled(
                new ScriptedTx(node.chain(), "", 0, spent, outputs, fee.maxFee().units()));
    }

    @Override
    public ChainDescriptor descriptor() {
        return parts.descriptor();
    }

    @Override
    public AddressCodec addresses() {
        return parts;
    }

    @Override
    public TransactionCodec codec() {
        return parts;
    }

    @Override
    public ChainReader reader() {
        return parts;
    }

    @Override
    public FeeEstimator fees() {
        return parts;
    }

    @Override
    public Broadcaster broadcaster() {
        return parts;
    }
}
