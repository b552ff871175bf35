// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.MoneyState;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.SetAsideSighting;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What addresses must have of a coin after a final block, as far as the books can say it: what they have free, what is
 * reserved and had not left by then, and what came and is not in the books. Nothing is said of an address that anything
 * touches of which it is open whether it happened by that block.
 *
 * <p>Of a transaction under way the maximum of its last attempt is reserved, whichever attempt is mined, at its sender:
 * the hot wallet, or a deposit address that is swept. What the house moves is new to its destination only once it has
 * ended, so of the destination nothing is said while it may be there already.
 */
final class ExpectedBalances {
    private final NetworkAssetId coin;
    private final BlockRef block;
    private final Map<Address, BigInteger> reserved = new HashMap<>();
    private final Map<Address, Long> unmined = new HashMap<>();
    private final Set<Address> uncertain = new HashSet<>();

    /**
     * What one address must have.
     *
     * @param units network units; below zero where the books are wrong
     * @param unmined the lowest sequence of the transactions of the address that are signed and were seen in no block:
     *     the expectation holds only if that one was not mined. One that failed moves nothing, so no block tells of it.
     */
    record Expected(BigInteger units, OptionalLong unmined) {}

    private ExpectedBalances(NetworkAssetId coin, BlockRef block) {
        this.coin = coin;
        this.block = block;
    }

    /**
     * In the order of {@code addresses}, only those of which it is certain.
     *
     * @param block final, and everything that is known up to it is in the state
     */
    static Map<Address, Expected> of(
            MoneyState state, ChainId chain, NetworkAssetId coin, BlockRef block, List<Address> addresses) {
        // What was settled in a higher block is in the books already: finality, or the cursor, was set back since.
        if (state.finalHeight(chain).orElse(Finality.NONE) > block.height()) {
            return Map.of();
        }
        ExpectedBalances expected = new ExpectedBalances(coin, block);
        state.openWithdrawals(chain).forEach(expected::take);
        state.openDeposits(chain).forEach(expected::take);
        state.setAside(chain).forEach(expected::take);
        Map<Address, Expected> certain = new LinkedHashMap<>();
        for (Address address : addresses) {
            if (!expected.uncertain.contains(address)) {
                certain.put(address, expected.at(address, state));
            }
        }
        return certain;
    }

    private Expected at(Address address, MoneyState state) {
        BigInteger units = state.funds(address, coin)
                .add(state.outsideBooks(address, coin))
                .add(reserved.getOrDefault(address, BigInteger.ZERO));
        Long lowest = unmined.get(address);
        return new Expected(units, lowest == null ? OptionalLong.empty() : OptionalLong.of(lowest));
    }

    private void take(Withdrawal withdrawal) {
        Optional<Attempt> last = withdrawal.lastAttempt();
        if (last.isEmpty()) {
            return;
        }
        Preparation preparation = last.get().preparation();
        reserved.merge(
                preparation.sender(),
                units(withdrawal.request().amount()).add(units(preparation.fee().maxFee())),
                BigInteger::add);
        if (withdrawal.state() == WithdrawalState.CONFIRMING) {
            Optional<BlockRef> mined = withdrawal.attempt().flatMap(Attempt::block);
            if (mined.isEmpty() || mined.get().height() <= block.height()) {
                uncertain.add(preparation.sender());
                mayHaveReached(withdrawal);
            }
        } else if (withdrawal.mayBeMined()) {
            if (preparation.sequence().isPresent()) {
                unmined.merge(preparation.sender(), preparation.sequence().getAsLong(), Math::min);
            } else {
                uncertain.add(preparation.sender());
            }
            mayHaveReached(withdrawal);
        }
    }

    /** Of the house's own the books say so only at its end; what a customer sends to one of ours is a deposit there. */
    private void mayHaveReached(Withdrawal withdrawal) {
        if (withdrawal.request().house().isPresent()
                && isCoin(withdrawal.request().amount())) {
            uncertain.add(withdrawal.request().to());
        }
    }

    private void take(Deposit deposit) {
        boolean settled = switch (deposit.progress().chain()) {
            case CONFIRMING -> deposit.block().height() > block.height();
            case REORGED -> false;
            case FINAL, VANISHED -> true;
        };
        if (!settled && isCoin(deposit.amount())) {
            uncertain.add(deposit.key().to());
        }
    }

    /** An operator has decided that it is in no book. */
    private void take(SetAsideSighting sighting) {
        if (isCoin(sighting.amount())) {
            uncertain.add(sighting.key().to());
        }
    }

    private boolean isCoin(Amount amount) {
        return amount.asset().equals(coin);
    }

    private BigInteger units(Amount amount) {
        return isCoin(amount) ? amount.units() : BigInteger.ZERO;
    }
}
