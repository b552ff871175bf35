// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

import io.coffer.api.request.Refusal;
import java.util.List;
import java.util.Optional;

/**
 * A withdrawal as it stands.
 *
 * @param refusal why it was rejected, blocked or cancelled
 * @param attempts oldest first; only the last may still change
 * @param requestedAtMs journaled time, milliseconds since 1970 UTC
 */
public record Withdrawal(
        WithdrawalId id,
        WithdrawalRequest request,
        WithdrawalState state,
        Optional<Refusal> refusal,
        List<Attempt> attempts,
        long requestedAtMs) {
    public Withdrawal {
        attempts = List.copyOf(attempts);
    }

    /** The attempt that counts, if one was prepared. */
    public Optional<Attempt> attempt() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
    }
}
