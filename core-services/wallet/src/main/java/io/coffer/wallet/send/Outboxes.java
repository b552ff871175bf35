// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.core.MoneyState;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is open on a chain, by who sends it.
 *
 * @param bySender the treasury's first, so that customers are served before the house
 * @param without what has no sender yet: the chain is not enrolled
 */
record Outboxes(List<Outbox> bySender, List<Withdrawal> without) {
    static Outboxes of(MoneyState state, ChainId chain) {
        Optional<OwnAddress> treasury =
                state.addresses(chain, KeyPurpose.TREASURY, 0, 1).stream().findFirst();
        Map<Address, OwnAddress> senders = new LinkedHashMap<>();
        treasury.ifPresent(first -> senders.put(first.address(), first));
        Map<Address, List<Withdrawal>> open = new LinkedHashMap<>();
        List<Withdrawal> without = new ArrayList<>();
        for (Withdrawal withdrawal : state.openWithdrawals(chain)) {
            Optional<OwnAddress> sender = senderAddress(withdrawal, treasury).flatMap(state::ownAddress);
            if (sender.isEmpty()) {
                without.add(withdrawal);
            } else {
                Address address = sender.get().address();
                senders.putIfAbsent(address, sender.get());
                open.computeIfAbsent(address, absent -> new ArrayList<>()).add(withdrawal);
            }
        }
        List<Outbox> bySender = new ArrayList<>();
        senders.forEach((address, sender) -> bySender.add(new Outbox(sender, open.getOrDefault(address, List.of()))));
        return new Outboxes(bySender, List.copyOf(without));
    }

    Optional<Outbox> of(Address sender) {
        return bySender.stream()
                .filter(box -> box.sender().address().equals(sender))
                .findFirst();
    }

    /** How many transactions are out and not mined. */
    int unmined() {
        return (int) bySender.stream()
                .flatMap(box -> box.open().stream())
                .filter(withdrawal -> withdrawal.state() != WithdrawalState.CONFIRMING && withdrawal.mayBeMined())
                .count();
    }

    /** Who pays: what was reserved says so, else whose money it is. */
    private static Optional<Address> senderAddress(Withdrawal withdrawal, Optional<OwnAddress> treasury) {
        Optional<Address> reserved =
                withdrawal.lastAttempt().map(attempt -> attempt.preparation().sender());
        if (reserved.isPresent()) {
            return reserved;
        }
        return withdrawal.request().house().map(Payer.House::from).or(() -> treasury.map(OwnAddress::address));
    }
}
