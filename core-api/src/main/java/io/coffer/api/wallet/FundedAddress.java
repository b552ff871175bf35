// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

import java.math.BigInteger;

/**
 * An address of ours and what it has of an asset.
 *
 * @param units network units that no attempt has reserved
 */
public record FundedAddress(OwnAddress address, BigInteger units) {}
