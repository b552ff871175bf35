// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.asset;

import io.coffer.spi.chain.Address;
import io.coffer.spi.money.Bytes;
import java.util.List;

/**
 * What a contract wrote down when a transaction ran.
 *
 * <p>An adapter hands over only logs of a transaction that succeeded, in a block that is on the chain. A log of a
 * transaction that failed, and one that the node marks as removed, never becomes a ContractLog: whoever reads these
 * cannot tell and need not.
 *
 * @param index place among all logs of its transaction, from 0. Not the place within the block, which changes when the
 *     transaction is mined again
 * @param contract who wrote it, as the node says and nobody can forge; what the log says may be forged by its writer
 * @param topics indexed words, the event's signature first; at most 4 on EVM chains
 * @param data the rest, in the contract's own encoding
 */
public record ContractLog(int index, Address contract, List<Bytes> topics, Bytes data) {
    public ContractLog {
        if (index < 0) {
            throw new IllegalArgumentException("index: " + index + " is negative");
        }
        topics = List.copyOf(topics);
    }
}
