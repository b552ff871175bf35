// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import io.coffer.api.wallet.WithdrawalId;

/**
 * Why a withdrawal does not move on at this moment.
 *
 * @param code stable and dotted, such as {@code vault.sealed}, {@code fee.above-cap}, {@code hot-wallet.insufficient}
 * @param reason in words, with the values that stand in the way
 * @param sinceMs since when for this reason, milliseconds since 1970 UTC by the node's clock
 */
public record Waiting(WithdrawalId withdrawal, String code, String reason, long sinceMs) {}
