// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.core.Decisions;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What our own transactions took from an address in one block, so that it is not held for something that did not
 * arrive. Remembers which withdrawals were in which block; what became of them is the core's to say. One thread.
 */
final class OwnOutflows {

    private final ChainId chain;
    private final Decisions decisions;
    private final Map<WithdrawalId, BlockRef> seen = new HashMap<>();
    /** All that ended at this height or above is among {@link #seen}. */
    private long completeFrom = Long.MAX_VALUE;
    /** Lower blocks of which all that ended there is among {@link #seen}, because something that is open needs them. */
    private final Set<BlockRef> completeBlocks = new HashSet<>();

    OwnOutflows(ChainId chain, Decisions decisions) {
        this.chain = chain;
        this.decisions = decisions;
    }

    /** Remembers what is in a block now, before it ends. */
    void note(List<Withdrawal> open) {
        for (Withdrawal withdrawal : open) {
            if (withdrawal.state() == WithdrawalState.CONFIRMING) {
                note(withdrawal);
            }
        }
    }

    /**
     * Forgets what lies below a height and in no block that may be asked about. What is kept so is bounded by what is
     * under way, however long one of it never ends.
     *
     * @param needed blocks of what is under way
     */
    void keepOnly(long fromHeight, Set<BlockRef> needed) {
        if (completeFrom != Long.MAX_VALUE && fromHeight > completeFrom) {
            needed.stream()
                    .filter(block -> block.height() >= completeFrom && block.height() < fromHeight)
                    .forEach(completeBlocks::add);
            completeFrom = fromHeight;
        }
        completeBlocks.retainAll(needed);
        seen.values().removeIf(block -> block.height() < fromHeight && !needed.contains(block));
    }

    /** How many withdrawals are remembered. */
    int size() {
        return seen.size();
    }

    private void complete(BlockRef block) {
        if (block.height() < completeFrom && !completeBlocks.contains(block)) {
            lookThrough(block.height());
        }
    }

    /** The units of {@code token} that left {@code from} in {@code block}; empty while one of them has not ended. */
    Optional<BigInteger> of(BlockRef block, Address from, NetworkAssetId token) {
        if (decisions.read(state -> state.nextSequence(from)) == 0) {
            return Optional.of(BigInteger.ZERO);
        }
        complete(block);
        BigInteger sum = BigInteger.ZERO;
        for (Map.Entry<WithdrawalId, BlockRef> one : Map.copyOf(seen).entrySet()) {
            Optional<Withdrawal> withdrawal = one.getValue().equals(block)
                    ? decisions.read(state -> state.withdrawal(one.getKey()))
                    : Optional.empty();
            if (withdrawal.isPresent() && isIn(withdrawal.get(), block, from, token)) {
                if (withdrawal.get().state() == WithdrawalState.CONFIRMING) {
                    return Optional.empty();
                }
                sum = sum.add(decisions.read(state -> state.leftSender(one.getKey())));
            }
        }
        return Optional.of(sum);
    }

    /**
     * The units of {@code token} that left {@code from} in {@code block} by others than {@code but}: of one that has not
     * ended what it was to move.
     */
    BigInteger ofOthers(BlockRef block, Address from, NetworkAssetId token, WithdrawalId but) {
        complete(block);
        return decisions.read(state -> seen.entrySet().stream()
                .filter(one -> one.getValue().equals(block) && !one.getKey().equals(but))
                .flatMap(one -> state.withdrawal(one.getKey()).stream())
                .filter(one -> isIn(one, block, from, token))
                .map(one -> one.state() == WithdrawalState.CONFIRMING
                        ? one.request().amount().units()
                        : state.leftSender(one.id()))
                .reduce(BigInteger.ZERO, BigInteger::add));
    }

    /**
     * Whether all of these, which are in {@code block}, are what transfers of the house bring. What has become of the
     * transfers does not matter, so that the answer stays the same while they end one by one.
     */
    boolean areTransfers(BlockRef block, List<Movement> movements) {
        complete(block);
        List<WithdrawalId> ended = List.copyOf(seen.keySet());
        return decisions.read(state -> {
            List<Withdrawal> candidates = new ArrayList<>(state.openWithdrawals(chain));
            ended.forEach(id -> state.withdrawal(id).ifPresent(candidates::add));
            candidates.removeIf(one -> one.request().house().isEmpty());
            return movements.stream()
                    .allMatch(movement -> candidates.stream().anyMatch(one -> HouseArrivals.isOf(one, movement)));
        });
    }

    private static boolean isIn(Withdrawal withdrawal, BlockRef block, Address from, NetworkAssetId token) {
        return withdrawal.request().amount().asset().equals(token)
                && withdrawal
                        .attempt()
                        .filter(attempt -> attempt.block().equals(Optional.of(block))
                                && attempt.preparation().sender().equals(from))
                        .isPresent();
    }

    private void lookThrough(long fromHeight) {
        new FinalRecords(chain, decisions).withdrawals(fromHeight, this::note);
        completeFrom = fromHeight;
    }

    private void note(Withdrawal withdrawal) {
        withdrawal.attempt().flatMap(Attempt::block).ifPresent(block -> seen.put(withdrawal.id(), block));
    }
}
