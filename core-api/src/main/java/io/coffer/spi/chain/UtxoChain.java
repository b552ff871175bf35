// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A chain in which outputs are spent whole: Bitcoin and its kin. */
@ConsumerType
public non-sealed interface UtxoChain extends ChainAdapter {
    /**
     * Builds the transaction that spends exactly {@code inputs}, makes these transfers and pays what is left after the
     * fee to {@code change}. The same arguments give the same bytes.
     *
     * @param inputs chosen and reserved by the core; their sum covers transfers and fee
     * @throws IllegalArgumentException if the inputs do not suffice or the chain cannot express these transfers
     */
    UnsignedTx assemble(List<TransferIntent> transfers, List<Utxo> inputs, Address change, FeeQuote fee);
}
