// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.AccountTransaction;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.UnsignedTx;
import java.util.List;

/** A devnet in account mode. */
final class AccountDevnet extends Devnet implements AccountChain {
    AccountDevnet(DevnetSettings settings) {
        super(settings);
    }

    @Override
    public long minedSequence(Address sender) throws ChainException {
        return devnetReader().minedNonce(sender);
    }

    @Override
    public UnsignedTx assemble(List<TransferIntent> transfers, PublicKey sender, long sequence, FeeQuote fee) {
        if (transfers.size() != 1) {
            throw new IllegalArgumentException("transfers: " + transfers.size() + ", expected 1");
        }
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence: " + sequence + " is negative");
        }
        TransferIntent transfer = transactions().checked(transfers.get(0));
        return transactions()
                .encoded(new AccountTransaction(
                        transactions().name(),
                        DevnetAddresses.key(sender),
                        sequence,
                        units(fee),
                        transactions().addresses().hash160(transfer.to()),
                        transfer.amount().units()));
    }
}
