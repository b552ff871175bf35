// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.MoneyState;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Decisions.Decision;
import io.coffer.wallet.core.Pause;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listed tokens that blocks are read without, while their deposits are switched off and nothing can be used that reads
 * them. From which block on is journaled before the first of these blocks is passed; once the token is back, they are
 * read again by themselves, beside the normal reading. One thread steps; {@link #present} is for any.
 */
final class PassedTokens {
    /** Before blocks that could not be read again are tried again. Doubles. */
    static final long FIRST_REST_MS = 10_000;

    static final long LONGEST_REST_MS = 600_000;

    private static final Logger LOG = LoggerFactory.getLogger(PassedTokens.class);

    private final ChainId chain;
    private final Decisions decisions;
    private final InstantSource clock;
    private Optional<Run> current = Optional.empty();
    private volatile Optional<Rest> rest = Optional.empty();

    /** One reading again, for these tokens, each from its height on. */
    private record Run(Map<NetworkAssetId, Long> tokens, Rescan rescan) {}

    private record Rest(String reason, Pause pause) {}

    PassedTokens(ChainId chain, Decisions decisions, InstantSource clock) {
        this.chain = chain;
        this.decisions = decisions;
        this.clock = clock;
    }

    /**
     * Journals which tokens blocks were read without, before the cursor passes the first of them.
     *
     * @param lane with the tokens that they were read with
     */
    void note(BlockRef first, Lane lane) throws CoreUnavailableException {
        List<Decision> due = decisions.read(state -> {
            Map<NetworkAssetId, Long> known = state.passedTokens(chain);
            List<Decision> found = new ArrayList<>();
            for (NetworkListing listing : state.listings()) {
                NetworkAssetId id = listing.asset().id();
                boolean passed = isToken(id, lane) && lane.adapter().token(id).isEmpty();
                if (passed && known.getOrDefault(id, Long.MAX_VALUE) > first.height()) {
                    found.add(Decision.of(
                            "token-passed",
                            id + "@" + first.height(),
                            state.position(),
                            new ChainCommand.PassToken(id, first.height())));
                }
            }
            return found;
        });
        decisions.submitAll(due);
        due.forEach(one ->
                LOG.warn("{}: {}: blocks are read without it until it can be used again", chain, one.question()));
    }

    private boolean isToken(NetworkAssetId id, Lane lane) {
        return id.chain().equals(chain.caip2())
                && !id.equals(lane.adapter().descriptor().nativeAsset().id());
    }

    /**
     * Reads one page again, if a token that was passed is back.
     *
     * @return whether there is more to read at once
     */
    boolean step(BlockRef tip, int pageBlocks, BlockIntake intake, Lane lane)
            throws ChainException, CoreUnavailableException, HaltException {
        Map<NetworkAssetId, Long> back = back(tip, lane);
        if (current.isPresent()
                && !back.entrySet().containsAll(current.get().tokens().entrySet())) {
            current = Optional.empty();
        }
        if (back.isEmpty() || rest.filter(one -> one.pause().lasts(clock)).isPresent()) {
            return false;
        }
        if (current.isEmpty()) {
            long from = back.values().stream().mapToLong(Long::longValue).min().orElseThrow();
            LOG.info("{}: blocks from {} on are read again with {}", chain, from, back.keySet());
            current = Optional.of(new Run(back, new Rescan(chain, from)));
        }
        Run run = current.get();
        boolean more;
        try {
            more = run.rescan().step(tip, pageBlocks, intake, lane);
            rest = Optional.empty();
        } catch (ChainException failed) {
            if (Lane.isOfTheNode(failed)) {
                throw failed;
            }
            Pause pause = rest.map(before -> before.pause().longer(clock, LONGEST_REST_MS))
                    .orElseGet(() -> Pause.from(clock, FIRST_REST_MS));
            rest = Optional.of(new Rest(String.valueOf(failed.getMessage()), pause));
            return false;
        }
        if (!more) {
            current = Optional.empty();
            if (run.rescan().isComplete()) {
                done(run.tokens());
            }
        }
        return more;
    }

    /** Those that can be used now and whose first block was passed. */
    private Map<NetworkAssetId, Long> back(BlockRef tip, Lane lane) {
        Map<NetworkAssetId, Long> back = new HashMap<>(decisions.read(state -> state.passedTokens(chain)));
        back.entrySet()
                .removeIf(one -> one.getValue() > tip.height()
                        || lane.adapter().token(one.getKey()).isEmpty());
        return back;
    }

    private void done(Map<NetworkAssetId, Long> tokens) throws CoreUnavailableException {
        long position = decisions.read(MoneyState::position);
        List<Decision> done = new ArrayList<>();
        tokens.forEach((token, from) -> done.add(Decision.of(
                "token-read-again", token + "@" + from, position, new ChainCommand.TokenReadAgain(token, from))));
        decisions.submitAll(done);
    }

    /** What was read without which token, in words; empty if nothing was. */
    Optional<String> present() {
        Map<NetworkAssetId, Long> passed = decisions.read(state -> state.passedTokens(chain));
        if (passed.isEmpty()) {
            return Optional.empty();
        }
        String all = passed.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> one.getKey() + " from " + one.getValue())
                .collect(Collectors.joining(", "));
        String failed = rest.map(one -> "; last try: " + one.reason()).orElse("");
        return Optional.of("blocks were read without " + all + ": they are read again once it can be used" + failed);
    }
}
