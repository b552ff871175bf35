// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Keyring;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.NetworkAssetId;
import java.util.List;
import java.util.Optional;

/** Commands on keys, addresses and the place up to which a chain has been read. */
public sealed interface ChainCommand extends Command {
    /** Makes a branch of keys known. Refused with {@code keyring.differs} if the chain has another for that purpose. */
    record RegisterKeyring(Keyring keyring) implements ChainCommand {}

    /**
     * Reserves the next index of a keyring; the result's value is that index, which no one else ever gets.
     *
     * @param account whom the address is for; empty exactly for {@link KeyPurpose#TREASURY}
     */
    record ReserveAddress(ChainId chain, KeyPurpose purpose, Optional<AccountId> account) implements ChainCommand {}

    /** Binds the address that was derived for a reserved index. From then on it is watched. */
    record BindAddress(OwnAddress address) implements ChainCommand {}

    /**
     * Everything up to and including the last of these blocks has been read and what concerns us is journaled.
     *
     * @param blocks successive, oldest first, 1 to 100; the state keeps the newest {@link #KEPT_BLOCKS} of each chain
     */
    record AdvanceCursor(ChainId chain, List<BlockRef> blocks) implements ChainCommand {
        public static final int KEPT_BLOCKS = 256;

        public AdvanceCursor {
            blocks = List.copyOf(blocks);
        }
    }

    /** The last block of the cursor was removed by a reorganisation: the cursor steps back to the one before. */
    record RetreatCursor(ChainId chain, BlockRef removed) implements ChainCommand {}

    /**
     * An operator has judged a reorganisation of blocks that counted as final: nothing above {@code height} does any
     * more. Changes nothing if that is so already.
     *
     * @param height the last height that still counts; -1 if none does
     */
    record LowerFinality(ChainId chain, long height) implements ChainCommand {
        public LowerFinality {
            if (height < -1) {
                throw new IllegalArgumentException("height: " + height + " is less than -1");
            }
        }
    }

    /**
     * An operator has named the block after which the chain is read on, because none of the kept blocks can be. It
     * must not lie above the cursor, so that no block is left out. Finality stays where it is: what stands above the
     * block is still final. Whoever submits it has asked the chain's node for the block and taken back what was final
     * in blocks that are no more.
     */
    record ResetCursor(ChainId chain, BlockRef block) implements ChainCommand {}

    /**
     * Blocks of a listed token's chain from a height on are about to be passed without it, because nothing that can be
     * used knows how it moves. Kept until {@link TokenReadAgain}; of several heights the lowest. Refused with {@code
     * asset.not-listed}, and with {@code cursor.missing} where the chain was never read.
     */
    record PassToken(NetworkAssetId token, long fromHeight) implements ChainCommand {
        public PassToken {
            if (fromHeight < 0) {
                throw new IllegalArgumentException("fromHeight: " + fromHeight + " is negative");
            }
        }
    }

    /**
     * All blocks from a height on have been read with the token, as far as the cursor and without a gap. Changes nothing
     * unless it is the height that is kept: a lower one is not done yet.
     */
    record TokenReadAgain(NetworkAssetId token, long fromHeight) implements ChainCommand {}
}
