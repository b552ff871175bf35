// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.DepositState;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.TxStatus;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Decisions.Decision;
import io.coffer.wallet.core.RefusedDecisions;
import io.coffer.wallet.screening.Screening;
import java.math.BigInteger;
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
    private final Arrivals arrivals;
    private volatile Optional<String> undecided = Optional.empty();
    /** Height of the tip at which a deposit that was not seen again was last looked for. */
    private final Map<String, Long> soughtAt = new HashMap<>();

    DepositProgress(
            ChainId chain,
            Decisions decisions,
            RefusedDecisions refusing,
            Screening screening,
            BlockIntake intake,
            Arrivals arrivals) {
        this.chain = chain;
        this.decisions = decisions;
        this.refusing = refusing;
        this.screening = screening;
        this.intake = intake;
        this.arrivals = arrivals;
    }

    void follow(ChainSnapshot now, long finalHeight, int vanishAfterBlocks, Lane lane)
            throws ChainException, CoreUnavailableException, HaltException {
        List<Decision> settled = new ArrayList<>();
        Optional<String> waits = Optional.empty();
        for (Deposit deposit : now.deposits()) {
            if (deposit.progress().chain() == DepositChainState.CONFIRMING) {
                Settling settling = settle(deposit, now, finalHeight, lane);
                settled.addAll(settling.due());
                if (waits.isEmpty()) {
                    waits = settling.waits();
                }
            }
        }
        undecided = waits;
        refusing.submitAll(settled);
        screen(settled.isEmpty() ? now : ChainSnapshot.of(decisions, chain));
        seek(now, vanishAfterBlocks, lane);
    }

    /** Why deposits that are final are not credited, in words. */
    Optional<String> undecided() {
        return undecided;
    }

    /**
     * What is due for a deposit.
     *
     * @param waits why it is not known yet
     */
    private record Settling(List<Decision> due, Optional<String> waits) {
        static Settling of(Decision... due) {
            return new Settling(List.of(due), Optional.empty());
        }

        static Settling waiting(Deposit deposit, String reason) {
            return new Settling(
                    List.of(),
                    Optional.of(
                            "deposit " + deposit.key().id() + " is final, but what arrived is not known: " + reason));
        }
    }

    private Settling settle(Deposit deposit, ChainSnapshot now, long finalHeight, Lane lane) throws ChainException {
        return switch (now.place(deposit.block(), finalHeight, lane)) {
            case REMOVED -> Settling.of(Reorganisation.reorged(deposit, now.position()));
            case FINAL -> settleFinal(deposit, now, lane);
            case OPEN -> Settling.of();
        };
    }

    /** The chain's own coin arrives as it moves; of a token its rule says whether the contract must be asked. */
    private Settling settleFinal(Deposit deposit, ChainSnapshot now, Lane lane) {
        NetworkAssetId asset = deposit.amount().asset();
        boolean isToken =
                !asset.equals(lane.adapter().descriptor().nativeAsset().id())
                        && decisions.read(state -> state.listing(asset).isPresent());
        if (!isToken) {
            return Settling.of(finalized(deposit, now.position()));
        }
        Optional<CreditRule> rule = Arrivals.rule(asset, lane);
        if (rule.isEmpty()) {
            return Settling.waiting(deposit, "no plugin of " + asset + " can be used");
        }
        return switch (rule.get()) {
            case AS_LOGGED -> Settling.of(finalized(deposit, now.position()));
            case AS_ARRIVED -> settleArrived(deposit, now, lane);
        };
    }

    private Settling settleArrived(Deposit deposit, ChainSnapshot now, Lane lane) {
        DepositKey key = deposit.key();
        Arrivals.Verdict verdict = arrivals.of(
                new Arrivals.Question(
                        deposit.block(), key.to(), deposit.amount().asset()),
                lane);
        if (verdict instanceof Arrivals.Verdict.Unknown unknown) {
            return Settling.waiting(deposit, unknown.reason());
        }
        Optional<Map.Entry<Movement, BigInteger>> share = ((Arrivals.Verdict.Known) verdict)
                .arrived().entrySet().stream()
                        .filter(one -> one.getKey().tx().equals(key.tx())
                                && one.getKey().position() == key.position())
                        .findFirst();
        if (share.isEmpty()) {
            return Settling.waiting(deposit, "block " + deposit.block() + " does not show it any more");
        }
        BigInteger arrived = share.get().getValue();
        return arrived.equals(deposit.amount().units())
                ? Settling.of(finalized(deposit, now.position()))
                : corrected(deposit, share.get().getKey().amount(), arrived, now.position());
    }

    /** It is taken out of its block and seen there again with what arrived; if nothing did, it has vanished. */
    private Settling corrected(Deposit deposit, Amount logged, BigInteger arrived, long position) {
        DepositKey key = deposit.key();
        LOG.warn(
                "{}: of {} units that are logged as deposit {} in block {}, {} arrived: the rest is not credited",
                chain,
                logged.units(),
                key.id(),
                deposit.block(),
                arrived);
        Decision removed = Reorganisation.reorged(deposit, position);
        if (arrived.signum() == 0) {
            return Settling.of(
                    removed, Decision.of("deposit-vanished", key.id(), position, new DepositCommand.Vanished(key)));
        }
        Amount amount = new Amount(logged.asset(), arrived);
        return Settling.of(
                removed,
                Decision.of(
                        "deposit-arrived",
                        key.id() + "@" + deposit.block() + "=" + arrived,
                        position,
                        new DepositCommand.Observe(key, amount, deposit.block())),
                finalized(deposit, position));
    }

    private static Decision finalized(Deposit deposit, long position) {
        return Decision.of(
                "deposit-final",
                deposit.key().id() + "@" + deposit.block(),
                position,
                new DepositCommand.Finalized(deposit.key(), deposit.block()));
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
        return status instanceof TxStatus.Mined mined && !mined.succeeded() ? Optional.empty() : status.minedIn();
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
                intake.take(page.added(), lane);
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
