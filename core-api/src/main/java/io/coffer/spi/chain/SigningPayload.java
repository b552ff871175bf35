// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import io.coffer.spi.money.Bytes;

/**
 * One message that must be signed for a transaction.
 *
 * @param index position of the payload within its transaction, from 0
 * @param signer the address whose key signs
 * @param message the 32-byte digest, or for Ed25519 the whole message
 */
public record SigningPayload(int index, Address signer, SigningMode mode, Bytes message) {}
