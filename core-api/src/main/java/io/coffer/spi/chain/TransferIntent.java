// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import io.coffer.spi.money.Amount;
import java.util.Optional;

/**
 * What a transaction shall do: pay {@code amount} to {@code to}.
 *
 * @param tag the memo or destination tag, where the chain has one
 */
public record TransferIntent(Address to, Amount amount, Optional<String> tag) {}
