// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.DecodedTx;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.chain.UtxoChain;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.adapter.GuardedAdapter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets the adapter assemble a withdrawal's transaction and reads it back before anything is reserved or signed. The
 * signing service looks again, with a codec of its own; here an adapter that errs is found before it costs a sequence.
 */
final class Assembly {
    private Assembly() {}

    /** What came of it. */
    sealed interface Outcome {
        record Assembled(UnsignedTx transaction) implements Outcome {}

        /**
         * The chain cannot express it so, or the transaction is not what was asked for.
         *
         * @param code what the withdrawal waits for
         */
        record Unusable(String code, String problem) implements Outcome {
            Unusable(String problem) {
                this("transaction.unusable", problem);
            }
        }
    }

    /** The same request and preparation give the same bytes, always. */
    static Outcome assemble(
            WithdrawalRequest request, Preparation preparation, OwnAddress sender, GuardedAdapter guarded)
            throws ChainException {
        TransferIntent intent = new TransferIntent(request.to(), request.amount(), request.tag());
        NetworkAssetId asset = request.amount().asset();
        boolean isCoin = asset.equals(guarded.descriptor().nativeAsset().id());
        if (!isCoin && guarded.token(asset).isEmpty()) {
            Plan.Wait wait = Planner.noProtocol(asset);
            return new Outcome.Unusable(wait.code(), wait.reason());
        }
        return guarded.ask("assemble", adapter -> {
            try {
                UnsignedTx transaction = assemble(intent, preparation, sender, adapter);
                Optional<String> problem =
                        mismatch(intent, request, preparation, adapter.codec().decode(transaction));
                return problem.isPresent() ? new Outcome.Unusable(problem.get()) : new Outcome.Assembled(transaction);
            } catch (IllegalArgumentException refused) {
                return new Outcome.Unusable("the adapter cannot assemble it: " + refused.getMessage());
            }
        });
    }

    private static UnsignedTx assemble(
            TransferIntent intent, Preparation preparation, OwnAddress sender, ChainAdapter adapter) {
        if (adapter instanceof AccountChain chain) {
            long sequence =
                    preparation.sequence().orElseThrow(() -> new IllegalArgumentException("preparation: no sequence"));
            return chain.assemble(List.of(intent), sender.publicKey(), sequence, preparation.fee());
        }
        return ((UtxoChain) adapter)
                .assemble(List.of(intent), preparation.inputs(), preparation.sender(), preparation.fee());
    }

    /** The first thing in which a decoded transaction differs from what was asked for. */
    private static Optional<String> mismatch(
            TransferIntent intent, WithdrawalRequest request, Preparation preparation, DecodedTx decoded) {
        if (!decoded.chain().equals(intent.to().chain())) {
            return Optional.of("the transaction is for " + decoded.chain());
        }
        if (!decoded.maxFee().asset().equals(request.feeCap().asset())
                || decoded.maxFee().units().compareTo(request.feeCap().units()) > 0) {
            return Optional.of("the transaction may cost " + decoded.maxFee().units() + ", more than the cap of "
                    + request.feeCap().units());
        }
        if (decoded.maxFee().units().compareTo(preparation.fee().maxFee().units()) > 0) {
            return Optional.of("the transaction may cost " + decoded.maxFee().units() + ", more than the reserved "
                    + preparation.fee().maxFee().units());
        }
        List<TransferIntent> others = new ArrayList<>(decoded.outputs());
        if (!others.remove(intent)) {
            return Optional.of("the transaction does not pay what was asked for");
        }
        if (others.size() > 1 || others.stream().anyMatch(output -> !output.to().equals(preparation.sender()))) {
            return Optional.of("the transaction pays someone else, too");
        }
        return preparation.inputs().isEmpty()
                ? accountMismatch(preparation, decoded, others)
                : utxoMismatch(preparation, decoded);
    }

    private static Optional<String> accountMismatch(
            Preparation preparation, DecodedTx decoded, List<TransferIntent> others) {
        if (!others.isEmpty()) {
            return Optional.of("the transaction has more than one transfer");
        }
        if (!decoded.sequence().equals(preparation.sequence())) {
            return Optional.of("the transaction has another sequence than " + preparation.sequence());
        }
        // An Ethereum transaction names no sender before it is signed: whoever signs it pays, and that is the sender's
        // key.
        boolean foreign =
                decoded.inputs().stream().anyMatch(input -> !input.address().equals(preparation.sender()));
        if (decoded.inputs().size() > 1 || foreign) {
            return Optional.of("the transaction is paid by someone else");
        }
        return Optional.empty();
    }

    private static Optional<String> utxoMismatch(Preparation preparation, DecodedTx decoded) {
        Set<String> reserved =
                preparation.inputs().stream().map(Assembly::spent).collect(Collectors.toCollection(HashSet::new));
        Set<String> spent =
                decoded.inputs().stream().map(DecodedTx.Input::spent).collect(Collectors.toCollection(HashSet::new));
        if (!spent.equals(reserved) || decoded.inputs().size() != reserved.size()) {
            return Optional.of("the transaction spends other outputs than the reserved ones");
        }
        BigInteger in = CoinSelection.sum(preparation.inputs());
        BigInteger out = decoded.outputs().stream()
                .map(output -> output.amount().units())
                .reduce(decoded.maxFee().units(), BigInteger::add);
        return in.equals(out)
                ? Optional.empty()
                : Optional.of("inputs of " + in + " do not equal outputs and fee of " + out);
    }

    /** How an adapter names a spent output in {@link DecodedTx.Input#spent}. */
    static String spent(Utxo output) {
        return output.tx() + ":" + output.index();
    }
}
