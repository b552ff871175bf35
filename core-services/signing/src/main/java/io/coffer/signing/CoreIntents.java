// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.Utxo;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads intents from the money core. */
final class CoreIntents implements IntentSource {
    private final MoneyCore core;

    CoreIntents(MoneyCore core) {
        this.core = core;
    }

    @Override
    public Intent intent(WithdrawalId id, Set<WithdrawalState> within) throws DeniedException {
        // One read, so that withdrawal and addresses are of one moment.
        Found found = core.read(state -> found(state, id));
        Withdrawal withdrawal = found.withdrawal()
                .orElseThrow(() -> new DeniedException("withdrawal.unknown", "there is no withdrawal " + id));
        if (!within.contains(withdrawal.state())) {
            throw new DeniedException(
                    "withdrawal.state", "withdrawal " + id + " is " + withdrawal.state() + ", not ready to be signed");
        }
        Attempt attempt = withdrawal
                .attempt()
                .orElseThrow(() -> new DeniedException("withdrawal.state", "withdrawal " + id + " has no attempt"));
        if (attempt.signed().isPresent()) {
            throw new DeniedException("withdrawal.state", "the attempt of withdrawal " + id + " is signed already");
        }
        WithdrawalRequest request = withdrawal.request();
        TransferIntent payment = new TransferIntent(request.to(), request.amount(), request.tag());
        return new Intent(
                payment,
                request.feeCap(),
                attempt.preparation(),
                request.payer(),
                found.own(),
                core.status().term());
    }

    private static Found found(MoneyState state, WithdrawalId id) {
        Optional<Withdrawal> withdrawal = state.withdrawal(id);
        Map<Address, OwnAddress> own = new HashMap<>();
        withdrawal.flatMap(Withdrawal::attempt).map(Attempt::preparation).ifPresent(preparation -> {
            add(own, state, preparation.sender());
            for (Utxo input : preparation.inputs()) {
                add(own, state, input.address());
            }
        });
        withdrawal
                .map(Withdrawal::request)
                .filter(request -> request.house().isPresent())
                .ifPresent(request -> add(own, state, request.to()));
        return new Found(withdrawal, own);
    }

    private static void add(Map<Address, OwnAddress> own, MoneyState state, Address address) {
        state.ownAddress(address).ifPresent(known -> own.put(address, known));
    }

    private record Found(Optional<Withdrawal> withdrawal, Map<Address, OwnAddress> own) {}
}
