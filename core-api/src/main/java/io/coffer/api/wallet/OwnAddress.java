// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.PublicKey;
import java.util.Optional;

/**
 * An address of ours.
 *
 * @param account whom deposits there belong to; empty for the house's own
 */
public record OwnAddress(Address address, KeyRef key, PublicKey publicKey, Optional<AccountId> account) {}
