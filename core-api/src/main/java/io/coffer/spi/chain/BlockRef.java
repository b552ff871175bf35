// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

/**
 * One block. The hash identifies it; a height alone identifies nothing, because a reorganisation gives it to another.
 *
 * @param height blocks since genesis, from 0
 * @param hash the block hash in the chain's canonical spelling
 */
public record BlockRef(long height, String hash) {
    public BlockRef {
        if (height < 0) {
            throw new IllegalArgumentException("height: " + height + " is negative");
        }
        if (hash.isEmpty() || hash.length() > Address.MAX_LENGTH) {
            throw new IllegalArgumentException("hash: not 1.." + Address.MAX_LENGTH + " characters");
        }
    }

    @Override
    public String toString() {
        return height + "/" + hash;
    }
}
