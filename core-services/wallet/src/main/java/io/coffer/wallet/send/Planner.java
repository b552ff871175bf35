// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Plans the transaction of a queued withdrawal on the state as it is. Reserves nothing. One thread. */
final class Planner {
    private final ChainId chain;
    private final Decisions decisions;
    private final FeeQuotes fees;
    private final TokenQuotes tokenFees;
    private final int maxInputs;

    Planner(ChainId chain, Decisions decisions, FeeQuotes fees, TokenQuotes tokenFees, int maxInputs) {
        this.chain = chain;
        this.decisions = decisions;
        this.fees = fees;
        this.tokenFees = tokenFees;
        this.maxInputs = maxInputs;
    }

    /**
     * What the network asks for now, whichever withdrawal it is for.
     *
     * @throws ChainException if the node does not answer
     */
    FeeQuote fee(Lane lane) throws ChainException {
        return fees.current(lane);
    }

    /** @throws ChainException if the adapter fails on this withdrawal */
    Plan plan(Withdrawal withdrawal, OwnAddress sender, FeeQuote fee, Lane lane) throws ChainException {
        WithdrawalRequest request = withdrawal.request();
        if (!request.amount().asset().equals(fee.asset())) {
            return planToken(request, sender, lane);
        }
        if (!request.feeCap().isAtLeast(fee.maxFee())) {
            return aboveCap(request, fee);
        }
        BigInteger needed = request.amount().units().add(fee.maxFee().units());
        return lane.adapter().bare() instanceof AccountChain
                ? planAccount(request, sender, fee, needed, lane)
                : planUtxo(request, sender, fee, needed, lane);
    }

    private Plan planAccount(WithdrawalRequest request, OwnAddress sender, FeeQuote fee, BigInteger needed, Lane lane)
            throws ChainException {
        BigInteger funds = decisions.read(
                state -> state.funds(sender.address(), request.amount().asset()));
        if (funds.compareTo(needed) < 0) {
            return insufficient(funds, needed);
        }
        long sequence = decisions.read(state -> state.nextSequence(sender.address()));
        return assembled(
                request, new Preparation(sender.address(), OptionalLong.of(sequence), List.of(), fee), sender, lane);
    }

    /** A transfer of a token needs the token for the amount and the chain's own coin for the fee. */
    private Plan planToken(WithdrawalRequest request, OwnAddress sender, Lane lane) throws ChainException {
        NetworkAssetId asset = request.amount().asset();
        Optional<TokenProtocol> token = lane.adapter().token(asset);
        if (token.isEmpty()) {
            return noProtocol(asset);
        }
        BigInteger tokens = decisions.read(state -> state.funds(sender.address(), asset));
        BigInteger needed = request.amount().units();
        if (tokens.compareTo(needed) < 0) {
            return insufficient(tokens, needed);
        }
        TransferIntent transfer = new TransferIntent(request.to(), request.amount(), request.tag());
        TokenQuotes.Answer answer = tokenFees.quote(sender.address(), transfer, token.get(), lane);
        if (answer instanceof TokenQuotes.Answer.Refused refused) {
            return new Plan.Wait("token.transfer-refused", refused.reason());
        }
        FeeQuote fee = ((TokenQuotes.Answer.Quoted) answer).fee();
        if (!request.feeCap().isAtLeast(fee.maxFee())) {
            return aboveCap(request, fee);
        }
        BigInteger coins = decisions.read(state -> state.funds(sender.address(), fee.asset()));
        if (coins.compareTo(fee.maxFee().units()) < 0) {
            return new Plan.Wait(
                    "hot-wallet.no-fee",
                    "the sender has " + coins + " of " + fee.asset() + " free and final, the fee needs up to "
                            + fee.maxFee().units());
        }
        long sequence = decisions.read(state -> state.nextSequence(sender.address()));
        return assembled(
                request, new Preparation(sender.address(), OptionalLong.of(sequence), List.of(), fee), sender, lane);
    }

    /**
     * What a transfer costs at most now, of the chain's own coin or of a token.
     *
     * @throws ChainException if the node does not answer, or of kind REFUSED if it cannot be made
     */
    FeeQuote quote(Address sender, TransferIntent transfer, Lane lane) throws ChainException {
        NetworkAssetId asset = transfer.amount().asset();
        if (asset.equals(lane.adapter().descriptor().nativeAsset().id())) {
            return fee(lane);
        }
        Optional<TokenProtocol> token = lane.adapter().token(asset);
        if (token.isEmpty()) {
            throw new ChainException(
                    ChainException.Kind.REFUSED, noProtocol(asset).reason());
        }
        TokenQuotes.Answer answer = tokenFees.quote(sender, transfer, token.get(), lane);
        if (answer instanceof TokenQuotes.Answer.Refused refused) {
            throw new ChainException(ChainException.Kind.REFUSED, refused.reason());
        }
        return ((TokenQuotes.Answer.Quoted) answer).fee();
    }

    /** What a token that is not hosted now waits for. */
    static Plan.Wait noProtocol(NetworkAssetId asset) {
        return new Plan.Wait("token.no-protocol", "no plugin of " + asset + " can be used now");
    }

    private static Plan aboveCap(WithdrawalRequest request, FeeQuote fee) {
        return new Plan.Wait(
                "fee.above-cap",
                "the network asks up to " + fee.maxFee().units() + ", the cap is "
                        + request.feeCap().units());
    }

    private Plan planUtxo(WithdrawalRequest request, OwnAddress sender, FeeQuote fee, BigInteger needed, Lane lane)
            throws ChainException {
        List<Utxo> outputs = decisions.read(state -> List.copyOf(state.treasuryOutputs(chain)));
        Optional<List<Utxo>> chosen = CoinSelection.choose(outputs, needed, maxInputs);
        if (chosen.isEmpty()) {
            BigInteger funds = CoinSelection.sum(outputs);
            return funds.compareTo(needed) < 0
                    ? insufficient(funds, needed)
                    : new Plan.Wait(
                            "hot-wallet.fragmented",
                            "more than " + maxInputs + " outputs would be needed to cover " + needed);
        }
        return assembled(
                request, new Preparation(sender.address(), OptionalLong.empty(), chosen.get(), fee), sender, lane);
    }

    private static Plan insufficient(BigInteger funds, BigInteger needed) {
        return new Plan.Wait(
                "hot-wallet.insufficient", "the hot wallet has " + funds + " free and final, needed are " + needed);
    }

    private static Plan assembled(WithdrawalRequest request, Preparation preparation, OwnAddress sender, Lane lane)
            throws ChainException {
        Assembly.Outcome outcome = Assembly.assemble(request, preparation, sender, lane.adapter());
        if (outcome instanceof Assembly.Outcome.Assembled assembled) {
            return new Plan.Ready(preparation, assembled.transaction());
        }
        Assembly.Outcome.Unusable unusable = (Assembly.Outcome.Unusable) outcome;
        return new Plan.Wait(unusable.code(), unusable.problem());
    }
}
