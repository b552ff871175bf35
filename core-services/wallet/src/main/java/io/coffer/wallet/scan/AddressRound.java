// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.MoneyState;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks through the addresses of a chain over and over: the treasury's for each new final block, the deposit addresses
 * some at a time, from one round into the next. It does not walk twice for the same block. One thread.
 */
final class AddressRound {
    private final ChainId chain;
    private final Walk treasury = new Walk(KeyPurpose.TREASURY);
    private final Walk deposits = new Walk(KeyPurpose.DEPOSIT);
    /** They take turns, so that neither waits for ever where each look finds a new block. */
    private boolean treasuryFirst;

    AddressRound(ChainId chain) {
        this.chain = chain;
    }

    /** There is a new final block: whoever has been through may begin again. */
    void newBlock() {
        treasury.begin();
        deposits.begin();
    }

    /** The next addresses, at most so many. None until there is a new block, once all had their turn. */
    List<Address> next(MoneyState state, int most) {
        treasuryFirst = !treasuryFirst;
        Walk first = treasuryFirst ? treasury : deposits;
        Walk second = treasuryFirst ? deposits : treasury;
        List<Address> next = new ArrayList<>(first.next(state, most));
        if (next.size() < most) {
            next.addAll(second.next(state, most - next.size()));
        }
        return next;
    }

    /** A way through the addresses of one purpose, by their indexes. */
    private final class Walk {
        private final KeyPurpose purpose;
        private int from;
        private boolean over;

        Walk(KeyPurpose purpose) {
            this.purpose = purpose;
        }

        void begin() {
            if (over) {
                over = false;
                from = 0;
            }
        }

        List<Address> next(MoneyState state, int most) {
            if (over) {
                return List.of();
            }
            List<OwnAddress> page = state.addresses(chain, purpose, from, most);
            over = page.size() < most;
            if (!page.isEmpty()) {
                from = page.get(page.size() - 1).key().index() + 1;
            }
            return page.stream().map(OwnAddress::address).toList();
        }
    }
}
