// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressCodec;
import io.coffer.spi.chain.Broadcaster;
import io.coffer.spi.chain.ChainDescriptor;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.FeeEstimator;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.TransactionCodec;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.UnsignedTx;
import java.util.List;

/** An adapter that must not be asked anything. */
class SilentAdapter implements AccountChain {
    @Override
    public ChainDescriptor descriptor() {
        throw asked();
    }

    @Override
    public AddressCodec addresses() {
        throw asked();
    }

    @Override
    public TransactionCodec codec() {
        throw asked();
    }

    @Override
    public ChainReader reader() {
        throw asked();
    }

    @Override
    public FeeEstimator fees() {
        throw asked();
    }

    @Override
    public Broadcaster broadcaster() {
        throw asked();
    }

    @Override
    public long minedSequence(Address sender) {
        throw asked();
    }

    @Override
    public UnsignedTx assemble(List<TransferIntent> transfers, PublicKey sender, long sequence, FeeQuote fee) {
        throw asked();
    }

    private static AssertionError asked() {
        return new AssertionError("the adapter was asked");
    }
}
