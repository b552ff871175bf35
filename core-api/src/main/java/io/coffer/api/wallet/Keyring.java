// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

import io.coffer.spi.chain.ChainId;

/**
 * The public half of a branch of keys, from which addresses are derived without any secret.
 *
 * @param extendedPublicKey BIP-32 serialisation ({@code xpub…}) of {@code m/44'/coin'/account'}
 */
public record Keyring(ChainId chain, int coinType, KeyPurpose purpose, String extendedPublicKey) {}
