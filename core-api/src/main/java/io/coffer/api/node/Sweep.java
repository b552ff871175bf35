// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import io.coffer.api.wallet.WithdrawalId;
import io.coffer.spi.chain.Address;
import io.coffer.spi.money.Amount;
import java.util.Optional;

/**
 * What one deposit address has of an asset that is to be swept to the treasury, as it was last looked at.
 *
 * @param free what no attempt has reserved, in network units
 * @param code stable and dotted: {@code sweep.begun}, {@code sweep.under-way}, {@code sweep.waits-its-turn}, or why it is
 *     not swept, such as {@code sweep.fee}, {@code asset.halted}, {@code hot-wallet.insufficient}
 * @param reason in words, with the values that count
 * @param transfer the transfer of the house that is under way, for gas or for the sweep itself
 */
public record Sweep(Address from, Amount free, String code, String reason, Optional<WithdrawalId> transfer) {}
