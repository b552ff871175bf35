// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.tx;

import io.coffer.spi.money.Bytes;
import org.web3j.crypto.Hash;

/** Keccak-256 as Ethereum uses it: the padding of the contest, not of FIPS 202. */
public final class Keccak {
    private Keccak() {}

    static byte[] hash(byte[] content) {
        return Hash.sha3(content);
    }

    public static Bytes hash(Bytes content) {
        return Bytes.of(Hash.sha3(content.toArray()));
    }
}
