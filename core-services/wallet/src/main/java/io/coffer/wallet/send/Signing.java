// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.signing.KeyVault;
import io.coffer.api.signing.SigningOutcome;
import io.coffer.api.signing.SigningService;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.wallet.adapter.GuardedAdapter;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The way to signatures: the vault says whether it can, the signing service whether it may. Both may come and go.
 *
 * @param vault present while a vault is installed
 * @param service present while a signing service is installed
 */
public record Signing(Supplier<Optional<KeyVault>> vault, Supplier<Optional<SigningService>> service) {

    /** What stands in the way of signing for a family of chains at all. */
    Optional<Plan.Wait> obstacle(String family) {
        Optional<SigningService> present = service.get();
        if (present.isEmpty()) {
            return Optional.of(new Plan.Wait("signing.absent", "no signing service is installed"));
        }
        Optional<KeyVault.State> state = vault.get().map(KeyVault::state);
        if (!state.equals(Optional.of(KeyVault.State.UNSEALED))) {
            return Optional.of(sealed());
        }
        if (present.get().coverage(family) == SigningService.Coverage.REFUSED) {
            return Optional.of(new Plan.Wait(
                    "signing.family-refused",
                    "the node cannot read transactions of " + family + " by itself, and unread ones are not allowed"));
        }
        return Optional.empty();
    }

    static Plan.Wait sealed() {
        return new Plan.Wait("vault.sealed", "the vault is sealed: it waits until an operator unseals it");
    }

    /**
     * What the signing service has against a transaction; {@link SigningOutcome.Sealed} while there is nobody to sign.
     * No key is used.
     */
    Optional<SigningOutcome.Unsigned> objection(WithdrawalId withdrawal, UnsignedTx transaction, GuardedAdapter adapter)
            throws ChainException {
        Optional<SigningService> present = service.get();
        if (present.isEmpty()) {
            return Optional.of(new SigningOutcome.Sealed());
        }
        SigningService signing = present.get();
        return isVerified(adapter)
                ? signing.objection(withdrawal, transaction, adapter.bare())
                : adapter.ask("check", bare -> signing.objection(withdrawal, transaction, bare));
    }

    /** Whether the node reads the transactions of this chain by itself, so that the adapter sees no signature. */
    boolean isVerified(GuardedAdapter adapter) {
        return service.get()
                .filter(signing -> signing.coverage(adapter.descriptor().family()) == SigningService.Coverage.VERIFIED)
                .isPresent();
    }

    /**
     * Signs, or answers {@link SigningOutcome.Sealed} while there is nobody to sign. Where the adapter's own codec is
     * used, the call runs on the adapter's threads and under its deadline.
     */
    SigningOutcome sign(WithdrawalId withdrawal, UnsignedTx transaction, GuardedAdapter adapter) throws ChainException {
        Optional<SigningService> present = service.get();
        if (present.isEmpty()) {
            return new SigningOutcome.Sealed();
        }
        SigningService signing = present.get();
        return isVerified(adapter)
                ? signing.sign(withdrawal, transaction, adapter.bare())
                : adapter.ask("sign", bare -> signing.sign(withdrawal, transaction, bare));
    }
}
