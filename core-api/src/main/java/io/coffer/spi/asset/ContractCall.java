// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.asset;

import io.coffer.spi.chain.Address;
import io.coffer.spi.money.Bytes;

/**
 * A message to a contract, without value.
 *
 * @param data in the contract's own encoding; at most {@value #MAX_DATA} bytes
 */
public record ContractCall(Address contract, Bytes data) {
    /** Far more than any transfer of a token needs. */
    public static final int MAX_DATA = 4_096;

    public ContractCall {
        if (data.length() > MAX_DATA) {
            throw new IllegalArgumentException("data: " + data.length() + " bytes, at most " + MAX_DATA);
        }
    }
}
