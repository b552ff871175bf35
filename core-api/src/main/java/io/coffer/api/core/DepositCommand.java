// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import io.coffer.api.wallet.DepositKey;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.money.Amount;

/** Commands on value that reached an address of ours. */
public sealed interface DepositCommand extends Command {
    DepositKey key();

    /**
     * The deposit is in a block. Seen before in the same block: nothing changes. Change of one of our own transactions
     * becomes an output of the hot wallet and is no deposit. Nor is what a transfer of the house brings to where it was
     * sent, in its own asset: that is noted as what arrived, and may be zero, which says that nothing came although the
     * transaction succeeded; seen again in the same block before its end, the later amount holds. Every other movement
     * in such a transaction is a deposit. Nothing else may be zero.
     */
    record Observe(DepositKey key, Amount amount, BlockRef block) implements DepositCommand {}

    /**
     * The block that it was in has been removed. If it was credited, that is taken back, the asset's outbound is halted
     * and the customer's account frozen, all in this one command.
     */
    record Reorged(DepositKey key, BlockRef block) implements DepositCommand {}

    /** It was removed and will not come back. */
    record Vanished(DepositKey key) implements DepositCommand {}

    /** Its block is final: on to screening, or to the desk. Refused if it is not in that block any more. */
    record Finalized(DepositKey key, BlockRef block) implements DepositCommand {}

    /**
     * The verdict of screening. If it passed, it is credited.
     *
     * @param reason why it did not pass; empty if it did
     */
    record Screened(DepositKey key, boolean passed, String reason) implements DepositCommand {}

    /**
     * An operator has decided that one sighting which {@link Observe} refuses is not credited, so that its chain goes
     * on. It is kept with its reason and never reported again. Refused for one that could be observed.
     *
     * @param reason in words, not blank
     */
    record SetAside(DepositKey key, Amount amount, BlockRef block, String reason) implements DepositCommand {
        public SetAside {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("reason: is blank");
            }
        }

        /** What it sets aside. */
        public Observe sighting() {
            return new Observe(key, amount, block);
        }
    }

    /**
     * An address had more after a final block than all that is known to have come and gone, as there is where a contract
     * has paid it by an internal call that no reader told of. It is a deposit for the desk at once: final,
     * {@code UNATTRIBUTED}, placed in suspense, so that the books are the chain's again and it can be swept. Nobody is
     * credited. If its block is removed it is taken back and has vanished: what is there again is found again.
     *
     * <p>A movement in that block or below that is reported for the address only afterwards brought part of it. It
     * becomes a deposit that names this one, but neither the books nor anybody's account take it a second time.
     *
     * <p>Refused while a deposit to that address up to that block is under way: nothing is certain then. The same
     * again changes nothing.
     *
     * @param key made by {@link DepositKey#discovered} from {@code block}
     * @param amount not zero
     * @param block the final block after which the address had it
     * @param reason in words for the desk, not blank, at most {@link DecisionText#MAX_LENGTH} characters
     */
    record Discover(DepositKey key, Amount amount, BlockRef block, String reason) implements DepositCommand {
        public Discover {
            DecisionText.require("reason", reason);
            if (!key.equals(DepositKey.discovered(key.to(), block))) {
                throw new IllegalArgumentException("key: not that of a discovery in block " + block);
            }
            if (amount.isZero()) {
                throw new IllegalArgumentException("amount: is zero");
            }
        }
    }
}
