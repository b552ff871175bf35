// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.token;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.MoneyCore;
import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.adapter.GuardedAdapter;
import io.coffer.wallet.adapter.HostedTokens;
import io.coffer.wallet.core.Pause;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one chain together with exactly its listed tokens, as far as their plugins can be used. The whole list changes
 * at once. Any thread may call.
 */
public final class TokenHosting {
    /** Before an adapter that did not take a token is asked again. */
    static final long RETRY_MS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(TokenHosting.class);

    private final ChainId chain;
    private final MoneyCore core;
    private final InstantSource clock;
    private final AssetPlugins plugins;
    private Optional<Made> last = Optional.empty();

    /**
     * A chain with its tokens.
     *
     * @param adapter to read, send and ask with
     * @param listings of tokens on the chain
     * @param problems of listed tokens that are not among those, in words
     */
    public record Hosting(GuardedAdapter adapter, List<NetworkListing> listings, Map<NetworkAssetId, String> problems) {
        /** Why no block may be read now: a deposit of a listed token would be passed over. */
        public Optional<String> obstacle() {
            return listings.stream()
                    .filter(listing -> listing.deposits()
                            && problems.containsKey(listing.asset().id()))
                    .findFirst()
                    .map(listing -> "reading waits for a token whose deposits are switched on: "
                            + told(listing.asset().id()));
        }

        /** What is wrong with tokens that nothing waits for. */
        public List<String> asides() {
            return listings.stream()
                    .filter(listing -> !listing.deposits()
                            && problems.containsKey(listing.asset().id()))
                    .map(listing -> told(listing.asset().id()))
                    .toList();
        }

        private String told(NetworkAssetId token) {
            return token + ": " + problems.get(token);
        }
    }

    /** What was made of what. */
    private record Made(GuardedAdapter base, List<GuardedProtocol> tokens, Taken taken, Pause retry) {}

    /** What the adapter took, and what not. */
    private record Taken(GuardedAdapter adapter, Map<NetworkAssetId, String> refused) {}

    public TokenHosting(ChainId chain, MoneyCore core, InstantSource clock, AssetPlugins plugins) {
        this.chain = chain;
        this.core = core;
        this.clock = clock;
        this.plugins = plugins;
    }

    /**
     * The chain of an adapter with the tokens that are listed and usable at this moment.
     *
     * @throws ChainException if the adapter does not even say whether it has tokens
     */
    public synchronized Hosting of(GuardedAdapter base) throws ChainException {
        List<NetworkListing> listings = core.read(state -> state.listings().stream()
                .filter(listing -> listing.asset().id().chain().equals(chain.caip2())
                        && TokenSelection.isToken(listing.asset().id()))
                .toList());
        TokenSelection selection = TokenSelection.of(listings, plugins);
        Taken taken = taken(base, selection.usable());
        Map<NetworkAssetId, String> problems = new LinkedHashMap<>(selection.problems());
        problems.putAll(taken.refused());
        return new Hosting(taken.adapter(), listings, Map.copyOf(problems));
    }

    private Taken taken(GuardedAdapter base, List<GuardedProtocol> tokens) throws ChainException {
        boolean same = last.isPresent()
                && last.get().base() == base
                && last.get().tokens().equals(tokens)
                && (last.get().taken().refused().isEmpty() || last.get().retry().lasts(clock));
        if (same) {
            return last.get().taken();
        }
        Taken taken = host(base, tokens);
        List<NetworkAssetId> names = tokens.stream().map(GuardedProtocol::id).toList();
        if (!tokens.isEmpty() || last.isPresent()) {
            LOG.info("{}: the tokens are {}", chain, names);
        }
        last = Optional.of(new Made(base, tokens, taken, Pause.from(clock, RETRY_MS)));
        return taken;
    }

    /** Plugins that bring the same listed token, in words. */
    public List<String> rivals() {
        return core.read(state -> List.copyOf(state.listings())).stream()
                .map(listing -> listing.asset().id())
                .filter(id -> id.chain().equals(chain.caip2()))
                .flatMap(id -> plugins.rivals(id).map(told -> id + " " + told).stream())
                .toList();
    }

    /** Forgets what was made with an adapter that is gone. */
    public synchronized void forget() {
        last = Optional.empty();
    }

    private Taken host(GuardedAdapter base, List<GuardedProtocol> tokens) throws ChainException {
        if (tokens.isEmpty()) {
            return new Taken(base, Map.of());
        }
        Optional<TokenHost> host = base.ask("tokens", adapter -> adapter.capability(TokenHost.class));
        if (host.isEmpty()) {
            return new Taken(base, refusals(tokens, "the adapter of " + chain + " has no tokens"));
        }
        try {
            return new Taken(hosted(base, host.get(), tokens), Map.of());
        } catch (ChainException failed) {
            LOG.warn("{}: the adapter does not take all tokens: {}", chain, failed.getMessage());
            return hostSound(base, host.get(), tokens);
        }
    }

    /** One that the adapter does not take must not cost the others. */
    private Taken hostSound(GuardedAdapter base, TokenHost host, List<GuardedProtocol> tokens) throws ChainException {
        List<GuardedProtocol> sound = new ArrayList<>();
        Map<NetworkAssetId, String> refused = new LinkedHashMap<>();
        for (GuardedProtocol token : tokens) {
            try {
                hosted(base, host, List.of(token));
                sound.add(token);
            } catch (ChainException failed) {
                refused.put(token.id(), "the adapter does not take it: " + failed.getMessage());
            }
        }
        if (sound.isEmpty()) {
            return new Taken(base, refused);
        }
        return new Taken(hosted(base, host, sound), refused);
    }

    private static GuardedAdapter hosted(GuardedAdapter base, TokenHost host, List<GuardedProtocol> tokens)
            throws ChainException {
        AccountChain hosting = base.ask("hosting", adapter -> host.hosting(List.copyOf(tokens)));
        Map<NetworkAssetId, TokenProtocol> protocols =
                tokens.stream().collect(Collectors.toMap(GuardedProtocol::id, token -> token));
        return base.hosting(
                hosting,
                new HostedTokens(
                        host,
                        protocols,
                        () -> tokens.stream()
                                .mapToLong(GuardedProtocol::failures)
                                .sum()));
    }

    private static Map<NetworkAssetId, String> refusals(List<GuardedProtocol> tokens, String why) {
        return tokens.stream().collect(Collectors.toMap(GuardedProtocol::id, token -> why));
    }
}
