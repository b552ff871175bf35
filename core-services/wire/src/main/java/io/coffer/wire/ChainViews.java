// SPDX-License-Identifier: Apache-2.0
package io.coffer.wire;

import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Halts.Halt;
import io.coffer.api.node.Sweep;
import io.coffer.api.node.Waiting;
import io.coffer.api.wallet.SetAsideSighting;
import io.coffer.spi.chain.BlockRef;
import java.util.Optional;

/** Chains as JSON. */
public final class ChainViews {
    private ChainViews() {}

    public static Json.Dictionary status(ChainStatus status) {
        return Json.members()
                .put("chain", status.chain().caip2())
                .put("state", status.state().name())
                .put("reason", status.reason().map(Json::text))
                .put("head", status.head().map(WireViews::block))
                .put("cursor", status.cursor().map(WireViews::block))
                .put("lag", lag(status).map(Json::number))
                .put("watchedAddresses", status.work().watchedAddresses())
                .put("openDeposits", status.work().openDeposits())
                .put("openWithdrawals", status.work().openWithdrawals())
                .put("absences", absences(status.absences()))
                .build();
    }

    private static Json absences(ChainStatus.Absences absences) {
        return Json.members()
                .put("count", absences.count())
                .put("lastMs", absences.lastMs())
                .put("longestMs", absences.longestMs())
                .build();
    }

    public static Json waiting(Waiting waiting) {
        return Json.members()
                .put("withdrawal", waiting.withdrawal().text())
                .put("code", waiting.code())
                .put("reason", waiting.reason())
                .put("since", WireViews.time(waiting.sinceMs()))
                .build();
    }

    public static Json sweep(Sweep sweep) {
        return Json.members()
                .put("chain", sweep.from().chain().caip2())
                .put("from", sweep.from().text())
                .put("asset", sweep.free().asset().caip19())
                .put("atomic", sweep.free().units().toString())
                .put("code", sweep.code())
                .put("reason", sweep.reason())
                .put("transfer", sweep.transfer().map(transfer -> Json.text(transfer.text())))
                .build();
    }

    public static Json.Dictionary halt(Halt halt) {
        return Json.members()
                .put("id", halt.id())
                .put("kind", halt.kind().name())
                .put("message", halt.message())
                .put("since", WireViews.time(halt.sinceMs()))
                .build();
    }

    public static Json setAside(SetAsideSighting sighting) {
        return Json.members()
                .put("deposit", sighting.key().id())
                .put("transaction", sighting.key().tx().text())
                .put("to", sighting.key().to().text())
                .put("asset", sighting.amount().asset().caip19())
                .put("atomic", sighting.amount().units().toString())
                .put("block", WireViews.block(sighting.block()))
                .put("reason", sighting.reason())
                .put("decidedAt", WireViews.time(sighting.decidedAtMs()))
                .build();
    }

    /** Blocks between the cursor and the head, or empty if either is unknown; never below zero. */
    public static Optional<Long> lag(ChainStatus status) {
        return status.head()
                .flatMap(head -> status.cursor().map(cursor -> Math.max(0, head.height() - cursor.height())));
    }

    /** How many blocks, its own included, stand on {@code block} as far as the head is known. */
    public static long confirmations(BlockRef block, BlockRef head) {
        return Math.max(0, head.height() - block.height() + 1);
    }
}
