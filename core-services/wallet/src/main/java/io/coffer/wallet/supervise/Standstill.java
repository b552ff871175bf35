// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.Halts.Halt;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import io.coffer.spi.chain.ChainId;
import io.coffer.wallet.scan.ChainScan;
import io.coffer.wallet.scan.HaltException;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What reading of a chain has stopped for, until an operator decides. Any thread may call. */
final class Standstill {
    private static final Logger LOG = LoggerFactory.getLogger(Standstill.class);

    private final ChainId chain;
    private final ChainScan scan;
    private final InstantSource clock;
    private volatile Optional<Stop> stopped = Optional.empty();

    /** What reading has stopped for, and what was refused if that is why. */
    private record Stop(
            Halt halt, Optional<DepositCommand.Observe> sighting, Optional<WithdrawalCommand.Reopened> reversal) {}

    Standstill(ChainId chain, ChainScan scan, InstantSource clock) {
        this.chain = chain;
        this.scan = scan;
        this.clock = clock;
    }

    boolean isPresent() {
        return stopped.isPresent();
    }

    Optional<Halt> halt() {
        return stopped.map(Stop::halt);
    }

    void begin(HaltException judgement) {
        Halt halt = new Halt(judgement.id(), judgement.kind(), String.valueOf(judgement.getMessage()), clock.millis());
        LOG.error("{}: halt {} until an operator decides: {}: {}", chain, halt.id(), halt.kind(), halt.message());
        stopped = Optional.of(new Stop(halt, judgement.sighting(), judgement.reversal()));
    }

    void end(String why) {
        stopped = Optional.empty();
        LOG.warn("{}: goes on: {}", chain, why);
    }

    /** Lets reading pass exactly what it stopped for. */
    Optional<Refusal> acknowledge(String id) {
        Optional<Refusal> refusal = Halting.mismatch(chain, halt(), id);
        if (refusal.isEmpty()) {
            scan.acknowledge(id);
            end("an operator has judged " + id);
        }
        return refusal;
    }

    /** Passes the sighting that reading stopped for. */
    Optional<Refusal> setAside(String id, String reason) throws CoreUnavailableException {
        if (reason.isBlank()) {
            return Optional.of(Halting.noReason());
        }
        Optional<Stop> judged = stopped;
        Optional<Refusal> mismatch = Halting.mismatch(chain, judged.map(Stop::halt), id);
        if (mismatch.isPresent()) {
            return mismatch;
        }
        Optional<DepositCommand.Observe> sighting = judged.flatMap(Stop::sighting);
        if (sighting.isEmpty()) {
            return Optional.of(Halting.noSighting(judged.orElseThrow().halt()));
        }
        Optional<Refusal> refusal = scan.setAside(sighting.get(), reason);
        if (refusal.isEmpty()) {
            end("an operator has set aside " + sighting.get().key().id());
        }
        return refusal;
    }

    /** Lets the end of the withdrawal stand that reading stopped for. */
    Optional<Refusal> letStand(String id, String decidedBy, String reason) throws CoreUnavailableException {
        if (reason.isBlank() || decidedBy.isBlank()) {
            return Optional.of(Halting.noReason());
        }
        Optional<Stop> judged = stopped;
        Optional<Refusal> mismatch = Halting.mismatch(chain, judged.map(Stop::halt), id);
        if (mismatch.isPresent()) {
            return mismatch;
        }
        Optional<WithdrawalCommand.Reopened> reversal = judged.flatMap(Stop::reversal);
        if (reversal.isEmpty()) {
            return Optional.of(Halting.noWithdrawal(judged.orElseThrow().halt()));
        }
        Optional<Refusal> refusal = scan.letStand(reversal.get(), decidedBy, reason);
        if (refusal.isEmpty()) {
            end(decidedBy + " has judged the end of " + reversal.get().id());
        }
        return refusal;
    }
}
