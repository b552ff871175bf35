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
    /** After a refusal the pause doubles up to this. */
    static final long LONGEST_RETRY_MS = 600_000;

    private final Surroundings surroundings;
    private long enrolAtMs = Long.MIN_VALUE;
    private long completeAtMs = Long.MIN_VALUE;
    private long completePauseMs = RETRY_MS;
    private volatile Optional<String> refused = Optional.empty();

    Housekeeping(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    void look(GuardedAdapter adapter) throws CoreUnavailableException {
        enrol(adapter);
        complete(adapter);
    }

    /** What the core refuses of it, in words. */
    Optional<String> refused() {
        return refused;
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
            note(adapter, surroundings.addresses().complete(adapter));
        } catch (ChainException failed) {
            completeAtMs = surroundings.clock().millis() + RETRY_MS;
            LOG.warn("{}: a reserved index has no address yet: {}", adapter.chain(), failed.getMessage());
        }
    }

    /** Shows what was refused, tells the log when it changes, and asks again ever less often. */
    private void note(GuardedAdapter adapter, Optional<String> found) {
        if (found.isEmpty()) {
            if (refused.isPresent()) {
                LOG.info("{}: every reserved index has its address", adapter.chain());
            }
            completePauseMs = RETRY_MS;
        } else {
            if (!found.equals(refused)) {
                LOG.error("{}: {}", adapter.chain(), found.get());
            }
            completeAtMs = surroundings.clock().millis() + completePauseMs;
            completePauseMs = Math.min(2 * completePauseMs, LONGEST_RETRY_MS);
        }
        refused = found;
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
