// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What happened, in pages: statements, deposits and withdrawals with all their changes.
 *
 * <p>It follows the money core, a moment behind it, and tells how far it is: {@link HistoryPage#position}. Nothing
 * that it answers may gate an effect; balances that do are read from {@link io.coffer.api.core.MoneyCore#read}. Its
 * store can be deleted at any time and is rebuilt from the journal to the same rows.
 *
 * <p>Any thread may call; reads do not wait for the writer. An id that is unknown has an empty page.
 */
@ProviderType
public interface History {
    /** The longest that {@link #awaitPosition} waits. */
    long MAX_WAIT_MS = 60_000;

    /** The entries of one ledger account with its running balance. A batch may have several at one position. */
    HistoryPage<StatementEntry> statement(LedgerAccountId account, Paging paging) throws HistoryUnavailableException;

    /**
     * Deposits by when they were first seen, each as it stands now.
     *
     * @param account whose, or empty for all, also those that belong to the house or nobody
     */
    HistoryPage<Recorded<Deposit>> deposits(Optional<AccountId> account, Paging paging)
            throws HistoryUnavailableException;

    /**
     * Customers' withdrawals by when they were requested, each as it stands now, but for the signed bytes of its
     * attempts: those are not kept here and are empty.
     *
     * @param account whose, or empty for all
     */
    HistoryPage<Recorded<Withdrawal>> withdrawals(Optional<AccountId> account, Paging paging)
            throws HistoryUnavailableException;

    /** Transfers of the house between its own addresses, as {@link #withdrawals}. */
    HistoryPage<Recorded<Withdrawal>> transfers(Paging paging) throws HistoryUnavailableException;

    /** Every change of a deposit. */
    HistoryPage<DepositStep> depositHistory(String id, Paging paging) throws HistoryUnavailableException;

    /** Every change of a withdrawal or of a transfer of the house. */
    HistoryPage<WithdrawalStep> withdrawalHistory(WithdrawalId id, Paging paging) throws HistoryUnavailableException;

    /** The journal position up to which reads show everything. It falls only when the store is rebuilt. */
    long position();

    /**
     * Waits until reads show everything up to a position.
     *
     * @param timeoutMs at most {@link #MAX_WAIT_MS}; more is taken as that
     * @return false if the limit passed first
     */
    boolean awaitPosition(long position, long timeoutMs) throws InterruptedException;

    HistoryStatus status();
}
