// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import io.coffer.spi.money.Bytes;

/**
 * The signature of the payload with the same index.
 *
 * @param signature in the form that the payload's {@link SigningMode} states
 */
public record PayloadSignature(int index, PublicKey signer, Bytes signature) {}
