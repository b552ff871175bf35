// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.Event;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.SetAsideSighting;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.Values;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.Amount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Sightings that are not to be credited. Each is an operator's decision, so they are few. */
final class SetAsides {
    private final NavigableMap<ChainId, List<SetAsideSighting>> byChain = new TreeMap<>();

    /** Oldest first. */
    List<SetAsideSighting> of(ChainId chain) {
        return List.copyOf(byChain.getOrDefault(chain, List.of()));
    }

    /** Keeps a sighting; one that is there already is not kept twice. */
    void add(DepositCommand.SetAside aside, Turn turn) {
        ChainId chain = aside.key().to().chain();
        boolean again = of(chain).stream()
                .anyMatch(one -> one.key().equals(aside.key())
                        && one.block().equals(aside.block())
                        && one.amount().equals(aside.amount()));
        if (!again) {
            SetAsideSighting sighted =
                    new SetAsideSighting(aside.key(), aside.amount(), aside.block(), aside.reason(), turn.timeMs());
            byChain.computeIfAbsent(chain, absent -> new ArrayList<>()).add(sighted);
            turn.note(new Event.SightingSetAside(sighted));
        }
    }

    void writeTo(BinaryOut out) {
        out.count(byChain.size());
        byChain.forEach((chain, sightings) -> {
            Values.write(out, chain);
            out.count(sightings.size());
            sightings.forEach(one -> write(out, one));
        });
    }

    void readFrom(BinaryIn in) throws IOException {
        int chains = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < chains; i++) {
            List<SetAsideSighting> sightings = new ArrayList<>();
            byChain.put(Values.chainId(in), sightings);
            int count = in.count(Integer.MAX_VALUE);
            for (int j = 0; j < count; j++) {
                DepositKey key = Values.depositKey(in);
                Amount amount = Values.amount(in);
                sightings.add(new SetAsideSighting(key, amount, Values.blockRef(in), in.text(), in.i64()));
            }
        }
    }

    private static void write(BinaryOut out, SetAsideSighting sighting) {
        Values.write(out, sighting.key());
        Values.write(out, sighting.amount());
        Values.write(out, sighting.block());
        out.text(sighting.reason());
        out.i64(sighting.decidedAtMs());
    }
}
