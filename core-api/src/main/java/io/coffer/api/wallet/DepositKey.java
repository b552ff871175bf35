// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.TxId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What makes a deposit the same deposit, wherever its transaction is mined: chain, transaction, position within the
 * transaction, address and tag.
 *
 * <p>One that was found by an address's balance has no transaction that anybody knows: see {@link #discovered}.
 */
public record DepositKey(TxId tx, int position, Address to, Optional<String> tag) {
    /** Followed by a height, in the place of a transaction's id. No chain writes its ids so. */
    private static final String DISCOVERED = "balance@";

    /** What {@code to} had after {@code block} beyond all that is known to have come and gone. */
    public static DepositKey discovered(Address to, BlockRef block) {
        return new DepositKey(new TxId(DISCOVERED + block.height()), 0, to, Optional.empty());
    }

    /** Whether it was found by a balance; then {@link #tx} is the id of no transaction. */
    public boolean isDiscovered() {
        return tx.text().startsWith(DISCOVERED);
    }

    /** {@code dep_} and 32 hexadecimal characters of a SHA-256 over the whole identity. */
    public String id() {
        String text = String.join(
                "\n",
                to.chain().caip2(),
                tx.text(),
                "" + position,
                to.text(),
                tag.map(t -> "=" + t).orElse(""));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "dep_" + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java runtime has SHA-256", absent);
        }
    }
}
