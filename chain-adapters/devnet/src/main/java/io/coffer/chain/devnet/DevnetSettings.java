// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.ChainName;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * One network as it is configured, checked.
 *
 * @param name of the devnet, which is the reference of its CAIP-2 id
 * @param node where it listens
 * @param confirmations suggested to the core
 * @param answerLimit for one answer of the node
 * @param genesis hash of the first block; without it the first one that is seen must stay
 * @param maxFee above it no fee is quoted, in the smallest unit
 */
record DevnetSettings(
        ChainName name,
        Mode mode,
        URI node,
        int confirmations,
        Duration answerLimit,
        Optional<String> genesis,
        BigInteger maxFee) {
    /** The family that the devnet speaks. */
    enum Mode {
        ACCOUNT,
        UTXO;

        /** As the file names it. */
        String configured() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
