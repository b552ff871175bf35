// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one address of ours has to send. Each has sequences of its own, so what holds up one holds up no other.
 *
 * @param open withdrawals of customers or transfers of the house that it pays, oldest first
 */
record Outbox(OwnAddress sender, List<Withdrawal> open) {
    Outbox {
        open = List.copyOf(open);
    }

    /** Those that are to be sent: customers before the house, older ones first. */
    List<Withdrawal> queued() {
        return open.stream()
                .filter(withdrawal -> withdrawal.state() == WithdrawalState.QUEUED)
                .sorted(Comparator.comparing(
                        withdrawal -> withdrawal.request().house().isPresent()))
                .toList();
    }

    /** The one that is between its reservation and its signature. */
    Optional<Withdrawal> reserving() {
        return open.stream().filter(Outbox::isReserving).findFirst();
    }

    static boolean isReserving(Withdrawal withdrawal) {
        return withdrawal.state() == WithdrawalState.PREPARED || withdrawal.state() == WithdrawalState.SIGNING;
    }

    /** One of which it is not known whether a node has it. */
    Optional<Withdrawal> ambiguous() {
        return open.stream()
                .filter(withdrawal -> withdrawal.state() == WithdrawalState.AMBIGUOUS)
                .findFirst();
    }

    /** The one with the lowest sequence that is not mined; empty in a UTXO chain. */
    Optional<Withdrawal> lowestUnmined() {
        return open.stream()
                .filter(withdrawal -> withdrawal.state() != WithdrawalState.CONFIRMING)
                .filter(withdrawal -> Transactions.sequence(withdrawal).isPresent())
                .min(Comparator.comparingLong(
                        withdrawal -> Transactions.sequence(withdrawal).orElseThrow()));
    }
}
