// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.request.Refusal;
import java.util.Map;

/**
 * Words for refusals of which the journal keeps nothing but the code, so that a repeat is answered to the byte like the
 * first. A refused withdrawal is kept whole and speaks for itself.
 */
final class RefusalTexts {
    private record Words(String message, String nextStep) {}

    private static final Map<String, Words> BY_CODE = Map.ofEntries(
            Map.entry("customer.exists", new Words("A customer of this id exists.", "Choose another id.")),
            Map.entry("customer.unknown", new Words("There is no such customer.", "Create the customer first.")),
            Map.entry("account.exists", new Words("The account exists.", "Use a new Idempotency-Key.")),
            Map.entry("account.unknown", new Words("There is no such account.", "Open the account first.")),
            Map.entry("asset.not-listed", new Words("The asset is not listed.", "An operator lists it.")),
            Map.entry(
                    "destination.chain",
                    new Words("The destination is on another chain than the asset.", "Check the destination.")),
            Map.entry(
                    "withdrawal.external-id-used",
                    new Words("The externalId names another withdrawal, for ever.", "Use another externalId.")),
            Map.entry(
                    "withdrawal.fee-asset",
                    new Words(
                            "The chain's own coin is not listed, so fees cannot be booked.", "An operator lists it.")),
            Map.entry(
                    "withdrawal.state",
                    new Words(
                            "The withdrawal is past the state in which this is possible.",
                            "GET /v1/withdrawals/{id} shows its state.")),
            Map.entry("withdrawal.unknown", new Words("There is no such withdrawal.", "Check the id.")));

    private RefusalTexts() {}

    static Refusal lasting(Refusal refusal) {
        Words words = BY_CODE.get(refusal.code());
        return words == null ? refusal : new Refusal(refusal.code(), words.message, words.nextStep);
    }
}
