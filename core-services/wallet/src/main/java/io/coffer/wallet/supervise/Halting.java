// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import io.coffer.api.node.Halts.Halt;
import io.coffer.api.request.Refusal;
import io.coffer.spi.chain.ChainId;
import java.util.Optional;

/** Why an operator's decision on a halted chain is not carried out. */
final class Halting {
    private Halting() {}

    /** Whether the halt that was judged is the one that stands. */
    static Optional<Refusal> mismatch(ChainId chain, Optional<Halt> standing, String judged) {
        if (standing.isEmpty()) {
            return Optional.of(
                    new Refusal("halt.none", chain + " is not halted", "look at it with chain:show " + chain));
        }
        Halt halt = standing.get();
        return halt.id().equals(judged)
                ? Optional.empty()
                : Optional.of(new Refusal(
                        "halt.other",
                        chain + " is halted for another reason (" + halt.id() + ", " + halt.kind() + "): "
                                + halt.message(),
                        "judge this one, then name " + halt.id()));
    }

    static Refusal unknown(ChainId chain) {
        return new Refusal("chain.unknown", "there is no chain " + chain, "chain:list shows the chains");
    }

    static Refusal noAdapter(ChainId chain) {
        return new Refusal(
                "chain.absent",
                chain + " has no adapter, so its node cannot be asked for the block",
                "install the adapter again");
    }

    static Refusal running(ChainId chain) {
        return new Refusal("chain.running", chain + " is neither halted nor paused", "chain:pause " + chain);
    }

    static Refusal nodeFailed(ChainId chain, String reason) {
        return new Refusal(
                "chain.node-failed", "the node of " + chain + " does not answer: " + reason, "try again when it does");
    }

    static Refusal stepRefused(String reason) {
        return new Refusal("halt.step-refused", reason, "look at the deposit and at ledger:trial-balance");
    }

    static Refusal noReason() {
        return new Refusal("reason.blank", "a reason is kept with the decision, and it is blank", "give one in words");
    }

    static Refusal noWithdrawal(Halt halt) {
        return new Refusal(
                "halt.no-withdrawal",
                "halt " + halt.id() + " is of kind " + halt.kind() + " and about no withdrawal",
                "look at it with chain:show");
    }

    static Refusal noSighting(Halt halt) {
        return new Refusal(
                "halt.no-sighting",
                "halt " + halt.id() + " is of kind " + halt.kind() + ": there is nothing to set aside",
                "chain:resume or chain:reset-cursor");
    }
}
