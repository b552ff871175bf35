// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.chain;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;

/** Things of a chain that no adapter under test serves. */
final class Foreign {
    private static final ChainId CHAIN = new ChainId("nowhere:1");

    private Foreign() {}

    /** The same spelling on the other chain: what differs is the chain alone. */
    static Address address(Address own) {
        return new Address(CHAIN, own.text());
    }
}
