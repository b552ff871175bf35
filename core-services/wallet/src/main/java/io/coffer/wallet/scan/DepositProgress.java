// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.DepositState;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.TxStatus;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Decisions.Decision;
import io.coffer.wallet.core.RefusedDecisions;
import io.coffer.wallet.screening.Screening;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves the deposits of a chain on: to finality, through screening, or to the conclusion that they will not come. */
final class DepositProgress {
    private static final Logger LOG = LoggerFactory.getLogger(DepositProgress.class);
    /** Deposits whose transaction the node is asked for in one go. */
    private static final int MAX_STATUS_CALLS = 50;

    private final ChainId chain;
    private final Decisions decisions;
    private final RefusedDecisions refusing;
    private final Screening screening;
    private final BlockIntake intake;
    /** Height of the tip at which a deposit that was not seen again was last looked for. */
    private final Map<String, Long> soughtAt = new HashMap<>();

    DepositProgress(
            ChainId chain, Decisions decisions, RefusedDecisions refusing, Screening screening, BlockIntake intake) {
        this.chain = chain;
        this.decisions = decisions;
        this.refusing = refusing;
        this.screening = screening;
        this.intake = intake;
    }

    void follow(ChainSnapshot now, long finalHeight, int vanishAfterBlocks, Lane lane)
            throws ChainException, CoreUnavailableException, HaltException {
        List<Decision> settled = new ArrayList<>();
        for (Deposit deposit : now.deposits()) {
            if (deposit.progress().chain() == DepositChainState.CONFIRMING) {
                settle(deposit, now, finalHeight, lane).ifPresent(settled::add);
            }
        }
        refusing.submitAll(settled);
        screen(settled.isEmpty() ? now : ChainSnapshot.of(decisions, chain));
        seek(now, vanishAfterBlocks, lane);
    }

    private static Optional<Decision> settle(Deposit deposit, ChainSnapshot now, long finalHeight, Lane lane)
            throws ChainException {
        return switch (now.place(deposit.block(), finalHeight, lane)) {
            case REMOVED -> Optional.of(Reorganisation.reorged(deposit, now.position()));
            case FINAL ->
                Optional.of(Decision.of(
                        "deposit-final",
                        deposit.key().id() + "@" + deposit.block(),
                        now.position(),
                        new DepositCommand.Finalized(deposit.key(), deposit.block())));
            case OPEN -> Optional.empty();
        };
    }

    private void screen(ChainSnapshot now) throws CoreUnavailableException {
        List<Decision> verdicts = new ArrayList<>();
        for (Deposit deposit : now.deposits()) {
            if (deposit.progress().state() == DepositState.SCREENING) {
                Screening.Verdict verdict = screening.deposit(deposit);
                verdicts.add(Decision.of(
                        "deposit-screened",
                        deposit.key().id(),
                        now.position(),
                        new DepositCommand.Screened(deposit.key(), verdict.passed(), verdict.reason())));
            }
        }
        refusing.submitAll(verdicts);
    }

    /**
     * Looks for those whose block was removed: they are given up if they will not come, and taken from a block that was
     * passed without them, as there is when a node that had lost it gets it back.
     */
    private void seek(ChainSnapshot now, int vanishAfterBlocks, Lane lane)
            throws ChainException, CoreUnavailableException, HaltException {
        Optional<BlockRef> tip = now.cursor().tip();
        if (tip.isEmpty()) {
            return;
        }
        long height = tip.get().height();
        List<Decision> gone = new ArrayList<>();
        Set<BlockRef> passed = new LinkedHashSet<>();
        Map<String, Long> stillSought = new HashMap<>();
        int calls = 0;
        for (Deposit deposit : now.deposits()) {
            if (deposit.progress().chain() != DepositChainState.REORGED) {
                continue;
            }
            String id = deposit.key().id();
            long last = soughtAt.getOrDefault(id, -1L);
            stillSought.put(id, last);
            if (height < deposit.block().height() || last == height || calls == MAX_STATUS_CALLS) {
                continue;
            }
            calls++;
            stillSought.put(id, height);
            Optional<TxStatus> status = status(deposit, lane);
            if (status.isEmpty()) {
                continue;
            }
            Optional<BlockRef> paidIn = paidIn(status.get());
            if (paidIn.isPresent()) {
                if (now.isRead(paidIn.get(), lane)) {
                    passed.add(paidIn.get());
                }
            } else if (!(status.get() instanceof TxStatus.Pending)
                    && height >= deposit.block().height() + vanishAfterBlocks) {
                gone.add(Decision.of(
                        "deposit-vanished", id, now.position(), new DepositCommand.Vanished(deposit.key())));
            }
        }
        soughtAt.clear();
        soughtAt.putAll(stillSought);
        refusing.submitAll(gone);
        for (BlockRef block : passed) {
            readAgain(block, lane);
        }
    }

    private static Optional<BlockRef> paidIn(TxStatus status) {
        return status instanceof TxStatus.Mined mined && mined.succeeded()
                ? Optional.of(mined.block())
                : Optional.empty();
    }

    /** Takes what is in one block, as the node shows it: in another block than before it may be something else. */
    private void readAgain(BlockRef block, Lane lane) throws ChainException, CoreUnavailableException, HaltException {
        try {
            BlockRef before =
                    lane.askAbout("block before", adapter -> adapter.reader().at(block.height() - 1));
            PageCheck.Checked page = lane.askAbout(
                    "read again",
                    adapter ->
                            PageCheck.check(chain, before, 1, adapter.reader().read(before, 1)));
            if (page.added().stream().anyMatch(one -> one.block().equals(block))) {
                LOG.info("{}: block {} is read again for a deposit that was taken back", chain, block);
                intake.take(page.added());
            }
        } catch (ChainException failed) {
            passOver(failed, "block " + block);
        }
    }

    /** Empty if the adapter makes nothing of it: nothing is concluded then, and it is asked again. */
    private Optional<TxStatus> status(Deposit deposit, Lane lane) throws ChainException {
        try {
            return Optional.of(lane.askAbout(
                    "status", adapter -> adapter.reader().status(deposit.key().tx())));
        } catch (ChainException failed) {
            passOver(failed, deposit.key().tx().toString());
            return Optional.empty();
        }
    }

    private void passOver(ChainException failed, String subject) throws ChainException {
        if (Lane.isOfTheNode(failed)) {
            throw failed;
        }
        LOG.warn("{}: no word of {}: {}", chain, subject, failed.getMessage());
    }
}
