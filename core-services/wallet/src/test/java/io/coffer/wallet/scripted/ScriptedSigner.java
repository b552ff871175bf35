// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scripted;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.request.Refusal;
import io.coffer.api.signing.KeyVault;
import io.coffer.api.signing.SigningOutcome;
import io.coffer.api.signing.SigningService;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.UnsignedTx;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Signs for the scripted chain, refuses what was not asked for, and remembers all that it ever signed. */
public final class ScriptedSigner implements SigningService {
    private final Supplier<MoneyCore> core;
    private final ScriptedVault vault;
    private final Map<WithdrawalId, Set<String>> signed = new LinkedHashMap<>();
    private final Map<WithdrawalId, Set<String>> places = new LinkedHashMap<>();
    private volatile Optional<SigningOutcome> instead = Optional.empty();
    private volatile Optional<Refusal> keysRefusal = Optional.empty();
    private volatile Optional<SigningOutcome.Unsigned> objection = Optional.empty();
    private volatile String objectedTo = "";
    private volatile Coverage coverage = Coverage.VERIFIED;

    public ScriptedSigner(Supplier<MoneyCore> core, ScriptedVault vault) {
        this.core = core;
        this.vault = vault;
    }

    /** Answers this instead of signing, until it is told otherwise. */
    public void answer(Optional<SigningOutcome> outcome) {
        instead = outcome;
    }

    /** Answers this whenever it is asked for keys, until it is told otherwise. */
    public void refuseKeys(Optional<Refusal> refusal) {
        keysRefusal = refusal;
    }

    /** Whether it reads the chain's transactions by itself. */
    public void covers(Coverage how) {
        coverage = how;
    }

    /** Objects to whatever is paid to this destination, until it is told otherwise. */
    public void object(String destination, Optional<SigningOutcome.Unsigned> outcome) {
        objectedTo = destination;
        objection = outcome;
    }

    @Override
    public Optional<SigningOutcome.Unsigned> objection(WithdrawalId id, UnsignedTx transaction, ChainAdapter adapter) {
        if (vault.state() != KeyVault.State.UNSEALED) {
            return Optional.of(new SigningOutcome.Sealed());
        }
        ScriptedTx tx = ScriptedTx.readUnsigned(transaction.encoded());
        return tx.outputs().get(0).to().equals(objectedTo) ? objection : Optional.empty();
    }

    /** The ids of all transactions that were signed for a withdrawal. */
    public synchronized Set<String> signedFor(WithdrawalId withdrawal) {
        return Set.copyOf(signed.getOrDefault(withdrawal, Set.of()));
    }

    /** What all that was signed for a withdrawal spends: sender and sequence, or inputs. One, if it is paid once. */
    public synchronized Set<String> placesOf(WithdrawalId withdrawal) {
        return Set.copyOf(places.getOrDefault(withdrawal, Set.of()));
    }

    public synchronized Map<WithdrawalId, Set<String>> signed() {
        return Map.copyOf(signed);
    }

    @Override
    public SigningOutcome sign(WithdrawalId id, UnsignedTx transaction, ChainAdapter adapter) {
        if (vault.state() != KeyVault.State.UNSEALED) {
            return new SigningOutcome.Sealed();
        }
        if (instead.isPresent()) {
            return instead.get();
        }
        Withdrawal withdrawal = core.get().read(state -> state.withdrawal(id)).orElseThrow();
        ScriptedTx tx = ScriptedTx.readUnsigned(transaction.encoded());
        boolean asked = withdrawal.state() == WithdrawalState.SIGNING
                && tx.outputs().get(0).to().equals(withdrawal.request().to().text())
                && tx.outputs()
                        .get(0)
                        .units()
                        .equals(withdrawal.request().amount().units());
        if (!asked) {
            return new SigningOutcome.Mismatch("not what was asked for", false);
        }
        synchronized (this) {
            signed.computeIfAbsent(id, key -> new LinkedHashSet<>()).add(tx.id());
            places.computeIfAbsent(id, key -> new LinkedHashSet<>())
                    .add(
                            tx.isAccount()
                                    ? tx.from() + "#" + tx.nonce()
                                    : tx.inputs().toString());
        }
        return new SigningOutcome.Signed(new SignedTx(transaction.chain(), new TxId(tx.id()), tx.signed()));
    }

    @Override
    public Coverage coverage(String family) {
        return family.equals("scripted") ? coverage : Coverage.REFUSED;
    }

    @Override
    public Optional<Refusal> keysRefusal(ChainId chain, int coinType) {
        return keysRefusal;
    }
}
