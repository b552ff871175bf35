// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The addresses of a chain that a block is searched for. The truth is the money core's; here is only a filter before
 * it.
 *
 * <p>{@link #catchUp} is called between the reading of blocks and the search through them. An address can only have
 * been paid to in those blocks if it had been answered before, and it is bound before it is answered: so after the
 * catching up none is missing. One thread uses it; {@link #size} may be read by any.
 */
final class WatchedAddresses {
    private static final int PAGE = 1_000;

    private final ChainId chain;
    private final MoneyCore core;
    private final FingerprintTable table;
    private final Map<KeyPurpose, Branch> branches = new EnumMap<>(KeyPurpose.class);

    WatchedAddresses(ChainId chain, MoneyCore core, long seed0, long seed1) {
        this.chain = chain;
        this.core = core;
        this.table = new FingerprintTable(seed0, seed1);
        for (KeyPurpose purpose : KeyPurpose.values()) {
            branches.put(purpose, new Branch());
        }
    }

    /** Takes up every address that has been bound so far. */
    void catchUp() {
        branches.forEach(this::catchUp);
    }

    boolean mayContain(Address address) {
        return table.mayContain(address);
    }

    long size() {
        return table.size();
    }

    private void catchUp(KeyPurpose purpose, Branch branch) {
        List<Integer> gaps = List.copyOf(branch.gaps);
        for (int gap : gaps) {
            List<OwnAddress> found = core.read(state -> state.addresses(chain, purpose, gap, 1));
            if (!found.isEmpty() && found.get(0).key().index() == gap) {
                table.add(found.get(0).address());
                branch.gaps.remove(gap);
            }
        }
        List<OwnAddress> page;
        do {
            int from = branch.next;
            page = core.read(state -> new ArrayList<>(state.addresses(chain, purpose, from, PAGE)));
            page.forEach(branch::take);
        } while (page.size() == PAGE);
    }

    /** What has been taken up of one branch of keys. */
    private final class Branch {
        /** Indexes below {@link #next} that had no address yet: they were reserved and are bound later. */
        private final NavigableSet<Integer> gaps = new TreeSet<>();

        private int next;

        void take(OwnAddress own) {
            int index = own.key().index();
            while (next < index) {
                gaps.add(next++);
            }
            table.add(own.address());
            next = index + 1;
        }
    }
}
