// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.node.DepositStep;
import io.coffer.api.node.History;
import io.coffer.api.node.HistoryPage;
import io.coffer.api.node.HistoryStatus;
import io.coffer.api.node.HistoryUnavailableException;
import io.coffer.api.node.Paging;
import io.coffer.api.node.Recorded;
import io.coffer.api.node.StatementEntry;
import io.coffer.api.node.WithdrawalStep;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history in one SQL file that follows a money core.
 *
 * <p>It opens at once and catches up on a thread of its own. Whatever happens to the file, the core does not notice:
 * failures are tried again with pauses that grow, and a store that cannot be used is set aside and made again.
 */
public final class SqlHistory implements History, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqlHistory.class);
    private static final long CLOSE_MS = 30_000;

    private final MoneyCore core;
    private final PositionGate gate = new PositionGate();
    private final Following following;
    private final Thread thread;

    private SqlHistory(Path file, MoneyCore core, Following.Pauses pauses) {
        this.core = core;
        this.following = new Following(file, core, gate, pauses);
        this.thread = new Thread(following, "coffer-projection");
        thread.setDaemon(true);
        // The migrations look for their scripts in this one; whoever starts us may have set another bundle's.
        thread.setContextClassLoader(SqlHistory.class.getClassLoader());
        thread.setUncaughtExceptionHandler((ended, error) -> LOG.error("The history ended", error));
    }

    /**
     * Begins to follow.
     *
     * @param file of the store, without the {@code .mv.db} that is added
     */
    public static SqlHistory open(Path file, MoneyCore core) {
        return open(file, core, Following.Pauses.DEFAULT);
    }

    static SqlHistory open(Path file, MoneyCore core, Following.Pauses pauses) {
        SqlHistory history = new SqlHistory(file, core, pauses);
        history.thread.start();
        return history;
    }

    private <T> T read(Store.Query<T> query) throws HistoryUnavailableException {
        Store store = following
                .store()
                .orElseThrow(() -> new HistoryUnavailableException(
                        "The history cannot be read: " + following.failure().orElse("it is being opened")));
        try {
            return store.read(query);
        } catch (SQLException failed) {
            throw new HistoryUnavailableException("The history cannot be read: " + failed.getMessage(), failed);
        }
    }

    @Override
    public HistoryPage<StatementEntry> statement(LedgerAccountId account, Paging paging)
            throws HistoryUnavailableException {
        return read(connection -> StatementReads.page(connection, account, paging));
    }

    @Override
    public HistoryPage<Recorded<Deposit>> deposits(Optional<AccountId> account, Paging paging)
            throws HistoryUnavailableException {
        return read(connection -> DepositReads.page(connection, account, paging));
    }

    @Override
    public HistoryPage<Recorded<Withdrawal>> withdrawals(Optional<AccountId> account, Paging paging)
            throws HistoryUnavailableException {
        return read(connection -> WithdrawalReads.page(connection, account, paging));
    }

    @Override
    public HistoryPage<Recorded<Withdrawal>> transfers(Paging paging) throws HistoryUnavailableException {
        return read(connection -> WithdrawalReads.transfers(connection, paging));
    }

    @Override
    public HistoryPage<DepositStep> depositHistory(String id, Paging paging) throws HistoryUnavailableException {
        return read(connection -> DepositReads.steps(connection, id, paging));
    }

    @Override
    public HistoryPage<WithdrawalStep> withdrawalHistory(WithdrawalId id, Paging paging)
            throws HistoryUnavailableException {
        return read(connection -> WithdrawalReads.steps(connection, id, paging));
    }

    @Override
    public long position() {
        return gate.position();
    }

    @Override
    public boolean awaitPosition(long position, long timeoutMs) throws InterruptedException {
        return gate.await(position, Math.min(timeoutMs, MAX_WAIT_MS));
    }

    @Override
    public HistoryStatus status() {
        long corePosition = core.status().position();
        long position = gate.position();
        Optional<String> failure = following.failure();
        HistoryStatus.State state = HistoryStatus.State.CURRENT;
        if (!thread.isAlive()) {
            state = HistoryStatus.State.STOPPED;
        } else if (failure.isPresent()) {
            state = HistoryStatus.State.RETRYING;
        } else if (position < corePosition) {
            state = HistoryStatus.State.CATCHING_UP;
        }
        return new HistoryStatus(state, position, corePosition, failure);
    }

    /** Ends after what is being written at this moment, and closes the file. */
    @Override
    public void close() {
        following.close();
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MS);
        while (thread.isAlive() && deadline - System.nanoTime() > 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (thread.isAlive()) {
            LOG.warn("The history's store did not close within {} ms", CLOSE_MS);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
