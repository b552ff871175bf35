// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import io.coffer.spi.money.Amount;

/**
 * An unspent output of ours.
 *
 * @param index position among the outputs of its transaction, from 0
 * @param owner the key that spends it
 */
public record Utxo(TxId tx, int index, Address address, Amount amount, PublicKey owner) {}
