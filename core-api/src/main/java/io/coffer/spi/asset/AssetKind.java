// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.asset;

/** What an asset is made of. */
public enum AssetKind {
    /** The native asset of a chain: it pays the fees there, and every transaction can move it. */
    COIN,
    /** A contract on a chain of somebody else's; it has a {@link TokenProtocol}. */
    TOKEN,
    /** Lives in the books of this node only. */
    SYNTHETIC,
    /** Money of a state, at a bank. */
    FIAT
}
