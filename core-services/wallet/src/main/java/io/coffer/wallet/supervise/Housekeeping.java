// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import io.coffer.api.node.Answer;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.signing.KeyVault;
import io.coffer.api.signing.VaultException;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.wallet.adapter.GuardedAdapter;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be in order before a chain is of use: its keys, its hot wallet, addresses that a crash left unbound. */
final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    /** Between two tries of something that failed. */
    static final long RETRY_MS = 10_000;

    private final Surroundings surroundings;
    private long enrolAtMs = Long.MIN_VALUE;
    private long completeAtMs = Long.MIN_VALUE;

    Housekeeping(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    void look(GuardedAdapter adapter) throws CoreUnavailableException {
        enrol(adapter);
        complete(adapter);
    }

    private void enrol(GuardedAdapter adapter) throws CoreUnavailableException {
        boolean due = surroundings.clock().millis() >= enrolAtMs
                && !surroundings.enrolment().isComplete(adapter.descriptor())
                && (isUnsealed() || hasKeyrings(adapter.chain()));
        if (!due) {
            return;
        }
        enrolAtMs = surroundings.clock().millis() + RETRY_MS;
        try {
            Answer<Address> answer = surroundings.enrolment().enrol(adapter.chain());
            if (answer instanceof Answer.Refused<Address> refused) {
                LOG.warn(
                        "{}: cannot be enrolled: {}",
                        adapter.chain(),
                        refused.refusal().message());
            }
        } catch (VaultException sealedAgain) {
            LOG.info("{}: not enrolled: {}", adapter.chain(), sealedAgain.getMessage());
        }
    }

    private void complete(GuardedAdapter adapter) throws CoreUnavailableException {
        if (surroundings.clock().millis() < completeAtMs) {
            return;
        }
        try {
            surroundings.addresses().complete(adapter);
        } catch (ChainException failed) {
            completeAtMs = surroundings.clock().millis() + RETRY_MS;
            LOG.warn("{}: a reserved index has no address yet: {}", adapter.chain(), failed.getMessage());
        }
    }

    private boolean isUnsealed() {
        Optional<KeyVault> vault = surroundings.signing().vault().get();
        return vault.isPresent() && vault.get().state() == KeyVault.State.UNSEALED;
    }

    private boolean hasKeyrings(ChainId chain) {
        return surroundings
                .core()
                .read(state -> state.keyring(chain, KeyPurpose.DEPOSIT).isPresent()
                        && state.keyring(chain, KeyPurpose.TREASURY).isPresent());
    }
}
