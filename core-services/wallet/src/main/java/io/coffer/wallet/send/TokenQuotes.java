// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.spi.asset.ContractCall;
import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Pause;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What transfers of tokens cost now: each is another call of a contract, so each is asked for by itself, and again every
 * few seconds only. One thread.
 */
final class TokenQuotes {
    /** Transfers whose quotes are remembered; the oldest is forgotten. */
    private static final int MAX_REMEMBERED = 1_000;

    private final FeeUrgency urgency;
    private final InstantSource clock;
    private final Map<Asked, Told> told = new LinkedHashMap<>();

    private record Asked(Address sender, TransferIntent transfer) {}

    /** What came of asking. */
    sealed interface Answer {
        record Quoted(FeeQuote fee) implements Answer {}

        /** The token, the contract or the node does not make this transfer as it is. */
        record Refused(String reason) implements Answer {}
    }

    private record Told(Answer answer, TokenProtocol token, Pause trusted) {}

    TokenQuotes(FeeUrgency urgency, InstantSource clock) {
        this.urgency = urgency;
        this.clock = clock;
    }

    /** @throws ChainException if the node does not answer, or the answer cannot be used */
    Answer quote(Address sender, TransferIntent transfer, TokenProtocol token, Lane lane) throws ChainException {
        Asked asked = new Asked(sender, transfer);
        Told before = told.get(asked);
        if (before != null && before.token() == token && before.trusted().lasts(clock)) {
            return before.answer();
        }
        Answer answer = ask(asked, token, lane);
        told.remove(asked);
        if (told.size() >= MAX_REMEMBERED) {
            told.remove(told.keySet().iterator().next());
        }
        told.put(asked, new Told(answer, token, Pause.from(clock, FeeQuotes.TRUSTED_FOR_MS)));
        return answer;
    }

    private Answer ask(Asked asked, TokenProtocol token, Lane lane) throws ChainException {
        TokenHost host = lane.adapter()
                .tokens()
                .orElseThrow(() -> new ChainException(Kind.REFUSED, "the chain has no tokens"))
                .host();
        Answer answer;
        try {
            answer = lane.askAbout("token quote", adapter -> {
                ContractCall call;
                try {
                    call = token.encode(asked.transfer());
                } catch (IllegalArgumentException refused) {
                    return new Answer.Refused("the token cannot make it: " + refused.getMessage());
                }
                return new Answer.Quoted(host.quote(call, asked.sender(), urgency));
            });
        } catch (ChainException failed) {
            if (failed.kind() == Kind.REFUSED) {
                return new Answer.Refused("the transfer would fail: " + failed.getMessage());
            }
            throw failed;
        }
        boolean inCoin = !(answer instanceof Answer.Quoted quoted)
                || quoted.fee()
                        .asset()
                        .equals(lane.adapter().descriptor().nativeAsset().id());
        if (!inCoin) {
            throw new ChainException(Kind.GARBAGE, "token quote: not in the chain's own coin");
        }
        return answer;
    }
}
