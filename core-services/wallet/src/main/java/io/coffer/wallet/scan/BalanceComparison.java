// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.DepositKey;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BalancesAtBlock;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Decisions.Decision;
import io.coffer.wallet.core.Pause;
import io.coffer.wallet.scan.ExpectedBalances.Expected;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what our addresses had of the native coin after a final block with what the books expect, where the adapter
 * offers {@link BalancesAtBlock}: that it does is its word that value may arrive which no movement tells of. What is
 * there beyond goes to the desk; what is missing stops the coin from being sent, because somebody else uses the key or
 * the books are wrong.
 *
 * <p>A difference counts only once it was found after two final blocks, and as far as both agree: a node that answered
 * once from another state must not put money into the books. What is found is booked as of the first of the two. What
 * was seen once is not kept over a restart, nor over a reorganisation; it is then seen again.
 *
 * <p>It holds nothing up: what goes wrong with it is shown and asked again after a pause. One thread; {@link #missing}
 * and {@link #unanswered} may be read by any.
 */
final class BalanceComparison {
    /** After an answer that is none; doubles from one to the next. */
    static final long FIRST_PAUSE_MS = 5_000;

    static final long LONGEST_PAUSE_MS = 600_000;
    /** Addresses in one question: room for one that was different before and for the round. */
    private static final int LEAST = 2;
    /** Addresses whose differences are followed at once; a further one is found again in a later round. */
    private static final int MAX_SUSPECTS = 1_000;
    /** Shortages that are shown one by one. */
    private static final int MAX_SHOWN = 3;

    private static final Logger LOG = LoggerFactory.getLogger(BalanceComparison.class);

    private final ChainId chain;
    private final Decisions decisions;
    private final InstantSource clock;
    private final AddressRound round;
    private final Map<Address, Sight> suspects = new LinkedHashMap<>();
    private final Map<Address, String> shortages = new LinkedHashMap<>();
    private Optional<BlockRef> last = Optional.empty();
    private Optional<Pause> pause = Optional.empty();
    private volatile Optional<String> missing = Optional.empty();
    private volatile Optional<String> unanswered = Optional.empty();

    /** What an address had beyond, or below zero short of, what was expected after a block. */
    private record Sight(BlockRef block, BigInteger difference) {}

    /** What is asked: of these addresses, what they must have after a block. */
    private record Question(BlockRef block, NetworkListing coin, Map<Address, Expected> expected) {}

    BalanceComparison(ChainId chain, Decisions decisions, InstantSource clock) {
        this.chain = chain;
        this.decisions = decisions;
        this.clock = clock;
        this.round = new AddressRound(chain);
    }

    /** That coin is missing, until it is there again. */
    Optional<String> missing() {
        return missing;
    }

    /** Why nothing is compared though the adapter offers it. */
    Optional<String> unanswered() {
        return unanswered;
    }

    /** Blocks may be read anew or are gone: what was seen once counts no more. */
    void forget() {
        suspects.clear();
    }

    /**
     * Compares some addresses, if it is their turn.
     *
     * @param finalHeight up to which everything is settled as far as it can be
     * @param most addresses that are asked for at once, at most {@link BalancesAtBlock#MAX_ADDRESSES}; 0 for none, else
     *     at least {@link #LEAST}
     */
    void look(long finalHeight, int most, Lane lane) throws CoreUnavailableException {
        if (most == 0) {
            unanswered = Optional.empty();
            return;
        }
        if (pause.filter(lasting -> lasting.lasts(clock)).isPresent()) {
            return;
        }
        try {
            if (isOffered(lane)) {
                Optional<Question> question = question(finalHeight, Math.max(LEAST, most), lane);
                if (question.isPresent()) {
                    compare(question.get(), lane);
                }
            }
            pause = Optional.empty();
            unanswered = Optional.empty();
        } catch (ChainException failed) {
            passOver(failed);
        }
    }

    private void passOver(ChainException failed) {
        String why = "balances are not compared: " + failed.kind() + ": " + failed.getMessage();
        if (unanswered.isEmpty()) {
            LOG.warn("{}: {}", chain, why);
        }
        unanswered = Optional.of(why);
        pause = Optional.of(pause.map(before -> before.longer(clock, LONGEST_PAUSE_MS))
                .orElseGet(() -> Pause.from(clock, FIRST_PAUSE_MS)));
    }

    private static boolean isOffered(Lane lane) throws ChainException {
        return lane.askAbout(
                "balances offered",
                adapter -> adapter instanceof AccountChain
                        && adapter.capability(BalancesAtBlock.class).isPresent());
    }

    private Optional<Question> question(long finalHeight, int most, Lane lane) {
        NetworkAssetId coin = lane.adapter().descriptor().nativeAsset().id();
        return decisions.read(state -> {
            Optional<BlockRef> block = new Cursor(state.cursor(chain)).at(finalHeight);
            Optional<NetworkListing> listing = state.listing(coin);
            if (block.isEmpty() || listing.isEmpty()) {
                return Optional.empty();
            }
            if (!block.equals(last)) {
                last = block;
                round.newBlock();
            }
            List<Address> addresses = addresses(state, block.get(), most);
            Map<Address, Expected> expected = ExpectedBalances.of(state, chain, coin, block.get(), addresses);
            return expected.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Question(block.get(), listing.get(), expected));
        });
    }

    /** Those that were different before come first, so that they need not wait for a whole round. */
    private List<Address> addresses(MoneyState state, BlockRef block, int most) {
        Set<Address> addresses = new LinkedHashSet<>();
        suspects.forEach((address, sight) -> {
            if (addresses.size() < most / 2 && sight.block().height() < block.height()) {
                addresses.add(address);
            }
        });
        if (addresses.size() < most) {
            addresses.addAll(round.next(state, most - addresses.size()));
        }
        return List.copyOf(addresses);
    }

    private void compare(Question question, Lane lane) throws ChainException, CoreUnavailableException {
        List<Map.Entry<Address, Expected>> asked =
                List.copyOf(question.expected().entrySet());
        List<Address> addresses = asked.stream().map(Map.Entry::getKey).toList();
        List<Amount> balances = lane.askAbout("balances", adapter -> balances(adapter, addresses, question));
        for (int i = 0; i < asked.size(); i++) {
            Expected expected = asked.get(i).getValue();
            if (nothingWasMined(addresses.get(i), expected.unmined(), lane)) {
                judge(question, addresses.get(i), balances.get(i).units(), expected.units());
            }
        }
    }

    private static List<Amount> balances(ChainAdapter adapter, List<Address> addresses, Question question)
            throws ChainException {
        BalancesAtBlock reader = adapter.capability(BalancesAtBlock.class)
                .orElseThrow(() ->
                        new ChainException(ChainException.Kind.GARBAGE, "the adapter offers what it does not have"));
        List<Amount> balances = reader.balances(addresses, question.block());
        NetworkAssetId coin = question.coin().asset().id();
        boolean fits = balances != null
                && balances.size() == addresses.size()
                && balances.stream()
                        .allMatch(balance -> balance != null && balance.asset().equals(coin));
        if (!fits) {
            throw new ChainException(
                    ChainException.Kind.GARBAGE, "not one balance of " + coin + " for each of the addresses");
        }
        return List.copyOf(balances);
    }

    /** Asked after the balances: what is not mined by now was not mined then. */
    private static boolean nothingWasMined(Address sender, OptionalLong unmined, Lane lane) throws ChainException {
        return unmined.isEmpty()
                || lane.askAbout("mined sequence", adapter -> ((AccountChain) adapter).minedSequence(sender))
                        <= unmined.getAsLong();
    }

    private void judge(Question question, Address address, BigInteger balance, BigInteger expected)
            throws CoreUnavailableException {
        BigInteger difference = balance.subtract(expected);
        Sight now = new Sight(question.block(), difference);
        Optional<Sight> before = Optional.ofNullable(suspects.get(address));
        if (difference.signum() >= 0 && shortages.remove(address) != null) {
            LOG.info("{}: {} has what the books expect again", chain, address);
            show();
        }
        if (difference.signum() == 0) {
            suspects.remove(address);
            return;
        }
        boolean again = before.isPresent()
                && before.get().difference().signum() == difference.signum()
                && before.get().block().height() < now.block().height();
        if (again && difference.signum() > 0) {
            suspects.remove(address);
            discover(question, address, before.get(), before.get().difference().min(difference));
        } else if (again) {
            shortage(question, address, balance, expected);
        } else if (before.isPresent() || suspects.size() < MAX_SUSPECTS) {
            suspects.put(address, now);
        }
    }

    private void discover(Question question, Address address, Sight first, BigInteger units)
            throws CoreUnavailableException {
        DepositKey key = DepositKey.discovered(address, first.block());
        String reason = "arrived by an internal call, or in another way that no transaction tells of, up to block "
                + first.block() + ": found by the address's balance";
        LOG.warn("{}: {} has {} units more than the books expect: to the desk as {}", chain, address, units, key.id());
        Result result = decisions.submit(Decision.of(
                "deposit-discovered",
                key.id() + "@" + first.block() + "=" + units,
                decisions.read(MoneyState::position),
                new DepositCommand.Discover(
                        key, new Amount(question.coin().asset().id(), units), first.block(), reason)));
        if (result instanceof Result.Refused refused) {
            LOG.warn("{}: not taken: {}", chain, refused.refusal().message());
        }
    }

    /** Told once; it is compared at every final block until it is there again. */
    private void shortage(Question question, Address address, BigInteger balance, BigInteger expected)
            throws CoreUnavailableException {
        String text = address + " had " + balance + " units after block " + question.block() + ", the books expect "
                + expected + ": somebody else uses its key, or the books are wrong";
        boolean isNew = shortages.put(address, text) == null;
        show();
        if (!isNew) {
            return;
        }
        AssetId asset = question.coin().ledgerAsset();
        LOG.error("{}: {}; outbound of {} is halted", chain, text, asset);
        Result result = decisions.submit(Decision.of(
                "outbound-halted",
                asset + " " + address,
                decisions.read(MoneyState::position),
                new AssetCommand.HaltOutbound(asset, "balance on " + chain + ": " + text)));
        if (result instanceof Result.Refused refused) {
            LOG.error("{}: not halted: {}", chain, refused.refusal().message());
        }
    }

    private void show() {
        List<String> shown = shortages.values().stream().limit(MAX_SHOWN).toList();
        int more = shortages.size() - shown.size();
        missing = shown.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("; ", shown) + (more > 0 ? "; and " + more + " more" : ""));
    }
}
