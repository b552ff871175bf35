// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.format;

import java.util.List;

/**
 * What a block's hash commits to.
 *
 * @param height blocks since genesis
 * @param timeMs milliseconds since 1970
 * @param salt unsigned; differs on every branch
 * @param merkle {@link #merkle(List)} of the transactions' ids
 */
public record BlockHeader(long height, Octets previous, long timeMs, long salt, Octets merkle) {
    /** What genesis names as the block before it. */
    public static final Octets NONE = Octets.zeros(Hashes.SHA256_LENGTH);

    public BlockHeader {
        if (height < 0 || timeMs < 0) {
            throw new IllegalArgumentException("height or timeMs: negative");
        }
        if (previous.length() != Hashes.SHA256_LENGTH || merkle.length() != Hashes.SHA256_LENGTH) {
            throw new IllegalArgumentException("previous or merkle: not 32 bytes");
        }
    }

    public Octets hash() {
        return Hashes.sha256d(new ByteWriter()
                .u64(height)
                .octets(previous)
                .u64(timeMs)
                .u64(salt)
                .octets(merkle)
                .done()
                .toArray());
    }

    /** The commitment to these transactions in this order. */
    public static Octets merkle(List<Octets> ids) {
        return Hashes.sha256d(ids.stream().map(Octets::toArray).toArray(byte[][]::new));
    }
}
