// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import org.osgi.annotation.versioning.ConsumerType;

/** Tells whether an address runs code, on chains where one can. */
@ConsumerType
public interface ContractProbe extends ChainCapability {
    boolean isContract(Address address) throws ChainException;
}
