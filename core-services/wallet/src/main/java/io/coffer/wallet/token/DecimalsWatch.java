// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.token;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.Command;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Decisions.Decision;
import io.coffer.wallet.core.Pause;
import io.coffer.wallet.token.ContractQuestions.Decimals;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each token of a chain how many decimals it has, before the first block is read with it and from time to time. One
 * that says another number than it was listed with is worth nobody knows what: nothing of its asset is sent any more,
 * and its deposits are switched off and go to the desk, until an operator has judged. One thread looks; {@link #present}
 * is for any.
 */
public final class DecimalsWatch {
    static final long ASK_EVERY_MS = 600_000;
    /** After one that could not be asked. */
    static final long AGAIN_MS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(DecimalsWatch.class);

    private final Decisions decisions;
    private final InstantSource clock;
    private final Map<NetworkAssetId, Asked> asked = new ConcurrentHashMap<>();

    /** When a token was asked last, by which protocol, and what was wrong. */
    private record Asked(TokenProtocol token, Pause pause, Optional<String> finding) {}

    public DecimalsWatch(MoneyCore core, InstantSource clock) {
        this.decisions = new Decisions(core);
        this.clock = clock;
    }

    /**
     * Asks those that are due.
     *
     * @throws ChainException if the node fails: then no block can be read either
     */
    public void look(List<NetworkListing> listings, Lane lane) throws ChainException, CoreUnavailableException {
        asked.keySet().removeIf(id -> lane.adapter().token(id).isEmpty());
        for (NetworkListing listing : listings) {
            NetworkAssetId id = listing.asset().id();
            Optional<TokenProtocol> token = lane.adapter().token(id);
            if (token.isPresent() && isDue(id, token.get())) {
                asked.put(id, ask(listing, token.get(), lane));
            }
        }
    }

    /** What is wrong, in words. */
    public List<String> present() {
        return asked.values().stream().flatMap(one -> one.finding().stream()).toList();
    }

    private boolean isDue(NetworkAssetId id, TokenProtocol token) {
        Asked before = asked.get(id);
        return before == null || before.token() != token || !before.pause().lasts(clock);
    }

    private Asked ask(NetworkListing listing, TokenProtocol token, Lane lane)
            throws ChainException, CoreUnavailableException {
        NetworkAssetId id = listing.asset().id();
        TokenHost host = lane.adapter().tokens().orElseThrow().host();
        try {
            Decimals decimals = lane.askAbout("decimals", adapter -> ContractQuestions.decimals(adapter, host, token));
            return new Asked(token, Pause.from(clock, ASK_EVERY_MS), finding(listing, decimals));
        } catch (ChainException failed) {
            // A contract may be made so that it keeps the node busy: that is no reason to read nothing.
            if (Lane.isOfTheNode(failed) && failed.kind() != ChainException.Kind.TIMEOUT) {
                throw failed;
            }
            String finding = id + " does not say its decimals: " + failed.getMessage();
            return new Asked(token, Pause.from(clock, AGAIN_MS), Optional.of(finding));
        }
    }

    private Optional<String> finding(NetworkListing listing, Decimals decimals) throws CoreUnavailableException {
        if (decimals instanceof Decimals.Told told) {
            return told.decimals() == listing.asset().decimals()
                    ? Optional.empty()
                    : Optional.of(stop(listing, told.decimals()));
        }
        return decimals instanceof Decimals.Unreadable
                ? Optional.of(listing.asset().id() + " does not say its decimals: its answer cannot be read")
                : Optional.empty();
    }

    private String stop(NetworkListing listing, int decimals) throws CoreUnavailableException {
        NetworkAssetId id = listing.asset().id();
        String reason = id + " says that it has " + decimals + " decimals, it is listed with "
                + listing.asset().decimals();
        boolean stopped = decide(
                "decimals-halt",
                listing,
                state -> state.outboundHalt(listing.ledgerAsset()).isPresent()
                        ? Optional.empty()
                        : Optional.of(new AssetCommand.HaltOutbound(listing.ledgerAsset(), reason)));
        stopped |= decide(
                "decimals-deposits-off",
                listing,
                state -> state.listing(id)
                        .filter(NetworkListing::deposits)
                        .map(DecimalsWatch::withoutDeposits)
                        .map(AssetCommand.ListOnNetwork::new));
        if (stopped) {
            LOG.error("{}: its deposits are switched off, and nothing of {} is sent", reason, listing.ledgerAsset());
        }
        return reason;
    }

    private static NetworkListing withoutDeposits(NetworkListing now) {
        return new NetworkListing(now.asset(), now.ledgerAsset(), now.minimumDeposit(), false, now.withdrawals());
    }

    /**
     * Whether it was not so before.
     *
     * @param due what is to be done, from the state that decides it: an operator may have changed a listing while the
     *     contract was asked
     */
    private boolean decide(String verb, NetworkListing listing, Function<MoneyState, Optional<Command>> due)
            throws CoreUnavailableException {
        String subject = listing.asset().id().caip19();
        Optional<Decision> decision = decisions.read(
                state -> due.apply(state).map(command -> Decision.of(verb, subject, state.position(), command)));
        if (decision.isPresent()) {
            decisions.submit(decision.get());
        }
        return decision.isPresent();
    }
}
