// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

import io.coffer.api.request.Refusal;
import java.util.List;
import java.util.Optional;

/**
 * A withdrawal as it stands, or a transfer of the house between its own addresses.
 *
 * <p>Every attempt but the first replaces the one before: it spends the same sequence, so that one of them at most is
 * ever mined, and any signed one may be.
 *
 * @param refusal why it was rejected, blocked or cancelled; of one that has ended in a block, with the code {@code
 *     transfer.otherwise}, that its token moved another amount than it was to move, and with
 *     {@code withdrawal.stands}, that its end could not be taken back with its block
 * @param attempts oldest first; only the last may be without signed bytes, and one at most has a block
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

    /** The attempt that counts, if one was prepared: the mined one while it is in a block, else the last. */
    public Optional<Attempt> attempt() {
        return switch (state) {
            case CONFIRMING, COMPLETED, FAILED_ONCHAIN ->
                attempts.stream().filter(attempt -> attempt.block().isPresent()).findFirst();
            default -> lastAttempt();
        };
    }

    /** The attempt with a number. */
    public Optional<Attempt> attempt(int number) {
        return attempts.stream().filter(attempt -> attempt.number() == number).findFirst();
    }

    /** The newest attempt, mined or not: what it may cost at most is what is reserved. */
    public Optional<Attempt> lastAttempt() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
    }

    /** Whether signed bytes of any attempt exist, so that one may be mined whatever we do. */
    public boolean mayBeMined() {
        return attempts.stream().anyMatch(attempt -> attempt.signed().isPresent());
    }
}
