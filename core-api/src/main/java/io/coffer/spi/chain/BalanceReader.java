// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import io.coffer.spi.money.Amount;
import org.osgi.annotation.versioning.ConsumerType;

/** Reads what an address holds according to the node, for reconciliation. The core credits nothing by it. */
@ConsumerType
public interface BalanceReader extends ChainCapability {
    /** The balance in the chain's native asset as of the node's latest block. */
    Amount balance(Address address) throws ChainException;
}
