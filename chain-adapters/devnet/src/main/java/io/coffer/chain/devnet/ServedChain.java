// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.Hashes;
import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.json.JsonObject;
import io.coffer.plugin.Printable;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import java.util.Locale;
import java.util.Optional;

/**
 * Which chain the node says that it serves. If no genesis is configured, the first one that is seen must stay: with
 * another, all blocks would seem to be gone, and yet it is no reorganisation but another chain.
 */
final class ServedChain {
    private final DevnetSettings settings;
    private Optional<String> genesis;
    private volatile boolean proven;

    ServedChain(DevnetSettings settings) {
        this.settings = settings;
        this.genesis = settings.genesis();
    }

    /** Reads the answer to {@code GET /chain} and gives the newest block that the node has. */
    BlockRef check(JsonObject chain) throws ChainException, MalformedException {
        require("chain", settings.name().caip2(), chain.text("chain"));
        require("mode", settings.mode().name().toLowerCase(Locale.ROOT), chain.text("mode"));
        String named = Octets.hex(chain.text("genesis"), Hashes.SHA256_LENGTH).toHex();
        JsonObject head = chain.object("head");
        BlockRef newest = new BlockRef(
                head.number("height", 0, ListedBlock.MAX_HEIGHT),
                Octets.hex(head.text("hash"), Hashes.SHA256_LENGTH).toHex());
        requireGenesis(named);
        proven = true;
        return newest;
    }

    private synchronized void requireGenesis(String named) throws ChainException {
        require("genesis", genesis.orElse(named), named);
        genesis = Optional.of(named);
    }

    boolean isProven() {
        return proven;
    }

    private static void require(String field, String expected, String served) throws ChainException {
        if (!served.equals(expected)) {
            throw new ChainException(
                    Kind.WRONG_CHAIN, "the node's " + field + " is " + Printable.of(served) + ", expected " + expected);
        }
    }
}
