// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.tx;

import java.util.Arrays;
import java.util.List;
import org.web3j.rlp.RlpDecoder;
import org.web3j.rlp.RlpEncoder;
import org.web3j.rlp.RlpType;

/**
 * RLP in its one canonical form (Ethereum yellow paper, appendix B).
 *
 * <p>web3j's decoder also takes other forms: lengths that are longer than needed, bytes behind the end. Whatever it
 * makes of the input is therefore encoded again, and only the same bytes pass.
 */
final class StrictRlp {
    /** Far above any transfer, low enough that nested lists cannot exhaust the stack of the recursive decoder. */
    static final int MAX_BYTES = 4 * 1024;

    private StrictRlp() {}

    /** @throws IllegalArgumentException if {@code encoded} is not exactly one item in canonical form */
    static RlpType decode(byte[] encoded) {
        if (encoded.length == 0 || encoded.length > MAX_BYTES) {
            throw new IllegalArgumentException("rlp: " + encoded.length + " bytes, expected 1.." + MAX_BYTES);
        }
        List<RlpType> items;
        byte[] again;
        try {
            items = RlpDecoder.decode(encoded).getValues();
            again = items.size() == 1 ? RlpEncoder.encode(items.get(0)) : new byte[0];
        } catch (RuntimeException malformed) {
            throw new IllegalArgumentException("rlp: malformed", malformed);
        }
        if (!Arrays.equals(encoded, again)) {
            throw new IllegalArgumentException("rlp: not one item in canonical form");
        }
        return items.get(0);
    }
}
