// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import static io.coffer.signing.MismatchException.require;

import io.coffer.api.request.Refusal;
import io.coffer.api.signing.SigningOutcome;
import io.coffer.api.signing.SigningService;
import io.coffer.api.signing.VaultException;
import io.coffer.api.wallet.Keyring;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.families.FamilyCodec;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.NetworkAssetId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs what the money core says was approved, after it has read the transaction by itself. Any thread may call. */
public class CheckingSigningService implements SigningService {
    private static final Logger LOG = LoggerFactory.getLogger(CheckingSigningService.class);
    private static final Set<WithdrawalState> TO_BE_SIGNED = Set.of(WithdrawalState.SIGNING);
    private static final Set<WithdrawalState> TO_BE_CHECKED = Set.of(WithdrawalState.PREPARED, WithdrawalState.SIGNING);

    private final IntentSource intents;
    private final Supplier<List<Keyring>> keyrings;
    private final ApprovedSigner signer;
    private volatile Set<String> allowedUnverified;

    /** @param keyrings those of all enrolled chains, at the time of the call */
    CheckingSigningService(
            IntentSource intents,
            Supplier<List<Keyring>> keyrings,
            ApprovedSigner signer,
            Set<String> allowedUnverified) {
        this.intents = intents;
        this.keyrings = keyrings;
        this.signer = signer;
        this.allowedUnverified = Set.copyOf(allowedUnverified);
    }

    /** @param families CAIP-2 namespaces that are signed on the adapter's word */
    final void allowUnverified(Set<String> families) {
        allowedUnverified = Set.copyOf(families);
    }

    @Override
    public Coverage coverage(String family) {
        if (FamilyCodec.of(family).isPresent()) {
            return Coverage.VERIFIED;
        }
        return allowedUnverified.contains(family) ? Coverage.UNVERIFIED_ALLOWED : Coverage.REFUSED;
    }

    @Override
    public Optional<Refusal> keysRefusal(ChainId chain, int coinType) {
        return CoinTypes.refusal(chain, coinType, keyrings.get());
    }

    @Override
    public Optional<SigningOutcome.Unsigned> objection(
            WithdrawalId withdrawal, UnsignedTx transaction, ChainAdapter adapter) {
        try {
            checked(intents.intent(withdrawal, TO_BE_CHECKED), transaction, adapter);
            return Optional.empty();
        } catch (DeniedException | MismatchException | VaultException e) {
            return Optional.of(unsigned(withdrawal, e, false));
        }
    }

    @Override
    public SigningOutcome sign(WithdrawalId withdrawal, UnsignedTx transaction, ChainAdapter adapter) {
        ApprovedSigner.Signing signing = signer.begin();
        try {
            CheckedTransaction checked = checked(intents.intent(withdrawal, TO_BE_SIGNED), transaction, adapter);
            return new SigningOutcome.Signed(checked.sign(signing));
        } catch (DeniedException | MismatchException | VaultException e) {
            return unsigned(withdrawal, e, signing.keyUsed());
        }
    }

    private CheckedTransaction checked(Intent intent, UnsignedTx transaction, ChainAdapter adapter)
            throws DeniedException, MismatchException, VaultException {
        require(transaction.chain().equals(intent.chain()), "chain: built for " + transaction.chain());
        // The family is read from the chain's id, never from what the adapter says of itself.
        String family = intent.chain().namespace();
        Optional<FamilyCodec> codec = FamilyCodec.of(family);
        requireAsset(intent, codec);
        if (codec.isPresent()) {
            require(intent.payment().tag().isEmpty(), "tag: this chain has none");
            return new VerifiedPath(codec.get(), signer.vault()).check(intent, transaction);
        }
        if (!allowedUnverified.contains(family)) {
            throw new DeniedException(
                    "family.unverified",
                    "the node cannot read transactions of " + family
                            + "; add it to allowUnverifiedFamilies to sign on the adapter's word");
        }
        for (OwnAddress own : intent.own().values()) {
            Optional<Refusal> refusal = keysRefusal(intent.chain(), own.key().coinType());
            if (refusal.isPresent()) {
                throw new DeniedException(refusal.get().code(), refusal.get().message());
            }
        }
        return new UnverifiedPath(adapter, signer.vault()).check(intent, transaction);
    }

    /**
     * The chain's own coin is signed, and tokens whose transfers a codec of ours reads. Other tokens move by calls and
     * scripts that nobody here understands.
     */
    private static void requireAsset(Intent intent, Optional<FamilyCodec> codec) throws DeniedException {
        NetworkAssetId coin = intent.preparation().fee().asset();
        ChainId chain = intent.chain();
        boolean isCoin = coin.caip19().startsWith(chain.caip2() + "/slip44:");
        boolean sameChain = intent.preparation().sender().chain().equals(chain);
        if (!isCoin || !sameChain || !coin.equals(intent.feeCap().asset())) {
            throw new DeniedException("asset.not-native", "fees in " + coin + ": not the coin of " + chain);
        }
        Optional<NetworkAssetId> token = intent.token();
        boolean isReadable = token.isEmpty()
                || codec.filter(ours -> ours.paysToken(chain, token.get())).isPresent();
        if (!isReadable) {
            throw new DeniedException(
                    "asset.not-native",
                    token.get() + " is neither the coin of " + chain
                            + " nor a token whose transfers the node can read");
        }
    }

    private static SigningOutcome.Unsigned unsigned(WithdrawalId withdrawal, Exception why, boolean keyUsed) {
        String reason = String.valueOf(why.getMessage());
        if (why instanceof DeniedException denied) {
            LOG.warn("Withdrawal {} is not signed by rule {}: {}", withdrawal, denied.rule(), reason);
            return new SigningOutcome.Denied(denied.rule(), reason, keyUsed);
        }
        if (why instanceof MismatchException) {
            LOG.error("Withdrawal {} is not signed, its transaction is another: {}", withdrawal, reason);
            return new SigningOutcome.Mismatch(reason, keyUsed);
        }
        if (why instanceof VaultException vault
                && (vault.kind() == VaultException.Kind.SEALED || vault.kind() == VaultException.Kind.ABSENT)) {
            return new SigningOutcome.Sealed();
        }
        LOG.error("The vault did not sign for withdrawal {}: {}", withdrawal, reason);
        return new SigningOutcome.Denied("vault.refused", reason, keyUsed);
    }
}
