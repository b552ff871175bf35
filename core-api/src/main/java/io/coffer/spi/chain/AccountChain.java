// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A chain in which an address has a balance and its transactions are numbered: Ethereum, TRON, XRP. */
@ConsumerType
public non-sealed interface AccountChain extends ChainAdapter {
    /**
     * The sequence (nonce) of the next transaction of {@code sender} as the node sees it, mined ones only. The core
     * reserves sequences by itself and asks this only to notice that it differs.
     */
    long minedSequence(Address sender) throws ChainException;

    /**
     * Builds the transaction that makes these transfers. The same arguments give the same bytes, whatever the node
     * says meanwhile: the core assembles again after a crash.
     *
     * @param transfers at least one; a chain that cannot batch refuses more than one
     * @param sequence reserved by the core for {@code sender}
     * @throws IllegalArgumentException if the chain cannot express these transfers
     */
    UnsignedTx assemble(List<TransferIntent> transfers, PublicKey sender, long sequence, FeeQuote fee);
}
