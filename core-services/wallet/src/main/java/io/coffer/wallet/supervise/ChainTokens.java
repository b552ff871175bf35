// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import io.coffer.api.request.CoreUnavailableException;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.wallet.adapter.GuardedAdapter;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.token.DecimalsWatch;
import io.coffer.wallet.token.TokenHosting;
import io.coffer.wallet.token.TokenHosting.Hosting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tokens of one chain, as its two activities need them. Any thread may call, but only one reads. */
final class ChainTokens {
    private final TokenHosting hosting;
    private final DecimalsWatch decimals;
    private volatile Optional<Hosting> last = Optional.empty();

    /** A token that is listed with its deposits on cannot be read now, so nothing is. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String reason) {
            super(reason);
        }
    }

    ChainTokens(ChainId chain, Surroundings surroundings) {
        this.hosting = new TokenHosting(chain, surroundings.core(), surroundings.clock(), surroundings.plugins());
        this.decimals = new DecimalsWatch(surroundings.core(), surroundings.clock());
    }

    /** The same lane with the tokens that are listed and usable now. */
    Lane through(Lane lane) throws ChainException {
        return lane.through(hosted(lane.adapter()).adapter());
    }

    /**
     * The same, to read blocks with.
     *
     * @throws UnreadableException while a deposit could be passed over
     */
    Lane throughToRead(Lane lane) throws ChainException, CoreUnavailableException, UnreadableException {
        Hosting now = hosted(lane.adapter());
        Optional<String> obstacle = now.obstacle();
        if (obstacle.isPresent()) {
            throw new UnreadableException(obstacle.get());
        }
        Lane hosting = lane.through(now.adapter());
        decimals.look(now.listings(), hosting);
        return hosting;
    }

    /** What an operator should look after, in words. What reading waits for is told by the reading. */
    List<String> present() {
        List<String> found = new ArrayList<>(decimals.present());
        last.ifPresent(hosting -> found.addAll(hosting.asides()));
        found.addAll(hosting.rivals());
        return found;
    }

    /** The adapter is gone: nothing of it is kept. */
    void forget() {
        last = Optional.empty();
        hosting.forget();
    }

    private Hosting hosted(GuardedAdapter base) throws ChainException {
        Hosting now = hosting.of(base);
        last = Optional.of(now);
        return now;
    }
}
