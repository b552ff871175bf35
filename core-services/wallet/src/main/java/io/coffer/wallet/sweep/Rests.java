// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.sweep;

import io.coffer.spi.chain.Address;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.core.Pause;
import io.coffer.wallet.sweep.Holdings.Candidate;
import io.coffer.wallet.sweep.Holdings.Purse;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How long an asset at an address is left alone after an answer that began no transfer: each time twice as long. So
 * those that cannot be swept do not take the turns of those that can. One thread.
 */
final class Rests {
    /** What a candidate waits for whose gas the treasury cannot pay. */
    static final String NO_GAS = "hot-wallet.insufficient";

    private final InstantSource clock;
    private final Map<Place, Rest> rests = new HashMap<>();

    /** An asset at an address. */
    private record Place(Address address, NetworkAssetId asset) {
        static Place of(Candidate candidate) {
            return new Place(
                    candidate.address().address(), candidate.listing().asset().id());
        }
    }

    /** What was answered, and how long it is not asked again. */
    private record Rest(Proposal.Not not, Pause pause) {}

    Rests(InstantSource clock) {
        this.clock = clock;
    }

    /** What was answered last, while it is not asked again. */
    Optional<Proposal.Not> answer(Candidate candidate) {
        return Optional.ofNullable(rests.get(Place.of(candidate)))
                .filter(rest -> rest.pause().lasts(clock))
                .map(Rest::not);
    }

    /**
     * It came to nothing once more.
     *
     * @param firstMs how long it rests at least
     */
    void longer(Candidate candidate, Proposal.Not not, long firstMs, long longestMs) {
        Rest before = rests.get(Place.of(candidate));
        long lengthMs =
                before == null ? firstMs : Math.max(firstMs, 2 * before.pause().lengthMs());
        rests.put(Place.of(candidate), new Rest(not, Pause.from(clock, Math.min(lengthMs, longestMs))));
    }

    /** A transfer of it was begun. */
    void over(Candidate candidate) {
        rests.remove(Place.of(candidate));
    }

    /** Forgets those that are no candidates any more. */
    void keepOnly(List<Candidate> candidates) {
        Set<Place> present = new HashSet<>();
        candidates.forEach(candidate -> present.add(Place.of(candidate)));
        rests.keySet().retainAll(present);
    }

    /**
     * The candidates in the order in which they have their turns: who was not asked lately comes first, and the coin
     * before all while the treasury is known to be short of it.
     */
    List<Candidate> inTurn(List<Candidate> candidates, Purse purse) {
        boolean noGas =
                rests.values().stream().anyMatch(rest -> rest.not().code().equals(NO_GAS));
        Comparator<Candidate> order = Comparator.comparing(candidate -> noGas && !candidate.isCoin(purse));
        return candidates.stream()
                .sorted(order.thenComparingLong(this::askedAtMs))
                .toList();
    }

    private long askedAtMs(Candidate candidate) {
        Rest rest = rests.get(Place.of(candidate));
        return rest == null ? Long.MIN_VALUE : rest.pause().beginMs();
    }
}
