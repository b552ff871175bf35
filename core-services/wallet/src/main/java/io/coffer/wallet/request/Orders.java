// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.request;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.Result;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.Answer;
import io.coffer.api.node.RequestKey;
import io.coffer.api.node.Wallets;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.wallet.adapter.AdapterDirectory;
import io.coffer.wallet.adapter.GuardedAdapter;
import io.coffer.wallet.screening.Admission;
import io.coffer.wallet.settings.ChainSettings;
import io.coffer.wallet.settings.SettingsDirectory;
import java.math.BigInteger;
import java.util.Optional;

/** Takes withdrawals, or refuses them. */
final class Orders {
    /** Where neither order nor settings name a fee cap, it is one coin divided by ten to this power. */
    private static final int DEFAULT_CAP_EXPONENT = 2;

    private final MoneyCore core;
    private final AdapterDirectory adapters;
    private final SettingsDirectory settings;
    private final Admission admission;
    private final Answers answers;

    Orders(MoneyCore core, AdapterDirectory adapters, SettingsDirectory settings, Admission admission) {
        this.core = core;
        this.adapters = adapters;
        this.settings = settings;
        this.admission = admission;
        this.answers = new Answers(core);
    }

    Answer<Withdrawal> take(RequestKey key, Wallets.Order order)
            throws CoreUnavailableException, InvalidAddressException {
        WithdrawalId id = new WithdrawalId("wd_" + key.id());
        Optional<Result> before = core.lookup(key.id(), key.fingerprint());
        if (before.isPresent()) {
            return answer(id, before.get());
        }
        ChainId chain = ChainId.of(order.asset());
        Optional<GuardedAdapter> adapter = adapters.find(chain);
        if (adapter.isEmpty()) {
            return answers.refuse(Refusals.chainUnknown(chain));
        }
        Address to;
        try {
            to = adapter.get().parse(order.to());
        } catch (ChainException failed) {
            return answers.refuse(Refusals.chainSilent(chain, String.valueOf(failed.getMessage())));
        }
        WithdrawalRequest request = new WithdrawalRequest(
                new Payer.Customer(order.account()),
                to,
                Optional.empty(),
                new Amount(order.asset(), order.units()),
                feeCap(order, adapter.get()),
                order.externalId());
        Result result = core.submit(key.id(), key.fingerprint(), new WithdrawalCommand.Request(id, request));
        if (result instanceof Result.Applied) {
            judge(id, adapter.get());
        }
        return answer(id, result);
    }

    private void judge(WithdrawalId id, GuardedAdapter adapter) throws CoreUnavailableException {
        Optional<Withdrawal> taken = core.read(state -> state.withdrawal(id));
        if (taken.isPresent() && taken.get().state() == WithdrawalState.SCREENING) {
            boolean allowContracts = settings.of(adapter.chain()).sending().allowContracts();
            admission.admitAtOnce(taken.get(), allowContracts, adapter);
        }
    }

    /**
     * What a result comes to. A withdrawal that was refused is kept as one, so that a repeat is told the same; one that
     * was taken first and blocked later was taken.
     */
    private Answer<Withdrawal> answer(WithdrawalId id, Result result) {
        if (result instanceof Result.Conflict conflict) {
            return new Answer.KeyReused<>(conflict.position());
        }
        Optional<Withdrawal> made = core.read(state -> state.withdrawal(id));
        boolean repeated = result instanceof Result.Repeated;
        if (made.isPresent() && wasRefused(made.get())) {
            Refusal refusal = made.get().refusal().orElseGet(() -> Refusals.again("withdrawal.refused"));
            return new Answer.Refused<>(refusal, result.position(), repeated);
        }
        return answers.of(result, state -> state.withdrawal(id));
    }

    private boolean wasRefused(Withdrawal withdrawal) {
        return switch (withdrawal.state()) {
            case REJECTED -> true;
            case BLOCKED -> core.lookup(Admission.refusalId(withdrawal.id()), 0).isPresent();
            default -> false;
        };
    }

    private Amount feeCap(Wallets.Order order, GuardedAdapter adapter) {
        ChainSettings.Sending sending = settings.of(adapter.chain()).sending();
        NetworkAsset nativeAsset = adapter.descriptor().nativeAsset();
        BigInteger hundredth = BigInteger.TEN.pow(Math.max(0, nativeAsset.decimals() - DEFAULT_CAP_EXPONENT));
        BigInteger units = order.feeCap().or(sending::feeCap).orElse(hundredth);
        return new Amount(nativeAsset.id(), units);
    }
}
