// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Pause;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much of what a token's logs tell of has really reached an address in a final block (H07): the contract is asked
 * for the balance after the block and after the one before.
 *
 * <p>Everything is found anew from the chain, so that the answer is the same however often it is asked. A token whose
 * contract gives no usable answer rests a while, and only its own deposits wait. One thread.
 */
final class Arrivals {
    /** Before a token that could not be asked is asked again. Doubles. */
    static final long FIRST_REST_MS = 5_000;

    static final long LONGEST_REST_MS = 600_000;
    /** Blocks below the cursor of which our transactions are remembered, whether or not something there is open. */
    static final int REMEMBERED_BLOCKS = 256;
    /** Addresses that contracts are asked about in one step. */
    private static final int MAX_QUESTIONS = 50;
    /** Those that they are asked about in one step before it is needed. */
    private static final int MAX_AHEAD = 20;

    private final ChainId chain;
    private final InstantSource clock;
    private final OwnOutflows outflows;
    private final Map<NetworkAssetId, Rest> resting = new HashMap<>();
    /** Those that the chain has no answer to, so that the same ones do not keep others from being asked. */
    private final Map<Question, Rest> unanswered = new HashMap<>();
    /** What was asked in this step. */
    private final Map<Question, Verdict> asked = new HashMap<>();
    /** Blocks that were read again in this step. */
    private final Map<BlockRef, Read> read = new HashMap<>();

    /** What was asked before the block was final. */
    private final Map<Question, Around> ahead = new HashMap<>();

    /** What moved to one address in one block. */
    record Question(BlockRef block, Address to, NetworkAssetId token) {}

    /** What came of asking. */
    sealed interface Verdict {
        /** What arrived of each movement. */
        record Known(Map<Movement, BigInteger> arrived) implements Verdict {}

        /** It cannot be said now. */
        record Unknown(String reason) implements Verdict {}
    }

    /** A block's movements, and the block before. */
    private record Read(BlockRef before, List<Movement> movements) {}

    /** What an address had after a block and after the one before. */
    private record Around(BlockRef before, BigInteger was, BigInteger is) {}

    private record Rest(String reason, Pause pause) {}

    Arrivals(ChainId chain, InstantSource clock, Decisions decisions) {
        this.chain = chain;
        this.clock = clock;
        this.outflows = new OwnOutflows(chain, decisions);
    }

    /** Begins a step. */
    void begin(ChainSnapshot now) {
        asked.clear();
        read.clear();
        outflows.note(now.withdrawals());
        Set<BlockRef> needed = needed(now);
        unanswered.keySet().removeIf(question -> !needed.contains(question.block()));
        ahead.keySet().removeIf(question -> !needed.contains(question.block()));
        now.cursor().tip().ifPresent(tip -> outflows.keepOnly(tip.height() - REMEMBERED_BLOCKS, needed));
    }

    /**
     * Asks for what will have to be known once these blocks are final. A balance after a block never changes, but many
     * nodes know those of the newest blocks only: where finality comes minutes later, they have forgotten it by then.
     */
    void lookAhead(ChainSnapshot now, Lane lane) {
        Stream<Question> deposits = now.deposits().stream()
                .filter(deposit -> deposit.progress().chain() == DepositChainState.CONFIRMING)
                .map(deposit -> new Question(
                        deposit.block(), deposit.key().to(), deposit.amount().asset()));
        Stream<Question> transfers = now.withdrawals().stream()
                .filter(withdrawal -> withdrawal.request().house().isPresent())
                .flatMap(withdrawal -> withdrawal.attempt().flatMap(Attempt::block).stream()
                        .map(block -> new Question(
                                block,
                                withdrawal.request().to(),
                                withdrawal.request().amount().asset())));
        Stream.concat(deposits, transfers)
                .distinct()
                .filter(question -> now.cursor().at(question.block().height()).equals(Optional.of(question.block())))
                .filter(question -> !ahead.containsKey(question) && !asked.containsKey(question))
                // Looked at one by one: what an earlier question found out counts for the next.
                .filter(question -> rests(question).isEmpty())
                .filter(question -> rule(question.token(), lane).equals(Optional.of(CreditRule.AS_ARRIVED)))
                .limit(MAX_AHEAD)
                .forEach(question -> lookAhead(question, lane));
    }

    private void lookAhead(Question question, Lane lane) {
        try {
            BlockRef before = lane.askAbout(
                    "block before",
                    adapter -> adapter.reader().at(question.block().height() - 1));
            ahead.put(question, around(question, before, lane));
        } catch (ChainException failed) {
            rest(question, failed);
        }
    }

    /** How far the logs of a token are believed; empty if its protocol cannot be used now. */
    static Optional<CreditRule> rule(NetworkAssetId token, Lane lane) {
        return lane.adapter().token(token).map(TokenProtocol::creditRule);
    }

    Verdict of(Question question, Lane lane) {
        Verdict known = asked.get(question);
        if (known != null) {
            return known;
        }
        Optional<String> rests = rests(question);
        if (rests.isPresent()) {
            return new Verdict.Unknown(rests.get());
        }
        if (asked.size() >= MAX_QUESTIONS) {
            return new Verdict.Unknown("others are before it");
        }
        Optional<BigInteger> sent = outflows.of(question.block(), question.to(), question.token());
        if (sent.isEmpty()) {
            // The chain is not asked for that, so that it takes nobody's place.
            return new Verdict.Unknown("a transfer of ours in the same block has not ended");
        }
        Verdict verdict = ask(question, lane, sent.get());
        asked.put(question, verdict);
        return verdict;
    }

    /** What the logs of a block tell of, to be asked in the same step only. */
    List<Movement> logged(BlockRef block, Lane lane) throws ChainException {
        return readAgain(block, lane).movements();
    }

    /**
     * What really left an address of ours by one of our own transactions in a final block, by the contract: what it had
     * before, and what came to it as it is logged, less what it had afterwards and what our other transactions took.
     *
     * @param question of the sender
     * @return units; empty if it cannot be said now
     */
    Optional<BigInteger> taken(Question question, WithdrawalId by, Lane lane) {
        if (rests(question).isPresent()) {
            return Optional.empty();
        }
        try {
            Read again = readAgain(question.block(), lane);
            BigInteger came = again.movements().stream()
                    .filter(one -> one.to().equals(question.to())
                            && one.amount().asset().equals(question.token()))
                    .map(one -> one.amount().units())
                    .reduce(BigInteger.ZERO, BigInteger::add);
            Around around = around(question, again.before(), lane);
            BigInteger gone = around.was()
                    .add(came)
                    .subtract(around.is())
                    .subtract(outflows.ofOthers(question.block(), question.to(), question.token(), by));
            return Optional.of(gone.max(BigInteger.ZERO));
        } catch (ChainException failed) {
            rest(question, failed);
            return Optional.empty();
        }
    }

    /** Why it is not asked now. */
    private Optional<String> rests(Question question) {
        return Stream.of(
                        Optional.ofNullable(resting.get(question.token())),
                        Optional.ofNullable(unanswered.get(question)))
                .flatMap(Optional::stream)
                .filter(rest -> rest.pause().lasts(clock))
                .map(Rest::reason)
                .findFirst();
    }

    private Verdict ask(Question question, Lane lane, BigInteger sent) {
        try {
            Verdict verdict = askContract(question, sent, lane);
            resting.remove(question.token());
            if (verdict instanceof Verdict.Unknown unknown) {
                unanswered.put(question, rest(unanswered.get(question), unknown.reason()));
            } else {
                unanswered.remove(question);
            }
            return verdict;
        } catch (ChainException failed) {
            return new Verdict.Unknown(rest(question, failed));
        }
    }

    /**
     * A node or contract that does not answer in time is left alone by the whole token; what cannot be said of one block,
     * for good perhaps, keeps nothing else of the token waiting.
     */
    private String rest(Question question, ChainException failed) {
        String reason = question.token() + ": " + failed.getMessage();
        switch (failed.kind()) {
            case UNREACHABLE, TIMEOUT, WRONG_CHAIN ->
                resting.put(question.token(), rest(resting.get(question.token()), reason));
            case BEHIND, GARBAGE, REFUSED -> unanswered.put(question, rest(unanswered.get(question), reason));
        }
        return reason;
    }

    private Rest rest(@Nullable Rest before, String reason) {
        Pause pause = before == null
                ? Pause.from(clock, FIRST_REST_MS)
                : before.pause().longer(clock, LONGEST_REST_MS);
        return new Rest(reason, pause);
    }

    private Verdict askContract(Question question, BigInteger sent, Lane lane) throws ChainException {
        BlockRef block = question.block();
        Read again = readAgain(block, lane);
        List<Movement> logged = again.movements().stream()
                .filter(one ->
                        one.to().equals(question.to()) && one.amount().asset().equals(question.token()))
                .filter(one -> !one.amount().isZero())
                .toList();
        if (logged.isEmpty()) {
            return new Verdict.Unknown("block " + block + " does not show it any more");
        }
        Around around = around(question, again.before(), lane);
        BigInteger grown = around.is().subtract(around.was()).add(sent);
        BigInteger sum = logged.stream().map(one -> one.amount().units()).reduce(BigInteger.ZERO, BigInteger::add);
        Amount arrived = CreditRule.AS_ARRIVED.credited(
                amount(question, sum),
                amount(question, grown.max(BigInteger.ZERO).min(sum)));
        boolean isWhole = arrived.units().equals(sum);
        return new Verdict.Known(
                isWhole || !outflows.areTransfers(block, logged)
                        ? inOrder(logged, arrived.units())
                        : inProportion(logged, sum, arrived.units()));
    }

    private static Amount amount(Question question, BigInteger units) throws ChainException {
        if (units.bitLength() > Amount.MAX_BITS) {
            throw new ChainException(ChainException.Kind.GARBAGE, "logs of more than there can be");
        }
        return new Amount(question.token(), units);
    }

    private Read readAgain(BlockRef block, Lane lane) throws ChainException {
        Read known = read.get(block);
        if (known != null) {
            return known;
        }
        BlockRef before =
                lane.askAbout("block before", adapter -> adapter.reader().at(block.height() - 1));
        PageCheck.Checked page = lane.askAbout(
                "read again",
                adapter -> PageCheck.check(chain, before, 1, adapter.reader().read(before, 1)));
        BlockEvent.Added shown = page.added().stream()
                .filter(one -> one.block().equals(block))
                .findFirst()
                .orElseThrow(() ->
                        new ChainException(ChainException.Kind.BEHIND, "block " + block + " is not shown any more"));
        List<Movement> movements = shown.movements().stream().distinct().toList();
        Read again = new Read(before, movements);
        read.put(block, again);
        return again;
    }

    /** What the node says now goes before what it said when the block was new, on which not all nodes agree at once. */
    private Around around(Question question, BlockRef before, Lane lane) throws ChainException {
        Around known = ahead.get(question);
        try {
            return new Around(before, balance(question, before, lane), balance(question, question.block(), lane));
        } catch (ChainException failed) {
            if (known == null || !known.before().equals(before) || Lane.isOfTheNode(failed)) {
                throw failed;
            }
            return known;
        }
    }

    private static BigInteger balance(Question question, BlockRef at, Lane lane) throws ChainException {
        TokenProtocol token = lane.adapter()
                .token(question.token())
                .orElseThrow(() -> new ChainException(ChainException.Kind.REFUSED, "no usable protocol"));
        TokenHost host = lane.adapter().tokens().orElseThrow().host();
        Optional<Amount> balance =
                lane.askAbout("balance", adapter -> token.balance(host.call(token.balanceCall(question.to()), at)));
        return balance.map(Amount::units)
                .orElseThrow(() -> new ChainException(
                        ChainException.Kind.GARBAGE, "balance: the contract's answer cannot be read"));
    }

    /** In the order of the block: what did not arrive is missing from the last. */
    private static Map<Movement, BigInteger> inOrder(List<Movement> logged, BigInteger arrived) {
        Map<Movement, BigInteger> shares = new LinkedHashMap<>();
        BigInteger left = arrived;
        for (Movement movement : logged) {
            BigInteger share = movement.amount().units().min(left);
            shares.put(movement, share);
            left = left.subtract(share);
        }
        return shares;
    }

    /**
     * Where all are the house's own: each bears its part of what did not arrive. Sums are rounded down, not shares, so
     * that none is more than was logged and all together are what arrived.
     */
    private static Map<Movement, BigInteger> inProportion(List<Movement> logged, BigInteger sum, BigInteger arrived) {
        Map<Movement, BigInteger> shares = new LinkedHashMap<>();
        BigInteger loggedSoFar = BigInteger.ZERO;
        BigInteger given = BigInteger.ZERO;
        for (Movement movement : logged) {
            loggedSoFar = loggedSoFar.add(movement.amount().units());
            BigInteger due = loggedSoFar.multiply(arrived).divide(sum);
            shares.put(movement, due.subtract(given));
            given = due;
        }
        return shares;
    }

    /** Blocks that may still be asked about. */
    private static Set<BlockRef> needed(ChainSnapshot now) {
        Stream<BlockRef> deposits = now.deposits().stream().map(Deposit::block);
        Stream<BlockRef> transfers =
                now.withdrawals().stream().flatMap(withdrawal -> withdrawal.attempt().flatMap(Attempt::block).stream());
        return Stream.concat(deposits, transfers).collect(Collectors.toSet());
    }
}
