// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.Reading;
import io.coffer.chain.evm.tx.Keccak;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The filter in a block's header over the contracts that wrote logs in it and the topics of these (yellow paper, section
 * 4.4.1). What is in the logs is in the filter; what is not in them may seem to be.
 *
 * @param bits 2048, the last of the header's bytes being the lowest
 */
record LogsBloom(BigInteger bits) {
    /** What of a block is read beside the fields that are always read, where its filter is wanted. */
    static final Set<String> DETAILS = Set.of("logsBloom");

    private static final int BYTES = 256;
    private static final int PLACE_MASK = (1 << 11) - 1;
    private static final int BITS_OF_ONE = 3;

    /** The filter over these alone: the 20 bytes of a contract, or the 32 of a topic. */
    static LogsBloom of(List<Bytes> entries) {
        BigInteger bits = BigInteger.ZERO;
        for (Bytes entry : entries) {
            byte[] hash = Keccak.hash(entry).toArray();
            for (int i = 0; i < BITS_OF_ONE; i++) {
                int pair = (Byte.toUnsignedInt(hash[2 * i]) << Byte.SIZE) | Byte.toUnsignedInt(hash[2 * i + 1]);
                bits = bits.setBit(pair & PLACE_MASK);
            }
        }
        return new LogsBloom(bits);
    }

    /** Empty if there is none, or nothing in it: some chains do not fill it. */
    static Optional<LogsBloom> read(JsonNode json, String what) throws ChainException {
        if (json.isMissingNode() || json.isNull()) {
            return Optional.empty();
        }
        Bytes bytes = Reading.data(json, what);
        if (bytes.length() != 0 && bytes.length() != BYTES) {
            throw Reading.garbage(what, json, "is not " + BYTES + " bytes");
        }
        BigInteger bits = new BigInteger(1, bytes.toArray());
        return bits.signum() == 0 ? Optional.empty() : Optional.of(new LogsBloom(bits));
    }

    /** Whether all that the other is over may be in what this is over. */
    boolean mayHold(LogsBloom other) {
        return bits.and(other.bits).equals(other.bits);
    }
}
