// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Customer;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositState;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.ChainId;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Statements, lists and histories, projected from the journal into a store that can be deleted and is rebuilt to the
 * same rows. It follows the money core by some milliseconds: nothing that gates an effect may be read here.
 *
 * <p>Any thread may call; each call reads the store and may block for some milliseconds.
 */
@ProviderType
public interface History {
    /** The journal position up to which everything here holds. */
    long position();

    /**
     * Waits until {@link #position} has reached a position.
     *
     * @return false if the limit passed first
     */
    boolean awaitPosition(long position, long timeoutMs) throws InterruptedException;

    /** The entries of a ledger account. */
    Page<Line> statement(LedgerAccountId account, Window window) throws HistoryUnavailableException;

    /** Deposits, chosen by what is known here, shown as they stand in the money core now. */
    Page<Deposit> deposits(DepositFilter filter, Window window) throws HistoryUnavailableException;

    /** Withdrawals, chosen by what is known here, shown as they stand in the money core now. */
    Page<Withdrawal> withdrawals(WithdrawalFilter filter, Window window) throws HistoryUnavailableException;

    /** What a deposit has passed through, oldest first. */
    List<Step> depositSteps(String depositId) throws HistoryUnavailableException;

    /** What a withdrawal has passed through, oldest first. */
    List<Step> withdrawalSteps(WithdrawalId id) throws HistoryUnavailableException;

    Page<Customer> customers(Window window) throws HistoryUnavailableException;

    /** The addresses of an account on all chains. */
    Page<OwnAddress> addresses(AccountId account, Window window) throws HistoryUnavailableException;

    /**
     * Which part of a list.
     *
     * @param after the {@link Page#next} of the page before; empty for the first
     * @param limit 1 to {@link #MAX_LIMIT}
     */
    record Window(OptionalLong after, int limit, boolean newestFirst) {
        public static final int MAX_LIMIT = 1_000;

        public Window {
            if (limit < 1 || limit > MAX_LIMIT) {
                throw new IllegalArgumentException("limit: not within 1.." + MAX_LIMIT);
            }
        }

        public static Window first(int limit) {
            return new Window(OptionalLong.empty(), limit, false);
        }
    }

    /**
     * A part of a list.
     *
     * @param position the journal position at which it was read
     * @param next where the next part begins; empty if this was the last
     */
    record Page<T>(List<T> items, long position, OptionalLong next) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /**
     * One line of a statement.
     *
     * @param number of the line within its account, from 1
     * @param after how the account stood after it
     * @param memo of the batch, or what caused it
     */
    record Line(long number, Place place, Change change, Standing after, String memo) {}

    /**
     * Where something happened.
     *
     * @param index among the events of the command at this position, from 0
     * @param timeMs journaled time, milliseconds since 1970 UTC
     */
    record Place(long position, int index, long timeMs) {}

    /**
     * What a line did.
     *
     * @param units ledger units, greater than zero
     * @param other the account on the other side; empty for holds and releases
     */
    record Change(Kind kind, BigInteger units, Optional<LedgerAccountId> other) {}

    /** What a line is. */
    enum Kind {
        DEBIT,
        CREDIT,
        HOLD,
        /** A debit of what was held. */
        CAPTURE,
        RELEASE
    }

    /** An account's balance on its normal side, and what of it is held. */
    record Standing(BigInteger total, BigInteger held) {}

    /** Which deposits; what is empty does not matter. */
    record DepositFilter(Optional<AccountId> account, Optional<ChainId> chain, Optional<DepositState> state) {
        public static final DepositFilter ALL = new DepositFilter(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Which withdrawals; what is empty does not matter. */
    record WithdrawalFilter(Optional<AccountId> account, Optional<ChainId> chain, Optional<WithdrawalState> state) {
        public static final WithdrawalFilter ALL =
                new WithdrawalFilter(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * A state that was reached.
     *
     * @param state of a withdrawal its {@link WithdrawalState}; of a deposit its chain state and state, such as
     *     {@code FINAL/AVAILABLE}
     * @param detail the block, transaction or reason that came with it, or empty
     */
    record Step(Place place, String state, String detail) {}
}
